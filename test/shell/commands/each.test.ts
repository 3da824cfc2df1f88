import { describe, expect, it } from 'vitest'
import { aws } from '../../support/aws/aws.ts'
import { wrappedWays } from '../../support/shells/posix-shells.ts'
import { ShellSession } from '../../support/shells/shell-session.ts'

describe('assume each in a wrapped shell', () => {
  it.each(wrappedWays)('$name leaves the shell as it is', async (way) => {
    const bob = new ShellSession(aws)
    const { stdout, stderr, exitCode } = await bob.go(way, [
      'assume each plain ireland --jobs 1 -- sh -c \'echo "$ASSUME_ROLE:$ASSUME_EVAL_FD"; exit 3\'',
      'printenv AWS_ACCESS_KEY_ID ASSUME_ROLE',
      'assume each plain -- true',
    ])
    expect({ stdout, exitCode }).toEqual({
      stdout: 'plain | plain:\nireland | ireland:',
      exitCode: 0,
    })
    expect(stderr).toContain('assume: 2 of 2 failed\n  plain: exit status 3\n')
  })

  it.each(wrappedWays)(
    '$name runs the program with the variables from before the session',
    async (way) => {
      const bob = new ShellSession(aws)
      const { stdout } = await bob.go(
        way,
        [
          'assume ireland',
          'assume each plain -- printenv AWS_REGION ASSUME_ROLE',
          'printenv AWS_REGION',
        ],
        { env: { AWS_REGION: 'us-west-2' } },
      )
      expect(stdout).toBe('plain | us-west-2\nplain | plain\neu-west-1')
    },
  )
})
