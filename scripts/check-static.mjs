// Runs every check that does not run the program. Prints one line for each check. If a tool is not
// installed, its check is reported as skipped; with CI set it fails.
import { existsSync } from 'node:fs'
import { $, chalk, glob, which } from 'zx'

$.preferLocal = true
$.quiet = true

const posix = [
  'install.sh',
  'src/launcher/launcher.sh',
  '.ci/run',
  '.ci/newer-programs',
  ...(await glob('{shell,scripts}/*.bash')),
]
const zsh = await glob('shell/*.zsh')
const fish = await glob('shell/*.fish')
const unchecked = await glob('shell/*', { ignore: ['shell/*.bash', ...zsh, ...fish] })
if (unchecked.length > 0) throw new Error(`no check reads ${unchecked.join(', ')}`)

const checks = [
  { name: 'types', command: ['tsc'] },
  { name: 'format and lint', command: ['biome', 'check', '--error-on-warnings'] },
  { name: 'dead code', command: ['knip'] },
  { name: 'generated blocks', command: ['node', 'scripts/generate.mjs', '--check'] },
  { name: 'words', command: ['node', 'scripts/check-words.mjs'] },
  { name: 'sentences', command: ['node', 'scripts/check-prose.mjs'] },
  { name: 'shape of the package', command: ['node', 'scripts/check-package.mjs'] },
  { name: 'oldest version of Node.js', command: ['node', 'scripts/check-engines.mjs'] },
  { name: 'licences of what is bundled', command: ['node', 'scripts/check-licences.mjs'] },
  { name: 'shell code', command: ['shellcheck', ...posix] },
  { name: 'format of shell code', command: ['shfmt', '-i', '2', '-ci', '-d', ...posix] },
  ...fish.map((file) => ({ name: `format of ${file}`, command: ['fish_indent', '--check', file] })),
  ...zsh.map((file) => ({ name: `syntax of ${file}`, command: ['zsh', '-n', file] })),
]

// publint and the check of sentences read the built program.
if (!existsSync('dist/bin.js')) await $`npm run build`

const marks = { passed: chalk.green('✓'), failed: chalk.red('✗'), skipped: chalk.yellow('-') }
const count = { passed: 0, failed: 0, skipped: 0 }
for (const { name, command } of checks) {
  const { outcome, output } = await run(command)
  count[outcome] += 1
  console.log(`${marks[outcome]} ${name} ${chalk.dim(`(${command[0]})`)}`)
  if (output) console.log(output.replace(/^/gm, '    '))
}

// .ci/run parses this line.
console.log(
  `static checks: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`,
)
process.exitCode = count.failed === 0 ? 0 : 1

async function run([tool, ...rest]) {
  const path = `node_modules/.bin:${process.env.PATH}`
  if (!(await which(tool, { path, nothrow: true }))) {
    return { outcome: process.env.CI ? 'failed' : 'skipped', output: `${tool} is not installed` }
  }
  const { exitCode, stdout, stderr } = await $({ nothrow: true })`${[tool, ...rest]}`
  return exitCode === 0
    ? { outcome: 'passed' }
    : { outcome: 'failed', output: `${stdout}${stderr}`.trim() }
}
