import { describe, expect, it } from 'vitest'
import { bob, demoRole, noMfaRole, otherAccountRole } from '../../../src/demo/fixture.ts'
import { keysOf } from '../../support/home.ts'
import { TestAws } from '../../support/test-aws.ts'

const role = (profile: string, source: string, name = noMfaRole.name) => `[profile ${profile}]
region = eu-west-1
source_profile = ${source}
role_arn = arn:aws:iam::123456789012:role/${name}
`

/** The command line, and the error with its hints. */
type Mistake = readonly [line: string, text: string]

/** Mistakes with the same profiles. */
interface Page {
  readonly title: string
  readonly config: string
  readonly credentials: string
  readonly mistakes: readonly Mistake[]
  /** The exit status, 2 by default. */
  readonly exitCode?: number
  /** The number of calls to AWS, 0 by default. */
  readonly calls?: number
}

const options: Page = {
  title: 'an option',
  config: role('dev', 'Bob'),
  credentials: keysOf(bob),
  mistakes: [
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
      'assume exec dev -t 123456 -- true',
      'unknown option -t\n  the MFA code follows the target, for example: assume exec prod 123456 -- aws s3 ls\n  assume exec --help',
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
    ['assume list nosuch', 'no profile matches "nosuch"\n  to see the profiles: assume list'],
    ['assume list Devv --match x*', 'no profile matches "Devv" or "x*"\n  did you mean "dev"?'],
    ['assume list --match', '--match needs a value: --match PATTERN\n  assume list --help'],
    ['assume login dev extra', 'unexpected word "extra"\n  assume login --help'],
    [
      'assume doctor --ofline',
      'unknown option --ofline\n  did you mean --offline?\n  assume doctor --help',
    ],
    ['assume help lsit', 'there is no command "lsit"\n  did you mean assume help list?'],
    ['assume help nosuch', 'there is no command "nosuch"\n  assume --help'],
  ],
}

