import type { Session } from '../model/session.ts'
import { awsVariables } from './aws-variables.ts'
import { unrepresentableValue } from './unrepresentable-value.ts'

/**
 * `NAME=VALUE` for an `.env` file. `docker run --env-file` takes a value as it stands, with its
 * quotes; `node --env-file` and the packages named dotenv take them off, and each reads `$`, `\` and
 * `#` in its own way. So there are no quotes, and a value that needs them is refused.
 *
 * https://docs.docker.com/reference/cli/docker/container/run/#env
 * https://nodejs.org/docs/latest-v20.x/api/cli.html#--env-fileconfig
 *
 * @throws AssumeError for a value that not all of them read alike.
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
