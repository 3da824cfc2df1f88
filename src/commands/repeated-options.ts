import type { TargetOptions } from '../plan/request.ts'

/**
 * The options that change a session, by the property of the command that holds each. An option that is
 * missing here does not compile; one that is named wrongly fails a test.
 */
const sessionOptions: Readonly<Record<keyof TargetOptions, string>> = {
  sourceProfile: '--source-profile',
  ssoSession: '--sso-session',
  region: '--region',
  duration: '--duration',
  sessionName: '--session-name',
  externalId: '--external-id',
  serialNumber: '--serial-number',
  policy: '--policy',
  policyArns: '--policy-arn',
  tags: '--tag',
  transitiveTags: '--transitive-tag',
  sourceIdentity: '--source-identity',
  allowHttpEndpoint: '--allow-http-endpoint',
  refresh: '--refresh',
  cached: '--cached',
}

/** How the program is run and what is said of it. */
const otherOptions = {
  jobs: '--jobs',
  group: '--group',
  json: '--json',
  noInput: '--no-input',
  yes: '--yes',
  quiet: '--quiet',
  debug: '--debug',
} as const

type Property = keyof TargetOptions | keyof typeof otherOptions

/** A command's properties, as they were given. */
export type GivenOptions = Readonly<
  Partial<Record<Property, string | readonly string[] | boolean | undefined>>
>

/** The words that give the same options again, all but the regions. */
export function repeatedOptions(given: GivenOptions): string[] {
  const { region: _, ...names } = { ...sessionOptions, ...otherOptions }
  return Object.entries(names).flatMap(([property, name]) =>
    wordsFor(name, given[property as Property]),
  )
}

function wordsFor(name: string, value: GivenOptions[Property]): string[] {
  if (value === undefined || value === false) return []
  if (value === true) return [name]
  const values = typeof value === 'string' ? [value] : value
  // A value that begins with a dash would be an option of its own.
  return values.flatMap((each) => (each.startsWith('-') ? [`${name}=${each}`] : [name, each]))
}
