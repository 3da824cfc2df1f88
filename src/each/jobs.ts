import { type AssumeError, NeedsPersonError, UsageError } from '../model/errors.ts'
import type { Interaction } from '../model/interaction.ts'
import type { Session } from '../model/session.ts'
import type { NamedTarget } from '../plan/many-targets.ts'
import type { TargetOptions } from '../plan/options/target-options.ts'
import {
  confirmTargets,
  type NamedRequest,
  protectionOf,
} from '../session/obtain/confirm-targets.ts'
import { obtainSessionFor } from '../session/obtain/obtain.ts'
import type { Asker } from '../session/obtain/plan-and-confirm.ts'
import { type ObtainResult, obtainMany, type Wish } from '../session/obtain-many.ts'
import { CallPace } from '../sso/index/call-pace.ts'
import type { Job } from './job.ts'
import { obtainPaced } from './obtain-paced.ts'
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
  const wishes = targetRequests(wanted).map((each) => wishFor(each, interaction))
  const obtained = await obtainMany(wishes, wanted.code, wanted.atOnce, asker, {
    obtained: (count) => line.show(() => `sessions: ${count} of ${wishes.length}`),
    clear: () => line.clear(),
  })
  return wishes.flatMap((wish, index) =>
    jobsFor(wish, wanted.regions, asker, async () => obtained[index] as ObtainResult),
  )
}

/**
 * Creates jobs that obtain their sessions when they start, so that no session is older than its job. The
 * first session is obtained at once, because no question may appear later. The user confirms all protected
 * targets at once.
 *
 * @throws AssumeError if the first session fails for a reason that all share, such as a missing sign-in.
 */
export async function prepareLateJobs(
  wanted: JobRequest,
  asker: Asker,
  interaction: Interaction,
  line: ProgressLine,
): Promise<readonly Job[]> {
  const requests = targetRequests(wanted)
  const protection = protectionOf(requests, asker.inputs)
  const interactionFor = await confirmTargets(protection, requests.length, interaction)
  const wishes = requests.map((each) => wishFor(each, interactionFor(each.request)))
  const [first] = await obtainMany(wishes.slice(0, 1), wanted.code, 1, asker, {
    obtained: () => undefined,
    clear: () => line.clear(),
  })
  if (first && 'error' in first && isShared(first.error)) throw first.error
  const pace = new CallPace()
  return wishes.flatMap((wish, index) => {
    let obtained = index === 0 && first ? Promise.resolve(first) : undefined
    return jobsFor(wish, wanted.regions, asker, () => {
      obtained ??= obtainPaced(silent(wish), asker, pace)
      return obtained
    })
  })
}

const isShared = (error: AssumeError) =>
  error instanceof UsageError || error instanceof NeedsPersonError

/** A target and its request. */
export interface TargetRequest extends NamedRequest {
  readonly named: NamedTarget
}

/** The requests of the targets. STS is called in the first region. */
export function targetRequests({
  targets,
  options,
  regions: [region],
}: Pick<JobRequest, 'targets' | 'options' | 'regions'>): readonly TargetRequest[] {
  const made = { ...options, ...(region !== undefined && { region }) }
  return targets.map((named) => ({
    named,
    name: named.shown ?? named.name,
    request: { target: named.target, options: { ...made, ...named.options } },
  }))
}

interface TargetWish extends Wish {
  readonly named: NamedTarget
}

const wishFor = ({ named, request }: TargetRequest, interaction: Interaction): TargetWish => ({
  named,
  request,
  interaction: about(named.shown ?? named.name, interaction),
})

function jobsFor(
  wish: TargetWish,
  regions: readonly string[],
  asker: Asker,
  obtained: () => Promise<ObtainResult>,
): readonly Job[] {
  const { named, request, interaction } = wish
  const { name: target, shown = target, optionWords } = named
  const renew = async () =>
    (await obtainSessionFor(request, asker, silent(wish).interaction)).session
  const session = async () => current(await obtained(), interaction.now(), renew)
  const job = { target, ...(optionWords && { optionWords }), name: shown, session }
  const [region, another] = regions
  if (another === undefined) return [{ ...job, ...(region !== undefined && { region }) }]
  return regions.map((each) => ({
    ...job,
    region: each,
    name: `${shown} ${each}`,
    session: async () => inRegion(await session(), each),
  }))
}

/** No question may appear while programs write to the terminal. */
const silent = <W extends Wish>(wish: W): W => ({
  ...wish,
  interaction: { ...wish.interaction, noInput: true, noInputBecause },
})

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
