import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { alter, type Fault } from 'aws-stand-in'
import { expect, test } from 'vitest'
import { aws } from '../../support/aws/aws.ts'
import { type KeySource, keySources, stsAnswer, withKeyId } from '../../support/aws/key-sources.ts'
import { once } from '../../support/once.ts'
import { runProgram } from '../../support/processes/run-program.ts'
import { FastPathSession } from '../../support/shells/fast-path-session.ts'
import { wrappedWays } from '../../support/shells/posix-shells.ts'
import { describeIn, environment } from '../../support/shells/shells.ts'

/** Prints the access key id that the server for container credentials returns, as SDKs request it. */
const askServer = [
  'IFS=/ read -r _ _ host path <<<"$AWS_CONTAINER_CREDENTIALS_FULL_URI"',
  'token=$(<"$AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")',
  'exec 3<>"/dev/tcp/${host%:*}/${host#*:}"',
  'printf "GET /%s HTTP/1.0\\r\\nHost: %s\\r\\nAuthorization: %s\\r\\n\\r\\n" "$path" "$host" "$token" >&3',
  `echo "$(sed -n 's/.*"AccessKeyId": *"\\([^"]*\\)".*/server \\1/p' <&3)"`,
].join('\n')

/** All characters that have a special meaning to a shell, a server or a header. */
const odd = `it's "$(touch canary)";\`touch canary\` \\ ! % # ~ * ? = : (x) [a] {b,c} -n`

const endOfSource = 'end of source'

for (const way of wrappedWays) {
  const { shell, assume } = way
  const tests = () => {
    const start = async (id: string, lines: readonly string[], fault?: Fault) => {
      const { testAws, env } = await withKeyId(id)
      if (fault) testAws.aws.faults.always = fault
      const script = [...way.load, ...lines].join('\n')
      const run = await runProgram([...shell.command, '-c', script], {
        cwd: testAws.home.path,
        env: {
          ...environment(testAws.home.path),
          ...env,
          XDG_RUNTIME_DIR: testAws.home.path,
          ASK: askServer,
        },
        detached: true,
      })
      expect(existsSync(join(testAws.home.path, 'canary'))).toBe(false)
      return { ...run, testAws }
    }

    const linesOf = (source: KeySource) => [
      `${assume(source)}; echo "shell ${shell.status} $AWS_ACCESS_KEY_ID"`,
      `assume exec ${source} --refresh -- sh -c 'echo "exec $AWS_ACCESS_KEY_ID"'`,
      `assume exec --server ${source} -- bash -c "$ASK"`,
      `assume credential-process ${source} | grep AccessKeyId`,
      `${assume('unset --quiet')}; echo ${endOfSource}`,
    ]
    /** One shell assumes a role from each source. */
    const takeAll = once(() => start('test', keySources.flatMap(linesOf), stsAnswer('minioadmin')))

    test.each(keySources)(
      '"test" and "minioadmin" are accepted as access key ids: %s',
      async (source) => {
        const { stdout, stderr, testAws } = await takeAll()
        const said = stdout.split(endOfSource)[keySources.indexOf(source)] ?? ''
        const lines = said.trim().split('\n')
        expect({ lines: lines.map((line) => line.trim()), stderr }).toEqual({
          lines: [
            'shell 0 minioadmin',
            'exec minioadmin',
            'server minioadmin',
            '"AccessKeyId": "minioadmin",',
          ],
          stderr: '',
        })
        const calls = testAws.aws.calls.filter(({ params }) => params.RoleSessionName === source)
        expect(new Set(calls.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['test']))
      },
    )

    test('an access key id of any printable text is unchanged, and not run as code', async () => {
      const lines = [
        `${assume('printed')}; echo "${shell.status} $AWS_ACCESS_KEY_ID"`,
        `${assume('dev')}; echo "$AWS_ACCESS_KEY_ID"`,
        `${assume('-')}; echo "${shell.status} $AWS_ACCESS_KEY_ID"`,
        `assume exec dev -- sh -c 'echo "$AWS_ACCESS_KEY_ID"'`,
        `${assume('unset')}; echo "${shell.status} $ASSUME_KEY_ID"`,
      ]
      const { stdout, stderr } = await start(odd, lines)
      expect({ stdout: stdout.split('\n'), stderr }).toEqual({
        stdout: [`0 ${odd}`, odd, `0 ${odd}`, odd, '0 '],
        stderr: '',
      })
    })

    test.each([
      ['a line feed', 'te\nst'],
      ['a NUL', 'te\0st'],
      ['a right-to-left override', 'te\u202est'],
    ])('an access key id with %s reaches no shell and no program', async (_, id) => {
      const words = [...keySources, 'printed', 'dev', 'stored']
      const lines = [
        ...words.map((each) => `${assume(each)}; echo "${shell.status} $ASSUME_KEY_ID"`),
        ...['file', 'dev'].flatMap((each) => [
          `assume exec ${each} -- touch canary; echo ${shell.status}`,
          `assume exec --server ${each} -- touch canary; echo ${shell.status}`,
          `assume credential-process ${each}; echo ${shell.status}`,
        ]),
      ]
      const { stdout, testAws } = await start(id, lines)
      expect(stdout.split('\n')).toEqual([...words.map(() => '1 '), ...Array(6).fill('1')])
      expect(testAws.aws.calls).toEqual([])
    })

    test.each(['test', odd])('the access key id %s does not prevent the fast path', async (id) => {
      const bob = new FastPathSession(aws, way)
      aws.faults.at = { AssumeRole: alter({ AccessKeyId: id, SecretAccessKey: odd }) }
      try {
        await bob.prime(['plain', 'ireland'])
      } finally {
        aws.faults.at = {}
      }
      const echo = `echo "${shell.status} $AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY"`
      const run = await bob.take([assume('plain'), echo])
      expect(run).toMatchObject({ stdout: `0 ${id} ${odd}`, stderr: '' })
      expect(bob.starts()).toEqual([])
      expect(existsSync(bob.path('canary'))).toBe(false)
    })
  }
  describeIn(shell, tests, way.name)
}
