import { sampleOrganization } from 'aws-stand-in'
import { expect, it } from 'vitest'
import { often } from '../../../support/sign-in/organization.ts'
import { corp, SignInScene } from '../../../support/sign-in/sign-in.ts'

/** Milliseconds: 5 seconds that assume login waits for the roles, and half a second to end the process. */
const limit = 5_000 + 500

/** Bob has four roles in each of 300 accounts. It takes 15 seconds to fetch them. */
async function atLargeOrganization(): Promise<SignInScene> {
  const scene = await SignInScene.open(corp)
  const { accounts, users } = sampleOrganization({ accounts: 300 })
  scene.directory.update({ accounts, users: users.map((user) => ({ ...user, name: 'bob' })) })
  scene.portal.callsPerSecond = 20
  return scene
}

/** Signs in, and returns what `assume login` says about the roles and how long it waits for them. */
async function signInAndWait(scene: SignInScene) {
  const login = scene.login(['--use-device-code'])
  scene.oidc.approve(await login.userCode(), 'bob')
  await login.shown(/(signed in) to corp/)
  const before = performance.now()
  const { stderr, exitCode } = await login.done
  const [, said = ''] = /\nassume: signed in to corp;[^\n]*\n(.*)$/s.exec(stderr) ?? []
  return { milliseconds: performance.now() - before, said, exitCode }
}

it(
  'assume login waits 5 seconds for the roles, and assume roles fetches the rest',
  often,
  async () => {
    const scene = await atLargeOrganization()
    const { milliseconds, said, exitCode } = await signInAndWait(scene)
    expect(exitCode).toBe(0)
    expect(said).toMatch(
      /^assume: the roles of \d{2,3} of 300 accounts are known; to fetch the rest: assume roles\n$/,
    )
    expect(milliseconds).toBeLessThan(limit)
    const known = answeredRoles(scene)
    expect(known.length).toBeGreaterThan(20)
    expect(known.length).toBeLessThan(300)
    scene.portal.callsPerSecond = undefined
    const { stdout, stderr } = await scene.run(['roles', '--format', 'tsv'])
    expect(stderr).toBe('')
    expect(stdout.trimEnd().split('\n')).toHaveLength(1200)
    expect(new Set(answeredRoles(scene)).size).toBe(300)
    expect(answeredRoles(scene)).toHaveLength(300)
  },
)

it('assume login waits at most 5 seconds for a portal that does not respond', often, async () => {
  const scene = await atLargeOrganization()
  scene.portal.faults.accounts = { kind: 'hang' }
  const { milliseconds, said, exitCode } = await signInAndWait(scene)
  expect(exitCode).toBe(0)
  expect(said).toBe('assume: your roles are not known yet; to fetch them: assume roles\n')
  expect(milliseconds).toBeLessThan(limit)
})

const answeredRoles = ({ portal }: SignInScene) =>
  portal.requests
    .filter(({ step, status }) => step === 'roles' && status === 200)
    .map(({ query }) => query.account_id)
