import { expect, it } from 'vitest'
import { demoRole, noMfaRole } from '../../src/demo/story.ts'
import { roleArn } from '../../src/demo/world.ts'
import { Scene } from '../support/scene.ts'

const serial = 'arn:aws:iam::123456789012:mfa/Bob'

const config = `[profile one]
role_arn = ${roleArn(demoRole)}
source_profile = Bob
mfa_serial = ${serial}
[profile two]
role_arn = ${roleArn(noMfaRole)}
source_profile = Bob
mfa_serial = ${serial}
`

const actions = (calls: readonly { readonly action?: string }[]) =>
  calls.map(({ action }) => action)

it('is one code for many roles, in every shell', async () => {
  const scene = await Scene.open({ config })
  const first = await scene.session(['one', '123456'])
  expect(actions(first.calls)).toEqual(['GetSessionToken', 'AssumeRole'])
  expect(first.calls[0]).toMatchObject({ TokenCode: '123456', DurationSeconds: '14400' })
  expect(first.calls[1]).not.toHaveProperty('TokenCode')
  expect(first.stderr).toBe('assume: one code for all roles of these keys, for 4 h\n')
  const second = await scene.session(['two'])
  expect(actions(second.calls)).toEqual(['AssumeRole'])
  expect(second.stderr).toBe('')
  const again = await scene.session(['one'])
  expect(again.calls).toEqual([])
  expect(again.session).toEqual(first.session)
  const user = await scene.session(['Bob', '123456'])
  expect(actions(user.calls)).toEqual(['GetCallerIdentity'])
  expect((await scene.session(['Bob', '123456'])).calls).toEqual([])
})
