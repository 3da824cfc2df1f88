import { AwsError } from '../query/aws-error.ts'
import { members, type Parameters } from '../query/parameters.ts'
import type { Tree } from '../query/xml.ts'
import type { Tags } from '../state/world.ts'

/** As IAM shows it: whole seconds. */
export const isoSeconds = (time: Date) => time.toISOString().replace(/\.\d+Z$/, 'Z')

/** When that came to be which is there from the beginning. */
export const defaultCreateDate = '2020-11-23T19:22:12Z'

/**
 * The tags that something is made with, or InvalidInput.
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

/** An entity without tags is shown without a list of them. */
export function tagsElement(tags: Tags = {}): { readonly Tags?: readonly Tree[] } {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
  return Tags.length > 0 ? { Tags } : {}
}
