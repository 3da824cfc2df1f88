import type { CommandClass } from 'clipanion'
import type { CommandContext } from '../cli/context.ts'
import { TargetCommand } from './target.ts'

/** A command and its names. */
export interface RegisteredCommand {
  readonly words: readonly string[]
  /** A shell evaluates the output. If the command fails, the `eval` must fail too. */
  readonly isEvaluated?: true
  /**
   * The command gets the terminal, so a wrapper does not run it in `$(…)`. `program`: the wrapper
   * becomes the program, if nothing of assume has to wait for it.
   */
  readonly terminal?: 'core' | 'program'
  /** The code loads when the command is called, because a cached session takes only a few milliseconds. */
  load(): Promise<CommandClass<CommandContext>>
}

/** The command for every word that is not a command name. */
export const target: RegisteredCommand = {
  words: [],
  isEvaluated: true,
  load: async () => TargetCommand,
}

export const commands: readonly RegisteredCommand[] = [
  {
    words: ['refresh'],
    isEvaluated: true,
    load: async () => (await import('./refresh.ts')).RefreshCommand,
  },
  { words: ['-'], isEvaluated: true, load: async () => (await import('./back.ts')).BackCommand },
  {
    words: ['unset', '--unset', '-u'],
    isEvaluated: true,
    load: async () => (await import('./unset.ts')).UnsetCommand,
  },
  {
    words: ['exec'],
    terminal: 'program',
    load: async () => (await import('./exec.ts')).ExecCommand,
  },
  {
    words: ['each'],
    terminal: 'program',
    load: async () => (await import('./each.ts')).EachCommand,
  },
  { words: ['console'], load: async () => (await import('./console.ts')).ConsoleCommand },
  {
    words: ['credential-process'],
    load: async () => (await import('./credential-process.ts')).CredentialProcessCommand,
  },
  { words: ['login'], load: async () => (await import('./login.ts')).LoginCommand },
  { words: ['logout'], load: async () => (await import('./logout.ts')).LogoutCommand },
  {
    words: ['status', 'whoami'],
    load: async () => (await import('./status.ts')).StatusCommand,
  },
  { words: ['list', 'ls'], load: async () => (await import('./list.ts')).ListCommand },
  { words: ['roles'], load: async () => (await import('./roles.ts')).RolesCommand },
  { words: ['profiles'], load: async () => (await import('./profiles.ts')).ProfilesCommand },
  { words: ['explain'], load: async () => (await import('./explain.ts')).ExplainCommand },
  { words: ['cache'], load: async () => (await import('./cache.ts')).CacheCommand },
  { words: ['doctor'], load: async () => (await import('./doctor.ts')).DoctorCommand },
  { words: ['init'], load: async () => (await import('./init.ts')).InitCommand },
  { words: ['setup'], load: async () => (await import('./setup.ts')).SetupCommand },
  { words: ['policy'], load: async () => (await import('./policy.ts')).PolicyCommand },
  {
    words: ['demo'],
    terminal: 'core',
    load: async () => (await import('./demo.ts')).DemoCommand,
  },
]

/** Only one command is loaded, because building the parser of all takes as long as everything after it. */
export const commandFor = (word: string | undefined): RegisteredCommand =>
  commands.find(({ words }) => word !== undefined && words.includes(word)) ?? target

/** All commands, in the order of the help: the target is first. */
export const allCommands = (): Promise<CommandClass<CommandContext>[]> =>
  Promise.all([target, ...commands].map(({ load }) => load()))
