import { symlinkSync } from 'node:fs'
import { expect, test } from 'vitest'
import { aws } from '../../support/aws/aws.ts'
import { core, wrappedWays } from '../../support/shells/posix-shells.ts'
import { ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn, shellNamed } from '../../support/shells/shells.ts'
import { Terminal } from '../../support/terminal/pty.ts'

/** The line with the program that replaces Node.js in the tests. */
const served = (line: string) => line.replace(process.execPath, core.node)

/** For example beside granted: there `assume` is granted, and this wrapper is `as`. */
for (const way of wrappedWays) {
  const wrapper = shellNamed(way.shell.name)
  const { shell } = way
  const line = async (bob: ShellSession, options: string) =>
    served((await bob.run(shell, [`assume init ${shell.name} ${options}`])).stdout)
  const mine = (name: string) =>
    shell.name === 'fish' ? `function ${name}; echo mine; end` : `${name}() { echo mine; }`

  const tests = () => {
    test('"as" does what assume does, and does not change another assume', async () => {
      const bob = new ShellSession(aws)
      const show = 'echo "<$ASSUME_ROLE>"'
      const load = [mine('assume'), await line(bob, '--cmd as')]
      const run = await bob.go({ ...way, load }, [
        'assume plain',
        show,
        'as plain',
        show,
        shell.evaluate('as ireland'),
        show,
        "as exec plain -- sh -c 'echo in $ASSUME_ROLE; env | grep ASSUME_CMD'",
        'as unset',
        show,
        'as plain; as exec --server ireland -- env | grep ASSUME_CMD',
      ])
      expect(run.stdout.split('\n')).toEqual([
        'mine',
        '<>',
        '<plain>',
        '<ireland>',
        'in plain',
        '<>',
      ])
      expect(run.stderr).toBe('')
    })

    test('the wrapper retains its name if it is loaded again without --cmd', async () => {
      const bob = new ShellSession(aws)
      const load = [await line(bob, '--cmd as'), mine('assume'), await line(bob, '')]
      const run = await bob.go({ ...way, load }, ['assume', 'as plain', 'echo $ASSUME_ROLE'])
      expect(run).toEqual({ stdout: 'mine\nplain', stderr: '', exitCode: 0 })
    })

    test('an invalid name in __assume_cmd has no effect', async () => {
      const bob = new ShellSession(aws)
      const load = [shell.set('__assume_cmd', 'as; echo evil'), ...way.load]
      const run = await bob.go({ ...way, load }, ['assume plain', 'echo $ASSUME_ROLE'])
      expect(run).toEqual({ stdout: 'plain', stderr: '', exitCode: 0 })
    })

    test('"as init" prints a line with its own name, or with that of --cmd', async () => {
      const bob = new ShellSession(aws)
      const load = [await line(bob, '--cmd as')]
      const run = await bob.go({ ...way, load }, [`as init ${shell.name}`])
      expect(served(run.stdout)).toBe(load[0])
      const back = await bob.go({ ...way, load }, [`as init ${shell.name} --cmd assume`])
      expect(served(back.stdout)).toBe(load[0]?.replace("'as'", "'assume'"))
    })

    test('hints and the help contain the name "as"', async () => {
      const bob = new ShellSession(aws)
      const load = [await line(bob, '--cmd as')]
      const run = await bob.go({ ...way, load }, ['as refresh', 'as doctor --frob', 'as --help'])
      expect(run.stderr).toContain('hint: name a target; to see the profiles: as list\n')
      expect(run.stderr).toContain('hint: as doctor --help')
      expect(run.stdout).toContain('\n  as USER ROLE [CODE] ')
      expect(run.stdout).not.toMatch(/^ *assume (?!:)/m)
    })

    test('"as" has completion and a prompt segment, and its hint is "as refresh"', async () => {
      const bob = new ShellSession(aws)
      const rc = [await line(bob, '--cmd as')]
      const terminal = await Terminal.open(wrapper, bob.home.path, rc, bob.env)
      terminal.type('as pla\t')
      await terminal.waitFor('plain')
      terminal.type('\r')
      expect(await terminal.waitFor(/\(plain \w+\)/)).toBeDefined()
      await terminal.run('true')
      const past = String(Math.floor(Date.now() / 1000) - 1)
      const { output, prompt } = await terminal.run(shell.export('ASSUME_EXPIRES', past))
      expect(output + prompt).toContain('hint: renew it: as refresh; or drop it: as unset')
    })

    test('a wrapper sourced by its path takes its name from __assume_cmd', async () => {
      const bob = new ShellSession(aws)
      const path = await line(bob, '--print-path')
      symlinkSync(core.node, bob.path('bin/node'))
      const source = shell.name === 'fish' ? 'source' : '.'
      for (const name of ['assume', 'as']) {
        const load = [
          ...(name === 'as' ? [shell.set('__assume_cmd', name)] : []),
          `${source} ${path}`,
        ]
        const run = await bob.go({ ...way, load }, [`${name} plain`, 'echo $ASSUME_ROLE'])
        expect(run).toEqual({ stdout: 'plain', stderr: '', exitCode: 0 })
      }
      expect(path).not.toContain(core.node)
    })
  }
  describeIn(shell, tests)
}
