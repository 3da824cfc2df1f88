import { regionMeant } from '../../model/known-regions.ts'
import { nearest } from '../../model/nearest.ts'
import type { ParsedValue } from '../parse/parsed-file.ts'
import { subjectOf } from '../parse/section-name.ts'
import type { SourceFile } from '../parse/source-file.ts'
import { PROFILE_KEYS, SECRET_KEYS, SESSION_KEYS, WORD_KEYS } from '../profile-keys.ts'
import { type ConfigWarning, warning } from './warning.ts'

/** Warns about keys and values that the AWS CLI interprets differently from their appearance. */
export function valueWarnings({ file, sections }: SourceFile): ConfigWarning[] {
  const warnings: ConfigWarning[] = []
  // Caches the result for each key, because many profiles have the same keys.
  const meant = new Map<string, string | undefined>()
  for (const { section, known } of sections) {
    if (!known) continue
    section.values.forEach((value, key) => {
      if (!meant.has(key)) meant.set(key, sessionKeyMeant(key))
      const word = known.kind === 'profile' ? meant.get(key) : undefined
      if (word === undefined && isUsual(key, value)) return
      const found = [...ofKey(key, value), ...ofContinued(key, value)]
      // A custom endpoint may use other region names.
      if (!section.values.has('endpoint_url')) found.push(...ofRegion(key, value))
      if (word !== undefined) found.unshift(mistyped(key, word, value))
      for (const { line, message, hint } of found) {
        warnings.push(warning({ file, line }, message, hint, subjectOf(known)))
      }
    })
  }
  return warnings
}

/** A fast check that excludes nearly all values from the checks below. Large files have many values. */
function isUsual(key: string, { value, continued }: ParsedValue): boolean {
  if (continued || key === 'source_arn' || key.startsWith('[')) return false
  if (isRegion(key))
    return typeof value === 'string' && regionMeant(value) === undefined && !/["']/.test(value)
  if (key === 'aws_access_key_id') return typeof value !== 'string' || !oddInKeyId.test(value)
  return typeof value !== 'string' || !(value.startsWith('"') || value.startsWith("'"))
}

/** AWS key ids never contain these characters. Ids of other stores may, so assume uses the id unchanged. */
const oddInKeyId = /[\s"']/

interface ValueProblem {
  readonly line: number
  readonly message: string
  readonly hint: string
}

function sessionKeyMeant(key: string): string | undefined {
  return PROFILE_KEYS.has(key) ? undefined : nearest(key, SESSION_KEYS)
}

const mistyped = (key: string, meant: string, { line }: ParsedValue): ValueProblem => ({
  line,
  message: `no AWS tool reads ${key}`,
  hint: `did you mean ${meant}?`,
})

function ofKey(key: string, { value, line }: ParsedValue): ValueProblem[] {
  if (key.startsWith('[')) {
    const message = `the AWS CLI reads this line as a key, not as the header of a section`
    return [{ line, message, hint: 'end the header with ]' }]
  }
  if (typeof value !== 'string') return []
  if (key === 'source_arn') {
    return [
      { line, message: 'no AWS tool reads source_arn', hint: `write source_profile = ${value}` },
    ]
  }
  if (WORD_KEYS.has(key) && /^(["']).*\1$/s.test(value) && value.length > 1) {
    const plain = SECRET_KEYS.has(key) ? 'the value without them' : `${key} = ${value.slice(1, -1)}`
    return [{ line, message: `the quotes are part of the value of ${key}`, hint: `write ${plain}` }]
  }
  if (key === 'aws_access_key_id' && oddInKeyId.test(value)) {
    const sign = /["']/.test(value) ? 'a quote' : 'a blank'
    const message = `the value of ${key} holds ${sign}, as no key id of AWS does`
    return [{ line, message, hint: 'if it is a comment, put it on a line of its own' }]
  }
  return []
}

const isRegion = (key: string) => key === 'region' || key === 'sso_region'

function ofRegion(key: string, { value, line }: ParsedValue): ValueProblem[] {
  if (!isRegion(key) || typeof value !== 'string' || !/^[a-z0-9-]+$/.test(value)) return []
  const meant = regionMeant(value)
  if (meant === undefined) return []
  const message = `${key} is "${value}", which is no region that assume knows`
  return [{ line, message, hint: `did you mean ${meant}?` }]
}

/** A line in a value that looks like a key or a header but is indented more deeply. */
function ofContinued(key: string, { value, continued = [] }: ParsedValue): ValueProblem[] {
  // A session policy may contain such lines, and it must be valid JSON in any case.
  if (typeof value !== 'string' || key === 'policy') return []
  return continued
    .filter(({ text }) => /^[a-z]\w*\s*=/i.test(text) || /^\[[^\]]+\]/.test(text))
    .map(({ number }) => ({
      line: number,
      message: `the AWS CLI reads this line as part of the value of ${key}`,
      hint: `indent it no deeper than ${key}`,
    }))
}
