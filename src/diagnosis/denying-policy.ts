/** The policy that denied a request, as AWS's message names it. */
export interface DenyingPolicy {
  /** AWS's name of the policy type: `service control policy`, `permissions boundary`. */
  readonly type: string
  /** True if a `Deny` statement matched; false if no `Allow` statement matched. */
  readonly isExplicit: boolean
  /** ARN of the policy, which newer messages contain. */
  readonly arn?: string
}

/**
 * Returns undefined if the message names no policy type, which is usual for STS.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denyingPolicy(message: string): DenyingPolicy | undefined {
  const explicit = explicitForm.exec(message)?.groups
  if (explicit?.type) {
    const { type, arn } = explicit
    return { type, isExplicit: true, ...(arn && { arn }) }
  }
  const type = implicitForm.exec(message)?.groups?.type
  return type ? { type, isExplicit: false } : undefined
}

/** `with an explicit deny in a service control policy: arn:aws:organizations::…` */
const explicitForm =
  /\bwith an explicit deny in (?:an? |the )?(?<type>[^:.,;]{1,100}?)\s*(?:: (?<arn>arn:\S+?)[.,;]?(?:\s|$)|[:.,;]|$)/

/** `because no session policy allows the sts:AssumeRole action`. An older form has `the` instead of `no`. */
const implicitForm = /\bbecause (?:no|the) (?<type>.{1,100}?) allows? the \S+ action/

/** The denied action; `sts:AssumeRole` if the message names none. */
export const deniedAction = (message: string): string =>
  /not authorized to perform: (\w+:\w+)/.exec(message)?.[1] ?? 'sts:AssumeRole'

/** Matches the messages that name a policy of this type. */
export const namesPolicy = (type: string) =>
  new RegExp(`\\b(?:with an explicit deny in|because (?:no|the)) [^:.,;]*?\\b${type}\\b`)
