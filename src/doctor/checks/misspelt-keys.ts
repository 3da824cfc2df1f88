import type { Profile, ProfileValue } from '../../config/profile.ts'
import { SESSION_KEYS } from '../../config/profile-keys.ts'
import { nearest } from '../../model/nearest.ts'
import type { Check } from '../check-context.ts'
import type { Finding } from '../finding.ts'
import { knownProfileKeys, knownSsoSessionKeys } from '../known-keys.ts'

/** Keys that no AWS tool reads, with the key that was probably meant. */
export const misspeltKeys: Check = {
  title: 'names of keys',
  look: ({ inputs: { profiles } }) => [
    ...unread(profiles.profiles.values(), knownProfileKeys),
    ...unread(profiles.ssoSessions.values(), knownSsoSessionKeys),
  ],
}

/** Each key is checked once, because many profiles have the same keys. */
function unread(sections: Iterable<Profile>, known: ReadonlySet<string>): Finding[] {
  const places = new Map<string, ProfileValue[]>()
  for (const { keys } of sections) {
    keys.forEach((value, key) => {
      if (known.has(key) || key.startsWith('[')) return
      const found = places.get(key)
      if (found) found.push(value)
      else places.set(key, [value])
    })
  }
  return [...places].flatMap(([key, values]) => findings(key, values, known))
}

function findings(
  key: string,
  values: readonly ProfileValue[],
  known: ReadonlySet<string>,
): Finding[] {
  const meant = nearest(key, known)
  const [first] = values
  if (first === undefined || isSaidAlready(key)) return []
  if (meant !== undefined) return values.map((value) => misspelt(key, meant, value))
  const others = values.length > 1 ? `, and in ${values.length - 1} more places` : ''
  return [
    {
      id: 'unknown-key',
      severity: 'note',
      what: `no AWS tool reads ${key}${others}`,
      why: 'it has no effect, unless another program reads it',
      hints: ['delete it, unless another program reads it'],
      ...placeOf(first),
    },
  ]
}

/** Reading the file has already reported these keys, because a mistyped one grants more permissions. */
const isSaidAlready = (key: string) => nearest(key, SESSION_KEYS) !== undefined

const misspelt = (key: string, meant: string, value: ProfileValue): Finding => ({
  id: 'misspelt-key',
  severity: 'warning',
  what: `no AWS tool reads ${key}`,
  why: 'it has no effect',
  hints: [`did you mean ${meant}?`],
  ...placeOf(value),
})

const placeOf = ({ file, line }: ProfileValue) => ({ file, line })
