import type { Request } from '../../plan/request.ts'
import type { Picked } from '../../view/picker/target-choices.ts'

/** The request for what the user has selected. Two sessions can have roles of the same name. */
export function pickedRequest(picked: Picked, request: Omit<Request, 'target'>): Request {
  if ('kind' in picked) return { ...request, target: picked }
  const { session, account, role, word } = picked
  const { name } = session
  return {
    ...request,
    target: { kind: 'sso-role', word, account: account.accountId, role },
    options: { ...request.options, ...(name !== undefined && { ssoSession: name }) },
  }
}
