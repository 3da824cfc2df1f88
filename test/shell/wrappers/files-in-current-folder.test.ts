import { mkdirSync, renameSync, symlinkSync } from 'node:fs'
import { expect, test } from 'vitest'
import { aws } from '../../support/aws/aws.ts'
import { FastPathSession } from '../../support/shells/fast-path-session.ts'
import { wrappedWays } from '../../support/shells/posix-shells.ts'
import { describeIn } from '../../support/shells/shells.ts'

for (const way of wrappedWays) {
  const { shell } = way

  /** His files are in a repository, and the core has left a session for the wrapper, who was in HOME. */
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
      ['in their folder', 'repo/aws'],
      ['in the folder above', 'repo'],
      ['by a link to it', 'link'],
      ['in their folder by that link', 'link/aws'],
    ])('the core is asked %s', async (_, folder) => {
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
      ['in a folder beside them', 'bin'],
    ])('nobody is asked %s', async (_, folder) => {
      const { bob, env } = await primed()
      expect(await bob.asked([`cd ${folder}`, way.assume('plain')], { env })).toEqual([])
    })

    test('nobody is asked of files in ~/.aws, whichever folder that is', async () => {
      const { bob, env } = await primed('.aws')
      expect(await bob.asked(['cd .aws', way.assume('plain')], { env })).toEqual([])
    })

    test('the core says it, and leaves nothing', async () => {
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
