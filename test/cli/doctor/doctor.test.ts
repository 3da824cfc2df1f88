import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { bob, noMfaRole } from '../../../src/demo/fixture.ts'
import { examined, faults, wrapped } from '../../support/examination.ts'
import { type Files, keysOf, temporaryHome } from '../../support/home.ts'
import { assume, program } from '../../support/program.ts'

const arn = roleArn(noMfaRole)
const [key] = bob.accessKeys
const keyId = key?.accessKeyId ?? ''
const secret = key?.secretAccessKey ?? ''
const credentials = keysOf(bob)

const role = (name: string, ...lines: readonly string[]) =>
  [`[profile ${name}]`, `role_arn = ${arn}`, ...lines, ''].join('\n')

const digest = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex')

const workToken = digest('sha1', 'work')
const loginFile = digest('sha256', arn)

const ssoProfile =
  '[profile admin]\nsso_session = work\nsso_account_id = 123456789012\nsso_role_name = Admin\n'
const ssoSession =
  '[sso-session work]\nsso_start_url = https://work.awsapps.com/start\nsso_region = eu-west-1\n'
const tokenFile = `.aws/sso/cache/${workToken}.json`

const loading = `__assume_node='${process.execPath}'; __assume_script='${program}'; . '${join(program, '../../shell/assume.zsh')}';\n`

const olderNode = "Object.defineProperty(process.versions, 'node', { value: '18.20.8' })\n"

/** The variables of a shell with an active session. */
const held = (more: Readonly<Record<string, string>>) => ({
  AWS_ACCESS_KEY_ID: 'ASIAAAAAAAAAAAAAAAAA',
  AWS_SECRET_ACCESS_KEY: secret,
  AWS_SESSION_TOKEN: 'hush',
  ASSUME_KEY_ID: 'ASIAAAAAAAAAAAAAAAAA',
  ASSUME_ROLE: 'admin',
  ...more,
})

/** A file that exists, and is no longer than a token. */
const mountedToken = fileURLToPath(new URL('../../../tsconfig.json', import.meta.url))

interface ExaminedShell {
  readonly files: Files
  readonly env?: Readonly<Record<string, string>>
  /** The variables of the wrapper. The default is a wrapper of this version. */
  readonly shell?: Readonly<Record<string, string>>
}

/** Runs assume doctor --offline in a home with these files, and without the proxy of the developer. */
async function seen({ files, env = {}, shell }: ExaminedShell) {
  const home = temporaryHome(files)
  const inHome = Object.entries(env).map(([name, value]) => [name, value.replace('~', home.path)])
  const variables = { ...home.env, ...Object.fromEntries(inHome) }
  const { findings, exitCode, stderr } = await examined(['--offline'], variables, shell)
  expect(stderr).toBe('')
  const text = JSON.stringify(findings)
  expect(text).not.toContain(secret)
  expect(text).not.toContain('hush')
  for (const { severity, why, hints } of findings) {
    if (severity !== 'ok') expect([Boolean(why), hints.length > 0]).toEqual([true, true])
  }
  return { faults: faults(findings), findings, exitCode, home }
}

describe('a home without faults', () => {
  it.each<[string, ExaminedShell]>([
    ['of one user with keys', { files: { '.aws/credentials': credentials } }],
    [
      'with a role and its device',
      {
        files: {
          '.aws/credentials': credentials,
          '.aws/config': role(
            'prod',
            'source_profile = Bob',
            'mfa_serial = arn:aws:iam::123456789012:mfa/Bob',
            'region = eu-west-1',
            's3 =',
            '  max_concurrent_requests = 20',
          ),
        },
      },
    ],
    [
      'with IAM Identity Center and a sign-in',
      {
        files: {
          '.aws/config':
            '[profile admin]\nsso_session = work\nsso_account_id = 123456789012\nsso_role_name = Admin\n[sso-session work]\nsso_start_url = https://work.awsapps.com/start\nsso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n',
          [`.aws/sso/cache/${workToken}.json`]:
            '{"accessToken":"hush-hush","expiresAt":"2999-01-01T00:00:00Z"}',
        },
      },
    ],
    [
      'of a pod, with a web identity',
      {
        files: {
          token: 'e30.e30.e30',
          '.aws/config': role('pod', `web_identity_token_file = ${mountedToken}`),
        },
      },
    ],
    [
      'with keys in the environment, and a role that takes them',
      {
        files: { '.aws/config': role('here', 'credential_source = Environment') },
        env: { AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: secret, AWS_REGION: 'eu-west-1' },
      },
    ],
  ])('%s: assume doctor finds nothing', async (_, examinedShell) => {
    expect(await seen(examinedShell)).toMatchObject({ faults: [], exitCode: 0 })
  })
})

