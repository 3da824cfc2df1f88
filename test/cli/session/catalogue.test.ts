import { type AddressInfo, createServer, type Socket } from 'node:net'
import {
  drop,
  type Fault,
  hang,
  type Role,
  raw,
  refuse,
  roleArn,
  type User,
  userArn,
  type World,
} from 'aws-stand-in'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  alice,
  bob,
  demoRole,
  demoWorld,
  externalIdRole,
  noMfaRole,
  otherAccountRole,
} from '../../../src/demo/fixture.ts'
import {
  overCertificate,
  privateCa,
  startProxy,
  startProxyToOver,
  tlsServer,
} from '../../support/aws/proxy.ts'
import { catalogue } from '../../support/catalogue.ts'
import { keysOf } from '../../support/home.ts'
import { TestAws } from '../../support/test-aws.ts'

const role = ['Bob', noMfaRole.name]
const [key] = bob.accessKeys

const denialOf = (arn: string) =>
  `User: ${userArn(bob)} is not authorized to perform: sts:AssumeRole on resource: ${arn}`

/** Code, status and words of AWS; then what is said of it. */
type Row = readonly [title: string, code: string, status: number, words: string, hint: string]

const rows: readonly Row[] = [
  [
    'A code that is wrong, too old, or was used before',
    'AccessDenied',
    403,
    'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
    'try again with the next one',
  ],
  [
    "A device that is not the user's",
    'AccessDenied',
    403,
    'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
    'aws iam list-mfa-devices',
  ],
  [
    'A code without a device, or a device without a code',
    'AccessDenied',
    403,
    'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.',
    'give both: the six digits as the last word, and the device with --serial-number',
  ],
  [
    'A session asks for a session',
    'AccessDenied',
    403,
    'Cannot call GetSessionToken with session credentials',
    'the keys of profile "Bob" are those of a session already',
  ],
  [
    'Keys of the root user',
    'AccessDenied',
    403,
    'Roles may not be assumed by root accounts.',
    "those of the account's root",
  ],
  [
    'Denied by a service control policy',
    'AccessDenied',
    403,
    `${denialOf(roleArn(noMfaRole))} with an explicit deny in a service control policy`,
    "ask the organization's administrator to change it",
  ],
  [
    'Denied by a resource control policy',
    'AccessDenied',
    403,
    `${denialOf(roleArn(noMfaRole))} with an explicit deny in a resource control policy`,
    'the organization that owns the role denies sts:AssumeRole',
  ],
  [
    'Denied by a VPC endpoint policy',
    'AccessDenied',
    403,
    `${denialOf(roleArn(noMfaRole))} because no VPC endpoint policy allows the sts:AssumeRole action`,
    'aws ec2 describe-vpc-endpoints',
  ],
  [
    'Denied by a permissions boundary',
    'AccessDenied',
    403,
    `${denialOf(roleArn(noMfaRole))} because no permissions boundary allows the sts:AssumeRole action`,
    'aws iam get-user --user-name Bob --query User.PermissionsBoundary',
  ],
  [
    'Denied by a session policy',
    'AccessDenied',
    403,
    `${denialOf(roleArn(noMfaRole))} because no session policy allows the sts:AssumeRole action`,
    '(--policy, policy)',
  ],
  [
    'A role denied to a web identity',
    'AccessDenied',
    403,
    'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    'as Federated',
  ],
  [
    'A session with MFA that is denied',
    'AccessDenied',
    403,
    `User: ${userArn(bob)} is not authorized to perform: sts:GetSessionToken on resource: ${userArn(bob)} with an explicit deny in an identity-based policy`,
    'a policy denies these keys sessions with MFA',
  ],
  [
    'Session tags that are not allowed',
    'AccessDenied',
    403,
    `User: ${userArn(bob)} is not authorized to perform: sts:TagSession on resource: ${roleArn(noMfaRole)}`,
    'need sts:TagSession',
  ],
  [
    'A source identity that is not allowed',
    'AccessDenied',
    403,
    `User: ${userArn(bob)} is not authorized to perform: sts:SetSourceIdentity on resource: ${roleArn(noMfaRole)}`,
    'needs sts:SetSourceIdentity',
  ],
  [
    'A console session that is denied to a user',
    'AccessDenied',
    403,
    `User: ${userArn(bob)} is not authorized to perform: sts:GetFederationToken on resource: ${userArn(bob)}`,
    'name a profile with a role',
  ],
  [
    "Denied by the role's trust policy",
    'AccessDenied',
    403,
    `${denialOf(roleArn(noMfaRole))} because no role trust policy allows the sts:AssumeRole action`,
    `aws iam get-role --role-name ${noMfaRole.name}`,
  ],
  [
    'Denied by an identity-based policy',
    'AccessDenied',
    403,
    `${denialOf(roleArn(noMfaRole))} because no identity-based policy allows the sts:AssumeRole action`,
    'assume policy identity --role',
  ],
  [
    'Denied by another type of policy',
    'AccessDenied',
    403,
    `${denialOf(roleArn(noMfaRole))} with an explicit deny in a weather policy`,
    'a policy of the type "weather policy"',
  ],
  ['A role that is denied', 'AccessDenied', 403, 'Access denied', 'does the role exist?'],
  [
    'A web identity token that is over',
    'ExpiredTokenException',
    400,
    'Token expired: current date/time 2 must be before the expiration date/time1',
    'renew it where it came from',
  ],
  [
    'A web identity token that the account does not take',
    'InvalidIdentityToken',
    400,
    'No OpenIDConnect provider found in your account for https://x',
    'has it an OIDC provider',
  ],
  [
    'A web identity token that its provider has refused',
    'IDPRejectedClaim',
    403,
    'The identity provider rejected the claim',
    'no longer stands by',
  ],
  [
    'An identity provider that AWS cannot reach',
    'IDPCommunicationError',
    400,
    'The identity provider cannot be reached',
    '/.well-known/openid-configuration',
  ],
  [
    'A session that is over',
    'ExpiredToken',
    403,
    'The security token included in the request is expired',
    'the session in profile "Bob" is over: renew it where it came from',
  ],
  [
    'A key that AWS does not know',
    'InvalidClientTokenId',
    403,
    'The security token included in the request is invalid.',
    `the key ${key?.accessKeyId} of profile "Bob" was deleted, switched off or mistyped`,
  ],
  [
    'A clock that is wrong',
    'SignatureDoesNotMatch',
    403,
    'Signature not yet current: 20160610T013008Z is still later than 20160609T184512Z (20160609T183012Z + 15 min.)',
    'sudo timedatectl set-ntp true',
  ],
  [
    'A region that does not go with the endpoint',
    'SignatureDoesNotMatch',
    403,
    "Credential should be scoped to a valid region, not 'ap-southeast-2'. ",
    'give the region of http://127.0.0.1:',
  ],
  [
    'A secret key that is not the right one',
    'SignatureDoesNotMatch',
    403,
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    `the secret key that goes with ${key?.accessKeyId} in profile "Bob" is not the right one`,
  ],
  [
    'A signature that got lost on the way',
    'MissingAuthenticationToken',
    403,
    'Request is missing Authentication Token',
    'something on the way took it out',
  ],
  [
    'A session that is longer than the role allows',
    'ValidationError',
    400,
    'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    '--duration 1h',
  ],
  [
    'A session of more than an hour, taken with a session',
    'ValidationError',
    400,
    'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    'lasts an hour at most: --duration 1h',
  ],
  [
    'A value that AWS does not take',
    'ValidationError',
    400,
    "1 validation error detected: Value 'x' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2",
    'assume explain',
  ],
  [
    'A tag that is handed on already',
    'InvalidParameterValue',
    400,
    "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    'leave it out here (--tag, session_tags)',
  ],
  [
    'Tags that do not go together',
    'InvalidParameterValue',
    400,
    'The specified transitive tag key must be included in the requested tags.',
    '--transitive-tag',
  ],
  [
    'A session policy that is none',
    'MalformedPolicyDocument',
    400,
    "Unexpected character ('i' (code 105)): expected a valid value",
    'aws accessanalyzer validate-policy',
  ],
  [
    'Too much policy, too many tags',
    'PackedPolicyTooLarge',
    400,
    'Packed size of session tags consumes 138% of allotted space.',
    'shorten or leave out some',
  ],
  [
    'A region where STS is switched off',
    'RegionDisabledException',
    403,
    'STS is not activated in this region for account:123456789012. Your account administrator can activate STS in this region using the IAM Console.',
    '--region us-east-1',
  ],
  ['Too many calls', 'Throttling', 400, 'Rate exceeded', 'wait a moment and try again'],
  [
    'A failure of AWS',
    'ServiceUnavailable',
    503,
    'The request has failed due to a temporary failure of the server.',
    'it is on the side of AWS',
  ],
]

