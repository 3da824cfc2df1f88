import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { assume } from '../../support/program.ts'

const folder = join(import.meta.dirname, '../../../src/commands')
const wordsIn = (text = '') => [...text.matchAll(/'([^']+)'/g)].map(([, word = '']) => word)

/** As the registry has them, which loads no command to find one. */
const registered = [
  ...readFileSync(join(folder, 'index.ts'), 'utf8').matchAll(/words: \[([^\]]+)\]/g),
].map(([, list]) => wordsIn(list))

/** As each command has them. */
const own = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .map((text) => wordsIn(/static override paths = \[(.*)\]\n/.exec(text)?.[1]))
  .filter((words) => words.length > 0)

it('are registered by the words that they have themselves', () => {
  expect(registered.toSorted()).toEqual(own.toSorted())
  expect(registered.flat()).toContain('whoami')
})

it.each(registered)('%s calls the command that says so', async (word) => {
  const { stdout, exitCode } = await assume([word, '--help'], { asProcess: true })
  expect({ title: stdout.split(': ')[0], exitCode }).toEqual({
    title: `assume ${word}`,
    exitCode: 0,
  })
})