const words: Page = {
  title: 'a word, beside profiles of roles',
  config: [
    role('acme-dev', 'carol'),
    role('acme-prod', 'carol', 'deploy'),
    role('billing-prod', 'carol'),
    role('admin', 'carol', 'admin'),
  ].join(''),
  credentials: keysOf(bob, 'carol'),
  mistakes: [
    [
      'assume prod',
      'there is no profile or command "prod"\n  names that contain "prod": acme-prod, billing-prod',
    ],
    [
      'assume PROD',
      'there is no profile or command "PROD"\n  names that contain "PROD": acme-prod, billing-prod',
    ],
    [
      'assume acme 123456',
      'there is no profile or command "acme"\n  names that contain "acme": acme-dev, acme-prod',
    ],
    ['assume billing', 'there is no profile or command "billing"\n  did you mean "billing-prod"?'],
    ['assume Acme-Dev', 'there is no profile or command "Acme-Dev"\n  did you mean "acme-dev"?'],
    ['assume acme-dve', 'there is no profile or command "acme-dve"\n  did you mean "acme-dev"?'],
    ['assume crol', 'there is no profile or command "crol"\n  did you mean "carol"?'],
    [
      'assume frobnicate',
      'there is no profile or command "frobnicate"\n  to see the profiles: assume list',
    ],
    [
      'assume -p acme',
      'profile "acme" is not in ~/.aws/config or ~/.aws/credentials\n  names that contain "acme": acme-dev, acme-prod',
    ],
    [
      'assume exec prod -- true',
      'profile "prod" is not in ~/.aws/config or ~/.aws/credentials\n  names that contain "prod": acme-prod, billing-prod',
    ],
    [
      'assume explain biling-prod',
      'profile "biling-prod" is not in ~/.aws/config or ~/.aws/credentials\n  did you mean "billing-prod"?',
    ],
    [
      'assume login acme',
      'profile "acme" is not in ~/.aws/config or ~/.aws/credentials\n  names that contain "acme": acme-dev, acme-prod',
    ],
    ['assume lsit', 'there is no profile or command "lsit"\n  did you mean assume list?'],
    ['assume Status', 'there is no profile or command "Status"\n  did you mean assume status?'],
    ['assume unst', 'there is no profile or command "unst"\n  did you mean assume unset?'],
    ['assume doctro', 'there is no profile or command "doctro"\n  did you mean assume doctor?'],
    [
      'assume version',
      'there is no profile or command "version"\n  for the version: assume --version',
    ],
    [
      'assume completion bash',
      'there is no profile or command "completion"\n  the shell function completes words: eval "$(assume init bash)"',
    ],
    [
      'assume completion',
      'there is no profile or command "completion"\n  the shell function completes words: eval "$(assume init bash)"',
    ],
    [
      'assume sso login',
      'there is no profile or command "sso"\n  to sign in to IAM Identity Center: assume login',
    ],
    [
      'assume sso logout',
      'there is no profile or command "sso"\n  to sign out of IAM Identity Center: assume logout',
    ],
    [
      'assume add carol',
      'there is no profile or command "add"\n  to store the keys of a user: aws configure --profile carol',
    ],
    [
      'assume export acme-dev',
      'there is no profile or command "export"\n  to print the variables: assume acme-dev --format posix',
    ],
    [
      'assume rotate carol',
      'there is no profile or command "rotate"\n  assume does not change the keys of users; the AWS CLI does: aws iam create-access-key',
    ],
    ['assume drop', 'there is no profile or command "drop"\n  to drop the session: assume unset'],
    [
      'assume Prod Account:ReadOnly',
      'there is no profile or command "Prod"\n  a name with spaces needs quotes: assume "Prod Account:ReadOnly"',
    ],
    [
      'assume clear',
      'there is no profile or command "clear"\n  to delete the cached sessions: assume cache clear',
    ],
    [
      'assume crol admin',
      'there is no profile or command "crol"\n  did you mean "carol"?\n  did you mean assume admin?',
    ],
    ['assume crol deploy', 'there is no profile or command "crol"\n  did you mean "carol"?'],
    [
      'assume frob nicate',
      'there is no profile or command "frob"\n  to see the profiles: assume list\n  to add the keys of a user "frob": aws configure --profile frob',
    ],
    [
      'assume frob acme-dev',
      'there is no profile or command "frob"\n  did you mean assume acme-dev?',
    ],
    [
      'assume acme-dev acme-prod',
      '"acme-dev" and "acme-prod" are both profiles, and one of them is a target\n  did you mean assume acme-prod?\n  for the profile "acme-dev": assume acme-dev\n  for a role "acme-prod" that "acme-dev" may assume: assume acme-dev 123456789012:acme-prod',
    ],
    [
      'assume admin carol',
      '"admin" and "carol" are both profiles, and one of them is a target\n  did you mean assume carol admin?\n  for the profile "admin": assume admin\n  for a role "carol" that "admin" may assume: assume admin 123456789012:carol',
    ],
  ],
}

const programs: Page = {
  title: 'a command that runs a program',
  config: role('dev', 'Bob') + role('prod', 'Bob'),
  credentials: keysOf(bob),
  mistakes: [
    [
      'assume exec prod aws s3 ls',
      'put -- before the program: assume exec prod -- aws s3 ls\n  assume exec --help',
    ],
    [
      'assume exec prod terrafrom plan -destroy',
      'put -- before the program: assume exec prod -- terrafrom plan -destroy\n  assume exec --help',
    ],
    [
      'assume exec prod ls -la',
      'put -- before the program: assume exec prod -- ls -la\n  assume exec --help',
    ],
    [
      'assume exec prod --region eu-west-1 env --null',
      'put -- before the program: assume exec prod --region eu-west-1 -- env --null\n  assume exec --help',
    ],
    [
      'assume exec Bob reader 123456 sh deploy.sh',
      'put -- before the program: assume exec Bob reader -- sh deploy.sh\n  assume exec --help',
    ],
    [
      'assume exec --profile prod env',
      'put -- before the program: assume exec --profile prod -- env\n  assume exec --help',
    ],
    [
      'assume exec arn:aws:iam::123456789012:role/reader deploy',
      'put -- before the program: assume exec arn:aws:iam::123456789012:role/reader -- deploy\n  assume exec --help',
    ],
    [
      'assume exec prod env',
      'put -- before the program: assume exec prod -- env\n  for a role "env" of the user "prod": assume exec prod env -- /bin/sh\n  assume exec --help',
    ],
    [
      'assume exec prod --',
      'there is no program after --\n  for a shell with the credentials, leave out --',
    ],
    [
      'assume each dev prod env',
      'put -- before the program: assume each dev prod -- env\n  assume each --help',
    ],
    [
      'assume each dev prod',
      'there is no program after --\n  for example: assume each dev prod -- aws s3 ls',
    ],
  ],
}

