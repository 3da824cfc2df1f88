/** The policy that denied a request, as AWS's message names it. */
export interface DenyingPolicy {
  /** AWS's own name of its type: `service control policy`, `permissions boundary`. */
  readonly type: string
  /** A `Deny` statement matched; otherwise no `Allow` statement did. */
  readonly isExplicit: boolean
  /** Newer messages name the very policy. */
  readonly arn?: string
}

/**
 * Undefined where the message names no type of policy, which is usual for STS.
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

/** `because no session policy allows the sts:AssumeRole action`; an older form has `the` for `no`. */
const implicitForm = /\bbecause (?:no|the) (?<type>.{1,100}?) allows? the \S+ action/

/** The action that was denied, `sts:AssumeRole` where the message does not say. */
export const deniedAction = (message: string): string =>
  /not authorized to perform: (\w+:\w+)/.exec(message)?.[1] ?? 'sts:AssumeRole'

/** Matches the messages that name a policy of this type. */
export const namesPolicy = (type: string) =>
  new RegExp(`\\b(?:with an explicit deny in|because (?:no|the)) [^:.,;]*?\\b${type}\\b`)
