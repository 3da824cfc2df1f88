import { violationsOf } from 'aws-stand-in'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { managedPolicyArn } from '../../../src/iam/managed-policy.ts'
import { AssumeError } from '../../../src/model/errors.ts'
import type { TargetOptions } from '../../../src/plan/options/target-options.ts'
import { codePoint } from '../../support/code-point.ts'
import { arn, keys, plan, telling } from './planning.ts'

const credentials = `[Bob]\n${keys(telling)}`
const config = `[profile prod]\nrole_arn = ${arn('prod')}\nsource_profile = Bob\n`

/** The planned calls violate nothing of AWS’s service model, or no call is planned. */
function expectAccepted(line: string, options: TargetOptions, more: object = {}): void {
  const violations = refusedByAws(line, options, more)
  // In thousands of runs, expect itself takes a tenth of the time.
  if (violations.length > 0) expect(violations).toEqual([])
}

function refusedByAws(line: string, options: TargetOptions, more: object): readonly unknown[] {
  try {
    const planned = plan(line, { config, credentials, options, ...more })
    if (!('value' in planned)) return []
    return planned.value.steps.flatMap(({ operation, input }) => {
      // A plan does not contain the MFA code or the web identity token.
      const secret = operation === 'AssumeRoleWithWebIdentity' ? { WebIdentityToken: 'token' } : {}
      return violationsOf('sts', operation, { ...input, ...secret })
    })
  } catch (error) {
    if (error instanceof AssumeError) return []
    throw error
  }
}

/** Plain and unusual characters, and lengths around every limit of AWS. */
const text = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.string({ maxLength: 8, unit: codePoint }),
  fc
    .tuple(
      fc.constantFrom('x', '1', 'é', '𝒜', '/', '€', ' '),
      fc.constantFrom(1, 2, 6, 9, 32, 64, 65, 128, 129, 256, 257, 1224, 1225, 2048, 2049, 9000),
    )
    .map(([character, length]) => character.repeat(length)),
)

const perOption: Readonly<Record<string, fc.Arbitrary<TargetOptions>>> = {
  sessionName: text.map((sessionName) => ({ sessionName })),
  externalId: text.map((externalId) => ({ externalId })),
  serialNumber: fc
    .tuple(fc.constantFrom('', `arn:aws:iam::123456789012:mfa/`), text)
    .map(([start, end]) => ({ serialNumber: start + end })),
  sourceIdentity: text.map((sourceIdentity) => ({ sourceIdentity })),
  duration: fc.integer({ min: -1, max: 200_000 }).map((duration) => ({ duration })),
  policy: fc
    .oneof(text, fc.constantFrom('', ' ', '\t', '\n'))
    .map((value) => ({ policy: JSON.stringify({ Statement: [{ Sid: value }] }, null, 1) })),
  policyArns: fc
    .array(
      fc.oneof(
        text.map((name) => `arn:aws:iam::aws:policy/${name}`),
        text.map((partition) => `arn:aws${partition}:iam::aws:policy/x`),
      ),
      { minLength: 1, maxLength: 12 },
    )
    .map((policyArns) => ({ policyArns })),
  tags: fc.array(fc.tuple(text, text), { maxLength: 60 }).map((pairs) => ({
    tags: pairs.map(([key, value]) => `${key}=${value}`),
    transitiveTags: pairs.map(([key]) => key),
  })),
}

describe('requests to STS satisfy its service model, or are rejected before', () => {
  it.each(Object.entries(perOption))('for every value of --%s', (_, options) => {
    fc.assert(
      fc.property(
        options,
        fc.constantFrom('prod', 'prod 123456', 'Bob prod 123456'),
        (each, line) => {
          expectAccepted(line, each)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('for every role name', () => {
    const roles = fc.oneof(
      text.map((name) => `arn:aws:iam::123456789012:role/${name}`),
      text.map((path) => `arn:aws:iam::123456789012:role/${path}/name`),
      text.map((partition) => `arn:aws${partition}:iam::123456789012:role/name`),
      fc.constant(`arn:aws-${'a'.repeat(3000)}:iam::123456789012:role/name`),
    )
    fc.assert(
      fc.property(roles, (role) => {
        const words = role.replaceAll(' ', '')
        expectAccepted(words, { sourceProfile: 'Bob' })
      }),
      { numRuns: 400 },
    )
  })

  it('for every user name, also for the console', () => {
    fc.assert(
      fc.property(text, (name) => {
        const identities = {
          [telling]: { arn: `arn:aws:iam::123456789012:user/${name}`, accountId: '123456789012' },
        }
        expectAccepted('prod', {}, { identities })
      }),
      { numRuns: 200 },
    )
  })

  it('and so does the ARN of a policy that setup attaches', () => {
    const words = fc.oneof(
      text,
      text.map((name) => `arn:aws:iam::aws:policy/${name}`),
      fc.constant(`arn:aws-${'a'.repeat(3000)}:iam::aws:policy/name`),
    )
    fc.assert(
      fc.property(words, (word) => {
        let PolicyArn: string
        try {
          PolicyArn = managedPolicyArn(word, 'aws')
        } catch (error) {
          if (error instanceof AssumeError) return
          throw error
        }
        expect(violationsOf('iam', 'AttachRolePolicy', { RoleName: 'r', PolicyArn })).toEqual([])
      }),
      { numRuns: 400 },
    )
  })
})
