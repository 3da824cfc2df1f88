import { AwsError } from '../query/aws-error.ts'
import { members, type Parameters } from '../query/parameters.ts'
import type { Tree } from '../query/xml.ts'
import type { Tags } from '../state/world.ts'

/** IAM returns times in whole seconds. */
export const isoSeconds = (time: Date) => time.toISOString().replace(/\.\d+Z$/, 'Z')

/** The creation date of entities that are part of the initial world. */
export const defaultCreateDate = '2020-11-23T19:22:12Z'

/**
 * Returns the tags in a request. Throws InvalidInput if a key occurs twice.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 */
export function requestedTags(parameters: Parameters): Tags {
  const tags = members(parameters, 'Tags')
  const keys = tags.map(({ Key = '' }) => Key.toLowerCase())
  if (new Set(keys).size < keys.length) {
    throw new AwsError(
      'InvalidInput',
      400,
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    )
  }
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]))
}

/** Returns an empty object for an entity without tags: IAM omits the element. */
export function tagsElement(tags: Tags = {}): { readonly Tags?: readonly Tree[] } {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
  return Tags.length > 0 ? { Tags } : {}
}
