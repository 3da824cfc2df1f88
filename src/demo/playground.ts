import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DemoAws, startDemoAws } from './aws.ts'
import { bob, noMfaRole } from './story.ts'
import { roleArn } from './world.ts'

/** A stand-in AWS and a home directory with the files of its user Bob. */
export interface Playground {
  readonly aws: DemoAws
  readonly home: string
  /** What a program needs to see these instead of the user's own. */
  readonly env: Readonly<Record<string, string>>
  close(): Promise<void>
  /** What can be done on the spot, when a signal ends the program. */
  abandon(): void
}

export async function openPlayground(): Promise<Playground> {
  const aws = await startDemoAws()
  const home = await mkdtemp(join(tmpdir(), 'assume-demo-'))
  await mkdir(join(home, '.aws'), { mode: 0o700 })
  await writeFile(join(home, '.aws', 'credentials'), credentialsFile(), { mode: 0o600 })
  await writeFile(join(home, '.aws', 'config'), configFile(), { mode: 0o600 })
  return {
    aws,
    home,
    env: {
      HOME: home,
      XDG_CACHE_HOME: join(home, '.cache'),
      XDG_CONFIG_HOME: join(home, '.config'),
      AWS_ENDPOINT_URL_STS: aws.url,
      AWS_ENDPOINT_URL_SIGNIN_FEDERATION: aws.url,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    abandon: () => rmSync(home, { recursive: true, force: true }),
    async close() {
      await aws.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}

function credentialsFile(): string {
  const [key] = bob.accessKeys
  return `[${bob.name}]
aws_access_key_id = ${key?.accessKeyId}
aws_secret_access_key = ${key?.secretAccessKey}
`
}

function configFile(): string {
  return `[profile ${bob.name}]
region = us-east-1

[profile reader]
role_arn = ${roleArn(noMfaRole)}
source_profile = ${bob.name}
region = eu-west-1
`
}
