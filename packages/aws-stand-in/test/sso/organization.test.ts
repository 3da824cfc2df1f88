import { describe, expect, it, onTestFinished } from 'vitest'
import { RateLimit } from '../../src/http/rate-limit.ts'
import { sampleOrganization } from '../../src/sso/sample-organization.ts'
import { start } from '../../src/stand-in.ts'
import { parseWorld } from '../../src/state/parse-world.ts'

const sso = sampleOrganization()

/** A response of the portal. */
interface Body {
  readonly accountList: readonly { readonly accountName: string }[]
}

async function open() {
  const standIn = await start({ world: { sso } })
  onTestFinished(() => standIn.close())
  const { accessToken } = standIn.directory.issueToken('alice')
  const headers = { 'x-amz-sso_bearer_token': accessToken }
  const get = async (path: string) => {
    const response = await fetch(standIn.url + path, { headers })
    return {
      status: response.status,
      type: response.headers.get('x-amzn-errortype'),
      body: (await response.json()) as Body,
    }
  }
  return { ...standIn, standIn, get }
}

const [first] = sso.accounts
const firstId = first?.accountId ?? ''

describe('the sample organization', () => {
  it('has 2,500 accounts in 40 organizational units, with 4 permission sets in each', () => {
    const units = sso.accounts.map(({ accountName }) => accountName.replace(/-.*/, ''))
    expect(new Set(units).size).toBe(40)
    expect(new Set(sso.accounts.map(({ accountId }) => accountId)).size).toBe(2500)
    expect(new Set(sso.accounts.map(({ accountName }) => accountName)).size).toBe(2500)
    expect(sso.users[0]?.assignments).toHaveLength(10_000)
    expect(parseWorld({ sso }).sso).toEqual(sso)
  })

  it('has the account payments-prod with the role Admin', async () => {
    const { get } = await open()
    const { body } = await get('/assignment/accounts')
    expect(body.accountList).toHaveLength(100)
    expect(body.accountList[0]).toEqual({
      accountId: firstId,
      accountName: 'payments-prod',
      emailAddress: 'aws+payments-prod@example.com',
    })
    const roles = await get(`/assignment/roles?account_id=${firstId}`)
    expect(roles.body).toEqual({
      roleList: ['Admin', 'ReadOnly', 'PowerUser', 'Billing'].map((roleName) => ({
        accountId: firstId,
        roleName,
      })),
      nextToken: null,
    })
  })

  it('changes while tokens remain valid', async () => {
    const { directory, get } = await open()
    const credentials = `/federation/credentials?account_id=${firstId}&role_name=`
    expect((await get(`${credentials}Admin`)).status).toBe(200)
    directory.update({
      users: sso.users.map((user) => ({
        ...user,
        assignments: user.assignments.filter(
          ({ accountId, roleName }) => accountId !== firstId || roleName !== 'Admin',
        ),
      })),
    })
    expect(await get(`${credentials}Admin`)).toMatchObject({
      status: 403,
      body: { message: 'No access' },
    })
    expect((await get(`${credentials}ReadOnly`)).status).toBe(200)
    directory.update({
      accounts: sso.accounts.map((account) =>
        account === first ? { ...account, status: 'SUSPENDED' as const } : account,
      ),
    })
    expect((await get(`${credentials}ReadOnly`)).status).toBe(403)
    expect(await get(`/assignment/roles?account_id=${firstId}`)).toMatchObject({
      status: 404,
      type: 'ResourceNotFoundException:',
    })
    expect((await get('/assignment/accounts')).body.accountList[0]?.accountName).not.toBe(
      'payments-prod',
    )
  })
})

describe('throttling', () => {
  it('answers further calls with the error of AWS', async () => {
    const { portal, get } = await open()
    portal.callsPerSecond = 1
    const answers = await Promise.all(Array.from({ length: 5 }, () => get('/assignment/accounts')))
    const throttled = answers.filter(({ status }) => status === 429)
    expect(throttled.length).toBeGreaterThanOrEqual(3)
    expect(throttled[0]).toEqual({
      status: 429,
      type: 'TooManyRequestsException:',
      body: {
        message: 'HTTP 429 Unknown Code',
        __type: 'com.amazonaws.switchboard.portal#TooManyRequestsException',
      },
    })
    expect(portal.requests.map(({ status }) => status).sort()).toEqual(
      answers.map(({ status }) => status).sort(),
    )
    portal.callsPerSecond = undefined
    portal.latencyMs = 5
    await Promise.all([get('/assignment/accounts'), get('/assignment/accounts')])
    expect(portal.inFlight).toMatchObject({ most: 2 })
    expect((await get('/assignment/accounts')).status).toBe(200)
  })

  it('refills all the time, for as many calls as a second has', () => {
    const limit = new RateLimit()
    const allowedAt = (time: number) => {
      let count = 0
      while (limit.allows(20, time)) count += 1
      return count
    }
    expect([0, 50, 100, 600, 60_000].map(allowedAt)).toEqual([20, 1, 1, 10, 20])
    expect(limit.allows(undefined, 60_000)).toBe(true)
  })
})
