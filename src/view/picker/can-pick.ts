import type { Context } from '../../model/context.ts'

/** Returns true if a user can select a target on the terminal. */
export const canPick = ({ isTerminal, terminal, env }: Context) =>
  isTerminal(0) && env.TERM !== 'dumb' && terminal.isThere()
