import { Command, Option } from 'clipanion'
import type { Playground } from '../demo/playground.ts'
import { withoutSaved } from '../exports/held-session.ts'
import type { Environment } from '../model/context.ts'
import { AssumeError, NeedsPersonError } from '../model/errors.ts'
import type { CommandContext } from './context.ts'
import { type DemoShell, demoShell } from './demo-shell.ts'

/** Everything against an AWS on this machine: no account, no network. */
export class DemoCommand extends Command<CommandContext> {
  static override paths = [['demo']]
  static override usage = Command.Usage({
    description: 'try assume against an AWS stand-in on this machine; no account needed',
    details: `
      Opens your shell with a temporary home directory, where the user Bob has a profile, and with
      the wrapper loaded. Your own files are not there. Leave it with exit.
    `,
  })

  story = Option.Boolean('--run', false, { description: 'tell the story by itself and show it' })

  async execute(): Promise<number> {
    const { context } = this
    if (!this.story && !context.isTerminal(1)) {
      throw new NeedsPersonError('a shell to try things in needs a terminal', ['assume demo --run'])
    }
    const { openPlayground } = await import('../demo/playground.ts')
    const playground = await openPlayground()
    context.interrupted.addEventListener('abort', playground.abandon)
    try {
      return this.story
        ? await tellStory(playground, context)
        : await openShell(playground, context)
    } finally {
      await playground.close()
    }
  }
}

/** The user's own kind of shell; Ctrl-C in it is for what runs there. */
async function openShell(playground: Playground, context: CommandContext): Promise<number> {
  context.stderr.write(`${whatToType}\n`)
  const shell = demoShell(context.env.SHELL, playground.home, context.program)
  context.leaveInterruptsToChild()
  return start(shell, playground, context, 'inherit')
}

const whatToType = `You are Bob, at an AWS that runs on this machine only. Type:

  assume Bob aws-cli-test-iam-role 123456   a role that asks for MFA; 123456 to 123459 are codes
  assume status --verify                    which role this shell holds, and what STS says
  assume reader                             the role of a profile, in its own region
  assume login                              sign in to the company's IAM Identity Center
  assume company                            a role that it gives
  assume "Prod Account:ReadOnly"            another, by the name of its account
  assume unset                              back to what was before

exit ends it and leaves nothing behind.
`

/**
 * The story of the old script, typed into a real interactive bash: its prompts are the ones that a
 * user sees. Without a terminal of its own it complains of having none on the stderr it starts with.
 */
async function tellStory(playground: Playground, context: CommandContext): Promise<number> {
  const shell = demoShell('bash', playground.home, context.program, 'exec 2>&1; set -e')
  const plain = { ...context, env: { ...context.env, TERM: 'dumb' } }
  const shown = context.isTerminal(1) ? context : plain
  const exitCode = await start(shell, playground, shown, ['pipe', 'inherit', 'ignore'], story)
  if (exitCode === 0) return 0
  throw new AssumeError(`the story ended early, in ${shell.name} with status ${exitCode}`, [
    'the last lines above say where',
  ])
}

const story = `# Who is Bob?
assume Bob
assume status --verify
# The role asks for MFA, so give the code.
assume Bob aws-cli-test-iam-role 123456
# Who is this shell now?
assume status --verify
# And back to what was before.
assume unset
assume status || exit 0
exit 1
`

async function start(
  { file, args, env: shellEnv }: DemoShell,
  playground: Playground,
  { env, interrupted }: CommandContext,
  stdio: 'inherit' | ['pipe', 'inherit', 'ignore'],
  input?: string,
): Promise<number> {
  const { execa } = await import('execa')
  const child = execa(file, args, {
    env: { ...withoutOwn(withoutSaved(env)), ...playground.env, ...shellEnv },
    extendEnv: false,
    cwd: playground.home,
    reject: false,
    stdio,
    ...(input !== undefined && { input, detached: true }),
  })
  // Shells at a prompt ignore SIGTERM, which execa would send.
  interrupted.addEventListener('abort', () => child.kill('SIGHUP'))
  const result = await child
  if (result.exitCode !== undefined) return result.exitCode
  throw new AssumeError(`${file} could not be started: ${result.originalMessage}`)
}

/** Nothing of the user's may lead out of the playground, or change what its shells do and show. */
const withoutOwn = (env: Environment) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !own.test(name)))

const own =
  /^(AWS|ASSUME|AWSUME|XDG|BASH_FUNC)_|^(ZDOTDIR|ENV|BASH_ENV|SHELLOPTS|BASHOPTS|PROMPT_COMMAND|PS[0-4])$/
