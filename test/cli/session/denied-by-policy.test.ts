import { refuse, roleArn, userArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { bob, demoRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { changeCached } from '../../support/cache-files.ts'
import { keysOf } from '../../support/home.ts'
import { roleProfile, serial } from '../../support/profiles.ts'
import { captured, dialogue } from '../../support/terminal/dialogue.ts'
import { TestAws } from '../../support/test-aws.ts'

const arn = roleArn(noMfaRole)
const role = ['Bob', noMfaRole.name]
const begin = `User: ${userArn(bob)} is not authorized to perform: sts:AssumeRole`
const onResource = ` on resource: ${arn}`
const question = `MFA code for ${serial}: `

const mfa = 'give the six digits as the last word'
const getRole = `aws iam get-role --role-name ${noMfaRole.name}`
const organizations = 'arn:aws:organizations::111122223333:policy/o-abc'
const boundary =
  'ask your administrator to change it; it is shown by: aws iam get-user --user-name Bob --query User.PermissionsBoundary'
const endpoint = 'ask whoever manages it; aws ec2 describe-vpc-endpoints shows it'
const session = 'take the role before with another one (--policy, policy)'
const scp = "service control policy of the caller's organization"
const rcp = 'resource control policy of the organization that owns the role'
const allows = `because no TYPE allows the sts:AssumeRole action`
const because = (type: string) => ` ${allows.replace('TYPE', type)}`

/**
 * The end of each message in the AWS guide on access denied errors, with the hint. The guide shows most
 * messages without the resource, and STS sends most of them with it. The tests try both forms.
 */
type Row = readonly [end: string, hint: string]

/** An MFA code cannot change these denials, so assume does not ask for one. */
const limiting: readonly Row[] = [
  [
    because('service control policy'),
    `no ${scp} allows sts:AssumeRole: ask the organization's administrator to allow it`,
  ],
  [
    ' with an explicit deny in a service control policy',
    `a ${scp} denies sts:AssumeRole: ask the organization's administrator to change it`,
  ],
  [
    ` with an explicit deny in a service control policy: ${organizations}/service_control_policy/p-12345678`,
    `a ${scp} denies sts:AssumeRole: ask the organization's administrator to change it; it is shown by: aws organizations describe-policy --policy-id p-12345678`,
  ],
  [
    ' with an explicit deny in a VPC endpoint policy transitively through a service control policy',
    `a ${scp} denies sts:AssumeRole: ask the organization's administrator to change it`,
  ],
  [
    because('resource control policy'),
    `no ${rcp} allows sts:AssumeRole: ask the organization's administrator to allow it`,
  ],
  [
    ' with an explicit deny in a resource control policy',
    `a ${rcp} denies sts:AssumeRole: ask the organization's administrator to change it`,
  ],
  [
    ` with an explicit deny in a resource control policy: ${organizations}/resource_control_policy/p-12345678`,
    `a ${rcp} denies sts:AssumeRole: ask the organization's administrator to change it; it is shown by: aws organizations describe-policy --policy-id p-12345678`,
  ],
  [
    because('VPC endpoint policy'),
    `the policy of the VPC endpoint through which STS is called does not allow sts:AssumeRole: ${endpoint}`,
  ],
  [
    ' with an explicit deny in a VPC endpoint policy',
    `the policy of the VPC endpoint through which STS is called denies sts:AssumeRole: ${endpoint}`,
  ],
  [
    because('permissions boundary'),
    `the caller's permissions boundary does not allow sts:AssumeRole: ${boundary}`,
  ],
  [
    ' with an explicit deny in a permissions boundary',
    `the caller's permissions boundary denies sts:AssumeRole: ${boundary}`,
  ],
  [
    ' with an explicit deny in a permissions boundary: arn:aws:iam::123456789012:policy/edge',
    `the caller's permissions boundary denies sts:AssumeRole: ${boundary}`,
  ],
  [
    because('session policy'),
    `the caller's session policy does not allow sts:AssumeRole: ${session}`,
  ],
  [
    ' with an explicit deny in a session policy',
    `the caller's session policy denies sts:AssumeRole: ${session}`,
  ],
  [
    ' with an explicit deny in a sessions policy',
    `the caller's session policy denies sts:AssumeRole: ${session}`,
  ],
]

const trustAllows = `the role's trust policy does not allow the caller sts:AssumeRole, or only with an external id (--external-id ID) or with MFA (${mfa}): ${getRole}`
const trustDenies = `the role's trust policy denies sts:AssumeRole: look for Deny in it: ${getRole}; if it denies all without MFA, ${mfa}`
const ownDenies = `a policy of the caller's own denies sts:AssumeRole: look for Deny in it; if it denies all without MFA, ${mfa}`

/** An MFA code may change these denials, so assume asks for one on a terminal. */
const granting: readonly Row[] = [
  [because('resource-based policy'), trustAllows],
  [' with an explicit deny in a resource-based policy', trustDenies],
  [because('role trust policy'), trustAllows],
  [' because the role trust policy allows the sts:AssumeRole action', trustAllows],
  [' with an explicit deny in the role trust policy', trustDenies],
  [
    because('identity-based policy'),
    `no policy of the caller's own allows sts:AssumeRole, or only with MFA (${mfa}): one that does: assume policy identity --role ${arn}`,
  ],
  [' with an explicit deny in an identity-based policy', ownDenies],
  [
    ' with an explicit deny in an identity-based policy: arn:aws:iam::123456789012:policy/force-mfa',
    ownDenies,
  ],
  [
    because('weather policy'),
    'a policy of the type "weather policy" does not allow sts:AssumeRole: ask your administrator to change it',
  ],
  [
    ' with an explicit deny in a weather policy: arn:aws:iam::123456789012:policy/rain',
    'a policy of the type "weather policy" denies sts:AssumeRole: ask your administrator to change it',
  ],
]

const bothWays = (rows: readonly Row[]) =>
  rows.flatMap(([end, hint]) => ['', onResource].map((resource) => [resource + end, hint] as const))

async function denied(end: string, config?: string) {
  const testAws = await TestAws.open(config === undefined ? {} : { config })
  testAws.aws.faults.always = refuse('AccessDenied', 403, begin + end)
  const text = `assume: AssumeRole of ${arn} failed: ${begin}${end} (AccessDenied)\n`
  return { testAws, text }
}

describe('a denial that names the type of policy', () => {
  it.each(bothWays([...limiting, ...granting]))('has one hint:%s', async (end, hint) => {
    const { testAws, text } = await denied(end)
    expect(await testAws.assume(role)).toMatchObject({
      stdout: '(exit 1);\n',
      stderr: `${text}  hint: ${hint}\n`,
      exitCode: 1,
      calls: [{ action: 'AssumeRole' }],
    })
  })

  it.each(limiting)(
    'has one hint on a terminal, without a question for a code:%s',
    async (end, hint) => {
      const { testAws, text } = await denied(end)
      const { shown, calls } = await dialogue(testAws, captured(role.join(' ')))
      expect(shown).toBe(`${text}  hint: ${hint}\nstatus 1\nprinted (exit 1);\n`)
      expect(calls).toHaveLength(1)
    },
  )

  it.each(granting)(
    'has its hint on a terminal after a question for a code is cancelled:%s',
    async (end, hint) => {
      const { testAws, text } = await denied(end)
      const { shown, calls } = await dialogue(testAws, captured(role.join(' ')), [
        [question, '\x03'],
      ])
      expect(shown).toBe(
        `assume: AWS denied ${noMfaRole.name}; trying once more with an MFA code\n${question}\n${text}` +
          `  hint: ${hint}\n  hint: a second try, with an MFA code: cancelled, nothing was changed\n` +
          'status 130\nprinted (exit 130);\n',
      )
      expect(calls).toHaveLength(1)
    },
  )

  it('has no hint about MFA if a code was sent with AssumeRole', async () => {
    const { testAws, text } = await denied(' with an explicit deny in an identity-based policy')
    const { stderr } = await testAws.assume([...role, '123456', '--duration', '2h'])
    expect(stderr).toContain(
      `${text}  hint: a policy of the caller's own denies sts:AssumeRole: look for Deny in it\n`,
    )
  })
})

describe('a denied MFA session that is 2 minutes old', () => {
  it('causes no question for a new code if a code cannot help', async () => {
    let later = 0
    const now = () => new Date(Date.now() + later)
    const config = roleProfile('usual', noMfaRole, `mfa_serial = ${serial}`)
    const testAws = await TestAws.open({ config, now })
    await testAws.session(['usual', '123456'])
    later = 120_000
    changeCached(testAws.home, 'MFA sessions', (entry) => {
      entry.value.madeAt -= later
    })
    const end = ' with an explicit deny in a service control policy'
    testAws.aws.faults.always = refuse('AccessDenied', 403, begin + onResource + end)
    const { shown, calls } = await dialogue(testAws, captured('usual --refresh'))
    expect(shown).toMatch(/service control policy \(AccessDenied\)\n {2}hint: .*\nstatus 1\n/)
    expect(calls.map(({ action }) => action)).toEqual(['AssumeRole'])
  })
})

describe('a policy that denies GetSessionToken', () => {
  const denial = `User: ${userArn(bob)} is not authorized to perform: sts:GetSessionToken on resource: ${userArn(bob)}`
  const refused = `assume: GetSessionToken for ${serial} failed: ${denial}`
  const direct = 'hint: a role of more than an hour takes the code itself: --duration 2h\n'
  const another =
    'assume: AWS denies these keys a session with MFA; trying once more with a new code\n'
  const cancelled = '  hint: a second try, with an MFA code: cancelled, nothing was changed\n'
  const ofScp = ' with an explicit deny in a service control policy'
  const scpHint = `  hint: a ${scp} denies sts:GetSessionToken: ask the organization's administrator to change it\n`

  async function open(end: string) {
    const config =
      roleProfile('plain', demoRole) +
      roleProfile('usual', demoRole, `mfa_serial = ${serial}`) +
      `[profile keys]\nmfa_serial = ${serial}\n`
    const testAws = await TestAws.open({ config, credentials: keysOf(bob) + keysOf(bob, 'keys') })
    testAws.aws.faults.at = { GetSessionToken: refuse('AccessDenied', 403, denial + end) }
    return testAws
  }

  it.each([
    [ofScp, `${scpHint}  ${direct}`],
    [
      ' with an explicit deny in an identity-based policy',
      `  hint: a policy denies these keys sessions with MFA; ${direct.replace('hint: ', '')}`,
    ],
  ])('causes a question for a code for the role itself, and says why:%s', async (end, hints) => {
    const testAws = await open(end)
    const { shown, calls } = await dialogue(testAws, captured('usual'), [
      [question, '123456\r'],
      [question, '\x03'],
    ])
    expect(shown).toBe(
      `${question}123456\n${another}${question}\n${refused}${end} (AccessDenied)\n${hints}${cancelled}` +
        'status 130\nprinted (exit 130);\n',
    )
    expect(calls.map(({ action }) => action)).toEqual(['GetSessionToken'])
    const taken = await dialogue(testAws, captured('usual'), [
      [question, '123457\r'],
      [question, '123458\r'],
    ])
    expect(taken.shown).toContain('status 0\na session\n')
  })

  it('does not replace the error of a role that was denied before', async () => {
    const testAws = await open(ofScp)
    const { shown, calls } = await dialogue(
      testAws,
      [`export AWS_MFA_SERIAL=${serial}`, ...captured('plain')],
      [
        [question, '123456\r'],
        [question, '\x03'],
      ],
    )
    const role = roleArn(demoRole)
    expect(shown).toContain(
      `${question}\nassume: AssumeRole of ${role} failed: ${begin} on resource: ${role} (AccessDenied)\n  hint: does the role exist?`,
    )
    expect(shown).toMatch(
      /\n {2}hint: does the role exist\?[^\n]*\n {2}hint: a second try, with an MFA code: Get/,
    )
    expect(shown).toContain(`${ofScp} (AccessDenied)\n${scpHint}status 130\n`)
    expect(calls.map(({ action }) => action)).toEqual(['AssumeRole', 'GetSessionToken'])
  })

  it.each([
    [ofScp, scpHint],
    [
      '',
      '  hint: a policy denies these keys sessions with MFA: ask your administrator to change it\n',
    ],
  ])('causes no second question for a profile without a role:%s', async (end, hints) => {
    const testAws = await open(end)
    const { shown } = await dialogue(testAws, captured('keys'), [[question, '123456\r']])
    expect(shown).toBe(
      `${question}123456\n${refused}${end} (AccessDenied)\n${hints}status 1\nprinted (exit 1);\n`,
    )
  })
})

describe('a later role of a chain that a policy denies', () => {
  it.each(granting)('causes no question for a code:%s', async (end) => {
    const config = `${roleProfile('first', noMfaRole)}[profile second]\nsource_profile = first\nrole_arn = ${roleArn(demoRole)}\n`
    const testAws = await TestAws.open({ config })
    await testAws.session(['first'])
    testAws.aws.faults.at = { AssumeRole: refuse('AccessDenied', 403, begin + end) }
    const { shown, calls } = await dialogue(testAws, captured('second'))
    expect(shown).toContain(`assume: AssumeRole of ${roleArn(demoRole)} failed: ${begin}${end} (`)
    expect(shown).toMatch(/\n {2}hint: .*\nstatus 1\nprinted \(exit 1\);\n$/)
    expect(shown).not.toContain(mfa)
    expect(calls).toHaveLength(1)
  })
})

describe('a denial of session tags or a source identity', () => {
  it.each([
    [
      'sts:TagSession',
      because('role trust policy').replace('sts:AssumeRole', 'sts:TagSession'),
      'session tags, and those that an earlier role hands on, need sts:TagSession',
    ],
    [
      'sts:TagSession',
      ' with an explicit deny in a service control policy',
      `a ${scp} denies sts:TagSession: ask`,
    ],
    [
      'sts:SetSourceIdentity',
      because('permissions boundary').replace('sts:AssumeRole', 'sts:SetSourceIdentity'),
      "the caller's permissions boundary does not allow sts:SetSourceIdentity: ask",
    ],
  ])('has a hint that names the action: %s%s', async (action, end, hint) => {
    const testAws = await TestAws.open()
    const words = begin.replace('sts:AssumeRole', action) + onResource + end
    testAws.aws.faults.always = refuse('AccessDenied', 403, words)
    const { stderr } = await testAws.assume(role)
    expect(stderr).toContain(`${end} (AccessDenied)\n  hint: ${hint}`)
  })
})
