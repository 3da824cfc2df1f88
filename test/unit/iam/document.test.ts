import { violationsOf } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { updateTrust } from '../../../src/iam/aws-calls.ts'
import type { Setup } from '../../../src/iam/setup.ts'

const setup: Setup = {
  account: '123456789012',
  partition: 'aws',
  user: 'Bob',
  role: 'reader',
  policies: [],
  mfa: false,
  accessKey: false,
}

describe('an existing trust policy', () => {
  it('is sent to IAM with unsupported characters escaped', () => {
    const trust = { Statement: [{ Condition: { StringEquals: { 'aws:x': '€ 𝒜 é "quoted"\n' } } }] }
    const call = updateTrust(setup, trust)
    const PolicyDocument = call.at(-1) ?? ''
    const input = { RoleName: 'reader', PolicyDocument }
    expect(violationsOf('iam', 'UpdateAssumeRolePolicy', input)).toEqual([])
    expect(JSON.parse(PolicyDocument)).toEqual(trust)
  })
})
