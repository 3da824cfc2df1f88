import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseCommand } from '../../../src/cli/parse-command.ts'
import { splitWords } from '../../../src/config/parse/shlex.ts'

const page = readFileSync(new URL('../../../docs/coming-from.md', import.meta.url), 'utf8')

/** The commands of ours in the second column of the tables, without their redirections. */
const commands = [...page.matchAll(/^\|.*\| (.*) \|$/gm)]
  .flatMap(([, cell = '']) => [...cell.matchAll(/`(?:eval ")?(?:\$\()?(assume[^`")]*)/g)])
  .map(([, text = '']) => text.replace(/ > .*/, ''))

it('docs/coming-from.md has commands for this test to find', () => {
  expect(commands.length).toBeGreaterThan(30)
})

it.each(commands)('docs/coming-from.md: %s is a command line', async (line) => {
  const [, ...words] = splitWords(line) ?? []
  await expect(parseCommand(words, { env: {} })).resolves.toBeDefined()
})
