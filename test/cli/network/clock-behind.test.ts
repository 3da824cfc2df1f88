import { oidcProviderArn, type Role, roleArn, type World, webIdentityToken } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { demoWorld, noMfaRole } from '../../../src/demo/fixture.ts'
import { cluster } from '../../support/aws/cluster.ts'
import { readEntry, sessionFiles } from '../../support/cache-files.ts'
import { SsoScene } from '../../support/sign-in/sso.ts'
import { type Outcome, TestAws } from '../../support/test-aws.ts'

const account = '123456789012'
const worker: Role = {
  account,
  name: 'worker',
  trustPolicy: {
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: oidcProviderArn(cluster) },
      Action: 'sts:AssumeRoleWithWebIdentity',
    },
  },
}
const world: World = { ...demoWorld, roles: [...demoWorld.roles, worker], oidcProviders: [cluster] }

interface Taking {
  readonly testAws: TestAws
  /** The duration of the session in seconds. */
  readonly lasts: number
  take(): Promise<Pick<Outcome, 'stderr'> & { readonly session: { readonly Expiration?: string } }>
}

const sources: Readonly<Record<string, () => Promise<Taking>>> = {
  'a role assumed with an access key': async () => {
    const testAws = await TestAws.open()
    return { testAws, lasts: 3600, take: () => testAws.session(['Bob', noMfaRole.name]) }
  },
  'a role for a web identity token': async () => {
    const config = `[profile worker]\nrole_arn = ${roleArn(worker)}\nweb_identity_token_file = token\n`
    const files = { token: webIdentityToken(cluster) }
    const testAws = await TestAws.open({ world, config, credentials: '', files })
    return {
      testAws,
      lasts: 3600,
      take: () => testAws.session(['worker'], { cwd: testAws.home.path }),
    }
  },
  'a role of IAM Identity Center': async () => {
    const sso = await SsoScene.open()
    await sso.signIn()
    return { testAws: sso.testAws, lasts: 6 * 3600, take: () => sso.session(['dev']) }
  },
}

describe.each(Object.entries(sources))('%s, if the clock of this machine is', (_, open) => {
  it.each([
    [4, ''],
    [
      30,
      "assume: the clock of this machine is 30 minutes behind AWS's clock; the times shown are wrong by as much\n",
    ],
  ])('%i minutes behind, has an expiration converted to that clock', async (minutes, note) => {
    const { testAws, lasts, take } = await open()
    testAws.aws.faults.skewSeconds = minutes * 60
    const { session, stderr } = await take()
    expect(stderr).toBe(note)
    const left = (Date.parse(session.Expiration ?? '') - Date.now()) / 1000
    expect(left).toBeGreaterThan(lasts - 60)
    expect(left).toBeLessThan(lasts + 2)
    const [file = ''] = sessionFiles(testAws.home)
    expect(readEntry(file).until).toBe(Date.parse(session.Expiration ?? ''))
  })

  it('10 minutes ahead, has the expiration that AWS returns, also in the cache', async () => {
    const { testAws, lasts, take } = await open()
    testAws.aws.faults.skewSeconds = -600
    const { session } = await take()
    const left = (Date.parse(session.Expiration ?? '') - Date.now()) / 1000
    expect(left).toBeGreaterThan(lasts - 660)
    expect(left).toBeLessThan(lasts - 598)
    const [file = ''] = sessionFiles(testAws.home)
    expect(readEntry(file).until).toBe(Date.parse(session.Expiration ?? ''))
  })
})
