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

/** The title, then the error code, HTTP status and message of AWS, then a hint that assume gives. */
type Row = readonly [title: string, code: string, status: number, words: string, hint: string]

const rows: readonly Row[] = [
  [
    'Invalid MFA code: wrong, expired or already used',
    'AccessDenied',
    403,
    'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
    'try again with the next one',
  ],
  [
    "Invalid MFA device: not the user's",
    'AccessDenied',
    403,
    'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
    'aws iam list-mfa-devices',
  ],
  [
    'MFA code without a device, or device without a code',
    'AccessDenied',
    403,
    'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.',
    'give both: the six digits as the last word, and the device with --serial-number',
  ],
  [
    'Cannot call GetSessionToken with session credentials',
    'AccessDenied',
    403,
    'Cannot call GetSessionToken with session credentials',
    'the keys of profile "Bob" are those of a session already',
  ],
  [
    'Root user: roles may not be assumed',
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
    'Access denied for a web identity',
    'AccessDenied',
    403,
    'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    'as Federated',
  ],
  [
    'Access denied for GetSessionToken',
    'AccessDenied',
    403,
    `User: ${userArn(bob)} is not authorized to perform: sts:GetSessionToken on resource: ${userArn(bob)} with an explicit deny in an identity-based policy`,
    'a policy denies these keys sessions with MFA',
  ],
  [
    'Access denied for session tags (sts:TagSession)',
    'AccessDenied',
    403,
    `User: ${userArn(bob)} is not authorized to perform: sts:TagSession on resource: ${roleArn(noMfaRole)}`,
    'need sts:TagSession',
  ],
  [
    'Access denied for a source identity (sts:SetSourceIdentity)',
    'AccessDenied',
    403,
    `User: ${userArn(bob)} is not authorized to perform: sts:SetSourceIdentity on resource: ${roleArn(noMfaRole)}`,
    'needs sts:SetSourceIdentity',
  ],
  [
    'Access denied for the console of a user (sts:GetFederationToken)',
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
  [
    'Access denied for a role (sts:AssumeRole)',
    'AccessDenied',
    403,
    'Access denied',
    'does the role exist?',
  ],
  [
    'An expired web identity token',
    'ExpiredTokenException',
    400,
    'Token expired: current date/time 2 must be before the expiration date/time1',
    'renew it where it came from',
  ],
  [
    'An invalid web identity token (no OIDC provider)',
    'InvalidIdentityToken',
    400,
    'No OpenIDConnect provider found in your account for https://x',
    'does it have an OIDC provider',
  ],
  [
    'A web identity token rejected by its identity provider',
    'IDPRejectedClaim',
    403,
    'The identity provider rejected the claim',
    'the identity provider rejected',
  ],
  [
    'Identity provider that AWS cannot reach',
    'IDPCommunicationError',
    400,
    'The identity provider cannot be reached',
    '/.well-known/openid-configuration',
  ],
  [
    'Expired credentials',
    'ExpiredToken',
    403,
    'The security token included in the request is expired',
    'the session in profile "Bob" has expired: renew it where it came from',
  ],
  [
    'Invalid access key or session token',
    'InvalidClientTokenId',
    403,
    'The security token included in the request is invalid.',
    `the key ${key?.accessKeyId} of profile "Bob" was deleted, deactivated or mistyped`,
  ],
  [
    'Signature expired: a wrong clock',
    'SignatureDoesNotMatch',
    403,
    'Signature not yet current: 20160610T013008Z is still later than 20160609T184512Z (20160609T183012Z + 15 min.)',
    'sudo timedatectl set-ntp true',
  ],
  [
    'Invalid region for the endpoint',
    'SignatureDoesNotMatch',
    403,
    "Credential should be scoped to a valid region, not 'ap-southeast-2'. ",
    'give the region of http://127.0.0.1:',
  ],
  [
    'Wrong secret key: the signature does not match',
    'SignatureDoesNotMatch',
    403,
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    `the secret key for ${key?.accessKeyId} in profile "Bob" is wrong or incomplete`,
  ],
  [
    'Missing authentication token: the signature was removed',
    'MissingAuthenticationToken',
    403,
    'Request is missing Authentication Token',
    'something removed the signature',
  ],
  [
    'Duration exceeds the maximum of the role',
    'ValidationError',
    400,
    'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    '--duration 1h',
  ],
  [
    'Duration exceeds the hour of role chaining',
    'ValidationError',
    400,
    'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    'lasts an hour at most: --duration 1h',
  ],
  [
    'Invalid value (validation error)',
    'ValidationError',
    400,
    "1 validation error detected: Value 'x' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2",
    'assume explain',
  ],
  [
    'A tag conflicts with a transitive tag',
    'InvalidParameterValue',
    400,
    "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    'leave it out here (--tag, session_tags)',
  ],
  [
    'Invalid combination of tags',
    'InvalidParameterValue',
    400,
    'The specified transitive tag key must be included in the requested tags.',
    '--transitive-tag',
  ],
  [
    'Invalid session policy',
    'MalformedPolicyDocument',
    400,
    "Unexpected character ('i' (code 105)): expected a valid value",
    'aws accessanalyzer validate-policy',
  ],
  [
    'Session policy and tags are too large',
    'PackedPolicyTooLarge',
    400,
    'Packed size of session tags consumes 138% of allotted space.',
    'leave some out',
  ],
  [
    'STS is not activated in the region',
    'RegionDisabledException',
    403,
    'STS is not activated in this region for account:123456789012. Your account administrator can activate STS in this region using the IAM Console.',
    '--region us-east-1',
  ],
  [
    'Rate exceeded: too many calls',
    'Throttling',
    400,
    'Rate exceeded',
    'wait a moment and try again',
  ],
  [
    'Internal failure of AWS',
    'ServiceUnavailable',
    503,
    'The request has failed due to a temporary failure of the server.',
    'the failure is at AWS',
  ],
]

/** Expects the failed call, the message of AWS and hints, without a session, a secret or a control character. */
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
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for them
  expect(stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/)
}

