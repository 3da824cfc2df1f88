import { mkdirSync, renameSync, symlinkSync } from 'node:fs'
import { expect, test } from 'vitest'
import { aws } from '../../support/aws/aws.ts'
import { FastPathSession } from '../../support/shells/fast-path-session.ts'
import { wrappedWays } from '../../support/shells/posix-shells.ts'
import { describeIn } from '../../support/shells/shells.ts'

for (const way of wrappedWays) {
  const { shell } = way

  /** Bob's AWS files are in a repository, and a fast-path file exists that the core wrote for a shell in HOME. */
  async function primed(folder = 'repo/aws') {
    const bob = new FastPathSession(aws, way)
    mkdirSync(bob.path('repo/aws'), { recursive: true })
    if (folder !== '.aws') {
      renameSync(bob.path('.aws/config'), bob.path(`${folder}/config`))
      renameSync(bob.path('.aws/credentials'), bob.path(`${folder}/credentials`))
    }
    symlinkSync(bob.path('repo'), bob.path('link'))
    const env = {
      AWS_CONFIG_FILE: bob.path(`${folder}/config`),
      AWS_SHARED_CREDENTIALS_FILE: bob.path(`${folder}/credentials`),
    }
    await bob.prime(['plain'], { env })
    return { bob, env }
  }

  const tests = () => {
    test.each([
      ['in the folder of the files', 'repo/aws'],
      ['in the folder above them', 'repo'],
      ['in a link to the folder above them', 'link'],
      ['in the folder of the files, through a link', 'link/aws'],
    ])('the wrapper starts the core %s', async (_, folder) => {
      const { bob, env } = await primed()
      expect(await bob.asked([way.assume('plain')], { env })).toEqual([])
      expect(await bob.asked([`cd ${folder}`, way.assume('plain')], { env })).toEqual(['plain'])
      const one = { AWS_SHARED_CREDENTIALS_FILE: env.AWS_SHARED_CREDENTIALS_FILE }
      expect(await bob.asked([`cd ${folder}`, way.assume('plain')], { env: one })).toEqual([
        'plain',
      ])
    })

    test.each([
      ['in HOME', '.'],
      ['above HOME', '..'],
      ['at the root', '/'],
      ['in another folder', '/usr'],
      ['in a folder beside the repository', 'bin'],
    ])('the wrapper uses the fast path %s', async (_, folder) => {
      const { bob, env } = await primed()
      expect(await bob.asked([`cd ${folder}`, way.assume('plain')], { env })).toEqual([])
    })

    test('the wrapper uses the fast path in ~/.aws even if the files are there', async () => {
      const { bob, env } = await primed('.aws')
      expect(await bob.asked(['cd .aws', way.assume('plain')], { env })).toEqual([])
    })

    test('the core warns about files in the repository, and writes no fast-path file', async () => {
      const { bob, env } = await primed()
      const again = ['cd repo', way.assume('plain'), `echo "$AWSUME_PROFILE ${shell.status}"`]
      const { stdout, stderr } = await bob.take(again, { env })
      expect(stdout).toMatch(/^plain/)
      expect(stderr).toMatch(/^assume: warning: ~\/repo\/aws\/config: AWS_CONFIG_FILE and [^\n]*$/)
      expect(bob.fastPathFiles()).toEqual([])
    })
  }
  describeIn(shell, tests)
}
