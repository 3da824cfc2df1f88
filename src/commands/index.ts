import type { CommandClass } from 'clipanion'
import type { CommandContext } from '../cli/context.ts'
import { TargetCommand } from './target.ts'

/** What the first word of a command line can call. */
export interface RegisteredCommand {
  readonly words: readonly string[]
  /** A shell evals what it prints: when it fails, so must the `eval`. */
  readonly isEvaluated?: true
  /** Its code runs only when it is called, since a session that is cached is there in a few ms. */
  load(): Promise<CommandClass<CommandContext>>
}

/** Called by every word that calls no other. */
export const target: RegisteredCommand = {
  words: [],
  isEvaluated: true,
  load: async () => TargetCommand,
}

export const commands: readonly RegisteredCommand[] = [
  {
    words: ['unset', '--unset', '-u'],
    isEvaluated: true,
    load: async () => (await import('./unset.ts')).UnsetCommand,
  },
  {
    words: ['refresh'],
    isEvaluated: true,
    load: async () => (await import('./refresh.ts')).RefreshCommand,
  },
  { words: ['-'], isEvaluated: true, load: async () => (await import('./back.ts')).BackCommand },
  {
    words: ['status', 'whoami'],
    load: async () => (await import('./status.ts')).StatusCommand,
  },
  { words: ['explain'], load: async () => (await import('./explain.ts')).ExplainCommand },
  { words: ['list', 'ls'], load: async () => (await import('./list.ts')).ListCommand },
  { words: ['cache'], load: async () => (await import('./cache.ts')).CacheCommand },
  { words: ['exec'], load: async () => (await import('./exec.ts')).ExecCommand },
  {
    words: ['credential-process'],
    load: async () => (await import('./credential-process.ts')).CredentialProcessCommand,
  },
  { words: ['login'], load: async () => (await import('./login.ts')).LoginCommand },
  { words: ['logout'], load: async () => (await import('./logout.ts')).LogoutCommand },
  { words: ['init'], load: async () => (await import('./init.ts')).InitCommand },
  { words: ['policy'], load: async () => (await import('./policy.ts')).PolicyCommand },
  { words: ['setup'], load: async () => (await import('./setup.ts')).SetupCommand },
  { words: ['console'], load: async () => (await import('./console.ts')).ConsoleCommand },
  { words: ['each'], load: async () => (await import('./each.ts')).EachCommand },
  { words: ['doctor'], load: async () => (await import('./doctor.ts')).DoctorCommand },
  { words: ['demo'], load: async () => (await import('./demo.ts')).DemoCommand },
]

/** The target first, as help shows them. */
export const allCommands = (): Promise<CommandClass<CommandContext>[]> =>
  Promise.all([target, ...commands].map(({ load }) => load()))
