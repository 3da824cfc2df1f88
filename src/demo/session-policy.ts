import type { PolicyDocument } from './policy.ts'
import { StsError } from './sts-error.ts'

/** The inline session policy of a request, or MalformedPolicyDocument. */
export function sessionPolicy(text: string | undefined): PolicyDocument | undefined {
  if (text === undefined) return undefined
  try {
    const document = JSON.parse(text)
    if (document?.Statement instanceof Object) return document
  } catch {
    // Not JSON: as bad as not a policy.
  }
  throw new StsError('MalformedPolicyDocument', 400, 'This policy contains invalid Json')
}
