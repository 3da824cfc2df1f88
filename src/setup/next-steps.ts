import { shellWord } from '../formats/posix.ts'
import type { ExistingResources } from '../iam/found.ts'
import { roleProfile } from '../iam/profile-lines.ts'
import type { Setup } from '../iam/setup.ts'
import type { Reporter } from '../model/reporter.ts'
import { visible } from '../model/visible.ts'
import type { Writer } from '../model/writer.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'

export interface NextSteps {
  readonly setup: Setup
  readonly found: ExistingResources
  /** The region of the new profile. */
  readonly region: string | undefined
  /** The commands have been run, and not only printed. */
  readonly isApplied: boolean
}

/** Tells what the user does after the commands of `assume setup`: which profiles to write, and how to use them. */
export function tellNextSteps(
  { setup, found, region, isApplied }: NextSteps,
  { profiles }: PlanInputs,
  report: Reporter,
  writer: Writer,
): void {
  const { name, lines } = roleProfile(setup, found, region, profiles)
  if (lines.length > 0) {
    report.note('put this profile into ~/.aws/config:')
    void writer.toStderr(`\n${lines.map(visible).join('\n')}\n\n`)
  }
  const makesKey = setup.accessKey && !found.user?.keyIds.length
  if (!makesKey && !profiles.profiles.has(setup.user)) {
    report.note(
      `put the keys of ${setup.user} into a profile: aws configure --profile ${shellWord(setup.user)}`,
    )
  } else if (makesKey && !isApplied) {
    report.note(
      `the key that the last command prints goes into ~/.aws/credentials, under [${setup.user}]`,
    )
  }
  report.note(`then: assume ${shellWord(name)}, or: assume ${setup.user} ${roleWord(setup)}`)
}

/** The role as `assume USER ROLE` accepts it. */
const roleWord = ({ rolePath = '/', role }: Setup) => shellWord(`${rolePath}${role}`.slice(1))
