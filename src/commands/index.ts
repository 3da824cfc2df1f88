import type { CommandClass } from 'clipanion'
import { BackCommand } from './back.ts'
import { CacheCommand } from './cache.ts'
import { ConsoleCommand } from './console.ts'
import type { CommandContext } from './context.ts'
import { CredentialProcessCommand } from './credential-process.ts'
import { DemoCommand } from './demo.ts'
import { DoctorCommand } from './doctor.ts'
import { EachCommand } from './each.ts'
import { ExecCommand } from './exec.ts'
import { ExplainCommand } from './explain.ts'
import { InitCommand } from './init.ts'
import { ListCommand } from './list.ts'
import { LoginCommand } from './login.ts'
import { LogoutCommand } from './logout.ts'
import { PolicyCommand } from './policy.ts'
import { RefreshCommand } from './refresh.ts'
import { SetupCommand } from './setup.ts'
import { StatusCommand } from './status.ts'
import { TargetCommand } from './target.ts'
import { UnsetCommand } from './unset.ts'

/** Commands whose output a shell evals: when they fail, so must the `eval`. */
export const evaluatedCommands: readonly CommandClass<CommandContext>[] = [
  TargetCommand,
  UnsetCommand,
  RefreshCommand,
  BackCommand,
]

/** Commands whose output is for people, or as it is. */
export const plainCommands: readonly CommandClass<CommandContext>[] = [
  StatusCommand,
  ExplainCommand,
  ListCommand,
  CacheCommand,
  ExecCommand,
  CredentialProcessCommand,
  LoginCommand,
  LogoutCommand,
  InitCommand,
  PolicyCommand,
  SetupCommand,
  DoctorCommand,
  ConsoleCommand,
  EachCommand,
  DemoCommand,
]
