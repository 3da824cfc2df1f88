import { existsSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evalQuoted } from '../../../src/formats/eval-quoted.ts'
import { fishQuoted } from '../../../src/formats/fish.ts'
import { posixQuoted } from '../../../src/formats/posix.ts'
import { aws } from '../../support/aws/aws.ts'
import { printedVariables } from '../../support/printed-variables.ts'
import { hostileText } from '../../support/shells/hostile-text.ts'
import { bash, evalShells, fish, zsh } from '../../support/shells/posix-shells.ts'
import { ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn, shellNamed } from '../../support/shells/shells.ts'
import { plain, Terminal } from '../../support/terminal/pty.ts'

/** Many strings for each process. The diff shows which fail. A search for a smaller batch would take minutes. */
const batches = fc.array(hostileText, { minLength: 500, maxLength: 1000 })

const few = { numRuns: 2, endOnFailure: true }

for (const shell of evalShells) {
  const quoted = shell === fish ? fishQuoted : posixQuoted
  const set = (text: string, index: number) =>
    shell === fish ? `set V${index} ${quoted(text)};` : `V${index}=${quoted(text)};`
  // One call for all values, because printf is a separate program in mksh.
  const showAll = (values: readonly string[]) =>
    `printf '%s\\0' ${values.map((_, index) => `"$V${index}"`).join(' ')}`

  describeIn(shell, () => {
    test('a script sets any quoted string unchanged, and does not run it', async () => {
      const bob = new ShellSession(aws)
      const comesBack = fc.asyncProperty(batches, async (values) => {
        bob.write('script', [...values.map(set), showAll(values)])
        const { stdout } = await bob.run(shell, ['. ./script'])
        expect(stdout.split('\0').slice(0, -1)).toEqual(values)
        expect(existsSync(bob.path('canary'))).toBe(false)
      })
      await fc.assert(comesBack, few)
    })

    test('eval exports any quoted string unchanged, and does not run it', async () => {
      const bob = new ShellSession(aws)
      const exported = (value: string, index: number) =>
        shell === fish
          ? `set -gx V${index} ${fishQuoted(value)};`
          : `export V${index}=${evalQuoted(value)};`
      const code = shell === fish ? 'cat code | source' : 'eval "$(cat code)"'
      const comesBack = fc.asyncProperty(batches, async (values) => {
        bob.write('code', values.map(exported))
        const { stdout } = await bob.run(shell, [code, 'env -0'])
        const env = new Map(printedVariables(stdout))
        expect(values.map((_, index) => env.get(`V${index}`))).toEqual(values)
        expect(existsSync(bob.path('canary'))).toBe(false)
      })
      await fc.assert(comesBack, few)
    })
  })
}

for (const shell of [bash, zsh]) {
  describeIn(shell, () => {
    test('eval at a prompt does not expand history references', async () => {
      const bob = new ShellSession(aws)
      const row = shellNamed(shell.name)
      const values = ['a!b', '!!', '!touch', '!$', '^a^b']
      bob.write(
        'code',
        values.map((text) => `printf '<%s>\\n' ${evalQuoted(text)};`),
      )
      const terminal = await Terminal.open(row, bob.home.path, [], bob.env)
      const { output } = await terminal.run('eval "$(cat code)"')
      expect(plain(output)).toContain(values.map((text) => `<${text}>\n`).join(''))
    })
  })
}
