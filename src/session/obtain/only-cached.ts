import { getSession } from '../../cache/session-cache.ts'
import type { Credentials } from '../../model/credentials.ts'
import { AssumeError } from '../../model/errors.ts'
import type { Session } from '../../model/session.ts'
import { fetchCredentials } from '../../sources/fetch.ts'
import { sourceOfKind } from '../../sources/index.ts'
import type { Run } from './run.ts'

/**
 * The session for `--cached`: a cached session, or keys in a file or the environment. No call, program or
 * question is needed, so a direnv hook can run it at every prompt.
 *
 * @throws AssumeError if neither exists.
 */
export async function cachedSession(run: Run): Promise<Session> {
  const { plan, interaction, cache } = run
  const cached = getSession(cache, plan, plan.steps.length - 1, interaction.now())
  const credentials = cached?.credentials ?? (await writtenKeys(run))
  if (!credentials) throw notCached(plan.target)
  const { label, settings, source } = plan
  const accountId = credentials.accountId ?? source.accountId
  return { label, credentials, settings, ...(accountId && { accountId }) }
}

async function writtenKeys({ plan, inputs, interaction }: Run): Promise<Credentials | undefined> {
  const { source, steps } = plan
  return sourceOfKind(source.kind).isLocal && steps.length === 0
    ? fetchCredentials(source, inputs, interaction)
    : undefined
}

export const notCached = (target: string) =>
  new AssumeError(`no session of ${target} is cached, and --cached makes no calls`, [
    `get one first: assume ${target}`,
  ])
