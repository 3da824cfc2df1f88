import { awsCliEntry, readAwsCliEntry, writeAwsCliEntry } from '../../aws-cli/aws-cli-cache.ts'
import { getSession } from '../../cache/session-cache.ts'
import type { Session } from '../../model/session.ts'
import { invalidValue } from '../../model/values/invalid-value.ts'
import { accountOfArn } from '../../plan/values/arn.ts'
import type { Run } from './run.ts'

/**
 * Reads from and writes to the AWS CLI's cache, as the setting `aws_cli_cache` allows. The default is off.
 */
export interface SharedWithAwsCli {
  find(): Session | undefined
  leave(session: Session): void
}

/** @throws AssumeError for an invalid setting. */
export async function sharedWithAwsCli(
  run: Run,
  userId: number | undefined,
): Promise<SharedWithAwsCli> {
  const { request, plan, inputs, cache, interaction } = run
  const { awsCliCache = 'off', file } = inputs.settings
  const nothing = { find: () => undefined, leave: () => {} }
  if (awsCliCache === 'off') return nothing
  if (awsCliCache !== 'read' && awsCliCache !== 'write') {
    throw invalidValue(`${file}, aws_cli_cache`, `"${awsCliCache}" is neither read, write nor off`)
  }
  if (plan.danger?.mayBeCached === false) return nothing
  const entry = await awsCliEntry(request, plan, inputs, userId)
  if (!entry) return nothing
  if (awsCliCache === 'write') {
    return {
      ...nothing,
      leave: ({ credentials }) => writeAwsCliEntry(entry, credentials, interaction),
    }
  }
  return {
    ...nothing,
    find() {
      // Our own cache comes first: it records which keys made the session.
      if (
        request.options.refresh ||
        getSession(cache, plan, plan.steps.length - 1, interaction.now())
      )
        return undefined
      const credentials = readAwsCliEntry(entry, interaction.now())
      if (!credentials) return undefined
      interaction.report.debug(`cached by the AWS CLI: ${entry.path}`)
      const last = plan.steps.at(-1)
      const accountId = last?.operation === 'AssumeRole' && accountOfArn(last.input.RoleArn)
      const { label, settings } = plan
      return { label, credentials, settings, ...(accountId && { accountId }) }
    },
  }
}
