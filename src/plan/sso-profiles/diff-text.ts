import { visible } from '../../model/visible.ts'
import { type SsoSession, ssoSessionTitle } from '../sso/sso-session.ts'
import type { ProfilesDiff } from './profiles-diff.ts'
import { headerOf, profileText, sessionText } from './sso-profiles.ts'

/** Lines to add begin with `+`, lines to remove with `-`, and all others with a space. */
export function diffText(
  sessions: readonly SsoSession[],
  { added, left, changed }: ProfilesDiff,
): string {
  const blocks = [
    ...sessions.map((session) => marked('+', sessionText(session))),
    ...added.map(({ profile, sameRole }) => [
      ...(sameRole === undefined ? [] : [`  # ${headerOf(sameRole)} has this role`]),
      ...marked('+', profileText(profile)),
    ]),
    ...left.map(({ name, place, session, accountId, role }) => [
      `  # ${place}: ${ssoSessionTitle(session)} no longer gives you ${accountId}:${role}`,
      `- ${headerOf(name)}`,
    ]),
    ...changed.map(({ name, place, keys }) => [
      `  # ${place}`,
      `  ${headerOf(name)}`,
      ...keys.flatMap(({ key, before, after }) => [
        ...(before === undefined ? [] : [`- ${key} = ${before}`]),
        ...(after === undefined ? [] : [`+ ${key} = ${after}`]),
      ]),
    ]),
  ]
  return blocks.map((lines) => `${lines.map(visible).join('\n')}\n`).join('\n')
}

const marked = (mark: string, section: string) =>
  section
    .trimEnd()
    .split('\n')
    .map((line) => `${mark} ${line}`)

/** `2 new, 1 has left the organization, 3 differ`. Undefined if there is no difference. */
export function diffSummary(
  sessions: readonly SsoSession[],
  { added, left, changed }: ProfilesDiff,
): string | undefined {
  const parts = [
    [sessions.length + added.length, 'new'],
    [left.length, 'no longer in the organization'],
    [changed.length, 'different'],
  ] as const
  const shown = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
  return shown.length > 0 ? shown.join(', ') : undefined
}
