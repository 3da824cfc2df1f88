import { parsedJson } from '../aws-api/parsed-json.ts'
import { placeOf } from '../config/profile.ts'
import type { Environment } from '../model/context.ts'
import type { Source } from '../plan/plan.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { processLoop } from '../plan/route/profile-loop.ts'

/** A `credential_process` that runs this process, directly or not: its profile, and a hash of its command. */
type RunningProcess = readonly [profile: string, identity: string]

const variable = 'ASSUME_CREDENTIAL_PROCESSES'

/** The variable that a `credential_process` receives and passes on to its own processes. */
export const aroundProcess = (env: Environment, profile: string, identity: string) => ({
  [variable]: JSON.stringify([...processesAround(env), [profile, identity]]),
})

/**
 * This check runs before any process and any lock: the surrounding process may hold the lock.
 *
 * @throws AssumeError if the plan starts from the `credential_process` that runs this process.
 */
export function refuseProcessLoop(
  { profile, identity }: Source,
  { env, profiles }: PlanInputs,
): void {
  const running = processesAround(env)
  const from = running.findIndex(([name, hash]) => name === profile && hash === identity)
  if (from < 0 || profile === undefined) return
  const found = profiles.profiles.get(profile)
  throw processLoop(
    running.slice(from).map(([name]) => name),
    found && placeOf(found, 'credential_process'),
  )
}

/** The outermost process is first. Any program can set the variable, so other values are ignored. */
function processesAround(env: Environment): readonly RunningProcess[] {
  const running = parsedJson(env[variable] ?? '[]')
  return Array.isArray(running) ? running.filter(isRunning) : []
}

const isRunning = (each: unknown): each is RunningProcess =>
  Array.isArray(each) && each.length === 2 && each.every((text) => typeof text === 'string')
