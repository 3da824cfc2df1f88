import { spawnSync } from 'node:child_process'
import { execa } from 'execa'

/** Whether botocore, the library of the AWS CLI, is missing on this machine. */
export const noBotocore = spawnSync('python3', ['-c', 'import botocore']).status !== 0

const readCaller = `import sys
from botocore.session import Session
sts = Session(profile=sys.argv[1]).create_client('sts', region_name='us-east-1')
print(sts.get_caller_identity()['Arn'])`

/** The ARN of the caller when botocore uses the profile. */
export const callerByBotocore = (profile: string, env: Readonly<Record<string, string>>) =>
  printedFor(profile, readCaller, env)

const readKeyId = `import sys
from botocore.session import Session
print(Session(profile=sys.argv[1]).get_credentials().access_key)`

/** The key ID of the profile, as botocore reads it. */
export const keyIdByBotocore = (profile: string, env: Readonly<Record<string, string>>) =>
  printedFor(profile, readKeyId, env)

async function printedFor(
  profile: string,
  script: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const { stdout } = await execa('python3', ['-c', script, profile], {
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', ...env },
    extendEnv: false,
  })
  return stdout
}

const readRoles = `import json, sys
from botocore.credentials import SSOProvider
from botocore.session import Session
config = Session().full_config
def role(name):
    found = SSOProvider(lambda: config, None, name)._load_sso_config()
    return [found[key] for key in ('sso_account_id', 'sso_role_name', 'sso_start_url', 'sso_region')]
json.dump({name: role(name) for name in config['profiles']}, sys.stdout)`

/** The account, role, start URL and region of each profile in a config file, as botocore resolves them. */
export async function ssoRolesByBotocore(
  config: string,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const { stdout } = await execa('python3', ['-c', readRoles], {
    env: {
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      AWS_CONFIG_FILE: config,
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    },
    extendEnv: false,
  })
  return JSON.parse(stdout)
}

const readLogin = `import sys
from botocore.credentials import LoginCredentialFetcher
from botocore.utils import JSONFileCache, LoginTokenLoader, get_login_token_cache_directory
loader = LoginTokenLoader(JSONFileCache(get_login_token_cache_directory()))
found = LoginCredentialFetcher(sys.argv[1], loader, None).load_cached_credentials()
print(found['access_key'], found['account_id'], found['expiry_time'])`

/**
 * The key id, the account and the expiration of the keys in the file of a sign-in, as botocore reads them. This
 * does not refresh the keys, for which botocore needs its C library.
 */
export async function loginByBotocore(
  session: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const { stdout } = await execa('python3', ['-c', readLogin, session], {
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', ...env },
    extendEnv: false,
  })
  return stdout
}