describe('AWS rejects or denies', () => {
  it.each(rows)('%s', async (_, code, status, words, hint) => {
    const testAws = await TestAws.open()
    testAws.aws.faults.always = refuse(code, status, words)
    // The SDK appends "Exception" to some of the codes.
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
    ['IncompleteSignature', 400, 'Request is missing it', 'something removed the signature'],
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
      'give each tag once, whatever its case',
    ],
    ['PackedPolicyTooLarge', 400, 'Serialized token too large for session', 'leave some out'],
    [
      'PackedPolicyTooLarge',
      400,
      'Packed policy consumes 110% of allotted space, please use smaller policy.',
      'leave some out',
    ],
    ['ThrottlingException', 400, 'Rate exceeded', 'wait a moment and try again'],
    ['RequestLimitExceeded', 400, 'Request limit exceeded.', 'wait a moment and try again'],
    ['InternalFailure', 500, 'The request processing has failed', 'the failure is at AWS'],
  ])('another message of AWS for the same cause: %s %i %s', async (code, status, words, hint) => {
    const testAws = await TestAws.open()
    testAws.aws.faults.always = refuse(code, status, words)
    expectFailure(await testAws.assume(role), `${words} (${code}`, hint)
  })

  it('control characters in the message of AWS are escaped', async () => {
    const testAws = await TestAws.open()
    const words = '\x1b]0;owned\x07\x1b[2J \u202e\x9b31m'
    testAws.aws.faults.always = refuse('ValidationError', 400, words)
    const run = await testAws.assume(role)
    expectFailure(run, '(ValidationError)', 'assume explain')
    expect(run.stderr).toContain('\\x1b]0;owned\\x07')
    expect(run.stderr).not.toContain('\u202e')
  })

  it('each cause in the catalogue has a test', () => {
    expect(rows.map(([title]) => title)).toEqual(catalogue['AWS rejects or denies'])
  })
})