/** Says what failed, AWS's words and code, and hints; nothing to eval, no secret, no control character. */
function expectFailure(
  { stdout, stderr, exitCode }: { stdout: string; stderr: string; exitCode: number | undefined },
  words: string,
  hint: string,
) {
  expect({ stdout, exitCode }).toEqual({ stdout: '(exit 1);\n', exitCode: 1 })
  const [first = '', ...hints] = stderr.trimEnd().split('\n')
  expect(first).toMatch(/^assume: AssumeRole of arn:aws:iam::\d{12}:role\/\S+ failed: /)
  expect(first).toContain(words)
  expect(hints.join('\n')).toContain(hint)
  for (const each of hints) expect(each).toMatch(/^ {2}hint: ./)
  expect(stderr).not.toContain(key?.secretAccessKey)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/)
}

describe('AWS refuses', () => {
  it.each(rows)('%s', async (_, code, status, words, hint) => {
    const testAws = await TestAws.open()
    testAws.aws.faults.always = refuse(code, status, words)
    // The SDK calls some of them CODEException.
    expectFailure(await testAws.assume(role), `${words.trim()} (${code}`, hint)
  })

  it.each<readonly [code: string, status: number, words: string, hint: string]>([
    ['AccessDenied', 403, 'Not authorized to perform sts:AssumeRole', 'does the role exist?'],
    [
      'SignatureDoesNotMatch',
      403,
      'Signature expired: 20160609T184512Z is now earlier than 20160610T013008Z (20160610T014508Z - 15 min.)',
      'sudo timedatectl set-ntp true',
    ],
    ['IncompleteSignature', 400, 'Request is missing it', 'something on the way took it out'],
    ['ValidationError', 400, 'nothing-valid-in-here is invalid', 'assume explain'],
    [
      'ValidationError',
      400,
      "2 validation errors detected: Value 'x' at 'roleArn' failed to satisfy constraint; Value '1' at 'tokenCode' failed to satisfy constraint",
      'assume explain',
    ],
    [
      'InvalidParameterValue',
      400,
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
      'each tag once, in whatever case',
    ],
    ['PackedPolicyTooLarge', 400, 'Serialized token too large for session', 'shorten or leave out'],
    [
      'PackedPolicyTooLarge',
      400,
      'Packed policy consumes 110% of allotted space, please use smaller policy.',
      'shorten or leave out',
    ],
    ['ThrottlingException', 400, 'Rate exceeded', 'wait a moment and try again'],
    ['RequestLimitExceeded', 400, 'Request limit exceeded.', 'wait a moment and try again'],
    ['InternalFailure', 500, 'The request processing has failed', 'it is on the side of AWS'],
  ])('the same in other words: %s %i %s', async (code, status, words, hint) => {
    const testAws = await TestAws.open()
    testAws.aws.faults.always = refuse(code, status, words)
    expectFailure(await testAws.assume(role), `${words} (${code}`, hint)
  })

  it('words that would steer the terminal are shown, and steer nothing', async () => {
    const testAws = await TestAws.open()
    const words = '\x1b]0;owned\x07\x1b[2J \u202e\x9b31m'
    testAws.aws.faults.always = refuse('ValidationError', 400, words)
    const run = await testAws.assume(role)
    expectFailure(run, '(ValidationError)', 'assume explain')
    expect(run.stderr).toContain('\\x1b]0;owned\\x07')
    expect(run.stderr).not.toContain('\u202e')
  })

  it('each of its causes is driven', () => {
    expect(rows.map(([title]) => title)).toEqual(catalogue['AWS refuses'])
  })
})

