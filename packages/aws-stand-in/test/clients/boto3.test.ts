import { execa } from 'execa'
import { describe, expect, it, onTestFinished } from 'vitest'
import example from '../../example/world.json' with { type: 'json' }
import { start } from '../../src/stand-in.ts'
import { boto3TakesUrl, noAws } from './endpoint-url.ts'

const keys = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

/** Runs Python with the environment variables of the stand-in. Returns the lines of its output. */
async function python(code: string, env: Readonly<Record<string, string>> = {}, world = example) {
  const standIn = await start({ world })
  onTestFinished(() => standIn.close())
  const { stdout } = await execa('python3', ['-c', `import boto3, botocore\n${code}`], {
    env: {
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      HOME: '/nonexistent',
      AWS_DEFAULT_REGION: 'eu-west-1',
      ...noAws,
      ...standIn.env,
      ...env,
    },
    extendEnv: false,
  })
  return { standIn, lines: stdout.split('\n') }
}

describe.skipIf(!boto3TakesUrl)('boto3', { timeout: 60_000 }, () => {
  it('calls STS with long-term credentials, and receives the error message of AWS', async () => {
    const { lines, standIn } = await python(
      `sts = boto3.client('sts')
print(sts.get_caller_identity()['Arn'])
admin = dict(RoleArn='arn:aws:iam::111122223333:role/admin', RoleSessionName='test')
try:
    sts.assume_role(**admin)
except botocore.exceptions.ClientError as error:
    print(error)
mfa = dict(SerialNumber='arn:aws:iam::111122223333:mfa/alice', TokenCode='123456')
print(sts.assume_role(**admin, **mfa)['AssumedRoleUser']['Arn'])`,
      keys,
    )
    expect(lines).toEqual([
      'arn:aws:iam::111122223333:user/alice',
      'An error occurred (AccessDenied) when calling the AssumeRole operation: User: arn:aws:iam::111122223333:user/alice is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/admin',
      'arn:aws:sts::111122223333:assumed-role/admin/test',
    ])
    expect(standIn.calls.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'GetCallerIdentity ok',
      'AssumeRole AccessDenied',
      'AssumeRole ok',
    ])
  })

  it('changes users and policies in IAM, and the next call to STS uses the changes', async () => {
    const { lines, standIn } = await python(
      `import json
root = dict(aws_access_key_id='AKIAROOT', aws_secret_access_key='root')
iam = boto3.client('iam', **root)
iam.create_user(UserName='carol')
iam.attach_user_policy(UserName='carol', PolicyArn='arn:aws:iam::aws:policy/AdministratorAccess')
key = iam.create_access_key(UserName='carol')['AccessKey']
carol = dict(aws_access_key_id=key['AccessKeyId'], aws_secret_access_key=key['SecretAccessKey'])
print(boto3.client('sts', **carol).get_caller_identity()['Arn'])
print([user['UserName'] for user in boto3.client('iam', **carol).list_users()['Users']])`,
      {},
      Object.assign({}, example, {
        roots: [
          {
            account: '111122223333',
            accessKeys: [{ accessKeyId: 'AKIAROOT', secretAccessKey: 'root' }],
          },
        ],
      }),
    )
    expect(lines).toEqual(['arn:aws:iam::111122223333:user/carol', "['alice', 'carol']"])
    expect(standIn.world.users.map(({ name }) => name)).toEqual(['alice', 'carol'])
  })

  it('signs in to IAM Identity Center with a device code, and gets the credentials of a role', async () => {
    const { lines } = await python(
      `import urllib.parse, urllib.request
oidc = boto3.client('sso-oidc')
client = oidc.register_client(clientName='test', clientType='public')
client = dict(clientId=client['clientId'], clientSecret=client['clientSecret'])
device = oidc.start_device_authorization(**client, startUrl='https://example.awsapps.com/start')
form = urllib.parse.urlencode(dict(user_code=device['userCode'], answer='allow')).encode()
urllib.request.urlopen(device['verificationUriComplete'], form).read()
grant = dict(grantType='urn:ietf:params:oauth:grant-type:device_code', deviceCode=device['deviceCode'])
token = dict(accessToken=oidc.create_token(**client, **grant)['accessToken'])
sso = boto3.client('sso')
print([account['accountName'] for account in sso.list_accounts(**token)['accountList']])
role = dict(accountId='111122223333', roleName='ReadOnly')
given = sso.get_role_credentials(**role, **token)['roleCredentials']
names = dict(aws_access_key_id='accessKeyId', aws_secret_access_key='secretAccessKey', aws_session_token='sessionToken')
keys = {ours: given[name] for ours, name in names.items()}
print(boto3.client('sts', **keys).get_caller_identity()['Arn'])`,
    )
    expect(lines).toEqual([
      "['Example']",
      expect.stringMatching(
        /^arn:aws:sts::111122223333:assumed-role\/AWSReservedSSO_ReadOnly_\w{16}\/alice$/,
      ),
    ])
  })

  it('gets the credentials of the instance role from the metadata service', async () => {
    const { lines, standIn } = await python(
      `print(boto3.client('sts').get_caller_identity()['Arn'])`,
    )
    expect(lines).toEqual(['arn:aws:sts::111122223333:assumed-role/instance/i-0123456789abcdef0'])
    expect(standIn.metadata?.requests).toContain('PUT /latest/api/token')
  })

  it('gets the credentials of a container role', async () => {
    const standIn = await start({ world: example })
    onTestFinished(() => standIn.close())
    const { lines } = await python(`print(boto3.Session().get_credentials().access_key)`, {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${standIn.metadata?.containerUrl}`,
    })
    expect(lines).toEqual(standIn.metadata?.issuedKeyIds)
  })
})
