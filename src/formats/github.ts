import type { Session } from '../model/session.ts'
import { awsVariables } from './aws-variables.ts'

/**
 * Workflow commands for stdout that mask the keys in the log of a GitHub job. The runner decodes
 * `%25` to `%`.
 *
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions#masking-a-value-in-a-log
 */
export const githubMasks = (session: Session) =>
  awsVariables(session)
    .filter(([name]) => keys.includes(name))
    .map(([, value]) => `::add-mask::${value.replaceAll('%', '%25')}\n`)
    .join('')

const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']

/**
 * Lines for the `GITHUB_ENV` file: `NAME=VALUE`. The first `=` ends the name, and the rest of the
 * line is the value. The form `NAME<<EOF` is for values with several lines, which assume never has.
 * The empty first line ends an incomplete line of an earlier step.
 *
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-environment-variable
 */
export const githubVariables = (session: Session) =>
  `\n${awsVariables(session)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')}`
