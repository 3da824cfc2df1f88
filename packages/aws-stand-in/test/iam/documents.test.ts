import { CreatePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam'
import { describe, expect, it } from 'vitest'
import { accounts, demoRole } from '../fixture.ts'
import { standIn } from '../stand-in.ts'
import { account, arn, iam } from './clients.ts'

describe('policy documents', () => {
  const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }
  const documentOf = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement })
  const syntax = 'Syntax errors in policy.'

  it.each<[string, unknown, string]>([
    ['no JSON object', [], syntax],
    ['no statement', { Version: '2012-10-17' }, syntax],
    ['an empty list', documentOf(), syntax],
    ['an unknown element', documentOf({ ...statement, Resources: '*' }), syntax],
    ['an unknown field', { ...documentOf(statement), Note: '' }, syntax],
    ['an unknown version', { ...documentOf(statement), Version: '2020-01-01' }, syntax],
    ['neither Allow nor Deny', documentOf({ ...statement, Effect: 'allow' }), syntax],
    ['Action and NotAction', documentOf({ ...statement, NotAction: 's3:*' }), syntax],
    ['a Sid with a space', documentOf({ ...statement, Sid: 'a b' }), syntax],
    ['a repeated Sid', documentOf({ ...statement, Sid: 'a' }, { ...statement, Sid: 'a' }), syntax],
    ['an invalid condition', documentOf({ ...statement, Condition: 'MFA' }), syntax],
    [
      'an unknown operator',
      documentOf({ ...statement, Condition: { Is: { 'a:b': '1' } } }),
      syntax,
    ],
    [
      'a condition key without a prefix',
      documentOf({ ...statement, Condition: { Bool: { mfa: '1' } } }),
      syntax,
    ],
    ['a number as an action', documentOf({ ...statement, Action: 1 }), syntax],
    [
      'an old version',
      { ...documentOf(statement), Version: '2008-10-17' },
      'Policy document must be version 2012-10-17 or greater.',
    ],
    [
      'no action',
      documentOf({ Effect: 'Allow', Resource: '*' }),
      'Policy statement must contain actions.',
    ],
    [
      'an action without a prefix',
      documentOf({ ...statement, Action: 'AssumeRole' }),
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    ],
    [
      'no resource',
      documentOf({ Effect: 'Allow', Action: 's3:*' }),
      'Policy statement must contain resources.',
    ],
    [
      'an invalid resource',
      documentOf({ ...statement, Resource: 'made' }),
      'Resource made must be in ARN format or "*".',
    ],
    [
      'a resource in another partition',
      documentOf({ ...statement, Resource: `arn:aws-cn:iam::${account}:role/x` }),
      `Partition "aws-cn" is not valid for resource "arn:aws-cn:iam::${account}:role/x".`,
    ],
    [
      'a principal',
      documentOf({ ...statement, Principal: '*' }),
      'Policy document should not specify a principal.',
    ],
  ])('an identity policy with %s is rejected', async (_, document, message) => {
    const client = iam(await standIn())
    const asked = { PolicyName: 'x', PolicyDocument: JSON.stringify(document) }
    await expect(client.send(new CreatePolicyCommand(asked))).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message,
    })
  })

  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `${arn}:user/Bob` } }
  const naming = (kind: string, value: string) =>
    documentOf({ ...trust, Principal: { [kind]: value } })
  const invalid = (kind: string, value: string) =>
    `Invalid principal in policy: "${kind}":"${value}"`

  it.each<[string, unknown, string]>([
    ['no JSON object', 'x', 'This policy contains invalid Json'],
    ['an unknown field', { ...documentOf(trust), Note: '' }, 'Unknown field Note'],
    ['no statement', {}, 'Missing required field Statement'],
    ['no effect', documentOf({ ...trust, Effect: undefined }), 'Missing required field Effect'],
    [
      'no principal',
      documentOf({ ...trust, Principal: undefined }),
      'Missing required field Principal',
    ],
    ['no action', documentOf({ ...trust, Action: undefined }), 'Missing required field Action'],
    ['a resource', documentOf({ ...trust, Resource: '*' }), 'Has prohibited field Resource'],
    [
      'an action of another service',
      documentOf({ ...trust, Action: 's3:GetObject' }),
      'AssumeRole policy may only specify STS AssumeRole actions.',
    ],
    [
      'a user that does not exist',
      naming('AWS', `${arn}:user/Eve`),
      invalid('AWS', `${arn}:user/Eve`),
    ],
    ['a role that does not exist', naming('AWS', `${arn}:role/x`), invalid('AWS', `${arn}:role/x`)],
    [
      'a user in another path',
      naming('AWS', `${arn}:user/x/Bob`),
      invalid('AWS', `${arn}:user/x/Bob`),
    ],
    ['a wildcard', naming('AWS', `${arn}:user/*`), invalid('AWS', `${arn}:user/*`)],
    [
      'an account that does not exist',
      naming('AWS', '999999999999'),
      invalid('AWS', '999999999999'),
    ],
    ['an ID', naming('AWS', `AIDA${'A'.repeat(17)}`), invalid('AWS', `AIDA${'A'.repeat(17)}`)],
    [
      'a resource in another partition',
      naming('AWS', `arn:aws-cn:iam::${account}:root`),
      invalid('AWS', `arn:aws-cn:iam::${account}:root`),
    ],
    [
      'a session of a role that does not exist',
      naming('AWS', `arn:aws:sts::${account}:assumed-role/x/y`),
      invalid('AWS', `arn:aws:sts::${account}:assumed-role/x/y`),
    ],
    ['an invalid service', naming('Service', 'ec2'), invalid('SERVICE', 'ec2')],
    ['an unknown kind of principal', naming('User', 'Bob'), invalid('User', 'Bob')],
  ])('a trust policy with %s is rejected', async (_, document, message) => {
    const client = iam(await standIn())
    const asked = { RoleName: 'x', AssumeRolePolicyDocument: JSON.stringify(document) }
    await expect(client.send(new CreateRoleCommand(asked))).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message,
    })
  })

  it('an unsupported element is rejected as not implemented', async () => {
    const aws = await standIn()
    const Condition = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }
    const asked = {
      RoleName: 'x',
      AssumeRolePolicyDocument: JSON.stringify(documentOf({ ...trust, Condition })),
    }
    await expect(iam(aws).send(new CreateRoleCommand(asked))).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('IpAddress'),
    })
    expect(aws.world).toBe(accounts)
  })

  it.each([
    ['AWS', account],
    ['AWS', `${arn}:root`],
    ['AWS', '*'],
    ['AWS', `${arn}:role/${demoRole.name}`],
    ['AWS', `arn:aws:sts::${account}:assumed-role/${demoRole.name}/Bob`],
    ['Service', 'ec2.amazonaws.com'],
    ['Federated', `${arn}:oidc-provider/token.actions.githubusercontent.com`],
  ])('the principal %s %s is accepted', async (kind, value) => {
    const client = iam(await standIn())
    const asked = { RoleName: 'x', AssumeRolePolicyDocument: JSON.stringify(naming(kind, value)) }
    await expect(client.send(new CreateRoleCommand(asked))).resolves.toBeDefined()
  })
})
