import { bar, localTime, shownTime } from '../model/time-left.ts'
import type { SessionChain, SessionStatus } from '../session/session-status.ts'

/**
 * The status as lines of text.
 *
 * @param folder the cache folder, as messages show it; absent if sessions are not cached.
 * @param now for times on the same day, which have no date.
 * @param withBar show a bar, which is easier to compare on a terminal than numbers.
 */
export function statusLines(
  status: SessionStatus,
  folder: string | undefined,
  withBar: boolean,
  now: Date,
): readonly string[] {
  const { label, accountId, region, keyId, chain } = status
  const parts = [label, accountId && `account ${accountId}`, region && `region ${region}`]
  return [
    parts.filter(Boolean).join(', '),
    `key ${keyId}`,
    lifetime(status, withBar, now),
    ...(chain ? chainLines(chain, folder) : []),
  ]
}

function lifetime(
  { secondsLeft: left, expires, isTemporary, chain }: SessionStatus,
  withBar: boolean,
  now: Date,
) {
  if (left === undefined) {
    return isTemporary
      ? 'when it expires is not known: these are the keys of the profile themselves'
      : 'does not expire: these are the keys themselves'
  }
  const end = localTime(new Date(expires ?? ''), now)
  if (left <= 0) return `expired at ${end}`
  const whole = withBar ? chain?.wholeSeconds : undefined
  return `${whole ? `${bar(left, whole)} ` : ''}${shownTime(left)} left, until ${end}`
}

function chainLines(
  { source, steps, isCached, renewal }: SessionChain,
  folder: string | undefined,
) {
  const hops = steps.map(({ operation, roleArn }) => roleArn ?? `a session with MFA (${operation})`)
  const cached = isCached && folder !== undefined ? `cached in ${folder}` : 'not cached on disk'
  const needs = renewal === 'a code' ? 'an MFA code' : 'no MFA code'
  // Keys that are used as they are have nothing to renew.
  const renewed = steps.length === 0 ? '' : `; renewal needs ${needs}`
  return [[source.keysOf, ...hops].join(' → '), `${cached}${renewed}`]
}
