import { AwsError } from '../query/aws-error.ts'
import { members, type Parameters } from '../query/parameters.ts'
import type { Caller } from '../state/caller.ts'
import type { Tags } from '../state/world.ts'

export interface SessionTags {
  /** The requested tags, and the transitive tags of the calling session. */
  readonly tags: Tags
  /** The keys of the tags that pass to the next session in role chaining. */
  readonly transitive: readonly string[]
}

/** Returns the tags in a request. */
export const requestTags = (parameters: Parameters): Tags =>
  Object.fromEntries(
    members(parameters, 'Tags').map(({ Key = '', Value = '' }) => [Key, Value] as const),
  )

export const requestTransitiveKeys = (parameters: Parameters): readonly string[] =>
  members(parameters, 'TransitiveTagKeys').map(({ '': key = '' }) => key)

/**
 * Returns the session tags of a request. Throws InvalidParameterValue.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function sessionTags(parameters: Parameters, { session }: Caller): SessionTags {
  const keys = members(parameters, 'Tags').map(({ Key = '' }) => Key)
  const transitive = requestTransitiveKeys(parameters)
  const inherited = session?.transitiveTagKeys ?? []
  if (new Set(keys.map(lowerCase)).size < keys.length) {
    throw invalid('Duplicate tag keys found. Please note that Tag keys are case insensitive.')
  }
  if (!isWithin(transitive, keys)) {
    throw invalid('The specified transitive tag key must be included in the requested tags.')
  }
  if (keys.some((key) => isWithin([key], inherited))) {
    throw invalid(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    )
  }
  const passedOn = Object.entries(session?.tags ?? {}).filter(([key]) => isWithin([key], inherited))
  return {
    tags: { ...Object.fromEntries(passedOn), ...requestTags(parameters) },
    transitive: [...inherited, ...transitive],
  }
}

function isWithin(some: readonly string[], all: readonly string[]): boolean {
  const known = new Set(all.map(lowerCase))
  return some.every((each) => known.has(lowerCase(each)))
}

function lowerCase(key: string): string {
  return key.toLowerCase()
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', 400, message)
}
