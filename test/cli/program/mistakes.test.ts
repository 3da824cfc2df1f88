import { describe, expect, it } from 'vitest'
import { bob } from '../../../src/demo/fixture.ts'
import { keysOf } from '../../support/home.ts'
import { TestAws } from '../../support/test-aws.ts'

const config = `[profile dev]
region = eu-west-1
source_profile = Bob
role_arn = arn:aws:iam::123456789012:role/demo-no-mfa-role
`

/** What a person types, and all that the person reads. */
const mistakes: readonly (readonly [line: string, text: string])[] = [
  [
    'assume dev --regoin eu-west-1',
    'unknown option --regoin\n  did you mean --region?\n  assume --help',
  ],
  [
    'assume --regoin eu-west-1 dev',
    'unknown option --regoin\n  did you mean --region?\n  assume --help',
  ],
  [
    'assume dev --Region eu-west-1',
    'unknown option --Region\n  did you mean --region?\n  assume --help',
  ],
  ['assume dev --frobnicate', 'unknown option --frobnicate\n  assume --help'],
  ['assume dev --frobnicate=1', 'unknown option --frobnicate\n  assume --help'],
  ['assume dev -x', 'unknown option -x\n  assume --help'],
  ['assume --region', '--region needs a value: --region REGION\n  assume --help'],
  ['assume dev --region', '--region needs a value: --region REGION\n  assume --help'],
  ['assume dev --region --quiet', '--region needs a value: --region REGION\n  assume --help'],
  ['assume dev -r', '-r needs a value: -r REGION\n  assume --help'],
  ['assume dev --tag', '--tag needs a value: --tag KEY=VALUE\n  assume --help'],
  ['assume dev --duration', '--duration needs a value: --duration TIME\n  assume --help'],
  ['assume dev --quiet=yes', '--quiet takes no value\n  assume --help'],
  [
    'assume dev -c',
    'unknown option -c\n  to open the console, for example: assume console prod\n  assume --help',
  ],
  [
    'assume -c dev',
    'unknown option -c\n  to open the console, for example: assume console prod\n  assume --help',
  ],
  [
    'assume dev -s s3',
    'unknown option -s\n  to open the page of a service, for example: assume console prod --service s3\n  assume --help',
  ],
  [
    'assume dev --role admin',
    'unknown option --role\n  name the user and the role without an option, for example: assume Bob admin\n  assume --help',
  ],
  [
    'assume dev --role-arn arn:aws:iam::123456789012:role/admin',
    'unknown option --role-arn\n  name the ARN without an option, after assume\n  assume --help',
  ],
  [
    'assume dev --exec ls',
    'unknown option --exec\n  to run a program, for example: assume exec prod -- aws s3 ls\n  assume --help',
  ],
  ['assume --un', 'unknown option --un\n  to drop the session: assume unset\n  assume --help'],
  [
    'assume dev --chain',
    'unknown option --chain\n  name the source_profile of the role in ~/.aws/config\n  assume --help',
  ],
  [
    'assume dev --mfa-token 123456',
    'unknown option --mfa-token\n  the MFA code is the last word, for example: assume prod 123456\n  assume --help',
  ],
  [
    'assume dev --duration-seconds 3600',
    'unknown option --duration-seconds\n  the option is --duration\n  assume --help',
  ],
  [
    'assume dev --role-session-name me',
    'unknown option --role-session-name\n  the option is --session-name\n  assume --help',
  ],
  ['assume -V', 'unknown option -V\n  for the version: assume --version\n  assume --help'],
  ['assume -l', 'unknown option -l\n  to list the profiles: assume list\n  assume --help'],
  [
    'assume exec dev --serve -- true',
    'unknown option --serve\n  did you mean --server?\n  assume exec --help',
  ],
  [
    'assume exec dev --ec2-server -- true',
    'unknown option --ec2-server\n  to run a program with renewed credentials, for example: assume exec --server prod -- ./job\n  assume exec --help',
  ],
  [
    'assume each dev --job 3 -- true',
    'unknown option --job\n  did you mean --jobs?\n  assume each --help',
  ],
  ['assume each dev --jobs -- true', '--jobs needs a value: --jobs NUMBER\n  assume each --help'],
  ['assume setup', 'assume setup needs USER and ROLE\n  assume setup --help'],
  ['assume setup Bob', 'assume setup needs USER and ROLE\n  assume setup --help'],
  ['assume setup Bob reader extra', 'unexpected word "extra"\n  assume setup --help'],
  ['assume init', 'assume init needs SHELL\n  assume init --help'],
  ['assume policy', 'assume policy needs <trust|identity>\n  assume policy --help'],
  ['assume unset dev', 'unexpected word "dev"\n  assume unset --help'],
  ['assume status dev', 'unexpected word "dev"\n  assume status --help'],
  ['assume list dev', 'unexpected word "dev"\n  assume list --help'],
  ['assume login dev extra', 'unexpected word "extra"\n  assume login --help'],
  [
    'assume doctor --ofline',
    'unknown option --ofline\n  did you mean --offline?\n  assume doctor --help',
  ],
  ['assume help lsit', 'there is no command "lsit"\n  did you mean assume help list?'],
  ['assume help nosuch', 'there is no command "nosuch"\n  assume --help'],
]

describe('a mistake is answered by the word that is wrong, and what does it here', () => {
  it.each(mistakes)('%s', async (line, text) => {
    const testAws = await TestAws.open({ config, credentials: keysOf(bob) })
    const { stderr, exitCode, calls } = await testAws.assume(line.split(' ').slice(1))
    const [first, ...others] = text.split('\n')
    const hints = others.map((hint) => `  hint: ${hint.trim()}\n`).join('')
    expect(stderr).toBe(`assume: ${first}\n${hints}`)
    expect({ exitCode, calls }).toEqual({ exitCode: 2, calls: [] })
  })
})