const denied = (name: string, account = '123456789012') =>
  `AssumeRole of arn:aws:iam::${account}:role/${name} failed: User: arn:aws:iam::123456789012:user/Bob is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${account}:role/${name} (AccessDenied)`

const roles: Page = {
  title: 'a role',
  config: [
    role('dev', 'Bob'),
    role('mfa', 'Bob', `${demoRole.name}\nmfa_serial = arn:aws:iam::123456789012:mfa/Bob`),
    role('admin', 'Bob', 'admin'),
    role('reader', 'Bob', 'team/reader'),
  ].join(''),
  credentials: keysOf(bob),
  mistakes: [
    [
      'assume Bob amdin 123456',
      'the role "amdin" looks mistyped, so the MFA code is not sent\n  did you mean assume Bob admin?\n  if "amdin" is right: assume Bob 123456789012:amdin',
    ],
    [
      'assume exec Bob Admin 123456 -- true',
      'the role "Admin" looks mistyped, so the MFA code is not sent\n  did you mean assume Bob admin?\n  if "Admin" is right: assume Bob 123456789012:Admin',
    ],
    [
      'assume Bob demo-no-mfa-rolle --serial-number arn:aws:iam::123456789012:mfa/Bob',
      'the role "demo-no-mfa-rolle" looks mistyped, so no MFA code is asked for\n  did you mean assume Bob demo-no-mfa-role?\n  if "demo-no-mfa-rolle" is right: assume Bob 123456789012:demo-no-mfa-rolle',
    ],
    [
      'assume Bob 12345',
      '"12345" is not an MFA code, which is six digits\n  for a role of that name, say its account: assume Bob 123456789012:12345',
    ],
  ],
}

/** Mistakes that only AWS detects: it denies the first call. */
const deniedRoles: Page = {
  ...roles,
  title: 'a role that AWS denies',
  exitCode: 1,
  calls: 1,
  mistakes: [
    [
      'assume Bob amdin',
      `${denied('amdin')}\n  did you mean assume Bob admin?\n  if "amdin" is right: assume Bob 123456789012:amdin\n  does the role exist? AWS gives the same answer if it does not. To check: aws iam get-role --role-name amdin`,
    ],
    [
      'assume Bob reader',
      `${denied('reader')}\n  did you mean assume reader?\n  does the role exist? AWS gives the same answer if it does not. To check: aws iam get-role --role-name reader\n  does the role's trust policy name this user or account? One that does: assume policy trust --user Bob --account 123456789012`,
    ],
    [
      'assume Bob dev',
      `${denied('dev')}\n  did you mean assume dev?\n  does the role exist? AWS gives the same answer if it does not. To check: aws iam get-role --role-name dev\n  does the role's trust policy name this user or account? One that does: assume policy trust --user Bob --account 123456789012`,
    ],
    [
      'assume Bob auditor',
      `${denied('auditor')}\n  does the role exist? AWS gives the same answer if it does not. To check: aws iam get-role --role-name auditor\n  does the role's trust policy name this user or account? One that does: assume policy trust --user Bob --account 123456789012\n  does the role require MFA? Give the six digits as the last word`,
    ],
    [
      `assume Bob 210987654321:${otherAccountRole.name}x`,
      `${denied(`${otherAccountRole.name}x`, '210987654321')}\n  does the role exist? AWS gives the same answer if it does not. Its account is 210987654321, and the caller's is 123456789012\n  does the role's trust policy name this user or account? One that does, in the account of the role: assume policy trust --user Bob --account 123456789012\n  does the role require MFA? Give the six digits as the last word`,
    ],
  ],
}

const pages = [options, words, programs, roles, deniedRoles]

for (const { title, config, credentials, mistakes, ...outcome } of pages) {
  describe(`a mistake in ${title} is reported with the wrong word and a correction`, () => {
    it.each(mistakes)('%s', async (line, text) => {
      const testAws = await TestAws.open({ config, credentials })
      const [, ...args] = line.split(' ')
      const { stderr, exitCode, calls } = await testAws.assume(args, { asProcess: false })
      const [first, ...others] = text.split('\n')
      const hints = others.map((hint) => `  hint: ${hint.trim()}\n`).join('')
      expect(stderr).toBe(`assume: ${first}\n${hints}`)
      expect({ exitCode, calls: calls.length }).toEqual({ exitCode: 2, calls: 0, ...outcome })
    })
  })
}
