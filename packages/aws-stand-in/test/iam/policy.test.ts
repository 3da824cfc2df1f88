import { describe, expect, it } from 'vitest'
import {
  type Condition,
  conditionIsMet,
  type RequestContext,
} from '../../src/iam/evaluation/conditions.ts'
import { startAwsServer } from '../../src/query/aws-server.ts'
import { accounts, noMfaRole } from '../fixture.ts'

const context: RequestContext = {
  'aws:MultiFactorAuthAge': '599',
  'aws:MultiFactorAuthPresent': 'true',
  'aws:PrincipalArn': 'arn:aws:iam::123456789012:user/team/Bob',
  'sts:ExternalId': 'a.b',
  'sts:RoleSessionName': 'Bob',
  'aws:PrincipalTag': { Team: 'blue' },
  'aws:RequestTag': { project: 'x/y' },
  'aws:SourceIdentity': 'bob@example.com',
  'aws:TagKeys': ['project', 'team'],
  'sts:SourceIdentity': undefined,
  'sts:TransitiveTagKeys': [],
}

describe('a condition', () => {
  it.each<[Condition, boolean]>([
    [{}, true],
    [{ StringEquals: { 'sts:ExternalId': 'a.b' } }, true],
    [{ StringEquals: { 'STS:externalid': 'a.b' } }, true],
    [{ StringEquals: { 'sts:ExternalId': 'A.B' } }, false],
    [{ StringEquals: { 'sts:ExternalId': ['x', 'a.b'] } }, true],
    [{ StringEquals: { 'sts:ExternalId': 'a*' } }, false],
    [{ StringLike: { 'sts:ExternalId': 'a*' } }, true],
    [{ StringLike: { 'sts:ExternalId': 'a?b' } }, true],
    [{ StringLike: { 'sts:ExternalId': 'a??b' } }, false],
    [{ StringLike: { 'sts:RoleSessionName': 'B.b' } }, false],
    [{ StringLike: { 'sts:SourceIdentity': '*' } }, false],
    [{ StringLikeIfExists: { 'sts:SourceIdentity': 'x' } }, true],
    [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/team/*' } }, true],
    [{ ArnLike: { 'aws:PrincipalArn': 'arn:*:user/team/*' } }, false],
    [{ Bool: { 'aws:MultiFactorAuthPresent': true } }, true],
    [{ Bool: { 'aws:MultiFactorAuthPresent': 'True' } }, true],
    [{ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }, false],
    [{ NumericLessThan: { 'aws:MultiFactorAuthAge': '600' } }, true],
    [{ NumericLessThan: { 'aws:MultiFactorAuthAge': 599 } }, false],
    [{ NumericLessThanEquals: { 'aws:MultiFactorAuthAge': 599 } }, true],
    [{ StringEquals: { 'sts:ExternalId': 'a.b', 'sts:RoleSessionName': 'Eve' } }, false],
    [{ StringEquals: { 'aws:SourceIdentity': 'bob@example.com' } }, true],
    [{ StringEquals: { 'aws:PrincipalTag/team': 'blue' } }, true],
    [{ StringEquals: { 'AWS:principaltag/Team': 'Blue' } }, false],
    [{ StringEquals: { 'aws:RequestTag/project': 'x/y' } }, true],
    [{ StringEquals: { 'aws:RequestTag/team': 'blue' } }, false],
    [{ StringEqualsIfExists: { 'aws:RequestTag/team': 'blue' } }, true],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['project', 'team', 'cost'] } }, true],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['project'] } }, false],
    [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['project'] } }, true],
    [{ 'ForAnyValue:StringLike': { 'aws:TagKeys': ['x*'] } }, false],
    [{ 'ForAllValues:StringEquals': { 'sts:TransitiveTagKeys': ['project'] } }, true],
    [{ 'ForAnyValue:StringEquals': { 'sts:TransitiveTagKeys': ['project'] } }, false],
    [
      { StringEquals: { 'sts:ExternalId': 'a.b' }, Bool: { 'aws:MultiFactorAuthPresent': false } },
      false,
    ],
  ])('%j is met: %s', (condition, met) => {
    expect(conditionIsMet(condition, context)).toBe(met)
  })
})

describe('the stand-in does not start with', () => {
  it.each([
    [{ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }, 'operator "IpAddress"'],
    [{ Condition: { toString: { 'sts:ExternalId': 'x' } } }, 'operator "toString"'],
    [{ Condition: { StringEquals: { 'aws:TagKeys': 'x' } } }, 'operator "StringEquals"'],
    [
      { Condition: { 'ForAnyValue:StringEquals': { 'sts:ExternalId': 'x' } } },
      'operator "ForAnyValue:StringEquals"',
    ],
    [{ Condition: { StringEquals: { 'aws:RequestTag': 'x' } } }, 'condition key "aws:RequestTag"'],
    [{ Condition: { StringEquals: { 'aws:SourceVpc': 'x' } } }, 'condition key "aws:SourceVpc"'],
    [{ NotAction: 'sts:AssumeRole' }, 'policy element "NotAction"'],
    [{ NotPrincipal: { AWS: '*' } }, 'policy element "NotPrincipal"'],
    [{ Principal: { AWS: 'arn:aws:iam::123456789012:user/*' } }, 'principal "arn:aws:iam::'],
    [{ Condition: { StringEquals: { 'sts:RoleSessionName': '${aws:username}' } } }, 'variable'],
  ])('%j', async (more, message) => {
    const Statement = {
      Effect: 'Allow' as const,
      Action: 'sts:AssumeRole',
      Principal: '*' as const,
    }
    const trustPolicy = { Statement: { ...Statement, ...more } }
    const world = { ...accounts, roles: [{ ...noMfaRole, trustPolicy }] }
    await expect(startAwsServer({ world })).rejects.toThrow(message)
    await expect(startAwsServer({ world })).rejects.toThrow(
      'trust policy of arn:aws:iam::123456789012:role/demo-no-mfa-role',
    )
  })

  it('an access key of two owners', async () => {
    const world = { ...accounts, users: [...accounts.users, ...accounts.users] }
    await expect(startAwsServer({ world })).rejects.toThrow('has two owners')
  })
})
