import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Role, raw, roleArn, type User, type World } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { bob, demoRole, demoWorld, noMfaRole } from '../../../src/demo/fixture.ts'
import { privateCa, startProxy } from '../../support/aws/proxy.ts'
import { keysOf } from '../../support/home.ts'
import type { Run } from '../../support/program.ts'
import { evaluated, TestAws, type TestAwsSetup } from '../../support/test-aws.ts'

const serial = 'arn:aws:iam::123456789012:mfa/Bob'

const chained: Role = {
  ...noMfaRole,
  name: 'chained-role',
  trustPolicy: {
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: roleArn(noMfaRole) },
      Action: 'sts:AssumeRole',
    },
  },
}

const federating: User = {
  ...bob,
  policies: {
    all: { Statement: { Effect: 'Allow', Action: 'sts:*', Resource: '*' } },
  },
}

const world: World = { ...demoWorld, users: [federating], roles: [...demoWorld.roles, chained] }

const config = `[profile plain]
role_arn = ${roleArn(noMfaRole)}
source_profile = Bob
region = eu-west-1

[profile mfa]
role_arn = ${roleArn(demoRole)}
source_profile = Bob
mfa_serial = ${serial}

[profile chained]
role_arn = ${roleArn(chained)}
source_profile = plain

[profile own]
mfa_serial = ${serial}
`

const credentials = `${keysOf(bob)}${keysOf(bob, 'own')}`

/** A scene in which the sign-in endpoint of the console is the stand-in. */
async function openScene(props: TestAwsSetup = {}) {
  const testAws = await TestAws.open({ world, config, credentials, ...props })
  const at = { AWS_ENDPOINT_URL_SIGNIN_FEDERATION: testAws.aws.url }
  const assume = (words: readonly string[], run: Run = {}) =>
    testAws.assume(['console', ...words], { ...run, env: { ...at, ...run.env } })
  return { testAws, assume }
}

/** The status and the location with which the console answers a printed URL. */
async function visited(stdout: string) {
  const url = new URL(stdout.trimEnd())
  const answer = await fetch(url, { redirect: 'manual' })
  return { status: answer.status, location: answer.headers.get('Location') }
}

const arnOf = (name: string) => expect.stringContaining(`:assumed-role/${name}/`)

describe('assume console --url', () => {
  it('prints a URL that signs in, and warns not to share it', async () => {
    const { testAws, assume } = await openScene()
    const { stdout, stderr, exitCode } = await assume(['plain', '--url', '--service', 's3'])
    expect({ stderr, exitCode }).toEqual({
      stderr:
        'assume: warning: anyone with this URL can sign in as plain for 15 minutes; do not share it\n',
      exitCode: 0,
    })
    expect(stdout.split('\n')).toHaveLength(2)
    const location = 'https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1'
    expect(await visited(stdout)).toEqual({ status: 302, location })
    expect(testAws.aws.signIns).toMatchObject([
      { action: 'getSigninToken', method: 'POST', caller: arnOf(noMfaRole.name), status: 200 },
      { action: 'login', issuer: 'assume', destination: location, status: 302 },
    ])
    expect(testAws.aws.signIns[0]).not.toHaveProperty('sessionDuration')
  })

  it('leads to the page of --destination, or to the console of --region', async () => {
    const { assume } = await openScene()
    const page = 'https://us-west-2.console.aws.amazon.com/ec2/home?region=us-west-2#Instances:'
    const one = await assume(['plain', '--url', '--destination', page])
    expect((await visited(one.stdout)).location).toBe(page)
    const other = await assume(['plain', '--url', '--region', 'ap-south-1'])
    expect((await visited(other.stdout)).location).toBe(
      'https://ap-south-1.console.aws.amazon.com/console/home?region=ap-south-1',
    )
  })

  it.each([
    ['aws-cn', 'cn-northwest-1', 'amazonaws.cn'],
    ['aws-us-gov', 'us-gov-west-1', 'amazonaws-us-gov.com'],
  ])('leads to the console of %s', async (partition, region, domain) => {
    const trust = `arn:${partition}:iam::${bob.account}:user/Bob`
    const own: Role = {
      ...noMfaRole,
      trustPolicy: {
        Statement: { Effect: 'Allow', Principal: { AWS: trust }, Action: 'sts:AssumeRole' },
      },
    }
    const { assume } = await openScene({
      world: { partition, users: [federating], roles: [own] },
      config: `[profile plain]\nrole_arn = ${roleArn(own, partition)}\nsource_profile = Bob\n`,
    })
    const { stdout } = await assume(['plain', '--url'])
    expect((await visited(stdout)).location).toBe(
      `https://${region}.console.${domain}/console/home?region=${region}`,
    )
    const wrong = await assume(['plain', '--url', '--region', 'eu-west-1'])
    expect(wrong).toMatchObject({ stdout: '', exitCode: 2 })
    expect(wrong.stderr).toContain(`--region eu-west-1 is not in the partition ${partition}`)
  })
})

