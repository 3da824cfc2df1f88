import { createAccessKey, deleteAccessKey, listAccessKeys } from '../iam/aws-calls.ts'
import { commandLine } from '../iam/script.ts'
import { AssumeError } from '../model/errors.ts'
import { isKeyText } from '../model/key-text.ts'
import { at } from './json.ts'
import { runCall, type Work } from './run-call.ts'

/**
 * Creates an access key and prints it once as lines of `~/.aws/credentials`. stdout contains
 * nothing else, so that it can be piped into a secret store. If the output fails, setup deletes the
 * key.
 */
export async function makeAccessKey(title: string, work: Work): Promise<void> {
  const { setup, context, report } = work
  const answer = await runCall(title, createAccessKey(setup), work)
  const keyId = at(answer, 'AccessKey', 'AccessKeyId')
  const secret = at(answer, 'AccessKey', 'SecretAccessKey')
  if (!isKeyText(keyId, 'key id') || !isKeyText(secret, 'secret')) {
    throw new AssumeError(`could not ${title}: the answer lacks the key`, [
      `is there one now? ${commandLine(listAccessKeys(setup), work.common)}`,
    ])
  }
  report.note(
    context.isTerminal(1)
      ? `put these lines into ~/.aws/credentials; AWS shows the secret only once:`
      : `the key ${keyId} is on stdout, as lines for ~/.aws/credentials`,
  )
  const lines = [
    `[${setup.user}]`,
    `aws_access_key_id = ${keyId}`,
    `aws_secret_access_key = ${secret}`,
  ]
  try {
    await context.writer.toDescriptor(1, `${lines.join('\n')}\n`)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : error
    await runCall('delete it again', deleteAccessKey(setup, keyId), work)
    throw new AssumeError(
      `could not ${title}: its secret could not be written (${reason}), so ${keyId} was deleted again`,
    )
  }
}
