import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aws } from '../../support/aws/aws.ts'
import { bash, core, fish, zsh } from '../../support/shells/posix-shells.ts'
import { ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn, environment } from '../../support/shells/shells.ts'

const project = join(import.meta.dirname, '../../..')
const folder = mkdtempSync(join(tmpdir(), 'assume-npm-'))
const prefix = join(folder, 'prefix')

/** Installs the tarball that is published, as `npm i -g` does. It contains everything, so no registry is used. */
beforeAll(async () => {
  const env = { ...environment(folder), npm_config_offline: 'true', npm_config_audit: 'false' }
  const npm = (...args: readonly string[]) =>
    execa('npm', args, { cwd: project, env, extendEnv: false })
  // --ignore-scripts: the program is built before the tests, and must not be built again while they run.
  await npm('pack', '--ignore-scripts', '--pack-destination', folder)
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? ''
  await npm('install', '--global', '--prefix', prefix, join(folder, tarball))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The line that loads the wrapper in each shell, as the guides show it. */
const loading = [
  { shell: bash, load: 'eval "$(assume init bash)"' },
  { shell: zsh, load: 'eval "$(assume init zsh)"' },
  { shell: fish, load: 'assume init fish | source' },
]

for (const { shell, load } of loading) {
  const tests = () => {
    const take = ['assume Bob demo-no-mfa-role', 'echo "$ASSUME_ROLE"', 'assume status --verify']

    test('after npm install --global, a shell with the wrapper assumes a role', async () => {
      const bob = new ShellSession(aws)
      const PATH = [join(prefix, 'bin'), process.env.PATH].join(delimiter)
      const run = await bob.run(shell, [load, ...take], { env: { PATH } })
      expect(run.stderr).toBe('')
      expect(run.stdout).toMatch(/^demo-no-mfa-role\n[\s\S]*assumed-role\/demo-no-mfa-role\/Bob/)
    })

    test('a sourced wrapper uses the node beside it, not the one on PATH', async () => {
      const bob = new ShellSession(aws)
      const bin = join(bob.home.path, 'wrong')
      mkdirSync(bin)
      writeFileSync(join(bin, 'node'), '#!/bin/sh\necho the wrong node >&2; exit 1\n', {
        mode: 0o755,
      })
      rmSync(join(prefix, 'bin/node'), { force: true })
      symlinkSync(core.node, join(prefix, 'bin/node'))
      const PATH = [bin, process.env.PATH].join(delimiter)
      const wrapper = join(prefix, 'lib/node_modules/assume-shell/shell', `assume.${shell.name}`)
      const run = await bob.run(shell, [`source ${wrapper}`, ...take], { env: { PATH } })
      expect(run.stderr).toBe('')
      expect(run.stdout).toMatch(/^demo-no-mfa-role\n[\s\S]*assumed-role\/demo-no-mfa-role\/Bob/)
    })
  }
  describeIn(shell, tests)
}
