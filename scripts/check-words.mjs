// Reports private words and former names. The glossary in docs/design.md contains the words to use instead.
// `words/allowed.txt` lists the lines that may contain a private word, each as `PATH: LINE`.
// `words/former-names.txt` lists the former names.
import { readFileSync } from 'node:fs'
import { $ } from 'zx'

$.quiet = true

const privateWords = 'kept|shel(f|ves)|knock|\\bmend|talk|\\bdesk|\\bwarm|patient'
const everywhere = [
  'src',
  'shell',
  'test',
  'scripts',
  'docs',
  'packages',
  'README.md',
  'install.sh',
]
const ownFiles = [':!scripts/words', ':!scripts/check-words.mjs']

const linesOf = (path) =>
  readFileSync(new URL(path, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))

/** Returns the matching lines. git grep exits with 1 if there are none. */
async function found(pattern, ...flags) {
  const { stdout, stderr, exitCode } = await $({
    nothrow: true,
  })`git grep ${[...flags, '-e', pattern, '--', ...everywhere, ...ownFiles]}`
  if (exitCode > 1) throw new Error(stderr)
  return stdout.split('\n').filter(Boolean)
}

const allowed = new Set(linesOf('words/allowed.txt'))
const words = (await found(privateWords, '-inE')).map((line) => {
  const [, path, number, text] = /^([^:]+):(\d+):(.*)$/.exec(line) ?? []
  return { place: `${path}:${number}`, entry: `${path}: ${text.trim()}` }
})
const files = (await $`git ls-files`).stdout
  .split('\n')
  .filter((path) => new RegExp(privateWords, 'i').test(path) && !allowed.has(path))
const names = linesOf('words/former-names.txt')
const former = await found(names.map((name) => `\\b${name}\\b`).join('|'), '-nwE')

const complaints = [
  ...words
    .filter(({ entry }) => !allowed.has(entry))
    .map(({ place, entry }) => `${place} has a private word: ${entry}`),
  ...files.map((path) => `${path} has a private word in its name`),
  ...former.map((line) => `a former name: ${line}`),
  ...[...allowed]
    .filter((entry) => entry.includes(': ') && !words.some((word) => word.entry === entry))
    .map((entry) => `scripts/words/allowed.txt has a line that is gone: ${entry}`),
]
for (const complaint of complaints) console.log(complaint)
process.exitCode = complaints.length === 0 ? 0 : 1
