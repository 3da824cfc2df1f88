import { readdirSync } from 'node:fs'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { type Behaviour, complains, FakeAws } from '../../support/aws/fake-aws.ts'
import { program } from '../../support/program.ts'
import { isInstalled, temporaryFolder } from '../../support/shells/shells.ts'
import { TestAws } from '../../support/test-aws.ts'

const account = '123456789012'
const iam = `arn:aws:iam::${account}`
const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess'

const trust = (condition: object = {}) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `${iam}:user/Bob` },
      Action: 'sts:AssumeRole',
      ...condition,
    },
  ],
})

/** The installed shells. sh is always installed. */
const shells = ['sh', ...['bash', 'zsh', 'dash', 'ksh', 'fish'].filter(isInstalled)]

const assumePolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: `${iam}:role/reader` }],
}

describe('assume setup', () => {
  const words = ['setup', 'Bob', 'reader', '--attach-policy', 'ReadOnlyAccess']

  /** Runs the printed commands in a real shell, and returns the arguments that `aws` got. */
  async function pasted(shell: string, ...more: readonly string[]) {
    const testAws = await TestAws.open({ credentials: '' })
    const { stdout, exitCode, calls } = await testAws.assume([...words, ...more])
    expect({ exitCode, calls }).toEqual({ exitCode: 0, calls: [] })
    const folder = temporaryFolder()
    const aws = new FakeAws(folder)
    const options = shell === 'fish' ? ['--no-config'] : ['-eu']
    const run = await execa(shell, [...options, '-c', stdout], {
      cwd: folder,
      env: { PATH: aws.path, HOME: folder },
      extendEnv: false,
      // If stdin is a socket, bash assumes that it is a remote shell and reads rc files.
      stdin: 'ignore',
      all: true,
    })
    expect(run.all).toBe('')
    return aws.calls
  }

  it.each(shells)('prints commands that work in %s', async (shell) => {
    const calls = await pasted(shell, '--account', account)
    const tags = ['--tags', 'Key=made-by,Value=assume-setup']
    const policy = ['--policy-arn', `${iam}:policy/assume-reader`]
    const documents = (call: readonly string[]) =>
      call.map((word) => (word.startsWith('{') ? JSON.parse(word) : word))
    expect(calls.map(documents)).toEqual([
      ['iam', 'create-user', '--user-name', 'Bob', ...tags],
      ['iam', 'wait', 'user-exists', '--user-name', 'Bob'],
      [
        'iam',
        'create-role',
        '--role-name',
        'reader',
        '--assume-role-policy-document',
        trust(),
        ...tags,
      ],
      ['iam', 'wait', 'role-exists', '--role-name', 'reader'],
      ['iam', 'attach-role-policy', '--role-name', 'reader', '--policy-arn', readOnly],
      [
        'iam',
        'create-policy',
        '--policy-name',
        'assume-reader',
        '--policy-document',
        assumePolicy,
        ...tags,
      ],
      ['iam', 'wait', 'policy-exists', ...policy],
      ['iam', 'attach-user-policy', '--user-name', 'Bob', ...policy],
    ])
  })

  it.each(shells)(
    'prints commands for the MFA device and the access key, with --region, for %s',
    async (shell) => {
      const options = ['--mfa', '--access-key', '--region', 'us-gov-west-1']
      const calls = await pasted(shell, '--account', account, ...options)
      expect(calls.every((call) => call[0] === '--region' && call[1] === 'us-gov-west-1')).toBe(
        true,
      )
      const serial = `arn:aws-us-gov:iam::${account}:mfa/Bob`
      const codes = ['--authentication-code1', 'CODE1', '--authentication-code2', 'CODE2']
      expect(calls.slice(-3).map((call) => call.slice(2))).toEqual([
        [
          'iam',
          'create-virtual-mfa-device',
          '--virtual-mfa-device-name',
          'Bob',
          '--bootstrap-method',
          'QRCodePNG',
          '--outfile',
          './Bob-mfa.png',
        ],
        ['iam', 'enable-mfa-device', '--user-name', 'Bob', '--serial-number', serial, ...codes],
        ['iam', 'create-access-key', '--user-name', 'Bob'],
      ])
      expect(calls.flat().find((word) => word.includes('MultiFactorAuthPresent'))).toBeDefined()
    },
  )

  it('prints commands that undo the setup', async () => {
    const calls = await pasted('bash', '--account', account, '--mfa', '--access-key', '--undo')
    expect(calls.map(([, operation, , name]) => `${operation} ${name}`)).toEqual([
      'detach-role-policy reader',
      'delete-role reader',
      'detach-user-policy Bob',
      `delete-policy ${iam}:policy/assume-reader`,
      'deactivate-mfa-device Bob',
      `delete-virtual-mfa-device ${iam}:mfa/Bob`,
      'delete-access-key Bob',
      'delete-user Bob',
    ])
  })

  it('prints the account and the new profile on stderr', async () => {
    const testAws = await TestAws.open()
    const { stderr } = await testAws.assume([
      ...words,
      '-p',
      'Bob',
      '--region',
      'eu-west-1',
      '--mfa',
    ])
    expect(stderr).toMatch(
      /^assume: these commands create user Bob and role reader in account 123456789012 \(the key id AKIA\w+ of profile "Bob"\); to run them: assume setup Bob reader --attach-policy ReadOnlyAccess --mfa --profile Bob --region eu-west-1 --apply\n/,
    )
    expect(stderr).toContain(`
[profile reader]
role_arn = ${iam}:role/reader
source_profile = Bob
mfa_serial = ${iam}:mfa/Bob
region = eu-west-1
`)
    expect(stderr).toMatch(/assume: then: assume reader, or: assume Bob reader\n$/)
    const asNobody = await TestAws.open({ credentials: '' })
    const nobody = (...more: readonly string[]) =>
      asNobody.assume([...words, '--account', account, ...more])
    expect((await nobody()).stderr).toContain('into a profile: aws configure --profile Bob\n')
    expect((await nobody('--access-key')).stderr).toContain(
      'assume: the key that the last command prints goes into ~/.aws/credentials, under [Bob]\n',
    )
  })

  it.each<[readonly string[], string]>([
    [['a b', 'role'], '"a b" is not a name for a user'],
    [['Bob', 'x/y'], '"x/y" is not a name for a role'],
    [['Bob', 'x-'.repeat(33)], `"${'x-'.repeat(33)}" is not a name for a role`],
    [['Bob', 'x'], 'the account is not known'],
    [['Bob', 'x', '--region', 'X'], '--region: "X" is not an AWS region'],
    [
      ['Bob', 'x', '--account', account, '--attach-policy', 'a b'],
      '--attach-policy: "a b" is neither the name of an AWS managed policy nor an ARN',
    ],
  ])('%j is refused', async (bad, message) => {
    const testAws = await TestAws.open({ credentials: '' })
    const { stdout, stderr, exitCode } = await testAws.assume(['setup', ...bad])
    expect(stderr.split('\n')[0]).toBe(`assume: ${message}`)
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 })
  })

  it('adds the path of an AWS managed policy to its ARN', async () => {
    const testAws = await TestAws.open()
    const policies = ['ViewOnlyAccess', 'service-role/AWSLambdaRole', `${iam}:policy/own`]
    const options = policies.flatMap((name) => ['--attach-policy', name])
    const { stdout } = await testAws.assume(['setup', 'Bob', 'x', '-p', 'Bob', ...options])
    expect(stdout.match(/attach-role-policy.*/g)?.map((line) => line.split(' ').at(-1))).toEqual([
      'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess',
      'arn:aws:iam::aws:policy/service-role/AWSLambdaRole',
      `${iam}:policy/own`,
    ])
  })
})

