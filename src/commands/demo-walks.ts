import { AssumeError, UsageError } from '../model/errors.ts'

/** Steps to try in the demo, which a user types, or the demo types into a real bash. */
export interface DemoWalk {
  /** The text that the shell shows first. */
  readonly toType: string
  /** Lines for bash. */
  readonly story: string
  /** The steps run the AWS CLI. */
  readonly needsAws?: true
}

const end = 'exit ends it and leaves nothing behind.\n'

const session: DemoWalk = {
  toType: `You are Bob, at an AWS that runs on this machine only. Type:

  assume Bob aws-cli-test-iam-role 123456   a role that asks for MFA; 123456 to 123459 are codes
  assume status --verify                    which role this shell holds, and what STS says
  assume reader                             the role of a profile, in its own region
  assume login                              sign in to the company's IAM Identity Center
  assume company                            a role that it gives
  assume "Prod Account:ReadOnly"            another, by the name of its account
  assume browser                            yourself, as signed in by aws login
  assume unset                              back to what was before

assume demo setup is about making a user and a role. ${end}`,
  story: `# Who is Bob?
assume Bob
assume status --verify
# The role asks for MFA, so give the code.
assume Bob aws-cli-test-iam-role 123456
# Who is this shell now?
assume status --verify
# And back to what was before.
assume unset
assume status || exit 0
exit 1
`,
}

const make = 'assume setup Bob auditor -p admin --attach-policy ReadOnlyAccess --mfa'
const undo = 'assume setup Bob auditor -p admin --undo --apply'

const setup: DemoWalk = {
  toType: `You are Bob, at an AWS that runs on this machine only; its administrator has the profile admin. Type:

  assume Bob auditor 123456     denied: AWS does not say why, so you get what it may be
  ${make}
                                all that such a role takes, as commands of the AWS CLI
  ${make} --apply
                                done, but for what is there already
  assume Bob auditor            the role; the code from before is good for it, too
  assume status --verify        what STS says
  assume unset                  back to what was before
  ${undo}
                                all of it taken back

${end}`,
  story: `# AWS does not say why it denies a role, so assume says what it may be.
assume Bob auditor 123456 || true
# There is none yet. All that it takes, as commands of the AWS CLI:
${make}
# Done, but for what is there already:
${make} \\
  --apply
# The code from before is good for this role, too.
assume Bob auditor
assume status --verify
assume unset
# And all of it taken back.
${undo}
`,
  needsAws: true,
}

/** @param word undefined for the first steps, or `setup`. */
export function demoWalk(word: string | undefined): DemoWalk {
  if (word === undefined) return session
  if (word === 'setup') return setup
  throw new UsageError(`the demo knows nothing about "${word}"`, [
    'assume demo',
    'assume demo setup',
  ])
}

const install = 'https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html'

/** Shown in a shell in which `--apply` fails. */
export const withoutAws = `There is no aws on PATH, which --apply runs: ${install}\n`

export const noAwsForStory = () =>
  new AssumeError('this story runs the AWS CLI, and there is no aws on PATH', [
    `install it: ${install}`,
    'or look at the commands that it would run: assume demo setup',
  ])