describe('assume doctor finds these faults, and no other', () => {
  it.each<[string, ExaminedShell, string]>([
    [
      'a source_profile that does not exist',
      {
        files: {
          '.aws/credentials': credentials,
          '.aws/config': role('prod', 'source_profile = Bo'),
        },
      },
      'broken ~/.aws/config:1 profile-broken',
    ],
    [
      'a loop of source profiles',
      {
        files: {
          '.aws/config': `${role('a', 'source_profile = b')}${role('b', 'source_profile = a')}`,
        },
      },
      'broken ~/.aws/config:1 profile-broken',
    ],
    [
      'a role without a source',
      { files: { '.aws/config': role('prod') } },
      'broken ~/.aws/config:1 profile-broken',
    ],
    [
      'an access key ID without a secret',
      { files: { '.aws/credentials': `[Bob]\naws_access_key_id = ${keyId}\n` } },
      'broken ~/.aws/credentials:1 profile-broken',
    ],
    [
      'an invalid role ARN',
      {
        files: {
          '.aws/credentials': credentials,
          '.aws/config': '[profile prod]\nrole_arn = reader\nsource_profile = Bob\n',
        },
      },
      'broken ~/.aws/config:1 profile-broken',
    ],
    [
      'an invalid region in a profile',
      {
        files: {
          '.aws/credentials': credentials,
          '.aws/config': role('prod', 'source_profile = Bob', 'region = the moon'),
        },
      },
      'broken ~/.aws/config:1 profile-broken',
    ],
    [
      'an sso-session that does not exist',
      {
        files: {
          '.aws/config':
            '[profile a]\nsso_session = x\nsso_account_id = 123456789012\nsso_role_name = A\n',
        },
      },
      'broken ~/.aws/config:1 profile-broken',
    ],
    [
      'source_arn',
      {
        files: {
          '.aws/credentials': credentials,
          '.aws/config': role('prod', 'source_profile = Bob', 'source_arn = Bob'),
        },
      },
      'warning ~/.aws/config:4 file-warning',
    ],
    [
      '[profile x] in the credentials file',
      { files: { '.aws/credentials': credentials.replace('[Bob]', '[profile Bob]') } },
      'warning ~/.aws/credentials:1 file-warning',
    ],
    [
      'a section twice',
      {
        files: {
          '.aws/credentials': credentials,
          '.aws/config': '[default]\nregion = us-east-1\n[profile default]\nregion = us-east-1\n',
        },
        env: { AWS_PROFILE: 'Bob' },
      },
      'warning ~/.aws/config:1 file-warning',
    ],
    [
      'a line that the AWS CLI rejects',
      { files: { '.aws/credentials': `${credentials}what is this\n` } },
      'broken ~/.aws/credentials:4 file-refused',
    ],
    [
      'an unknown setting of assume',
      { files: { '.aws/credentials': credentials, '.config/assume/config': 'durration = 1h\n' } },
      'warning ~/.config/assume/config:1 settings-warning',
    ],
    [
      'a mistyped key',
      {
        files: {
          '.aws/credentials': credentials,
          '.aws/config': role('prod', 'source_profile = Bob', 'regoin = eu-west-1'),
        },
      },
      'warning ~/.aws/config:4 misspelt-key',
    ],
    [
      'an unknown key',
      {
        files: {
          '.aws/credentials': credentials,
          '.aws/config': role('prod', 'source_profile = Bob', 'favourite_colour = blue'),
        },
      },
      'note ~/.aws/config:4 unknown-key',
    ],
    [
      'keys in the config file',
      { files: { '.aws/config': credentials.replace('[Bob]', '[profile Bob]') } },
      'warning ~/.aws/config:2 keys-in-config',
    ],
    [
      'a source_profile that nothing reads',
      {
        files: {
          '.aws/credentials': credentials,
          '.aws/config': '[profile Bob]\nsource_profile = other\n',
        },
      },
      'warning ~/.aws/config:2 source-profile-unused',
    ],
    [
      'the ARN of a user as mfa_serial',
      {
        files: {
          '.aws/credentials': credentials,
          '.aws/config': role(
            'prod',
            'source_profile = Bob',
            'mfa_serial = arn:aws:iam::123456789012:user/Bob',
          ),
        },
      },
      'broken ~/.aws/config:4 mfa-serial',
    ],
    [
      'an AWS_PROFILE that does not exist',
      { files: { '.aws/credentials': credentials }, env: { AWS_PROFILE: 'Bib' } },
      'broken profile-missing',
    ],
    [
      'an AWS_PROFILE that is empty',
      { files: { '.aws/credentials': credentials }, env: { AWS_PROFILE: '' } },
      'broken profile-empty',
    ],
    [
      'AWS_PROFILE and keys',
      {
        files: { '.aws/credentials': credentials },
        env: { AWS_PROFILE: 'Bob', AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: secret },
      },
      'warning profile-and-keys',
    ],
    [
      'AWS_ACCESS_KEY_ID without a secret',
      { files: { '.aws/credentials': credentials }, env: { AWS_ACCESS_KEY_ID: keyId } },
      'broken half-keys',
    ],
    [
      'expired credentials in the environment',
      {
        files: { '.aws/credentials': credentials },
        env: {
          AWS_ACCESS_KEY_ID: keyId,
          AWS_SECRET_ACCESS_KEY: secret,
          AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z',
        },
      },
      'broken expired-keys',
    ],
    [
      'a temporary access key without its session token',
      {
        files: { '.aws/credentials': credentials },
        env: { AWS_ACCESS_KEY_ID: 'ASIAAAAAAAAAAAAAAAAA', AWS_SECRET_ACCESS_KEY: secret },
      },
      'broken keys-without-token',
    ],
    [
      'a session token with a long-term access key',
      {
        files: { '.aws/credentials': credentials },
        env: {
          AWS_ACCESS_KEY_ID: keyId,
          AWS_SECRET_ACCESS_KEY: secret,
          AWS_SESSION_TOKEN: 'hush',
        },
      },
      'broken foreign-token',
    ],
    [
      'two regions',
      {
        files: { '.aws/credentials': credentials },
        env: { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-east-1' },
      },
      'warning two-regions',
    ],
    [
      'AWS_ROLE_ARN without a token file',
      { files: { '.aws/credentials': credentials }, env: { AWS_ROLE_ARN: arn } },
      'warning half-web-identity',
    ],
    [
      'an invalid AWS_REGION',
      { files: { '.aws/credentials': credentials }, env: { AWS_REGION: 'the moon' } },
      'broken way-out',
    ],
    [
      'an invalid proxy URL',
      { files: { '.aws/credentials': credentials }, env: { HTTPS_PROXY: 'http://me:hush@:x' } },
      'broken way-out',
    ],
    [
      'a CA bundle that does not exist',
      { files: { '.aws/credentials': credentials }, env: { AWS_CA_BUNDLE: '/nowhere.pem' } },
      'broken way-out',
    ],
    [
      'disabled certificate checks',
      { files: { '.aws/credentials': credentials }, env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } },
      'warning certificates-unchecked',
    ],
    [
      'a wrapper of another version',
      { files: { '.aws/credentials': credentials }, env: { ASSUME_WRAPPER: '0.0.1' } },
      'warning wrapper-other-version',
    ],
    [
      'a line that loads a deleted wrapper',
      {
        files: {
          '.aws/credentials': credentials,
          '.bashrc': `# mine\n__assume_node='/gone/node'; . '/x/assume.bash';\n__assume_node='/gone/node'; __assume_script='/usr'; . '/usr/shell/assume.bash';\n`,
        },
      },
      'broken ~/.bashrc:3 wrapper-gone',
    ],
    [
      'powerlevel10k without the segment of assume',
      {
        files: {
          '.aws/credentials': credentials,
          '.zshrc': 'source ~/powerlevel10k/powerlevel10k.zsh-theme\n',
          '.p10k.zsh': 'POWERLEVEL9K_RIGHT_PROMPT_ELEMENTS=(status aws)\n',
        },
      },
      'note ~/.zshrc:1 prompt-theme',
    ],
    [
      'tide without the segment of assume',
      {
        files: {
          '.aws/credentials': credentials,
          '.config/fish/fish_variables':
            'SETUVAR tide_pwd_markers:\\x2egit\nSETUVAR tide_right_prompt_items:status\\x1eaws\n',
        },
      },
      'note ~/.config/fish/fish_variables:2 prompt-theme',
    ],
    [
      'an alias of granted',
      { files: { '.aws/credentials': credentials, '.zshrc': 'alias assume=". assume"\n' } },
      'note ~/.zshrc:1 other-assume-alias',
    ],
    [
      'a wrapper, sourced by its path, that names a deleted Node.js',
      {
        files: {
          '.aws/credentials': credentials,
          '.bashrc': `__assume_node='/gone/node'; . ~/.local/share/assume/shell/assume.bash\n`,
        },
      },
      'broken ~/.bashrc:1 wrapper-gone',
    ],
    [
      'an alias of granted, and no loaded wrapper that removes it',
      {
        files: {
          '.aws/credentials': credentials,
          '.zshrc': `${loading}alias -g assume='. assume'\n`,
        },
        shell: {},
      },
      'note ~/.zshrc:1 wrapper-not-used; warning ~/.zshrc:2 other-assume-alias',
    ],
    [
      'no wrapper',
      { files: { '.aws/credentials': credentials }, shell: {} },
      'warning wrapper-missing',
    ],
    [
      'an older wrapper, which reports no version',
      { files: { '.aws/credentials': credentials }, shell: { ASSUME_EVAL_FD: '3' } },
      'warning wrapper-other-version',
    ],
    [
      'another assume in PATH',
      {
        files: { '.aws/credentials': credentials },
        // Another program with the name assume is the first in PATH.
        env: { PATH: join(import.meta.dirname, '../../fixtures/other-assume') },
      },
      'note other-assume-on-path',
    ],
    [
      'an older Node.js',
      {
        files: { '.aws/credentials': credentials, 'old.cjs': olderNode },
        env: { NODE_OPTIONS: '--require ~/old.cjs' },
      },
      'broken node-too-old',
    ],
    [
      'an AWS_CONFIG_FILE that does not exist',
      {
        files: { '.aws/credentials': credentials },
        env: { AWS_CONFIG_FILE: '/nowhere/config' },
      },
      'warning aws-file-missing',
    ],
    [
      'a key twice',
      {
        files: {
          '.aws/credentials': credentials,
          '.aws/config': role('prod', 'source_profile = Bob', 'region = a', 'region = eu-west-1'),
        },
      },
      'broken ~/.aws/config:5 file-refused',
    ],
    [
      'a profile with only settings',
      {
        files: {
          '.aws/credentials': credentials,
          '.aws/config': '[profile prod]\nregion = eu-west-1\n',
        },
      },
      'note ~/.aws/config:1 profile-without-credentials',
    ],
    [
      'an sso-session and services that no profile names',
      {
        files: {
          '.aws/credentials': credentials,
          '.aws/config': `${ssoSession}[services local]\ns3 =\n  endpoint_url = http://127.0.0.1:9\n`,
        },
      },
      'note ~/.aws/config:1 sso-session-unused; note ~/.aws/config:4 services-unused',
    ],
    [
      'a profile without a sign-in',
      { files: { '.aws/config': `${ssoProfile}${ssoSession}` } },
      'note sso-token-missing',
    ],
    [
      'an expired sign-in',
      {
        files: {
          '.aws/config': `${ssoProfile}${ssoSession}`,
          [tokenFile]: '{"accessToken":"hush-hush","expiresAt":"2020-01-01T00:00:00Z"}',
        },
      },
      'note sso-token-expired',
    ],
    [
      'a corrupt sign-in file',
      { files: { '.aws/config': `${ssoProfile}${ssoSession}`, [tokenFile]: '{"accessToken":' } },
      `warning ~/${tokenFile} sso-token-corrupt`,
    ],
    [
      'a session token without an access key',
      { files: { '.aws/credentials': credentials }, env: { AWS_SESSION_TOKEN: 'hush' } },
      'warning token-without-keys',
    ],
    [
      'two different session tokens',
      {
        files: { '.aws/credentials': credentials },
        env: {
          AWS_ACCESS_KEY_ID: 'ASIAAAAAAAAAAAAAAAAA',
          AWS_SECRET_ACCESS_KEY: secret,
          AWS_SESSION_TOKEN: 'hush',
          AWS_SECURITY_TOKEN: 'hush-hush',
        },
      },
      'warning two-tokens',
    ],
    [
      'an expired active session',
      { files: { '.aws/credentials': credentials }, env: held({ ASSUME_EXPIRES: '1600000000' }) },
      'warning session-expired',
    ],
    [
      'credentials that replaced those of the active session',
      {
        files: { '.aws/credentials': credentials },
        env: held({ ASSUME_KEY_ID: 'ASIABBBBBBBBBBBBBBBB' }),
      },
      'note session-over-written',
    ],
    [
      'no sign-in of aws login',
      { files: { '.aws/config': `[profile in]\nlogin_session = ${arn}\n` } },
      'note login-missing',
    ],
    [
      'five faults at once',
      {
        files: {
          '.aws/credentials': `${credentials}what is this\n`,
          '.aws/config': `${role('prod', 'source_profile = Bobb', 'regoin = eu-west-1')}${role('a', 'source_profile = a2')}${role('a2', 'source_profile = a')}`,
        },
        env: { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-east-1' },
      },
      [
        'broken ~/.aws/credentials:4 file-refused',
        'warning ~/.aws/config:4 misspelt-key',
        'broken ~/.aws/config:1 profile-broken',
        'broken ~/.aws/config:5 profile-broken',
        'warning two-regions',
      ].join('; '),
    ],
    [
      'a corrupt file of aws login',
      {
        files: {
          '.aws/config': `[profile in]\nlogin_session = ${arn}\n`,
          [`login/${loginFile}.json`]: 'x',
        },
        env: { AWS_LOGIN_CACHE_DIRECTORY: '~/login' },
      },
      `broken ~/login/${loginFile}.json login-corrupt`,
    ],
  ])('%s', async (_, examinedShell, planted) => {
    const { faults, exitCode } = await seen(examinedShell)
    expect(faults).toEqual(planted.split('; '))
    expect(exitCode).toBe(planted.includes('broken ') ? 1 : 0)
  })
})

describe('another command with the name assume', () => {
  const files = {
    '.aws/credentials': credentials,
    '.zshrc': 'alias assume=". assume"\n',
    '.bashrc': `__assume_cmd='as'; __assume_node='/usr/bin/env'; __assume_script='/etc/passwd'; . '${join(program, '../../shell/assume.bash')}';\n`,
  }

  it.each([
    ['in a shell whose wrapper is called as', { ...wrapped, ASSUME_CMD: 'as' }],
    ['without the wrapper, if new shells load it', {}],
  ])('is no fault %s', async (_, shell) => {
    const { faults: found, findings } = await seen({ files, shell })
    expect(found.filter((fault) => !fault.endsWith('wrapper-not-used'))).toEqual([])
    expect(findings).toContainEqual(
      expect.objectContaining({ what: 'here it is as, beside any other assume' }),
    )
  })

  it('is a fault if the wrapper is called assume', async () => {
    const { faults: found } = await seen({ files, env: { ASSUME_CMD: 'assume' } })
    expect(found).toEqual(['note ~/.zshrc:1 other-assume-alias'])
  })
})

describe('a line that loads a deleted wrapper', () => {
  const gone =
    "__assume_node='/gone/node'; __assume_script='/gone/dist/bin.js'; . '/gone/assume.bash';"
  const goneInFish =
    "set -g __assume_node '/gone/node'; set -g __assume_script '/gone/bin.js'; source '/gone/assume.fish';"

  /** Writes the file itself, because a test must not change the files of `temporaryHome`. */
  function homeWith(name: string, text: string) {
    const home = temporaryHome({ '.aws/credentials': credentials })
    const path = join(home.path, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, Buffer.from(text, 'latin1'))
    return { home, path }
  }

  it.each([
    ['.bashrc', 'bash', gone],
    ['.zshrc', 'zsh', gone.replace('.bash', '.zsh')],
    ['.config/fish/config.fish', 'fish', goneInFish],
  ])('in %s is fixed with --fix, and the rest of the file stays', async (name, shell, line) => {
    const { home, path } = homeWith(name, `# caf\xe9\r\n${line}\nlast`)
    chmodSync(path, 0o640)
    const file = `~/${name}`
    const before = await examined(['--offline'], home.env)
    expect(faults(before.findings)).toEqual([`broken ${file}:2 wrapper-gone`])
    expect(before.exitCode).toBe(1)
    const { findings, exitCode } = await examined(['--offline', '--fix'], home.env)
    expect(findings.filter(({ fixed }) => fixed)).toMatchObject([{ id: 'wrapper-gone', file }])
    expect(exitCode).toBe(0)
    const { stdout: right } = await assume(['init', shell])
    expect(readFileSync(path, 'latin1')).toBe(`# caf\xe9\r\n${right}last`)
    expect(statSync(path).mode & 0o777).toBe(0o640)
    expect(faults((await examined(['--offline'], home.env)).findings)).toEqual([])
  })

  it('is fixed if the startup file is a link', async () => {
    const { home, path } = homeWith('dotfiles/bashrc', `${gone}\n`)
    symlinkSync(path, join(home.path, '.bashrc'))
    const { exitCode } = await examined(['--offline', '--fix'], home.env)
    expect(exitCode).toBe(0)
    expect(lstatSync(join(home.path, '.bashrc')).isSymbolicLink()).toBe(true)
    expect(readFileSync(path, 'utf8')).toBe((await assume(['init', 'bash'])).stdout)
  })

  it('is fixed although an earlier run was killed while it wrote', async () => {
    const { home, path } = homeWith('.bashrc', `${gone}\n`)
    writeFileSync(`${path}.assume-new`, 'half')
    const before = readdirSync(home.path)
    const { exitCode } = await examined(['--offline', '--fix'], home.env)
    expect(exitCode).toBe(0)
    expect(readFileSync(path, 'utf8')).toBe((await assume(['init', 'bash'])).stdout)
    expect(readdirSync(home.path)).toEqual(before)
  })

  it.skipIf(process.getuid?.() !== 0)(
    'is fixed by root, and the file has the same owner and mode',
    async () => {
      const { home, path } = homeWith('.bashrc', `${gone}\n`)
      chownSync(path, 65_534, 65_533)
      chmodSync(path, 0o640)
      const { exitCode } = await examined(['--offline', '--fix'], home.env)
      expect(exitCode).toBe(0)
      expect(readFileSync(path, 'utf8')).toBe((await assume(['init', 'bash'])).stdout)
      const { uid, gid, mode } = statSync(path)
      expect({ uid, gid, mode: mode & 0o777 }).toEqual({ uid: 65_534, gid: 65_533, mode: 0o640 })
    },
  )

  it.each([`[ -t 0 ] && ${gone}`, `${gone} echo loaded`])(
    'is not changed if the user added code to it: %s',
    async (line) => {
      const { home, path } = homeWith('.bashrc', `${line}\n`)
      const { findings, exitCode } = await examined(['--offline', '--fix'], home.env)
      expect(faults(findings)).toEqual(['broken ~/.bashrc:1 wrapper-gone'])
      expect(exitCode).toBe(1)
      expect(readFileSync(path, 'utf8')).toBe(`${line}\n`)
    },
  )
})

describe('assume doctor on the access to files', () => {
  it('warns of credentials that others can read and a folder that others can write', async () => {
    const home = temporaryHome({})
    const folder = join(home.path, '.aws')
    mkdirSync(folder)
    writeFileSync(join(folder, 'credentials'), credentials)
    chmodSync(join(folder, 'credentials'), 0o644)
    chmodSync(folder, 0o777)
    const { findings, exitCode } = await examined(['--offline'], home.env)
    expect(faults(findings)).toEqual([
      'warning ~/.aws/credentials secrets-readable',
      'warning ~/.aws folder-writable',
    ])
    expect(findings.flatMap(({ hints }) => hints)).toEqual([
      'chmod 600 ~/.aws/credentials',
      'chmod go-w ~/.aws',
    ])
    expect(exitCode).toBe(0)
  })

  it('warns of a sign-in token that others can read', async () => {
    const token = '{"accessToken":"hush-hush","expiresAt":"2999-01-01T00:00:00Z"}'
    const home = temporaryHome({ '.aws/config': `${ssoProfile}${ssoSession}` })
    const path = join(home.path, tokenFile)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, token, { mode: 0o644 })
    const { findings } = await examined(['--offline'], home.env)
    expect(faults(findings)).toEqual([`warning ~/${tokenFile} sso-token-open`])
    expect(JSON.stringify(findings)).not.toContain('hush')
  })

  it('reports a config file that cannot be read, and nothing else', async () => {
    const home = temporaryHome({})
    mkdirSync(join(home.path, '.aws', 'config'), { recursive: true })
    const { findings, exitCode } = await examined(['--offline'], home.env)
    expect(faults(findings)).toEqual(['broken files-unreadable'])
    expect(exitCode).toBe(1)
  })
})

describe('the output of assume doctor', () => {
  it('contains each fault, its effect and a hint', async () => {
    const home = temporaryHome({
      '.aws/credentials': credentials,
      '.aws/config': role('prod', 'source_profile = Bobb', 'regoin = \u001b[31m'),
    })
    const { stdout, stderr, exitCode } = await assume(['doctor', '--offline'], {
      env: { ...home.env, ...wrapped },
    })
    expect(stdout).toContain(`warning  ~/.aws/config:4: no AWS tool reads regoin
         it has no effect
         hint: did you mean region?
broken   ~/.aws/config:1: source_profile of "prod" (~/.aws/config:3) is "Bobb", which is not in ~/.aws/config or ~/.aws/credentials
         profile "prod" cannot work, in the AWS CLI either
         hint: did you mean "Bob"?
`)
    expect(stdout).toMatch(/\n\n1 broken, 1 warning; nothing was called\n$/)
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 1 })
  })

  it('has no other formats than text and json', async () => {
    const home = temporaryHome({})
    const run = await assume(['doctor', '--format', 'xml'], { env: home.env })
    expect(run).toMatchObject({ stdout: '', exitCode: 2 })
    expect(run.stderr).toContain('the formats are: text, json')
  })
})