describe('assume setup --apply', () => {
  const words = ['setup', 'Bob', 'reader', '--apply']

  async function apply(behaviour: Behaviour, ...more: readonly string[]) {
    const config = '[profile admin]\nregion = eu-west-1\n'
    const testAws = await TestAws.open({ credentials: '', config })
    const aws = new FakeAws(temporaryFolder(), behaviour)
    const run = await testAws.assume([...words, ...more], { env: { PATH: aws.path } })
    return { ...run, aws }
  }

  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
  const madeKey = `echo '{"AccessKey": {"AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "SecretAccessKey": "${secret}"}}'`
  const made = [
    'create-user Bob',
    'create-role reader',
    'create-policy assume-reader',
    'attach-user-policy Bob',
  ]

  it('creates everything with the keys of the profile, and prints nothing on stdout', async () => {
    const run = await apply({}, '--profile', 'admin', '--account', account)
    expect({ stdout: run.stdout, exitCode: run.exitCode }).toEqual({ stdout: '', exitCode: 0 })
    expect(run.stderr).toMatch(
      /^assume: in account 123456789012, as arn:aws:iam::123456789012:user\/admin\nassume: create the user Bob\nassume: create the role reader, which trusts Bob\n/,
    )
    expect(run.aws.changes).toEqual(made)
    const common = run.aws.calls.map((call) => call.slice(0, 2).join(' '))
    expect(new Set(common)).toEqual(new Set(['--profile admin']))
  })

  it('prints only the access key on stdout, as lines for the credentials file', async () => {
    const { stdout, stderr, exitCode } = await apply(
      { 'iam create-access-key': madeKey },
      '--access-key',
    )
    expect({ stdout, exitCode }).toEqual({
      stdout: `[Bob]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${secret}\n`,
      exitCode: 0,
    })
    expect(stderr).toContain('the key AKIAIOSFODNN7EXAMPLE is on stdout')
  })

  it('deletes the access key again if its secret cannot be written', async () => {
    const testAws = await TestAws.open({ credentials: '' })
    const aws = new FakeAws(temporaryFolder(), { 'iam create-access-key': madeKey })
    const run = await execa(
      'bash',
      ['-c', '"$@" >/dev/full', 'bash', process.execPath, program, ...words, '--access-key'],
      {
        env: { ...testAws.home.env, PATH: aws.path },
        extendEnv: false,
        reject: false,
      },
    )
    expect(run.exitCode).toBe(1)
    expect(run.stderr).toContain(
      'its secret could not be written (ENOSPC), so AKIAIOSFODNN7EXAMPLE was deleted again',
    )
    expect(aws.changes.slice(-2)).toEqual(['create-access-key Bob', 'delete-access-key Bob'])
    expect(run.stderr).not.toContain(secret)
  })

  it('skips what exists, and creates the rest', async () => {
    const role = JSON.stringify({ Role: { AssumeRolePolicyDocument: trust() } })
    const { stderr, exitCode, aws } = await apply({
      'iam get-user': `echo '{"User": {}}'`,
      'iam get-role': `echo '${role}'`,
    })
    expect(exitCode).toBe(0)
    expect(stderr).toContain('assume: exists already: the user Bob, the role reader\n')
    expect(stderr).not.toContain('warning')
    expect(aws.changes).toEqual(['create-policy assume-reader', 'attach-user-policy Bob'])
  })

  it('uses the paths of an existing user and an existing role', async () => {
    const user = { User: { Path: '/team/' } }
    const role = { Role: { Path: '/x/y/', AssumeRolePolicyDocument: trust() } }
    const { stderr, aws } = await apply({
      'iam get-user': `echo '${JSON.stringify(user)}'`,
      'iam get-role': `echo '${JSON.stringify(role)}'`,
    })
    expect(stderr).toContain(`{"AWS":"${iam}:user/team/Bob"}`)
    expect(stderr).toContain(`role_arn = ${iam}:role/x/y/reader\n`)
    expect(stderr).toContain('or: assume Bob x/y/reader\n')
    const policy = aws.calls.flat().find((word) => word.includes('Resource'))
    expect(policy).toContain(`"Resource": "${iam}:role/x/y/reader"`)
  })

  it('warns about an existing role that does not trust the user, without changing it', async () => {
    const other = {
      Effect: 'Allow',
      Principal: { AWS: `${iam}:user/Eve` },
      Action: 'sts:AssumeRole',
    }
    const role = JSON.stringify({
      Role: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: other } },
    })
    const { stderr, exitCode, aws } = await apply({ 'iam get-role': `echo '${role}'` })
    expect(exitCode).toBe(0)
    expect(stderr).toContain(
      'warning: the role reader exists, and its trust policy does not allow Bob as this setup would\n',
    )
    const [, pasted = ''] = /hint: to change that: (.*)/.exec(stderr) ?? []
    expect(pasted).toContain(
      `'${JSON.stringify({ ...trust(), Statement: [other, ...trust().Statement] })}'`,
    )
    expect(aws.changes).toEqual(made.filter((each) => !each.startsWith('create-role')))
  })

  it('stops at the first failure, and shows how to continue or undo', async () => {
    const { stdout, stderr, exitCode, aws } = await apply({
      'iam create-policy': complains(
        'CreatePolicy',
        'AccessDenied',
        'User: x is not authorized \x1b[31m',
      ),
    })
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
    expect(aws.changes).toEqual(made.slice(0, 3))
    expect(
      stderr,
    ).toContain(`assume: could not create the policy assume-reader: User: x is not authorized \\x1b[31m (AccessDenied)
  hint: the AWS CLI has to have keys that may administer IAM here: name their profile with --profile
  hint: done before that: create the user Bob; create the role reader, which trusts Bob
  hint: to go on, without doing anything twice: assume setup Bob reader --apply
  hint: to take it back: assume setup Bob reader --undo --apply
`)
  })

  it('hints at a command that lists the policies, with the same options', async () => {
    const words = 'Policy arn:aws:iam::aws:policy/Reader does not exist or is not attachable.'
    const missing = complains('AttachRolePolicy', 'NoSuchEntity', words)
    const more = ['--attach-policy', 'Reader', '--profile', 'admin', '--region', 'eu-west-1']
    const { stderr, exitCode } = await apply({ 'iam attach-role-policy': missing }, ...more)
    expect(exitCode).toBe(1)
    expect(stderr).toContain(
      "  hint: those that there are: aws --profile admin --region eu-west-1 iam list-policies --query 'Policies[].Arn'\n",
    )
  })

  it('retries while the new user is not yet known everywhere at AWS', async () => {
    const early = complains('CreateRole', 'MalformedPolicyDocument', 'Invalid principal in policy')
    const { exitCode, stderr, aws } = await apply({
      'iam create-role': `[[ -e $0.tried ]] || { touch "$0.tried"; ${early}; }`,
    })
    expect(exitCode).toBe(0)
    expect(stderr).toContain('the new user is not known everywhere at AWS yet; trying again')
    expect(aws.changes).toEqual(['create-user Bob', 'create-role reader', ...made.slice(1)])
  })

  it.each<[string, Behaviour, readonly string[], string]>([
    [
      'keys of another account',
      {},
      ['--account', '210987654321'],
      '--account 210987654321 does not match these keys: arn:aws:iam::123456789012:user/admin',
    ],
    [
      'no keys',
      { 'sts get-caller-identity': 'echo "Unable to locate credentials" >&2; exit 253' },
      [],
      'could not find out whose keys these are: Unable to locate credentials',
    ],
    [
      'an error of version 2 of the AWS CLI',
      {
        'sts get-caller-identity':
          "printf '\\naws: [ERROR]: An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: It is over.\\n\\nDetails:\\n' >&2; exit 254",
      },
      [],
      'could not find out whose keys these are: It is over. (ExpiredToken)',
    ],
    [
      'a failure without output',
      { 'sts get-caller-identity': 'exit 7' },
      [],
      'could not find out whose keys these are: aws sts get-caller-identity ended with 7',
    ],
    [
      'an answer that is not JSON',
      { 'sts get-caller-identity': 'echo hello' },
      [],
      'aws sts get-caller-identity did not print JSON',
    ],
    [
      'an endless answer',
      { 'sts get-caller-identity': 'yes' },
      [],
      'aws sts get-caller-identity printed more than 5 megabytes',
    ],
    [
      'JSON of another shape',
      { 'sts get-caller-identity': 'echo "[1]"' },
      [],
      'aws sts get-caller-identity did not return whose keys these are',
    ],
    [
      'no permission to read',
      { 'iam get-role': complains('GetRole', 'AccessDenied', 'No.') },
      [],
      'could not find out what exists: No. (AccessDenied)',
    ],
    [
      'a key without a secret',
      { 'iam create-access-key': `echo '{"AccessKey": {}}'` },
      ['--access-key'],
      'could not make an access key for Bob: the answer lacks the key',
    ],
  ])('fails with an error for %s', async (_, behaviour, more, message) => {
    const { stdout, stderr, exitCode } = await apply(behaviour, ...more)
    expect(
      stderr.split('\n').find((line) => /^assume: (?!in account|create|let|make)/.test(line)),
    ).toBe(`assume: ${message}`)
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
  })

  it('requires a person for the QR code, before it creates anything', async () => {
    const { exitCode, aws, stderr } = await apply({}, '--mfa')
    expect(exitCode).toBe(3)
    expect(stderr).toContain('an MFA device needs a person')
    expect(aws.changes).toEqual([])
  })

  it('reports that the AWS CLI is missing', async () => {
    const testAws = await TestAws.open({ credentials: '' })
    const { stderr, exitCode } = await testAws.assume(words, { env: { PATH: temporaryFolder() } })
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(
      /^assume: --apply needs the AWS CLI, and there is no aws on PATH\n {2}hint: install it: https:.*\n {2}hint: or leave out --apply/,
    )
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('lists the completed steps after %s', async (signal, exitCode) => {
    const testAws = await TestAws.open({ credentials: '' })
    const folder = temporaryFolder()
    const hang = `touch '${folder}/hangs'; exec sleep 60`
    const aws = new FakeAws(folder, { 'iam create-role': hang })
    const run = execa(process.execPath, [program, ...words], {
      env: { ...testAws.home.env, PATH: aws.path },
      extendEnv: false,
      reject: false,
      detached: true,
      stdin: 'ignore',
    })
    await expect
      .poll(() => readdirSync(folder), { interval: 10, timeout: 20_000 })
      .toContain('hangs')
    run.kill(signal)
    const { stdout, stderr, ...end } = await run
    expect({ stdout, exitCode: end.exitCode }).toEqual({ stdout: '', exitCode })
    expect(
      stderr,
    ).toContain(`assume: cancelled while it was to create the role reader, which trusts Bob, which may have happened
  hint: done before that: create the user Bob
  hint: to go on, without doing anything twice: assume setup Bob reader --apply
  hint: to take it back: assume setup Bob reader --undo --apply`)
  })
})

