import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { aws } from '../../support/aws/aws.ts'
import { privateCa, startProxy } from '../../support/aws/proxy.ts'
import { bash, raw, usualWays, wrappedWays } from '../../support/shells/posix-shells.ts'
import { ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn } from '../../support/shells/shells.ts'
import { allAttacks, foreignCode, given, Recorder, stale } from '../../support/shells/withheld.ts'

const keys = { Version: 1, AccessKeyId: 'AKIAIOSFODNN7EXAMPLE', SecretAccessKey: 'x'.repeat(30) }

for (const way of usualWays) {
  const { shell } = way
  const tests = () => {
    test('the environment of a project does not change what assume does', async () => {
      const bob = new ShellSession(aws, foreignCode)
      const before = readdirSync(bob.home.path)
      const lines = [
        way.assume('plain'),
        'echo "<$ASSUME_ROLE>"',
        'assume list >/dev/null',
        "assume exec ireland -- sh -c 'echo in $ASSUME_ROLE'",
        'assume each plain -- echo each',
        way.assume('unset'),
        'echo "<$ASSUME_ROLE>"',
        'env | grep -c WITHHELD',
      ]
      const run = await bob.go(way, lines, { env: allAttacks })
      expect(run.stderr).toBe('')
      expect(run.stdout.split('\n')).toEqual(['<plain>', 'in ireland', 'plain | each', '<>', '0'])
      const added = readdirSync(bob.home.path).filter((name) => !before.includes(name))
      expect(added.filter((name) => !/^\.(cache|config|local)$/.test(name))).toEqual([])
    })
  }
  describeIn(shell, tests, way.name)
}

for (const way of [...wrappedWays, raw(bash)]) {
  const { shell } = way
  const tests = () => {
    test('programs get the variables withheld from the core, and the shell keeps them', async () => {
      const bob = new ShellSession(aws, foreignCode)
      const recorder = new Recorder(bob.home.path)
      const record = (name: string) => recorder.program(name)
      const config = bob.path('printed')
      bob.write('printed', [
        '[profile printed]',
        `credential_process = ${recorder.program('credentials', `echo '${JSON.stringify(keys)}'`)}`,
      ])
      const lines = [
        `assume exec plain -- ${record('exec')}`,
        `assume exec --server plain -- ${record('server')}`,
        `assume each plain -- ${record('each')}`,
        shell.export('AWS_CONFIG_FILE', config),
        way.assume('printed'),
        record('after'),
      ]
      const run = await bob.go(way, lines, { env: { ...given, ...stale } })
      expect(run).toMatchObject({ stderr: '', exitCode: 0 })
      for (const name of ['exec', 'server', 'each', 'credentials']) {
        expect([name, recorder.seenBy(name)]).toEqual([name, given])
      }
      expect(recorder.seenBy('after')).toEqual({ ...given, ...stale })
    })

    test('programs do not get Node.js variables that the shell does not export', async () => {
      const bob = new ShellSession(aws)
      const recorder = new Recorder(bob.home.path)
      const lines = [
        shell.set('NODE_OPTIONS', '--require ./evil.cjs --use-openssl-ca'),
        shell.set('NODE_DEBUG', 'fs'),
        `assume each plain -- ${recorder.program('each')}`,
        'echo "$NODE_DEBUG"',
      ]
      const run = await bob.go(way, lines)
      expect(run).toEqual({ stdout: 'fs', stderr: '', exitCode: 0 })
      expect(recorder.seenBy('each')).toEqual({})
    })

    test.each(['--use-system-ca', '--use-openssl-ca'])(
      '%s in NODE_OPTIONS is honoured',
      async (flag) => {
        const bob = new ShellSession(aws)
        const proxy = await startProxy(aws.url)
        const env = { AWS_ENDPOINT_URL_STS: '', AWS_REGION: 'eu-west-1', HTTPS_PROXY: proxy.url }
        const trusting = { SSL_CERT_FILE: privateCa, NODE_OPTIONS: `--no-such-flag ${flag}` }
        const lines = [way.assume('ireland'), 'echo "<$ASSUME_ROLE>"']
        const run = await bob.go(way, lines, { env: { ...env, ...trusting } })
        expect(run).toEqual({ stdout: '<ireland>', stderr: '', exitCode: 0 })
      },
    )
  }
  describeIn(shell, tests, way.name)
}

for (const way of wrappedWays.filter(({ shell }) => shell.name !== 'fish')) {
  describeIn(way.shell, () => {
    test('readonly Node.js variables are withheld from the core as well', async () => {
      const bob = new ShellSession(aws, foreignCode)
      const recorder = new Recorder(bob.home.path)
      const lines = [
        "export NODE_OPTIONS='--require ./evil.cjs' NODE_DEBUG=fs",
        'readonly NODE_OPTIONS NODE_DEBUG',
        way.assume('plain'),
        'echo "<$ASSUME_ROLE>"',
        `assume each plain -- ${recorder.program('each')}`,
      ]
      const run = await bob.go(way, lines)
      expect(run).toEqual({ stdout: '<plain>', stderr: '', exitCode: 0 })
      expect(readdirSync(bob.home.path)).not.toContain('evil-ran')
      expect(recorder.seenBy('each')).toEqual({
        NODE_OPTIONS: '--require ./evil.cjs',
        NODE_DEBUG: 'fs',
      })
    })
  })
}
