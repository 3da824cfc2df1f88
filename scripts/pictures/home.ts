import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Role, rootArn, type World } from 'aws-stand-in'
import { bob } from '../../src/demo/fixture.ts'

const {
  accessKeys: [key],
  mfaDevices: [device],
} = bob

const accounts = { dev: '111122223333', staging: '444455556666', prod: '777788889999' }

/** The world of the pictures: Bob, and roles that he may assume with MFA. */
export const world: World = {
  users: [bob],
  roles: [
    role(accounts.dev, 'Developer'),
    role(accounts.staging, 'Developer'),
    role(accounts.prod, 'Admin'),
    role(accounts.prod, 'ReadOnly'),
  ],
}

/** The contents of files by their paths in the home directory. */
export type Files = Readonly<Record<string, string>>

/** Writes the AWS files of Bob's home directory and the given files. */
export async function writeHomeFiles(home: string, others: Files): Promise<void> {
  const files: Files = {
    '.aws/credentials': `[bob]
aws_access_key_id = ${key?.accessKeyId}
aws_secret_access_key = ${key?.secretAccessKey}
`,
    '.aws/config': `[profile bob]
region = eu-west-1
mfa_serial = ${device?.serial}
${roleProfile('dev', accounts.dev, 'Developer')}
${roleProfile('staging', accounts.staging, 'Developer')}
${roleProfile('prod', accounts.prod, 'Admin')}
${roleProfile('prod-logs', accounts.prod, 'ReadOnly')}

[profile shop-dev]
sso_session = company
sso_account_id = 210987654321
sso_role_name = PowerUser
region = us-east-1

[profile build]
role_arn = arn:aws:iam::${accounts.dev}:role/Build
credential_source = Ec2InstanceMetadata

[profile vault]
credential_process = /usr/local/bin/vault-keys

[profile old]
region = us-west-2

[sso-session company]
sso_start_url = https://company.awsapps.com/start
sso_region = us-east-1
`,
    // The duration is ten seconds less than an hour, so that the minutes do not change while a
    // picture is drawn.
    '.config/assume/config': 'danger = prod*\nduration = 3590\n',
    ...others,
  }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(home, path)), { recursive: true, mode: 0o700 })
    await writeFile(join(home, path), text, { mode: 0o600 })
  }
}

function roleProfile(profile: string, account: string, role: string): string {
  return `
[profile ${profile}]
role_arn = arn:aws:iam::${account}:role/${role}
source_profile = bob
region = eu-west-1`
}

function role(account: string, name: string): Role {
  return {
    account,
    name,
    trustPolicy: {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: rootArn(bob.account) },
        Action: 'sts:AssumeRole',
        Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      },
    },
  }
}