describe('a role that is denied', () => {
  const denied = (hints: readonly string[]) => hints.map((hint) => `  hint: ${hint}\n`).join('')

  it('by its trust policy: who asks, for which role, and what to look at in order', async () => {
    const testAws = await TestAws.open({ credentials: keysOf(alice) })
    const { stderr, calls } = await testAws.assume(['Alice', noMfaRole.name])
    const arn = roleArn(noMfaRole)
    expect(stderr).toBe(
      `assume: AssumeRole of ${arn} failed: User: ${userArn(alice)} is not authorized to perform: sts:AssumeRole on resource: ${arn} (AccessDenied)\n${denied(
        [
          'does the role exist? AWS gives the same answer if it does not. To check: aws iam get-role --role-name demo-no-mfa-role',
          "does the role's trust policy name this user or account? One that does: assume policy trust --user Alice --account 123456789012",
          'does the role require MFA? Give the six digits as the last word',
        ],
      )}`,
    )
    expect(calls).toHaveLength(1)
  })

  it('after a code: MFA is ruled out', async () => {
    const testAws = await TestAws.open()
    testAws.aws.faults.next = []
    const config = await testAws.assume(['Bob', 'no-such-role', '123456'])
    expect(config.exitCode).toBe(1)
    expect(config.stderr).toContain('hint: does the role exist?')
    expect(config.stderr).not.toContain('does the role require MFA?')
  })

  it('with an external id that was sent', async () => {
    const testAws = await TestAws.open({ credentials: keysOf(alice) })
    const run = await testAws.assume(['Alice', noMfaRole.name, '--external-id', 'wrong'])
    expect(run.stderr).not.toContain('--external-id')
  })

  it('in another account', async () => {
    const testAws = await TestAws.open({ credentials: keysOf(alice) })
    const run = await testAws.assume(['Alice', roleArn(otherAccountRole)])
    expect(run.stderr).toContain(
      ". Its account is 210987654321, and the caller's is 123456789012\n",
    )
    expect(run.stderr).toContain(
      'One that does, in the account of the role: assume policy trust --user Alice',
    )
  })

  it('with keys of a session, which can give no code', async () => {
    const config = `[profile far]\nrole_arn = ${roleArn(demoRole)}\nsource_profile = near\n[profile near]\nrole_arn = ${roleArn(noMfaRole)}\nsource_profile = Bob\n`
    const testAws = await TestAws.open({ config })
    const run = await testAws.assume(['far'])
    expect(run.stderr).toContain(
      'hint: does the role require MFA? A role session cannot provide it',
    )
    expect(run.stderr).toContain('assume policy trust --root --account 123456789012')
  })

  it('in words that do not say who asked: AWS is asked that', async () => {
    const testAws = await TestAws.open()
    testAws.aws.faults.next = [refuse('AccessDenied', 403, 'Access denied')]
    const { stderr, calls } = await testAws.assume(role)
    expect(stderr).toContain(`hint: the caller is ${userArn(bob)}\n`)
    expect(calls.map(({ action }) => action)).toEqual(['AssumeRole', 'GetCallerIdentity'])
  })

  it('in another partition', async () => {
    const world: World = { ...demoWorld, partition: 'aws-cn' }
    const testAws = await TestAws.open({ world })
    const { stderr } = await testAws.assume(['Bob', roleArn(noMfaRole)])
    expect(stderr).toContain(
      'hint: the keys are of the partition aws-cn, and the role is in aws: no role there can be taken with them\n',
    )
    expect(stderr).not.toContain('does the role exist?')
  })

  const trusting = (name: string, who: string, Condition = {}): Role => ({
    account: bob.account,
    name,
    trustPolicy: {
      Statement: { Effect: 'Allow', Principal: { AWS: who }, Action: 'sts:AssumeRole', Condition },
    },
  })
  const root = `arn:aws:iam::${bob.account}:root`
  const mfaAge = { NumericLessThan: { 'aws:MultiFactorAuthAge': '0' } }
  const world: World = {
    ...demoWorld,
    roles: [
      ...demoWorld.roles,
      trusting('at-once', userArn(bob), mfaAge),
      trusting('any-user', root),
      trusting('not-bob', userArn(alice)),
    ],
  }
  const ofBob = 'role_session_name = Bob\nsource_profile = Bob\n'
  const config = [
    `[profile none]\nrole_arn = arn:aws:iam::${bob.account}:role/none\nmfa_serial = arn:aws:iam::${bob.account}:mfa/Bob\n${ofBob}`,
    `[profile at-once]\nrole_arn = arn:aws:iam::${bob.account}:role/at-once\nmfa_serial = arn:aws:iam::${bob.account}:mfa/Bob\n${ofBob}`,
  ].join('')

  const exists = 'does the role exist? AWS gives the same answer if it does not. To check: aws iam'
  const trust =
    "does the role's trust policy name this user or account? One that does: assume policy"
  const mfa = 'does the role require MFA? Give the six digits as the last word'
  const ownPolicy = "does the caller's own policy allow it? One that does: assume policy identity"

  it.each<readonly [string, readonly string[], readonly string[]]>([
    ['there is no such role', ['Bob', 'absent'], [exists, trust, mfa]],
    ['the trust policy names another', ['Bob', 'not-bob'], [exists, trust, mfa]],
    ["the caller's own policy does not allow it", ['Alice', 'any-user'], [exists, trust, mfa]],
    ['the role wants MFA', ['Bob', demoRole.name], [exists, trust, mfa]],
    ['the trust policy wants an external id', ['Bob', externalIdRole.name], [exists, trust, mfa]],
    ['a session with MFA asks', ['none', '123456'], [exists, trust, ownPolicy]],
    [
      'a code went to the role itself',
      ['none', '123456', '--duration', '2h'],
      [exists, trust, ownPolicy],
    ],
    [
      'the role is in another account, which does not know the caller',
      ['Bob', 'arn:aws:iam::210987654321:role/none'],
      [
        "does the role exist? AWS gives the same answer if it does not. Its account is 210987654321, and the caller's is 123456789012",
        "does the role's trust policy name this user or account? One that does, in the account of the role",
        mfa,
      ],
    ],
  ])('has the three likeliest hints: %s', async (_, words, expected) => {
    const testAws = await TestAws.open({ world, config, credentials: keysOf(bob) + keysOf(alice) })
    const { stderr, exitCode } = await testAws.assume([...words, '--no-input'])
    expect(exitCode).toBe(1)
    const [first = '', ...hints] = stderr.slice(stderr.indexOf('assume: AssumeRole')).split('\n')
    const caller = words[0] === 'Alice' ? userArn(alice) : userArn(bob)
    expect(first).toMatch(/^assume: AssumeRole of arn:aws:iam::\d+:role\/\S+ failed: User: /)
    if (words[0] !== 'none') expect(first).toContain(caller)
    expect(hints.filter(Boolean)).toHaveLength(3)
    expected.forEach((hint, index) => {
      expect(hints[index]).toContain(`  hint: ${hint}`)
    })
  })

  /** Bob may look at roles, and Alice as well, who may do nothing else. */
  const looking = (user: User): User => ({
    ...user,
    policies: {
      ...user.policies,
      looking: { Statement: { Effect: 'Allow', Action: 'iam:GetRole', Resource: '*' } },
    },
  })
  const withPath: Role = { ...trusting('deep', userArn(bob)), path: '/team/' }
  const worldWithDenials: World = {
    ...world,
    users: [looking(bob), looking(alice)],
    roles: [...world.roles, withPath],
  }
  const wantsMfa = 'the trust policy requires MFA. Give the six digits as the last word'
  const noMfa =
    "does a policy of the caller's own require MFA? Give the six digits as the last word"
  const wantsId = 'the trust policy requires an external ID. Give it with --external-id'
  const neither = "the role's trust policy names neither the caller nor the account. One that does"
  const wrongId = 'does the trust policy require another external ID?'
  const mayDeny = "does a policy of the caller's own deny it?"
  const scp =
    'does a service control policy of the organization deny it? Ask your AWS administrator'

  it.each<readonly [string, readonly string[], readonly string[]]>([
    ['MFA', ['Bob', demoRole.name], [wantsMfa, mayDeny, scp]],
    ['the external id', ['Bob', externalIdRole.name], [wantsId, noMfa, mayDeny]],
    [
      'another external id',
      ['Bob', externalIdRole.name, '--external-id', 'wrong'],
      [wrongId, noMfa, mayDeny],
    ],
    ['the trust policy', ['Bob', 'not-bob'], [neither, noMfa, ownPolicy]],
    ["the caller's own policy", ['Alice', 'any-user'], [noMfa, ownPolicy, scp]],
  ])('says what it is where IAM shows the role: %s', async (_, words, hints) => {
    const testAws = await TestAws.open({
      world: worldWithDenials,
      credentials: keysOf(bob) + keysOf(alice),
    })
    const env = { AWS_ENDPOINT_URL_IAM: testAws.aws.url }
    const { stderr, exitCode, calls } = await testAws.assume([...words, '--no-input'], { env })
    expect(exitCode).toBe(1)
    expect(calls.map(({ action }) => action)).toEqual(['AssumeRole', 'GetRole'])
    const said = stderr.trimEnd().split('\n').slice(1)
    expect(said).toHaveLength(3)
    hints.forEach((hint, index) => {
      expect(said[index]).toContain(`  hint: ${hint}`)
    })
    expect(stderr).not.toContain('demo-external-id"')
  })

  it.each([
    [
      'none',
      `there is no such role in the account ${bob.account}: is its name right? aws iam list-roles --query 'Roles[].Arn'`,
    ],
    ['deep', `a role has its path in its ARN; it is ${roleArn(withPath)}`],
  ])('and of what is not there, or under another ARN, that: %s', async (name, hint) => {
    const testAws = await TestAws.open({ world: worldWithDenials })
    const env = { AWS_ENDPOINT_URL_IAM: testAws.aws.url }
    const { stderr, exitCode } = await testAws.assume(['Bob', name], { env })
    expect(exitCode).toBe(1)
    expect(stderr.slice(stderr.indexOf('\n') + 1)).toBe(`  hint: ${hint}\n`)
  })

  it.each([
    ['hangs', hang],
    [
      'answers what is no policy',
      { kind: 'alter', elements: { AssumeRolePolicyDocument: '%7B%' } },
    ],
    ['answers another role', { kind: 'alter', elements: { Arn: '\u001b]0;x\u0007' } }],
  ] as const)('an IAM that %s leaves the rest to tell', async (_, fault) => {
    const testAws = await TestAws.open({ world: worldWithDenials })
    const env = { AWS_ENDPOINT_URL_IAM: testAws.aws.url }
    const denied = refuse('AccessDenied', 403, denialOf(roleArn(noMfaRole)))
    testAws.aws.faults.next = [denied, fault]
    const { stderr, exitCode } = await testAws.assume(role, { env })
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/\n {2}hint: /)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/)
  })

  it('what the hints name can be run', async () => {
    const testAws = await TestAws.open()
    const trust = await testAws.assume(
      'policy trust --user Alice --account 123456789012'.split(' '),
    )
    const identity = await testAws.assume(['policy', 'identity', '--role', roleArn(noMfaRole)])
    expect([trust.exitCode, identity.exitCode]).toEqual([0, 0])
    expect(JSON.parse(identity.stdout)).toMatchObject({
      Statement: [{ Action: 'sts:AssumeRole', Resource: roleArn(noMfaRole) }],
    })
  })
})