describe('assume setup --undo --apply', () => {
  const ours = { Tags: [{ Key: 'made-by', Value: 'assume-setup' }] }
  const attached = (...arns: readonly string[]) => ({
    AttachedPolicies: arns.map((PolicyArn) => ({ PolicyArn })),
  })
  const arn = `${iam}:policy/assume-reader`
  const all = {
    'get-user': { User: ours },
    'get-role': { Role: { ...ours, AssumeRolePolicyDocument: trust() } },
    'get-policy': { Policy: { ...ours, AttachmentCount: 1 } },
    'list-attached-user-policies': attached(arn),
    'list-attached-role-policies': attached(readOnly),
    'list-access-keys': {
      AccessKeyMetadata: [{ AccessKeyId: 'AKIAONE' }, { AccessKeyId: 'AKIATWO' }],
    },
    'list-mfa-devices': {
      MFADevices: [{ SerialNumber: `${iam}:mfa/Bob` }, { SerialNumber: `${iam}:u2f/key` }],
    },
  }

  async function undo(there: Readonly<Record<string, object>>) {
    const testAws = await TestAws.open({ credentials: '' })
    const behaviour = Object.entries(there).map(([name, answer]) => [
      `iam ${name}`,
      `echo '${JSON.stringify(answer)}'`,
    ])
    const aws = new FakeAws(temporaryFolder(), Object.fromEntries(behaviour))
    const words = ['setup', 'Bob', 'reader', '--undo', '--apply']
    const { exitCode, stderr } = await testAws.assume(words, { env: { PATH: aws.path } })
    expect(exitCode).toBe(0)
    return { changes: aws.changes, stderr }
  }

  it('removes everything that setup created', async () => {
    expect((await undo(all)).changes).toEqual([
      'detach-role-policy reader',
      'delete-role reader',
      'detach-user-policy Bob',
      `delete-policy ${arn}`,
      'deactivate-mfa-device Bob',
      `delete-virtual-mfa-device ${iam}:mfa/Bob`,
      'deactivate-mfa-device Bob',
      'delete-access-key Bob',
      'delete-access-key Bob',
      'delete-user Bob',
    ])
  })

  const trustOfTheGone = { AssumeRolePolicyDocument: trust({ Principal: { AWS: 'AIDAGONE' } }) }

  it('removes a role whose only user was deleted elsewhere', async () => {
    const run = await undo({ 'get-role': { Role: { ...ours, ...trustOfTheGone } } })
    expect(run.changes).toEqual(['delete-role reader'])
    expect(run.stderr).not.toContain('stays')
  })

  it.each<[string, Readonly<Record<string, object>>, string, readonly string[]]>([
    [
      'a role that it did not create, even if its user was deleted',
      { 'get-role': { Role: trustOfTheGone } },
      'the role reader stays: setup did not make it',
      [],
    ],
    [
      'a user that it did not create',
      { ...all, 'get-user': { User: {} } },
      'the user Bob stays, with keys and MFA devices: setup did not make it',
      [
        'detach-role-policy reader',
        'delete-role reader',
        'detach-user-policy Bob',
        `delete-policy ${arn}`,
      ],
    ],
    [
      'a role that it did not create',
      { 'get-role': { Role: { AssumeRolePolicyDocument: trust() } } },
      'the role reader stays: setup did not make it',
      [],
    ],
    [
      'a role that others use',
      {
        'get-role': {
          Role: {
            ...ours,
            AssumeRolePolicyDocument: {
              Statement: [...trust().Statement, { Principal: { AWS: `${iam}:root` } }],
            },
          },
        },
      },
      'the role reader stays: it trusts others than Bob',
      [],
    ],
    [
      'a policy that is attached to others',
      { 'get-policy': { Policy: { ...ours, AttachmentCount: 1 } } },
      'the policy assume-reader stays: others have it',
      [],
    ],
    [
      'a user with other policies',
      { 'get-user': { User: ours }, 'list-attached-user-policies': attached(arn, readOnly) },
      `the user Bob stays, for what setup did not give it: ${readOnly}`,
      ['detach-user-policy Bob'],
    ],
    [
      'a user with a password and a group',
      {
        'get-user': { User: ours },
        'get-login-profile': { LoginProfile: {} },
        'list-groups-for-user': { Groups: [{ GroupName: 'admins' }] },
        'list-user-policies': { PolicyNames: ['own'] },
        'list-access-keys': { AccessKeyMetadata: [{ AccessKeyId: 'AKIAONE' }] },
      },
      'the user Bob stays, for what setup did not give it: the group admins, the inline policy own, a password',
      [],
    ],
    [
      'a role of an instance',
      {
        'get-role': all['get-role'],
        'list-role-policies': { PolicyNames: ['own'] },
        'list-instance-profiles-for-role': { InstanceProfiles: [{ InstanceProfileName: 'web' }] },
      },
      'the role reader stays, for what setup did not give it: the inline policy own, the instance profile web',
      [],
    ],
    [
      'an MFA device that is assigned to no user',
      { 'list-virtual-mfa-devices': { VirtualMFADevices: [{ SerialNumber: `${iam}:mfa/Bob` }] } },
      'there is nothing to remove',
      [],
    ],
    ['anything if nothing exists', {}, 'there is nothing to remove', []],
  ])('does not remove %s', async (_, there, note, changes) => {
    const run = await undo(there)
    expect(run.stderr).toContain(`assume: ${note}\n`)
    expect(run.changes).toEqual(changes)
  })
})
