import { Command, Option } from 'clipanion'
import { commandUsage } from '../cli/command-usage.ts'
import type { CommandContext } from '../cli/context.ts'
import { optionField } from '../cli/option-field.ts'
import { reportTo } from '../cli/report.ts'
import type { Playground } from '../demo/playground.ts'
import { withoutSaved } from '../formats/active-session.ts'
import type { Environment } from '../model/context.ts'
import { AssumeError, NeedsPersonError } from '../model/errors.ts'
import { hasProgram } from '../programs/find-program.ts'
import { type DemoShell, demoShell } from './demo-shell.ts'
import { type DemoWalk, demoWalk, noAwsForStory, withoutAws } from './demo-walks.ts'

/** Runs assume against an AWS stand-in on this machine, without an account or a network. */
export class DemoCommand extends Command<CommandContext> {
  static override paths = [['demo']]
  static override usage = commandUsage({
    group: 'Set up',
    synopsis: '[setup | organization] [OPTIONS]',
    description: 'try assume with a fake AWS on this machine; you need no account',
    details: `
      Opens your shell with a temporary home directory, the profile of a user Bob, and the wrapper. Your
      own files are not there. Leave it with exit.

      assume demo setup shows how to create a role. It runs the AWS CLI. assume demo organization has
      10,000 roles of IAM Identity Center and no profile.
    `,
    examples: [
      ['A shell to try things in', '$0 demo'],
      ['Without typing', '$0 demo --run'],
      ['Create a role', '$0 demo setup'],
      ['IAM Identity Center with 2,500 accounts', '$0 demo organization'],
    ],
  })

  about = Option.String({ name: 'setup | organization', required: false })
  story = optionField({ name: '--run', help: 'type everything automatically, and show it' })
  quiet = optionField({ name: '--quiet', help: 'do not say what to do next' })

  async execute(): Promise<number> {
    const { context } = this
    const walk = demoWalk(this.about)
    const lacksAws = walk.needsAws && !hasProgram('aws', context.env)
    if (!this.story && !context.isTerminal(1)) {
      const told = ['assume demo', ...(this.about === undefined ? [] : [this.about]), '--run']
      throw new NeedsPersonError('a demo shell needs a terminal', [told.join(' ')])
    }
    if (this.story && lacksAws) throw noAwsForStory()
    const exitCode = await this.play(walk, lacksAws)
    reportTo(context, { quiet: this.quiet, debug: false }).note(
      this.story ? walk.next : 'next: assume list shows your own profiles',
    )
    return exitCode
  }

  private async play(walk: DemoWalk, lacksAws: boolean | undefined): Promise<number> {
    const { context } = this
    const { openPlayground } = await import('../demo/playground.ts')
    const playground = await openPlayground(walk.isOrganization)
    context.interrupted.addEventListener('abort', playground.deleteHome)
    try {
      // A story has nobody who confirms the sign-in in a browser.
      if (this.story && walk.isOrganization) await playground.signIn()
      return this.story
        ? await tellStory(walk, playground, context)
        : await openShell(
            lacksAws ? `${walk.toType}${withoutAws}` : walk.toType,
            playground,
            context,
          )
    } finally {
      await playground.close()
    }
  }
}

/** Opens the user's kind of shell. Ctrl-C goes to the programs in it. */
async function openShell(
  toType: string,
  playground: Playground,
  context: CommandContext,
): Promise<number> {
  await context.writer.toStderr(`${toType}\n`)
  const shell = demoShell(context.env.SHELL, playground.home, context.program)
  context.leaveInterruptsToChild()
  return start(shell, playground, context, 'inherit')
}

/**
 * Types the steps into a real interactive bash, so that its prompts are those of a user. bash reports on
 * its first stderr that it has no terminal, so that stderr is ignored.
 */
async function tellStory(
  { story, failures }: DemoWalk,
  playground: Playground,
  context: CommandContext,
): Promise<number> {
  const shell = demoShell('bash', playground.home, context.program, endingEarly(failures))
  const plain = { ...context, env: { ...context.env, TERM: 'dumb' } }
  const shown = context.isTerminal(1) ? context : plain
  const exitCode = await start(shell, playground, shown, ['pipe', 'inherit', 'ignore'], story)
  if (exitCode === 0) return 0
  throw new AssumeError(`the demo ended early: ${shell.name} exited with status ${exitCode}`, [
    'the last lines above show the cause',
  ])
}

/**
 * Ends the story at the first failure that is not intended, and fails if an intended one is missing. A
 * function that fails triggers ERR twice: in the function, and where it is called.
 */
const endingEarly = (failures: number) => `exec 2>&1
__demo_failures=0
trap '((++__demo_failures <= 2 * ${failures})) || exit 1' ERR
trap 'exit "$((__demo_failures < ${failures} || __demo_failures > 2 * ${failures}))"' EXIT`

async function start(
  { file, args, env: shellEnv }: DemoShell,
  playground: Playground,
  { env, interrupted }: CommandContext,
  stdio: 'inherit' | ['pipe', 'inherit', 'ignore'],
  input?: string,
): Promise<number> {
  const { startProgram } = await import('../programs/start-program.ts')
  const child = startProgram([file, ...args], {
    env: { ...withoutOwn(withoutSaved(env)), ...playground.env, ...shellEnv },
    folder: playground.home,
    stdio,
    ...(input !== undefined && { input, detached: true }),
  })
  // Shells at a prompt ignore SIGTERM.
  interrupted.addEventListener('abort', () => child.signal('SIGHUP'))
  const end = await child.ended
  if ('exitCode' in end) return end.exitCode
  throw new AssumeError(`${file} could not be started: ${end.failure}`)
}

/** Removes variables that lead out of the playground or change the behaviour of its shells. */
const withoutOwn = (env: Environment) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !own.test(name) && !proxies.test(name)))

const own =
  /^(AWS|ASSUME|AWSUME|XDG|BASH_FUNC)_|^(ZDOTDIR|ENV|BASH_ENV|SHELLOPTS|BASHOPTS|PROMPT_COMMAND|PS[0-4])$/

/** assume calls this machine without a proxy. The AWS CLI would use one. */
const proxies = /^(https?|all|no)_proxy$/i
