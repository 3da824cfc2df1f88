import { splitWords } from '../../config/parse/shlex.ts'
import { type Profile, placeOf, text } from '../../config/profile.ts'
import { AssumeError } from '../../model/errors.ts'
import type { Source } from '../plan.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { Request } from '../request.ts'
import { findRoute } from './find-route.ts'
import { parseOwnCredentialProcess } from './parse-own-credential-process.ts'
import { processKind } from './process-keys.ts'
import { processLoop } from './profile-loop.ts'
import type { Planned, Route } from './route.ts'

/** A `credential_process` that runs assume. */
export interface OwnProcess {
  /** The profile with the `credential_process`. */
  readonly profile: string
  /** The request in its command line. */
  readonly request: Request
  /** The route of the request. Absent if only AWS can determine it. */
  readonly route?: Route
}

/**
 * Follows a `credential_process` that runs assume to its target, and continues if the target starts
 * with another one. It runs no program.
 *
 * @throws AssumeError for a loop (shown as a path), and for an invalid target.
 */
export function followOwnCredentialProcess(
  source: Source,
  inputs: PlanInputs,
): readonly OwnProcess[] {
  const followed: OwnProcess[] = []
  let current: Source | undefined = source
  while (current) {
    const { kind, profile: name }: Source = current
    const profile = kind === processKind && name !== undefined && profileOf(name, inputs)
    const request = profile && requestOf(profile)
    if (!profile || !request) return followed
    const place = placeOf(profile, 'credential_process')
    const from = followed.findIndex((each) => each.profile === name)
    const names = followed.map((each) => each.profile)
    if (from >= 0) throw processLoop(names.slice(from), place)
    const found = routeOf(request, profile, inputs)
    followed.push({
      profile: profile.name,
      request,
      ...('value' in found && { route: found.value }),
    })
    current = 'value' in found ? found.value.chain.source : undefined
  }
  return followed
}

const profileOf = (name: string, { profiles }: PlanInputs) => profiles.profiles.get(name)

/** Splits the command as botocore does. */
const requestOf = (profile: Profile) =>
  parseOwnCredentialProcess(splitWords(text(profile, 'credential_process') ?? '') ?? [])

function routeOf(request: Request, profile: Profile, inputs: PlanInputs): Planned<Route> {
  try {
    return findRoute(request, inputs)
  } catch (error) {
    if (!(error instanceof AssumeError)) throw error
    const whose = `credential_process of "${profile.name}" (${placeOf(profile, 'credential_process')})`
    throw new AssumeError(
      `${whose} is assume, asked for what cannot be: ${error.message}`,
      () => error.hints,
    )
  }
}