describe('a role that is denied', () => {
  const denied = (hints: readonly string[]) => hints.map((hint) => `  hint: ${hint}\n`).join('')

  it('by its trust policy causes an error with the caller, the role and ordered hints', async () => {
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

  it('after an MFA code causes no hint about MFA', async () => {
    const testAws = await TestAws.open()
    testAws.aws.faults.next = []
    const config = await testAws.assume(['Bob', 'no-such-role', '123456'])
    expect(config.exitCode).toBe(1)
    expect(config.stderr).toContain('hint: does the role exist?')
    expect(config.stderr).not.toContain('does the role require MFA?')
  })

  it('with an external ID in the request causes no hint about --external-id', async () => {
    const testAws = await TestAws.open({ credentials: keysOf(alice) })
    const run = await testAws.assume(['Alice', noMfaRole.name, '--external-id', 'wrong'])
    expect(run.stderr).not.toContain('--external-id')
  })

  it('in another account causes hints that mention the accounts', async () => {
    const testAws = await TestAws.open({ credentials: keysOf(alice) })
    const run = await testAws.assume(['Alice', roleArn(otherAccountRole)])
    expect(run.stderr).toContain(
      ". Its account is 210987654321, and the caller's is 123456789012\n",
    )
    expect(run.stderr).toContain(
      'One that does, in the account of the role: assume policy trust --user Alice',
    )
  })

  it('with session credentials causes a hint that they cannot provide MFA', async () => {
    const config = `[profile far]\nrole_arn = ${roleArn(demoRole)}\nsource_profile = near\n[profile near]\nrole_arn = ${roleArn(noMfaRole)}\nsource_profile = Bob\n`
    const testAws = await TestAws.open({ config })
    const run = await testAws.assume(['far'])
    expect(run.stderr).toContain(
      'hint: does the role require MFA? A role session cannot provide it',
    )
    expect(run.stderr).toContain('assume policy trust --root --account 123456789012')
  })

  it('in a message without the caller causes a call to GetCallerIdentity', async () => {
    const testAws = await TestAws.open()
    testAws.aws.faults.next = [refuse('AccessDenied', 403, 'Access denied')]
    const { stderr, calls } = await testAws.assume(role)
    expect(stderr).toContain(`hint: the caller is ${userArn(bob)}\n`)
    expect(calls.map(({ action }) => action)).toEqual(['AssumeRole', 'GetCallerIdentity'])
  })

  it('in another partition causes a hint about the partition', async () => {
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
    ['the trust policy names another user', ['Bob', 'not-bob'], [exists, trust, mfa]],
    ["the caller's own policy does not allow it", ['Alice', 'any-user'], [exists, trust, mfa]],
    ['the role requires MFA', ['Bob', demoRole.name], [exists, trust, mfa]],
    [
      'the trust policy requires an external ID',
      ['Bob', externalIdRole.name],
      [exists, trust, mfa],
    ],
    ['an MFA session makes the call', ['none', '123456'], [exists, trust, ownPolicy]],
    [
      'the code was sent with AssumeRole',
      ['none', '123456', '--duration', '2h'],
      [exists, trust, ownPolicy],
    ],
    [
      'the role is in another account, which does not trust the caller',
      ['Bob', 'arn:aws:iam::210987654321:role/none'],
      [
        "does the role exist? AWS gives the same answer if it does not. Its account is 210987654321, and the caller's is 123456789012",
        "does the role's trust policy name this user or account? One that does, in the account of the role",
        mfa,
      ],
    ],
  ])('causes the three most likely hints: %s', async (_, words, expected) => {
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

  /** The user with permission for iam:GetRole. Alice has no other permission. */
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
  ])('causes a hint with the reason if IAM shows the role: %s', async (_, words, hints) => {
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
  ])('causes only a hint that it does not exist or has another ARN: %s', async (name, hint) => {
    const testAws = await TestAws.open({ world: worldWithDenials })
    const env = { AWS_ENDPOINT_URL_IAM: testAws.aws.url }
    const { stderr, exitCode } = await testAws.assume(['Bob', name], { env })
    expect(exitCode).toBe(1)
    expect(stderr.slice(stderr.indexOf('\n') + 1)).toBe(`  hint: ${hint}\n`)
  })

  it.each([
    ['does not answer', hang],
    [
      'returns an invalid policy',
      { kind: 'alter', elements: { AssumeRolePolicyDocument: '%7B%' } },
    ],
    ['returns an invalid ARN', { kind: 'alter', elements: { Arn: '\u001b]0;x\u0007' } }],
  ] as const)('causes hints even if IAM %s', async (_, fault) => {
    const testAws = await TestAws.open({ world: worldWithDenials })
    const env = { AWS_ENDPOINT_URL_IAM: testAws.aws.url }
    const denied = refuse('AccessDenied', 403, denialOf(roleArn(noMfaRole)))
    testAws.aws.faults.next = [denied, fault]
    const { stderr, exitCode } = await testAws.assume(role, { env })
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/\n {2}hint: /)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for them
    expect(stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/)
  })

  it('causes hints whose commands can be run', async () => {
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

/** The default endpoint of the SDK, which the tests reach only through a proxy. */
const ireland = { AWS_ENDPOINT_URL_STS: '', AWS_REGION: 'eu-west-1' }

/** Starts a server that calls `meets` for each connection, and closes it after the test. Returns HOST:PORT. */
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

/** The title, how the failure is caused, and the words and the hint of the error. */
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
    'Connection refused',
    () => ({ AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1' }),
    'connection refused; nothing listens there',
    'is the endpoint right?',
  ],
  [
    'A FIPS or dual-stack endpoint that does not exist',
    () => ({
      AWS_ENDPOINT_URL_STS: '',
      AWS_REGION: 'eu-nowhere-9',
      AWS_USE_FIPS_ENDPOINT: 'true',
    }),
    'STS in eu-nowhere-9 (sts-fips.eu-nowhere-9.amazonaws.com): the host was not found',
    'AWS_USE_FIPS_ENDPOINT requests a FIPS endpoint',
  ],
  [
    'Host not found, or no network',
    () => ({ AWS_ENDPOINT_URL_STS: 'https://nowhere.invalid' }),
    'the host was not found; is there a network?',
    'is the region right (--region)',
  ],
  ['Connection closed', answering(drop), 'the connection was cut', 'try again'],
  [
    'Certificate for another host',
    (testAws) => proxied(testAws, { AWS_REGION: 'us-west-2', AWS_CA_BUNDLE: privateCa }),
    'its certificate is for another host',
    'is the endpoint right?',
  ],
  [
    'Expired certificate, or not valid yet',
    async ({ aws }) => {
      const { url } = await startProxyToOver(aws.url)
      return { ...ireland, HTTPS_PROXY: url, AWS_CA_BUNDLE: overCertificate }
    },
    'its certificate has expired or is not valid yet (CERT_HAS_EXPIRED)',
    'sudo timedatectl set-ntp true',
  ],
  [
    'Untrusted certificate',
    (testAws) => proxied(testAws),
    'its certificate is not trusted',
    'export AWS_CA_BUNDLE=',
  ],
  [
    'Answer not from AWS',
    answering(raw('<html>')),
    'the answer is not from STS',
    'AWS_ENDPOINT_URL_STS',
  ],
]

/** Other tests cover these: the first takes 15 s and is in network-faults.test.ts, the second is a unit test. */
const elsewhere = [
  'Timed out',
  'Too many open files',
  // In calls-this-machine-cannot-make.test.ts.
  'Call forbidden by this machine',
  'Call failed on this machine',
]

describe('AWS does not answer', () => {
  it.each(unanswered)('%s', async (_, way, words, hint) => {
    const testAws = await TestAws.open()
    expectFailure(await testAws.assume(role, { env: await way(testAws) }), words, hint)
  })

  it('each cause in the catalogue has a test', () => {
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
    'Proxy: connection refused',
    () => by('http://me:hush@127.0.0.1:1'),
    'the proxy http://127.0.0.1:1: connection refused',
    'see HTTPS_PROXY',
  ],
  [
    'Proxy: host not found',
    () => by('http://nowhere.invalid'),
    'the proxy http://nowhere.invalid: there is no such host',
    'see HTTPS_PROXY',
  ],
  [
    'Proxy: timed out',
    meeting(() => {}),
    ': timed out; no answer in time',
    'see HTTPS_PROXY; NO_PROXY names hosts that need no proxy',
  ],
  [
    'Proxy: connection closed',
    meeting((socket) => socket.resetAndDestroy()),
    ': the connection was cut',
    'see HTTPS_PROXY',
  ],
  [
    'Proxy: untrusted certificate',
    async () => by(await tlsServer()),
    ': its certificate is not trusted',
    'it is called by TLS; name its CA: export AWS_CA_BUNDLE=/path/to/ca.pem',
  ],
  [
    'Proxy: authentication required (407)',
    refusing(407),
    'it requires a user name and a password',
    'write them into the URL of the proxy',
  ],
  ['Proxy: access denied (403)', refusing(403), 'it does not allow this host', 'NO_PROXY'],
  ['Proxy: AWS cannot be reached', refusing(502), 'it cannot reach the host', 'is the region'],
  [
    'Proxy: CONNECT is not supported',
    refusing(405),
    'it does not make connections',
    'see HTTPS_PROXY',
  ],
  [
    'Not a proxy',
    meeting((socket) => socket.on('data', () => socket.end('220 mail.example ESMTP\r\n'))),
    'it is not a proxy',
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

  it('each cause in the catalogue has a test', () => {
    // In calls-this-machine-cannot-make.test.ts.
    const driven = [...proxies.map(([title]) => title), 'Proxy: call forbidden by this machine']
    expect(driven.sort()).toEqual([...catalogue.Proxy].sort())
  })
})
