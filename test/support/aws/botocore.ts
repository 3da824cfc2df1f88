import { spawnSync } from 'node:child_process'
import { execa } from 'execa'

/** The AWS CLI's own library, where this machine has it. */
export const noBotocore = spawnSync('python3', ['-c', 'import botocore']).status !== 0

const script = `import sys
from botocore.session import Session
sts = Session(profile=sys.argv[1]).create_client('sts', region_name='us-east-1')
print(sts.get_caller_identity()['Arn'])`

/** Whom STS sees when botocore uses the profile. */
export async function callerByBotocore(
  profile: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const { stdout } = await execa('python3', ['-c', script, profile], {
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', ...env },
    extendEnv: false,
  })
  return stdout
}
