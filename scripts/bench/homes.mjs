import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Creates a home directory with the keys of the fixture's user Bob in one profile. */
export const homeOfBob = ({ aws, work }, profile) => homeWithKeys({ work }, profile, keyOfBob(aws))

/** Creates a home directory with the keys of a user in one profile. */
export async function homeWithKeys({ work }, profile, key) {
  const home = await mkdtemp(join(work, 'home-'))
  await mkdir(join(home, '.aws'))
  await writeFile(join(home, '.aws/credentials'), `[${profile}]\n${linesOf(key)}`)
  return home
}

export function keyVariablesOfBob(aws) {
  const { accessKeyId, secretAccessKey } = keyOfBob(aws)
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
}

const keyOfBob = ({ world }) => world.users.find(({ name }) => name === 'Bob').accessKeys[0]

export const keysOfBob = (aws) => linesOf(keyOfBob(aws))

const linesOf = ({ accessKeyId, secretAccessKey }) =>
  `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`

/** Creates a home directory with a profile for each role that `assume each` assumes with MFA. */
export async function homeForEach({ aws, work }) {
  const home = await homeOfBob({ aws, work }, 'Bob')
  const profiles = aws.world.roles
    .filter(({ name }) => name.startsWith('each-'))
    .map(({ name, account }) =>
      [
        `[profile ${name}]`,
        `role_arn = arn:aws:iam::${account}:role/${name}`,
        'source_profile = Bob',
        'mfa_serial = arn:aws:iam::123456789012:mfa/Bob',
        '',
      ].join('\n'),
    )
  await writeFile(join(home, '.aws/config'), profiles.join('\n'))
  return home
}

/** Creates a home directory with as many role profiles as a large organisation has. */
export async function homeWithProfiles({ aws, work }, count) {
  const home = await mkdtemp(join(work, 'home-'))
  const profiles = Array.from({ length: count }, (_, index) =>
    [
      `[profile team-${index}]`,
      `role_arn = arn:aws:iam::${100_000_000_000 + index}:role/OrganizationAccess${index}`,
      'source_profile = Bob',
      'region = eu-west-1',
      'mfa_serial = arn:aws:iam::123456789012:mfa/Bob',
      '',
    ].join('\n'),
  )
  await mkdir(join(home, '.aws'))
  await writeFile(
    join(home, '.aws/config'),
    `[profile Bob]\n${keysOfBob(aws)}${profiles.join('\n')}`,
  )
  return home
}

/** Creates a home directory with the accounts of an IAM Identity Center: src/plan/sso/sso-index.ts. */
export async function homeWithAccounts({ work }, count) {
  const home = await mkdtemp(join(work, 'home-'))
  const cache = join(home, '.cache/assume')
  const accounts = Array.from({ length: count }, (_, index) => ({
    name: `${['payments', 'billing', 'data', 'web'][index % 4]}-${index}`,
    number: `${100_000_000_000 + index}`,
  }))
  const lines = accounts.map(({ name, number }) =>
    ['c', number, name, `${name}@example.com`, 'Admin Deploy PowerUser ReadOnly'].join('\t'),
  )
  const session = ['corp', 'eu-west-1', 'https://corp.awsapps.com/start']
  const [name, region, startUrl] = session
  const file = createHash('sha256').update(JSON.stringify(session)).digest('hex').slice(0, 32)
  const header = ['assume-sso-index-1', `${Date.now()}`, 'complete', 'listed', ...session].join(
    '\t',
  )
  const names = accounts.map(({ name, number }) => `${name}\t${number}\n`)
  await mkdir(join(cache, 'sso-index'), { recursive: true, mode: 0o700 })
  await mkdir(join(cache, 'sso-names'))
  await mkdir(join(home, '.aws'))
  const index = `${[header, ...lines].join('\n')}\n`
  // Only the owner may read an index that is used.
  await writeFile(join(cache, 'sso-index', file), index, { mode: 0o600 })
  await writeFile(join(cache, 'sso-names', file), names.join(''), { mode: 0o600 })
  await writeFile(
    join(home, '.aws/config'),
    `[sso-session ${name}]\nsso_start_url = ${startUrl}\nsso_region = ${region}\n`,
  )
  return home
}
