import type { Session } from '../model/session.ts'
import { awsVariables } from './aws-variables.ts'
import { unrepresentableValue } from './unrepresentable-value.ts'

/**
 * `NAME=VALUE` for an `.env` file. `docker run --env-file` takes a value literally, including
 * quotes. `node --env-file` and the dotenv packages remove quotes, and each interprets `$`, `\` and
 * `#` in its own way. So the output has no quotes, and assume refuses a value that needs them.
 *
 * https://docs.docker.com/reference/cli/docker/container/run/#env
 * https://nodejs.org/docs/latest-v20.x/api/cli.html#--env-fileconfig
 *
 * @throws AssumeError for a value that these readers interpret differently.
 */
export const dotenv = (session: Session) =>
  awsVariables(session)
    .map(([name, value]) => `${name}=${plain(name, value)}\n`)
    .join('')

function plain(name: string, value: string): string {
  if (!/^\s|\s$|['"`#$\\]/.test(value)) return value
  throw unrepresentableValue(
    name,
    value,
    'dotenv',
    'its readers differ in quotes, #, $, \\ and outer space',
  )
}
