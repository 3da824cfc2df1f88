import type { Interaction } from '../model/interaction.ts'
import type { Session } from '../model/session.ts'
import type { NamedTarget } from '../plan/many-targets.ts'
import type { TargetOptions } from '../plan/options/target-options.ts'
import type { Request } from '../plan/request.ts'
import { obtainSessionFor } from '../session/obtain/obtain.ts'
import type { Asker } from '../session/obtain/plan-and-confirm.ts'
import { type ObtainResult, obtainMany } from '../session/obtain-many.ts'
import type { Job } from './job.ts'
import type { ProgressLine } from './progress.ts'

/** The arguments for the runs of the program. */
export interface JobRequest {
  readonly targets: readonly NamedTarget[]
  readonly options: TargetOptions
  readonly code?: string
  /** Empty if each session determines its own region. */
  readonly regions: readonly string[]
  /** Number of concurrent runs. */
  readonly atOnce: number
}

/** Milliseconds. A program does not start with a session that has less time left. */
const minMillisecondsLeft = 5 * 60_000

/** Creates the jobs and obtains their sessions, so that all questions appear before a program starts. */
export async function prepareJobs(
  wanted: JobRequest,
  asker: Asker,
  interaction: Interaction,
  line: ProgressLine,
): Promise<readonly Job[]> {
  const { targets, code, atOnce, options } = wanted
  // STS is called in the first region.
  const [region] = wanted.regions
  const made = { ...options, ...(region !== undefined && { region }) }
  const wishes = targets.map(({ name, target }) => ({
    request: { target, options: made } satisfies Request,
    interaction: about(name, interaction),
  }))
  const obtained = await obtainMany(wishes, code, atOnce, asker, {
    obtained: (count) => line.show(() => `sessions: ${count} of ${wishes.length}`),
    clear: () => line.clear(),
  })
  return targets.flatMap(({ name }, index) => {
    const { request, interaction } = wishes[index] as (typeof wishes)[number]
    // No question may appear while programs write to the terminal.
    const renew = async () =>
      (await obtainSessionFor(request, asker, { ...interaction, noInput: true, noInputBecause }))
        .session
    const session = async () => current(obtained[index] as ObtainResult, interaction.now(), renew)
    if (wanted.regions.length < 2)
      return [{ target: name, ...(region && { region }), name, session }]
    return wanted.regions.map((each) => ({
      target: name,
      region: each,
      name: `${name} ${each}`,
      session: async () => inRegion(await session(), each),
    }))
  })
}

const noInputBecause = 'nobody is asked while programs run'

/** Adds the target to notes. Warnings already name their location. */
function about(name: string, interaction: Interaction): Interaction {
  const { report } = interaction
  return { ...interaction, report: { ...report, note: (text) => report.note(`${name}: ${text}`) } }
}

async function current(
  obtained: ObtainResult,
  now: Date,
  renew: () => Promise<Session>,
): Promise<Session> {
  if ('error' in obtained) throw obtained.error
  const { expiration } = obtained.session.credentials
  const hasTimeLeft = !expiration || expiration.getTime() - now.getTime() > minMillisecondsLeft
  return hasTimeLeft ? obtained.session : renew()
}

const inRegion = (session: Session, region: string): Session => ({
  ...session,
  settings: { ...session.settings, AWS_REGION: region, AWS_DEFAULT_REGION: region },
})
