import { awsCliEntry, readAwsCliEntry, writeAwsCliEntry } from '../../aws-cli/aws-cli-cache.ts'
import { getSession } from '../../cache/session-cache.ts'
import type { Session } from '../../model/session.ts'
import { accountOfArn } from '../../plan/values/arn.ts'
import type { Run } from './run.ts'

/**
 * Reads from and writes to the AWS CLI's cache, as the setting `aws_cli_cache` allows. The default is off.
 */
export interface SharedWithAwsCli {
  find(): Session | undefined
  leave(session: Session): void
}

export async function sharedWithAwsCli(
  run: Run,
  userId: number | undefined,
): Promise<SharedWithAwsCli> {
  const { request, plan, inputs, cache, interaction } = run
  const mode = inputs.settings.awsCliCache?.value ?? 'off'
  const nothing = { find: () => undefined, leave: () => {} }
  if (mode === 'off' || plan.danger?.mayBeCached === false) return nothing
  const entry = await awsCliEntry(request, plan, inputs, userId)
  if (!entry) return nothing
  if (mode === 'write') {
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
