import type { Need } from '../plan/facts.ts'
import { ssoSessionTitle } from '../plan/sso/sso-session.ts'
import { sourceOfKind } from '../sources/index.ts'

/** The call that answers a need, for messages. */
export function howToKnow(need: Need): string {
  if (need.fact === 'sso accounts') {
    return `ListAccounts tells, asked of ${ssoSessionTitle(need.session)}`
  }
  const { kind, profile } = need.source
  const { title } = sourceOfKind(kind)
  const whose = profile === undefined ? title : `${title} of profile "${profile}"`
  if (need.fact === 'process keys') return `${whose} tells when it is run: are they a user's?`
  return `${calls[need.fact]} tells, asked with ${whose}`
}

const calls = {
  'caller identity': 'GetCallerIdentity',
  'mfa device': 'iam:ListMFADevices',
  'role maximum': 'iam:GetRole',
}
