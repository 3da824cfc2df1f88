import { describe, expect, it } from 'vitest'
import { bob } from '../../src/demo/story.ts'
import { keysOf } from '../support/home.ts'
import { Scene } from '../support/scene.ts'

describe('credentials that assume takes from nowhere', () => {
  const keys = keysOf(bob).split('\n').slice(1).join('\n')

  it.each([
    ['sso_account_id', 'sso_session = corp\nsso_account_id = 123456789012\nsso_role_name = dev'],
  ])('%s: say so, and how the AWS CLI can fetch them', async (key, lines) => {
    const scene = await Scene.open({ config: `[profile "its own"]\n${lines}\n` })
    const { stdout, stderr, exitCode, calls } = await scene.assume(['its own'])
    expect({ stdout, exitCode, calls }).toEqual({ stdout: '(exit 1);\n', exitCode: 1, calls: [] })
    expect(stderr).toMatch(
      new RegExp(
        `^assume: profile "its own" gets its credentials by ${key} \\(~/.aws/config:\\d\\), `,
      ),
    )
    expect(stderr).toContain(
      `  hint: let the AWS CLI fetch them: eval "$(aws configure export-credentials --profile 'its own' --format env)"\n`,
    )
  })

  it.each([['SSO', '[profile p]\nsso_role_name = dev', 'credentials']])(
    '%s goes before static keys, which would be others than the AWS CLI takes',
    async (_, text, file) => {
      const inConfig = file === 'config'
      const scene = await Scene.open({
        config: inConfig ? `${text}\n${keys}` : text,
        credentials: inConfig ? '' : keysOf(bob, 'p'),
      })
      expect(await scene.assume(['p'])).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('from which assume takes no keys'),
        calls: [],
      })
    },
  )

  it.each(['login_session = x', 'credential_process = /bin/echo'])(
    'keys of the credentials file go before %s',
    async (line) => {
      const scene = await Scene.open({ config: `[profile Bob]\n${line}\n` })
      expect((await scene.session(['Bob'])).session.AccessKeyId).toBe(
        bob.accessKeys[0]?.accessKeyId,
      )
    },
  )

  it('an SSO session for tokens alone stands in no one’s way', async () => {
    const scene = await Scene.open({ config: '[profile Bob]\nsso_session = corp\n' })
    expect((await scene.session(['Bob'])).session.AccessKeyId).toBe(bob.accessKeys[0]?.accessKeyId)
  })
})
