import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { aws } from '../support/aws.ts'
import { Bob } from '../support/bob.ts'
import { wrappedWays } from '../support/posix-shells.ts'
import { describeIn } from '../support/shells.ts'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

for (const way of wrappedWays) {
  const { shell } = way
  const tests = () => {
    test('the wrapper says its version, which is that of the package, and to the core alone', async () => {
      const bob = new Bob(aws)
      const run = await bob.go(way, ['assume doctor --offline', 'echo "[$ASSUME_WRAPPER]"'])
      expect(run.stdout).toContain(`the wrapper ${version} is loaded in ${shell.name}\n`)
      expect(run.stdout).toMatch(/\n\[\]$/)
      expect(run.stderr).toBe('')
    })

    test('without it that is said, with the line that loads it', async () => {
      const bob = new Bob(aws)
      const run = await bob.run(shell, ['assume doctor --offline'])
      expect(run.stdout).toContain('no wrapper is loaded in this shell')
      expect(run.stdout).toContain('command assume init ')
    })
  }
  describeIn(shell, tests)
}
