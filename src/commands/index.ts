import type { CommandClass } from 'clipanion'
import type { CommandContext } from './context.ts'
import { DemoCommand } from './demo.ts'
import { InitCommand } from './init.ts'
import { LoginCommand } from './login.ts'
import { LogoutCommand } from './logout.ts'
import { StatusCommand } from './status.ts'
import { TargetCommand } from './target.ts'
import { UnsetCommand } from './unset.ts'

/** Commands whose output a shell evals: when they fail, so must the `eval`. */
export const evaluatedCommands: readonly CommandClass<CommandContext>[] = [
  TargetCommand,
  UnsetCommand,
]

/** Commands whose output is for people, or as it is. */
export const plainCommands: readonly CommandClass<CommandContext>[] = [
  StatusCommand,
  LoginCommand,
  LogoutCommand,
  InitCommand,
  DemoCommand,
]