/** The endpoint that the SDK knows, which is reached by a proxy alone. */
const ireland = { AWS_ENDPOINT_URL_STS: '', AWS_REGION: 'eu-west-1' }

/** A server that does this with whoever connects, closed after the test. */
async function serverThat(meets: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    meets(socket.on('error', () => {}))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

type Env = Readonly<Record<string, string>>

/** How it comes about, words, and a hint. */
type Way = readonly [title: string, way: (testAws: TestAws) => Env | Promise<Env>, string, string]

const proxied = async ({ aws }: TestAws, more: Env = {}) => {
  const { url } = await startProxy(aws.url)
  return { ...ireland, HTTPS_PROXY: url, ...more }
}

const answering =
  (fault: Fault) =>
  ({ aws }: TestAws): Env => {
    aws.faults.always = fault
    return {}
  }

const unanswered: readonly Way[] = [
  [
    'Nothing listens',
    () => ({ AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1' }),
    'nothing listens there (connection refused)',
    'is the endpoint right?',
  ],
  [
    'A FIPS or dual-stack endpoint that does not exist',
    () => ({
      AWS_ENDPOINT_URL_STS: '',
      AWS_REGION: 'eu-nowhere-9',
      AWS_USE_FIPS_ENDPOINT: 'true',
    }),
    'STS in eu-nowhere-9 (sts-fips.eu-nowhere-9.amazonaws.com): there is no such host',
    'AWS_USE_FIPS_ENDPOINT asks for a FIPS endpoint',
  ],
  [
    'No such host, or no network',
    () => ({ AWS_ENDPOINT_URL_STS: 'https://nowhere.invalid' }),
    'there is no such host, or no network',
    'is the region right (--region)',
  ],
  ['A connection that is cut', answering(drop), 'the connection was cut', 'try again'],
  [
    'A certificate of another host',
    (testAws) => proxied(testAws, { AWS_REGION: 'us-west-2', AWS_CA_BUNDLE: privateCa }),
    'its certificate is that of another host',
    'is the endpoint right?',
  ],
  [
    'A certificate that is over, or not good yet',
    async ({ aws }) => {
      const { url } = await startProxyToOver(aws.url)
      return { ...ireland, HTTPS_PROXY: url, AWS_CA_BUNDLE: overCertificate }
    },
    'its certificate is over, or not good yet (CERT_HAS_EXPIRED)',
    'sudo timedatectl set-ntp true',
  ],
  [
    'A certificate that is not trusted',
    (testAws) => proxied(testAws),
    'its certificate is not trusted here',
    'export AWS_CA_BUNDLE=',
  ],
  [
    'An answer that is not from AWS',
    answering(raw('<html>')),
    'the answer is not one of STS',
    'AWS_ENDPOINT_URL_STS',
  ],
]

/** The first takes 15 s, and is in network-faults.test.ts; the second in a unit test. */
const elsewhere = [
  'No answer in time',
  'Too many open files',
  // In calls-this-machine-cannot-make.test.ts.
  'A call that this machine forbids',
  'A call that this machine cannot make',
]

describe('AWS does not answer', () => {
  it.each(unanswered)('%s', async (_, way, words, hint) => {
    const testAws = await TestAws.open()
    expectFailure(await testAws.assume(role, { env: await way(testAws) }), words, hint)
  })

  it('each of its causes is driven', () => {
    const driven = [...unanswered.map(([title]) => title), ...elsewhere]
    expect(driven.sort()).toEqual([...catalogue['AWS does not answer']].sort())
  })
})

const by = (url: string) => ({ ...ireland, HTTPS_PROXY: url })

const refusing =
  (status: number) =>
  async ({ aws }: TestAws): Promise<Env> =>
    by((await startProxy(aws.url, status)).url)

const meeting = (meets: (socket: Socket) => void) => async (): Promise<Env> =>
  by(`http://${await serverThat(meets)}`)

const proxies: readonly Way[] = [
  [
    'A proxy that is not there',
    () => by('http://me:hush@127.0.0.1:1'),
    'the proxy http://127.0.0.1:1: nothing listens there',
    'see HTTPS_PROXY',
  ],
  [
    'A proxy that has no such name',
    () => by('http://nowhere.invalid'),
    'the proxy http://nowhere.invalid: there is no such host',
    'see HTTPS_PROXY',
  ],
  [
    'A proxy that does not answer',
    meeting(() => {}),
    ': no answer in time',
    'see HTTPS_PROXY; NO_PROXY names hosts that need none',
  ],
  [
    'A proxy that cuts the connection',
    meeting((socket) => socket.resetAndDestroy()),
    ': the connection was cut',
    'see HTTPS_PROXY',
  ],
  [
    'A proxy whose certificate is not trusted',
    async () => by(await tlsServer()),
    ': its certificate is not trusted here',
    'it is called by TLS; name its CA: export AWS_CA_BUNDLE=/path/to/ca.pem',
  ],
  [
    'A proxy that wants a password',
    refusing(407),
    'it wants a user name and a password',
    'write them into the URL of the proxy',
  ],
  ['A proxy that does not let us through', refusing(403), 'it does not let us through', 'NO_PROXY'],
  ['A proxy that cannot reach AWS', refusing(502), 'it cannot reach the host', 'is the region'],
  ['A proxy that does not connect us', refusing(405), 'it does not connect us', 'see HTTPS_PROXY'],
  [
    'A proxy that is none',
    meeting((socket) => socket.on('data', () => socket.end('220 mail.example ESMTP\r\n'))),
    'it does not answer as a proxy does',
    'see HTTPS_PROXY',
  ],
]

describe('the proxy', () => {
  it.each(proxies)('%s', async (_, way, words, hint) => {
    const testAws = await TestAws.open()
    const env = await way(testAws)
    const run = await testAws.assume(role, { env })
    const shown = (env.HTTPS_PROXY ?? '').replace('me:hush@', '')
    expectFailure(run, `failed: STS in eu-west-1: the proxy ${shown}: `, hint)
    expect(run.stderr).toContain(words)
    expect(run.stderr).not.toContain('hush')
  })

  it('each of its causes is driven', () => {
    // In calls-this-machine-cannot-make.test.ts.
    const driven = [...proxies.map(([title]) => title), 'A proxy that this machine cannot call']
    expect(driven.sort()).toEqual([...catalogue['The proxy']].sort())
  })
})
