import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aws } from '../../support/aws/aws.ts'
import { wrappedWays } from '../../support/shells/posix-shells.ts'
import { ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn, wrapperFolder } from '../../support/shells/shells.ts'

const { version } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
)

for (const way of wrappedWays) {
  const { shell } = way
  const tests = () => {
    test('the wrapper passes its version only to the core, and doctor reports it', async () => {
      const bob = new ShellSession(aws)
      const run = await bob.go(way, ['assume doctor --offline', 'echo "[$ASSUME_WRAPPER]"'])
      expect(run.stdout).toContain(`the wrapper ${version} is loaded in ${shell.name}\n`)
      expect(run.stdout).toMatch(/\n\[\]$/)
      expect(run.stderr).toBe('')
    })

    test('doctor reports a missing wrapper and shows the line that loads it', async () => {
      const bob = new ShellSession(aws)
      const run = await bob.run(shell, ['assume doctor --offline'])
      expect(run.stdout).toContain('no wrapper is loaded in this shell')
      expect(run.stdout).toContain('command assume init ')
    })

    test('doctor warns about a wrapper of another version, and suggests a new shell', async () => {
      const bob = new ShellSession(aws)
      const file = join(wrapperFolder, `assume.${shell.name}`)
      bob.write('older', [readFileSync(file, 'utf8').replace(version, '0.0.1')])
      const load = way.load.map((line) => line.replaceAll(file, bob.path('older')))
      const run = await bob.run(shell, [...load, 'assume doctor --offline'])
      expect(run.stdout).toContain(
        `warning  the wrapper in this shell is 0.0.1, and assume is ${version}\n`,
      )
      expect(run.stdout).toContain('hint: open a new shell, or: exec $SHELL\n')
      expect(run).toMatchObject({ stderr: '', exitCode: 0 })
    })

    test('doctor reports an earlier alias of the same name, which the wrapper overrides', async () => {
      const bob = new ShellSession(aws)
      const line = "alias assume='echo granted'"
      bob.write('.bashrc', [line])
      const aliases = shell.name === 'bash' ? ['shopt -s expand_aliases'] : []
      const run = await bob.run(shell, [...aliases, line, ...way.load, 'assume doctor --offline'])
      expect(run.stdout).toContain('note     ~/.bashrc:1: an alias of another tool takes the name')
      expect(run.stdout).not.toContain('granted')
      expect(run).toMatchObject({ stderr: '', exitCode: 0 })
    })
  }
  describeIn(shell, tests)
}
