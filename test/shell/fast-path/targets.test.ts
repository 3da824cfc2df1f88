import { rmSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { optionEntries } from '../../../src/plan/options/options.ts'
import { aws } from '../../support/aws/aws.ts'
import { runProgram } from '../../support/processes/run-program.ts'
import { FastPathSession } from '../../support/shells/fast-path-session.ts'
import { core, wrappedWays } from '../../support/shells/posix-shells.ts'
import { PrimedSessions } from '../../support/shells/primed-sessions.ts'
import { describeIn, environment, shellNamed } from '../../support/shells/shells.ts'
import { SsoScene, session } from '../../support/sign-in/sso.ts'

/** Options without a value that a command line with a target accepts. */
const flags = optionEntries.filter(([, record]) => !record.metavariable)

const sessions = new PrimedSessions()

for (const way of wrappedWays) {
  const { shell } = way
  const tests = () => {
    test.each(flags.map(([, { name, isForFastPath }]) => [name, isForFastPath === true] as const))(
      '%s starts the core only if the option is not for the fast path',
      async (option, isForFastPath) => {
        const bob = await sessions.of(way, ['plain', 'ireland'])
        const words = [`${option} plain`, `plain ${option}`, `--quiet plain ${option}`]
        const asked: string[][] = []
        // Assuming the active session again would renew it.
        const steps = words.flatMap((each) => [
          way.assume('ireland'),
          () => void bob.starts(),
          way.assume(each),
          () => void asked.push(bob.starts()),
        ])
        await bob.asksInTurn(steps)
        expect(asked).toEqual(words.map((each) => (isForFastPath ? [] : [each])))
      },
    )

    test('a command line with options for the fast path also writes a file', async () => {
      const bob = new FastPathSession(aws, way)
      await bob.prime(['--quiet --no-input --yes plain'])
      expect(await bob.asked([way.assume('plain')])).toEqual([])
    })

    test('the name of a command runs the command, even if a profile has it', async () => {
      const bob = new FastPathSession(aws, way)
      const config = bob.read('.aws/config')
      bob.put(
        '.aws/config',
        config + config.replaceAll('plain', 'list').replaceAll('ireland', 'help'),
      )
      await bob.prime(['--quiet list', '--quiet help', 'plain'])
      for (const words of ['list', 'list --quiet', 'help', 'cache list']) {
        expect(await bob.asked([way.assume(words)])).toEqual([words])
      }
      expect(bob.fastPathFiles()).toEqual(['words=plain'])
    })

    test('a config behind a link has a fast path only outside its project folder', async () => {
      const bob = new FastPathSession(aws, way)
      bob.put('project/aws/config', bob.read('.aws/config'))
      bob.put('elsewhere/file', '')
      const lines = [
        `ln -sfn "$HOME/project/aws" "$HOME/linked"`,
        shell.export('AWS_CONFIG_FILE', bob.path('linked/config')),
      ]
      await bob.prime(['plain'], {}, lines)
      const asked = (folder: string) => bob.asked([...lines, `cd ${folder}`, way.assume('plain')])
      expect(await asked(bob.path('elsewhere'))).toEqual([])
      expect(await asked(bob.home.path)).toEqual([])
      expect(await asked(bob.path('project'))).toEqual(['plain'])
      expect(await asked(bob.path('project/aws'))).toEqual(['plain'])
      // The folder moves, and a link replaces it.
      await bob.run(shell, [`mv ${bob.path('project')} ${bob.path('moved')}`])
      await bob.run(shell, [`ln -s ${bob.path('moved')} ${bob.path('project')}`])
      expect(await asked(bob.path('elsewhere'))).toEqual(['plain'])
    })

    test('the fast path applies the defaults of a [target] until the settings change', async () => {
      const bob = new FastPathSession(aws, way)
      const settings = (more: string) =>
        bob.put(
          '.config/assume/config',
          `[target "pl*"]\nlabel = defaulted\nregion = eu-north-1\nprompt_colour = red\n${more}`,
        )
      const shown = [way.assume('plain'), 'echo "$ASSUME_ROLE,$AWS_REGION,$ASSUME_STYLE"']
      settings('')
      await bob.prime(['plain'])
      const { stdout } = await bob.take(shown)
      expect(bob.starts()).toEqual([])
      expect(stdout).toContain('defaulted,eu-north-1,color=red danger=red')
      settings('console_service = s3\n')
      expect(await bob.asked([way.assume('plain')])).toEqual(['plain'])
      settings('danger = on\n')
      bob.age()
      const asked = await bob.take([way.assume('plain')])
      expect(asked.stderr).toContain('matches "pl*", danger in ~/.config/assume/config:5')
      bob.age()
      await bob.take([way.assume('plain --yes')])
      expect(await bob.asked([way.assume('plain')])).toEqual(['plain'])
    })

    test('a profile of a shared file has a fast path until the file changes', async () => {
      const bob = new FastPathSession(aws, way)
      const config = bob.read('.aws/config')
      const team = config.replaceAll('plain', 'team')
      bob.put('shared/aws/config', team)
      bob.put('.config/assume/config', 'profiles = ~/shared/aws/config\n')
      await bob.prime(['team'])
      expect(await bob.asked([way.assume('team')])).toEqual([])
      bob.put('shared/aws/config', `${team}\n`)
      expect(await bob.asked([way.assume('team')])).toEqual(['team'])
      await bob.prime(['team', 'plain'])
      expect(await bob.asked([way.assume('team'), way.assume('plain')])).toEqual([])
      rmSync(bob.path('shared'), { recursive: true })
      expect(await bob.asked([way.assume('team'), way.assume('plain')])).toEqual(['team', 'plain'])
    })

    test('roles of IAM Identity Center have a fast path by account number or name', async () => {
      const sso = await SsoScene.open({ config: session })
      await sso.signIn()
      const { home } = sso.testAws
      const row = shellNamed(shell.name)
      const run = async (node: string, words: readonly string[]) => {
        const lines = words.flatMap((each) => [way.assume(each), 'echo "$ASSUME_ROLE"'])
        const script = [row.load({ node, script: core.script }), ...lines].join('\n')
        const env = { ...environment(home.path), ...home.env, ...sso.env }
        const { stdout, exitCode } = await runProgram([...shell.command, '-c', script], {
          env,
          cwd: home.path,
        })
        expect(exitCode).toBe(0)
        return stdout.split('\n')
      }
      const [byNumber, byName] = ['123456789012:ReadOnly', 'Demo:Admin']
      // No fast-path file is written while a file has just changed, because it could change again.
      await wait(3_100)
      const both = await run(core.node, [byNumber, byName])
      expect(both[0]).toBe('ReadOnly@123456789012')
      await wait(3_100)
      const again = await run(core.node, [byNumber, byName])
      expect(await run('/bin/false', [byNumber, byName])).toEqual(again)
    })
  }
  describeIn(shell, tests, `${shell.name}: targets and options`)
}

describe('options for the fast path', () => {
  test('are only --no-input, --yes, --quiet and --cached', () => {
    const named = flags.filter(([, { isForFastPath }]) => isForFastPath).map(([, { name }]) => name)
    expect(named).toEqual(['--no-input', '--yes', '--quiet', '--cached'])
  })
})