describe('assume console --duration', () => {
  it.each([
    ['of a role that is assumed with the access key of a user', ['plain'], ['AssumeRole']],
    ['of a role that is assumed with an MFA code', ['mfa', '123456'], ['AssumeRole']],
  ])('sets the duration of the console session %s', async (_, words, actions) => {
    const { testAws, assume } = await openScene()
    const { stdout, calls } = await assume([...words, '--url', '--duration', '8h'])
    expect((await visited(stdout)).status).toBe(302)
    expect(calls.map(({ action }) => action)).toEqual(actions)
    expect(calls[0]).not.toMatchObject({ DurationSeconds: '28800' })
    expect(testAws.aws.signIns[0]).toMatchObject({ sessionDuration: '28800', status: 200 })
  })

  it('is refused for a chained role, with the reason', async () => {
    const { assume } = await openScene()
    const { stdout, stderr, exitCode, calls } = await assume(['chained', '--url', '-d', '2h'])
    expect({ stdout, exitCode, calls }).toEqual({ stdout: '', exitCode: 2, calls: [] })
    expect(stderr).toContain('(role chaining), so its console lasts as long as its keys')
    expect((await assume(['chained', '--url'])).exitCode).toBe(0)
  })

  it('is refused if AWS does not allow it', async () => {
    const { assume } = await openScene()
    expect(await assume(['plain', '--url', '-d', '13h'])).toMatchObject({ exitCode: 2, calls: [] })
  })
})

