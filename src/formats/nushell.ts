import type { Variables } from './variables.ts'

/**
 * A record for `from json | load-env`, since nushell evals no text. A variable that is `null` is
 * not there for the programs it starts.
 *
 * https://www.nushell.sh/commands/docs/load-env.html
 */
export const nushell = (variables: Variables) => `${JSON.stringify(variables, undefined, 2)}\n`
