import type { Profile } from '../../config/profile.ts'
import { invalidValue } from '../../model/values/invalid-value.ts'
import type { TargetOptions } from '../options/target-options.ts'
import type { AssumeRoleInput, Tag } from '../plan.ts'
import { resolveInProfile } from '../resolve.ts'

/**
 * The tags of the profile and the command line. The command line replaces a tag with the same key.
 * Both can name transitive keys.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 *
 * @throws AssumeError for a tag that AWS does not accept; UsageError if an option contains it.
 */
export function sessionTags(
  profile: Profile | undefined,
  options: TargetOptions,
): Pick<AssumeRoleInput, 'Tags' | 'TransitiveTagKeys'> {
  const tags = new Map([
    ...tagsByKey(listIn(profile, 'session_tags')),
    ...tagsByKey({ items: options.tags ?? [], where: '--tag' }),
  ])
  const transitive = new Map<string, string>()
  const lists = [
    listIn(profile, 'transitive_session_tags'),
    { items: options.transitiveTags ?? [], where: '--transitive-tag' },
  ]
  for (const { items, where } of lists) {
    for (const key of items) transitive.set(folded(key), keyAmong(tags, key, where))
  }
  if (tags.size > mostTags) {
    const where = options.tags ? '--tag' : listIn(profile, 'session_tags').where
    throw invalidValue(where, `${tags.size} tags, and AWS takes ${mostTags}`)
  }
  return {
    ...(tags.size > 0 && { Tags: [...tags.values()] }),
    ...(transitive.size > 0 && { TransitiveTagKeys: [...transitive.values()] }),
  }
}

const mostTags = 50

interface List {
  readonly items: readonly string[]
  readonly where: string
}

/** Reads aws-vault's form: items separated by commas, which a tag cannot contain, with optional spaces. */
function listIn(profile: Profile | undefined, key: string): List {
  const { value, location } = resolveInProfile(profile, key) ?? { location: key }
  const items = value?.split(',').map((item) => item.trim().replace(/\s*=\s*/, '=')) ?? []
  return { items, where: location }
}

/** The map key is the tag key in lower case, because AWS compares tag keys regardless of case. */
function tagsByKey({ items, where }: List): Map<string, Tag> {
  const tags = new Map<string, Tag>()
  for (const item of items) {
    const tag = parsedTag(item, where)
    const other = tags.get(folded(tag.Key))
    if (other) {
      throw invalidValue(
        where,
        `"${other.Key}" and "${tag.Key}" are one key, and have two values`,
        ['AWS does not tell keys of tags apart by case'],
      )
    }
    tags.set(folded(tag.Key), tag)
  }
  return tags
}

function parsedTag(text: string, where: string): Tag {
  const [, Key, Value] = /^([^=]*)=(.*)$/s.exec(text) ?? []
  if (Key === undefined || Value === undefined) {
    throw invalidValue(where, `"${text}" is not a tag`, ['the form is KEY=VALUE'])
  }
  if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(Key)) {
    throw invalidValue(where, `"${Key}" is not the key of a tag`, [allowed(1, 128)])
  }
  if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(Value)) {
    throw invalidValue(where, `"${Value}" is not the value of a tag`, [allowed(0, 256)])
  }
  return { Key, Value }
}

const allowed = (least: number, most: number) =>
  `${least} to ${most} letters, digits, spaces and _.:/=+-@`

/** Returns the key in the spelling of its tag. */
function keyAmong(tags: ReadonlyMap<string, Tag>, key: string, where: string): string {
  const tag = tags.get(folded(key))
  if (tag) return tag.Key
  throw invalidValue(where, `"${key}" is the key of no tag of this session`, [
    tags.size > 0
      ? `its tags are: ${[...tags.values()].map(({ Key }) => Key).join(', ')}`
      : 'give the tag as well, with --tag',
  ])
}

const folded = (key: string) => key.toLowerCase()
