import type { Variables } from './variables.ts'

/**
 * A record for `from json | load-env`, because nushell cannot evaluate text. A variable that is
 * `null` is unset for programs.
 *
 * https://www.nushell.sh/commands/docs/load-env.html
 */
export const nushell = (variables: Variables) => `${JSON.stringify(variables, undefined, 2)}\n`