describe('assume console with the access key of a user', () => {
  it('gets read-only permissions unless --policy is given', async () => {
    const { testAws, assume } = await openScene()
    const { stdout, stderr, calls } = await assume(['own', '--url', '--duration', '2h'])
    expect((await visited(stdout)).status).toBe(302)
    expect(stderr).toContain('assume: the console may only read')
    expect(calls).toMatchObject([
      { action: 'GetCallerIdentity' },
      {
        action: 'GetFederationToken',
        Name: 'Bob',
        DurationSeconds: '7200',
        'PolicyArns.member.1.arn': 'arn:aws:iam::aws:policy/ReadOnlyAccess',
      },
    ])
    expect(testAws.aws.signIns[0]).not.toHaveProperty('sessionDuration')
    expect(testAws.aws.signIns[0]).toMatchObject({
      caller: expect.stringContaining(':federated-user/Bob'),
    })
    const policy = '{"Version":"2012-10-17","Statement":[]}'
    const own = await assume(['own', '--url', '--policy', policy])
    expect(own.calls).toMatchObject([{ action: 'GetFederationToken', Policy: policy }])
    expect(own.calls[0]).not.toHaveProperty('PolicyArns.member.1.arn')
    expect((await testAws.assume(['cache'])).stdout).toMatch(/^no session is cached/)
  })

  it('names the permission that the user lacks', async () => {
    const { assume } = await openScene({ world: demoWorld })
    const { stdout, stderr, exitCode } = await assume(['own', '--url'])
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
    expect(stderr).toContain("the user's own policy has to allow sts:GetFederationToken")
  })

  it('fails for the root user', async () => {
    const [key] = bob.accessKeys
    const root = { account: bob.account, accessKeys: key ? [key] : [] }
    const { assume } = await openScene({ world: { ...demoWorld, users: [], roots: [root] } })
    const { stderr, exitCode, calls } = await assume(['own', '--url'])
    expect(stderr).toContain("are those of the account's root")
    expect(exitCode).toBe(1)
    expect(calls.map(({ action }) => action)).toEqual(['GetCallerIdentity'])
  })

  it.each([
    [['123456'], 'AWS accepts no MFA code for this session'],
    [['--tag', 'a=b'], '--tag'],
    [['--session-name', 'x1'], '--session-name'],
  ])('refuses %j', async (words, complaint) => {
    const { assume } = await openScene()
    const { stderr, exitCode } = await assume(['own', ...words, '--url'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain(complaint)
  })
})

describe('assume console without a target', () => {
  async function held(words: readonly string[], props: TestAwsSetup = {}) {
    const { testAws, assume } = await openScene(props)
    const env = await evaluated((await testAws.assume(words)).stdout)
    return { testAws, env, assume: (more: readonly string[]) => assume(more, { env }) }
  }

  it('uses the active session, without a call to STS', async () => {
    const { testAws, assume } = await held(['plain'])
    const { stdout, stderr, calls } = await assume(['--url', '--duration', '2h'])
    expect(calls).toEqual([])
    expect(stderr).toContain('sign in as plain for 15 minutes')
    expect(await visited(stdout)).toEqual({
      status: 302,
      location: 'https://eu-west-1.console.aws.amazon.com/console/home?region=eu-west-1',
    })
    expect(testAws.aws.signIns[0]).toMatchObject({ sessionDuration: '7200' })
  })

  it('refuses --duration if the role of the active session was assumed with MFA', async () => {
    const { assume } = await held(['mfa', '123456'])
    const { stderr, exitCode } = await assume(['--url', '--duration', '2h'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('AWS counts a role assumed with an MFA session as chained')
    expect((await visited((await assume(['--url'])).stdout)).status).toBe(302)
  })

  it('calls GetFederationToken if the active session is one of a user', async () => {
    const { assume } = await held(['own', '123456'])
    const { calls, stdout } = await assume(['--url'])
    expect(calls.at(-1)).toMatchObject({ action: 'GetFederationToken' })
    expect((await visited(stdout)).status).toBe(302)
  })

  it('fails if there is no active session, or if it has expired', async () => {
    const { env, assume } = await held(['plain'])
    const ended = await openScene()
    const over = await ended.assume(['--url'], { env: { ...env, ASSUME_EXPIRES: '1' } })
    expect(over).toMatchObject({ exitCode: 1, calls: [] })
    expect(over.stderr).toContain('the session of this shell has expired\n  hint: assume refresh\n')
    const none = await ended.assume(['--url'])
    expect(none.stderr).toContain('this shell has no session from assume')
    expect(await assume(['--url', '--policy', '{}'])).toMatchObject({ exitCode: 2 })
  })
})

/** A browser that opens its URL and saves what it saw, such as its arguments and the output of `ps`. */
const browser = `#!${process.execPath}
const { execFileSync } = require('node:child_process')
const { renameSync, writeFileSync } = require('node:fs')
const args = process.argv.slice(2)
const ps = execFileSync('ps', ['-e', '-ww', '-o', 'args']).toString()
const keys = Object.keys(process.env).filter((name) => /^(AWS_(ACCESS|SECRET|SESSION)|ASSUME)/.test(name))
const visit = (url) => fetch(url, { redirect: 'manual', headers: { connection: 'close' } })
const go = async () => {
  const url = args.find((word) => word.startsWith('http'))
  const wrong = await visit(url.slice(0, -1)).then(({ status }) => status)
  const first = await visit(url)
  const location = first.headers.get('location')
  const page = (await visit(location)).headers.get('location')
  const seen = { args, ps, keys, wrong, status: first.status, cache: first.headers.get('cache-control'), location, page }
  writeFileSync(process.env.HOME + '/seen.new', JSON.stringify(seen))
  renameSync(process.env.HOME + '/seen.new', process.env.HOME + '/seen')
}
go()
`

describe('assume console in a browser', () => {
  async function machine(setting?: string) {
    const { testAws, assume } = await openScene()
    const path = (name: string) => join(testAws.home.path, name)
    writeFileSync(path('browser'), browser, { mode: 0o700 })
    mkdirSync(path('.config/assume'), { recursive: true })
    if (setting !== undefined) {
      writeFileSync(
        path('.config/assume/config'),
        `browser = ${setting.replace('HOME', path(''))}\n`,
      )
    }
    const seen = async () => {
      await expect.poll(() => existsSync(path('seen')), { timeout: 10_000 }).toBe(true)
      return JSON.parse(readFileSync(path('seen'), 'utf8'))
    }
    return { testAws, assume, seen, path }
  }

  const page = 'https://eu-west-1.console.aws.amazon.com/console/home?region=eu-west-1'

  it('shows the sign-in token on no command line', async () => {
    const { testAws, assume, seen } = await machine(
      'HOME/browser --tab={encoded_label}:{account} {url}',
    )
    const env = await evaluated((await testAws.assume(['plain'])).stdout)
    const { stdout, stderr, exitCode } = await assume([], { env })
    expect({ stdout, stderr, exitCode }).toEqual({
      stdout: '',
      stderr: 'assume: signed in to the console as plain, in the browser\n',
      exitCode: 0,
    })
    const { args, ps, location, ...others } = await seen()
    expect(args).toEqual([
      '--tab=plain:123456789012',
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}$/),
    ])
    expect(others).toEqual({ keys: [], wrong: 404, status: 303, cache: 'no-store', page })
    const token = new URL(location).searchParams.get('SigninToken') ?? ''
    expect(token.length).toBeGreaterThan(100)
    expect(ps).toContain(args[1])
    expect(ps).not.toContain(token)
    expect(ps).not.toContain('SigninToken')
  })

  it('opens the browser of BROWSER if no setting names one', async () => {
    const { assume, seen, path } = await machine()
    const { exitCode } = await assume(['plain'], { env: { BROWSER: path('browser') } })
    expect(exitCode).toBe(0)
    expect((await seen()).page).toBe(page)
  })

  it.each([
    ['without a display', {}],
    ['over ssh', { BROWSER: 'true', SSH_CONNECTION: '127.0.0.1 1 127.0.0.1 2' }],
  ])('prints the URL instead %s', async (_, env) => {
    const { assume } = await openScene()
    const { stdout, stderr, exitCode } = await assume(['plain'], { env })
    expect(exitCode).toBe(0)
    expect(stderr).toContain('anyone with this URL')
    expect((await visited(stdout)).location).toBe(page)
  })

  it.each([
    ['/no/such/browser', 'the browser could not be started: /no/such/browser'],
    ['"firefox', 'is no command'],
  ])('fails if the browser cannot be started: %j', async (setting, complaint) => {
    const { assume } = await machine(setting)
    const { stdout, stderr, exitCode } = await assume(['plain'])
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
    expect(stderr).toContain(complaint)
  })

  it('prints the sign-out URL with --logout', async () => {
    const { testAws, assume } = await openScene()
    const { stdout, stderr } = await assume(['--logout', '--url'])
    expect({ stdout, stderr }).toEqual({
      stdout: `${testAws.aws.url}/oauth?Action=logout\n`,
      stderr: '',
    })
    const real = await testAws.assume(['console', '--logout', '--region', 'cn-north-1'])
    expect(real.stdout).toBe('https://signin.amazonaws.cn/oauth?Action=logout\n')
  })
})

describe('errors of assume console', () => {
  it.each([
    [
      ['plain', '--service', 's3', '--destination', 'x'],
      '--service and --destination cannot be used together',
    ],
    [['plain', '--service', '../x'], 'is not the name of a service'],
    [['plain', '--destination', 'https://evil.example/'], 'is not in the console'],
    [['plain', '--region', 'a b'], 'is not an AWS region'],
    [['plain', '--duration', 'long'], 'is not a duration'],
    [['plain', '--format', 'json'], ''],
    [['--logout', 'plain'], '--logout takes no target'],
    [['--logout', '--service', 's3'], '--logout takes no target'],
    [['--token-code', '123456'], 'these options need a target'],
  ])('%j is wrong usage', async (words, complaint) => {
    const { testAws, assume } = await openScene()
    const { stdout, stderr, exitCode } = await assume([...words, '--url'])
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 })
    expect(stderr).toContain(complaint)
    expect(testAws.aws.signIns).toEqual([])
  })

  it.each([
    ['no JSON', raw('<html>'), 'the answer lacks the token'],
    ['no token', raw('{}'), 'the answer lacks the token'],
    ['null', raw('null'), 'the answer lacks the token'],
    ['a number', raw('{"SigninToken": 7}'), 'the answer lacks the token'],
    ['control characters', raw('{"SigninToken": "a\\u001b[31m"}'), 'the answer lacks the token'],
    ['a long token', raw(`{"SigninToken": "${'x'.repeat(20_000)}"}`), 'the answer lacks the token'],
    ['ten megabytes', raw('x'.repeat(10_000_000)), 'too long'],
    ['a refusal', raw('IQoJb3JpZ2lu', 400), 'AWS rejects the sign-in with these keys (HTTP 400)'],
    ['an outage', raw('', 503), 'not from AWS Sign-In (HTTP 503)'],
    ['a redirect', raw('', 302), 'not from AWS Sign-In (HTTP 302)'],
    ['nothing', { kind: 'drop' } as const, 'the connection was cut'],
  ])('getSigninToken fails if the answer is %s', async (_, fault, complaint) => {
    const { testAws, assume } = await openScene()
    await testAws.assume(['plain'])
    testAws.aws.faults.next = [fault]
    const { stdout, stderr, exitCode } = await assume(['plain', '--url'])
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
    expect(stderr).toContain('getSigninToken failed: ')
    expect(stderr).toContain(complaint)
  })

  it('hints that AWS may reject the duration if the command line has one', async () => {
    const { testAws, assume } = await openScene()
    await testAws.assume(['plain'])
    testAws.aws.faults.next = [raw('', 400)]
    const { stderr } = await assume(['plain', '--url', '--duration', '2h'])
    expect(stderr).toContain('leave out --duration')
    testAws.aws.faults.next = [raw('', 403)]
    const other = await assume(['plain', '--url', '--duration', '2h'])
    expect(other.stderr).toContain('HTTP 403')
    expect(other.stderr).not.toContain('leave out --duration')
  })

  it('a sign-in endpoint on another machine is refused', async () => {
    const { assume } = await openScene()
    for (const url of [
      'https://evil.example',
      'http://10.0.0.1',
      'http://localhost.evil.example',
    ]) {
      const env = { AWS_ENDPOINT_URL_SIGNIN_FEDERATION: url }
      const { stdout, stderr, exitCode } = await assume(['plain', '--url'], { env })
      expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
      expect(stderr).toContain('which is not on this machine')
    }
  })

  it('a certificate for another host is refused, also through a proxy', async () => {
    const { testAws } = await openScene()
    const proxy = await startProxy(testAws.aws.url)
    const env = { HTTPS_PROXY: proxy.url, AWS_CA_BUNDLE: privateCa }
    const { stdout, stderr, exitCode } = await testAws.assume(['console', 'plain', '--url'], {
      env,
    })
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
    expect(proxy.hosts).toEqual(['signin.aws.amazon.com:443'])
    expect(stderr).toContain('its certificate is for another host')
    expect(testAws.aws.signIns).toEqual([])
  })

  it('--debug prints the getSigninToken call without a secret', async () => {
    const { assume } = await openScene()
    const { stderr } = await assume(['plain', '--url', '--debug'])
    expect(stderr).toContain('getSigninToken at http://127.0.0.1')
  })
})
