import { parsedJson } from '../aws-api/parsed-json.ts'
import { placeOf } from '../config/profile.ts'
import type { Environment } from '../model/context.ts'
import type { Source } from '../plan/plan.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { processLoop } from '../plan/route/profile-loop.ts'

/** A `credential_process` that runs us, at some remove: its profile, and a hash of its command. */
type RunningProcess = readonly [profile: string, identity: string]

const variable = 'ASSUME_CREDENTIAL_PROCESSES'

/** What a `credential_process` gets from us besides its environment, and hands on to what it runs. */
export const aroundProcess = (env: Environment, profile: string, identity: string) => ({
  [variable]: JSON.stringify([...processesAround(env), [profile, identity]]),
})

/**
 * Before anything is run or waited for: the one around us may hold the lock that we would need.
 *
 * @throws AssumeError for a plan that starts from the very `credential_process` that runs us.
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

/** The first one first. Anyone can set the variable: what is none of ours says nothing. */
function processesAround(env: Environment): readonly RunningProcess[] {
  const running = parsedJson(env[variable] ?? '[]')
  return Array.isArray(running) ? running.filter(isRunning) : []
}

const isRunning = (each: unknown): each is RunningProcess =>
  Array.isArray(each) && each.length === 2 && each.every((text) => typeof text === 'string')
