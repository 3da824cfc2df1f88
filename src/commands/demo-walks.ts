import { AssumeError, UsageError } from '../model/errors.ts'

/** Steps to try in the demo, which a user types, or the demo types into a real bash. */
export interface DemoWalk {
  /** The text that the shell shows first. */
  readonly toType: string
  /** Lines for bash. A command follows each line that fails, because a comment does not change `$?`. */
  readonly story: string
  /** The number of lines of the story that fail on purpose. */
  readonly failures: number
  /** The last line after the story. */
  readonly next: string
  /** The steps run the AWS CLI. */
  readonly needsAws?: true
  /** The steps need the roles of an organization instead of profiles. */
  readonly isOrganization?: true
}

const end = 'To end the demo, type exit. Nothing of it remains.\n'

const session: DemoWalk = {
  toType: `You are Bob. This AWS is a fake that runs on your machine. Type:

  assume Bob aws-cli-test-iam-role 123456   a role that requires MFA; 123456 to 123459 are valid codes
  assume status --verify                    show the role of this shell, and ask STS
  assume reader                             the role of a profile, in its own region
  assume login                              sign in to the company's IAM Identity Center
  assume company                            a role of IAM Identity Center
  assume "Prod Account:ReadOnly"            another one, by the name of its account
  assume browser                            a profile that is signed in as in the AWS console
  assume unset                              restore the earlier variables

assume demo setup shows how to create a user and a role. ${end}`,
  story: `# Who is Bob?
assume Bob
assume status --verify
# The role requires MFA, so give a code.
assume Bob aws-cli-test-iam-role 123456
# Which role does this shell have now?
assume status --verify
# Drop the role again.
assume unset
assume status
`,
  failures: 1,
  next: 'next: assume demo opens a shell where you can try this; assume list shows your own profiles',
}

const make = 'assume setup Bob auditor -p admin --attach-policy ReadOnlyAccess --mfa'
const undo = 'assume setup Bob auditor -p admin --undo --apply'

const setup: DemoWalk = {
  toType: `You are Bob. This AWS is a fake that runs on your machine. Its administrator has the profile admin. Type:

  assume Bob auditor 123456     denied; AWS does not say why, so assume lists the possible causes
  ${make}
                                print the AWS CLI commands that create the role
  ${make} --apply
                                run them, and skip what exists
  assume Bob auditor            the role; the MFA code from before is enough
  assume status --verify        show the role of this shell, and ask STS
  assume unset                  restore the earlier variables
  ${undo}
                                remove everything again

${end}`,
  story: `# First the role is denied. AWS does not say why, so assume lists causes. Here it does not
# exist yet, so the second command prints the AWS CLI commands that create it.
assume Bob auditor 123456
${make}
# Run them, and skip what exists:
${make} \\
  --apply
# The MFA code from before is enough for this role too.
assume Bob auditor
assume status --verify
assume unset
# Remove everything again.
${undo}
`,
  failures: 1,
  next: 'next: assume demo setup opens a shell where you can try this; assume setup --help has the options',
  needsAws: true,
}

const organization: DemoWalk = {
  toType: `You are Bob, with four roles in each of 2,500 accounts, and no profile. This AWS is a fake that
runs on your machine. Type:

  assume login                  sign in to the organization's IAM Identity Center
  assume roles payments admin   the roles of administrators in the accounts of payments
  assume                        pick one of the 10,000 roles
  assume payments-prod:Admin    a role by its name; Tab completes the account and the role
  assume status --verify        show the role of this shell, and ask STS
  assume unset                  restore the earlier variables

${end}`,
  story: `# Bob has signed in, and has no profile. His roles:
assume roles payments-prod-1 admin
# Each of them is a target.
assume payments-prod:Admin
assume status --verify
# Case does not matter.
assume PAYMENTS-prod:billing
assume unset
assume status
`,
  failures: 1,
  next: 'next: assume demo organization opens a shell where you can try this; assume login --help explains the first sign-in',
  isOrganization: true,
}

const walks: ReadonlyMap<string | undefined, DemoWalk> = new Map([
  [undefined, session],
  ['setup', setup],
  ['organization', organization],
  ['organisation', organization],
])

/** @param word undefined for the first steps. */
export function demoWalk(word: string | undefined): DemoWalk {
  const walk = walks.get(word)
  if (walk) return walk
  const hints = ['assume demo', 'assume demo setup', 'assume demo organization']
  throw new UsageError(`there is no demo "${word}"`, hints)
}

const install = 'https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html'

/** Shown in a shell in which `--apply` fails. */
export const withoutAws = `--apply needs the AWS CLI, and there is no aws on PATH: ${install}\n`

export const noAwsForStory = () =>
  new AssumeError('this demo runs the AWS CLI, and there is no aws on PATH', [
    `install it: ${install}`,
    'or try it yourself without --apply: assume demo setup',
  ])
