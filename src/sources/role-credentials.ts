import type { Credentials } from '../model/credentials.ts'

/**
 * The keys in the portal's answer, or what is wrong with it, in words that hold none of it.
 *
 * https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_RoleCredentials.html
 */
export function roleCredentialsIn(
  answer: unknown,
  now: Date,
): Omit<Credentials, 'accountId'> | string {
  if (!(answer instanceof Object)) return 'there are no keys in the answer'
  const fields: Readonly<Record<string, unknown>> = { ...answer }
  const wrong = Object.entries(forms).find(([name, form]) => !fits(fields[name], form))
  if (wrong) return `${wrong[0]} in the answer is missing, or is not one AWS could give`
  const expiration = new Date(Number(fields.expiration))
  if (typeof fields.expiration !== 'number' || Number.isNaN(expiration.getTime())) {
    return 'expiration in the answer is no time'
  }
  if (expiration <= now) {
    return `its keys ended at ${expiration.toISOString()}, and here it is ${now.toISOString()}`
  }
  return {
    accessKeyId: String(fields.accessKeyId),
    secretAccessKey: String(fields.secretAccessKey),
    sessionToken: String(fields.sessionToken),
    expiration,
  }
}

/** They go into the headers of a request, and so may hold nothing that ends one. */
const forms: Readonly<Record<string, RegExp>> = {
  accessKeyId: /^\w{16,128}$/,
  secretAccessKey: /^[\w/+=.-]{1,4096}$/,
  sessionToken: /^[\w/+=.-]{1,65536}$/,
}

const fits = (value: unknown, form: RegExp) => typeof value === 'string' && form.test(value)
