import type { Session } from '../model/session.ts'
import { awsVariables } from './aws-variables.ts'

/**
 * Workflow commands that hide the keys in the log of a GitHub job, for stdout. The runner reads `%25`
 * as `%`.
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
 * Lines for the file that `GITHUB_ENV` names: `NAME=VALUE`, the first `=` of which ends the name,
 * and all to the end of the line is the value. The form with a delimiter of its own, `NAME<<EOF`, is
 * for values of many lines; no value of ours has a second line. The empty line is for a step that
 * left its last one open.
 *
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-environment-variable
 */
export const githubVariables = (session: Session) =>
  `\n${awsVariables(session)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')}`
