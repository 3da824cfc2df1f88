import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServiceName } from '../../src/service-model/model.ts'
import models from '../../src/service-model/models.json' with { type: 'json' }
import { AllServices, type Answer } from './all-services.ts'
import { type Invalid, invalidInputs } from './invalid-values.ts'
import { validInputs, world } from './valid-inputs.ts'

let shared: AllServices
beforeAll(async () => {
  shared = await AllServices.start(world)
})
afterAll(() => shared.close())

const operations = Object.entries(models.services).flatMap(([service, { operations }]) =>
  Object.keys(operations).map((operation) => [service as ServiceName, operation] as const),
)

function validFor(service: ServiceName, operation: string, standIn: AllServices) {
  const make = validInputs[`${service} ${operation}`]
  if (!make) throw new Error(`valid-inputs.ts has none for ${service} ${operation}`)
  return make(standIn)
}

/**
 * The message of AWS for a violation. IAM does not repeat values, and no service repeats sensitive
 * values.
 */
function clauseOf(service: ServiceName, { path, constraint, value, isSensitive }: Invalid): string {
  const shown = value === undefined ? 'null' : `'${Array.isArray(value) ? listed(value) : value}'`
  const repeated = service === 'iam' || isSensitive ? '' : ` ${shown}`
  return `Value${repeated} at '${path}' failed to satisfy constraint: ${constraint}`
}

const listed = (values: readonly unknown[]) =>
  `[${values.map((each) => (each instanceof Object ? JSON.stringify(each) : each)).join(', ')}]`

/** Splits a message such as `2 validation errors detected: …; …`. */
function clausesIn(message = ''): readonly string[] {
  const [, count, errors, list = ''] =
    /^(\d+) validation (errors?) detected: (.*)$/s.exec(message) ?? []
  const clauses = list.split('; ')
  expect([Number(count), errors], message).toEqual([
    clauses.length,
    clauses.length === 1 ? 'error' : 'errors',
  ])
  return clauses
}

/** Verifies the error of each service for an invalid request. */
const refusals: Readonly<Record<ServiceName, (invalid: Invalid, answer: Answer) => void>> = {
  sts: (invalid, answer) => expectQueryError('sts', invalid, answer),
  iam: (invalid, answer) => expectQueryError('iam', invalid, answer),
  sso(invalid, { status, code, message }) {
    // The portal verifies the token first, as services verify a signature first.
    if (invalid.path === 'accessToken') {
      return expect([status, code, message]).toEqual([
        401,
        'UnauthorizedException',
        'Session token not found or invalid',
      ])
    }
    expect([status, code]).toEqual([400, 'InvalidRequestException'])
    if (invalid.path === 'maxResults') {
      expect(message).toBe('ResultSize parameter must be within the valid limits of: 1-100')
    } else expect(clausesIn(message)).toContain(clauseOf('sso', invalid))
  },
  'sso-oidc'({ path }, { status, code, body }) {
    expect([status, code]).toEqual([400, 'InvalidRequestException'])
    expect(body).toEqual({
      error: 'invalid_request',
      error_description: `Invalid ${path} provided`,
    })
  },
  signin(invalid, { status, code, message, body }) {
    expect([status, code]).toEqual([400, 'ValidationException'])
    expect(body).toMatchObject({ error: 'INVALID_REQUEST' })
    // A missing body violates the constraints of all its members.
    if (invalid.path !== 'tokenInput') {
      expect(clausesIn(message)).toContain(clauseOf('signin', invalid))
    }
  },
}

function expectQueryError(service: 'sts' | 'iam', invalid: Invalid, answer: Answer): void {
  const { status, code, message } = answer
  expect([status, code]).toEqual([400, 'ValidationError'])
  expect(clausesIn(message)).toContain(clauseOf(service, invalid))
}

describe.each(operations)('%s %s of the stand-in', (service, operation) => {
  it('accepts a valid request', async () => {
    const standIn = await AllServices.open(world)
    const { input, error, ...how } = await validFor(service, operation, standIn)
    const answer = await standIn.call(service, operation, input, how)
    expect(answer).toMatchObject(error === undefined ? { status: 200 } : { code: error })
  })

  it('rejects one value for each constraint of the service model', async () => {
    const { input, ...how } = await validFor(service, operation, shared)
    const before = shared.standIn.world
    for (const invalid of invalidInputs(service, operation, input)) {
      const answer = await shared.call(service, operation, invalid.input, how)
      refusals[service](invalid, answer)
    }
    // No invalid request has changed the world.
    expect(shared.standIn.world).toBe(before)
  })
})

describe('the invalid values', () => {
  const constraintsOf = async (service: ServiceName, operation: string) => {
    const { input } = await validFor(service, operation, shared)
    return invalidInputs(service, operation, input).map(({ path, constraint }) => {
      const short = constraint
        .replace(/^Member must( have| satisfy)?/, '')
        .replace(/^ regular expression pattern: .*/, ' pattern')
        .replace(/^ constraint: .*/, ' each')
      return `${path}${short}`
    })
  }

  it('violate every documented constraint of AssumeRole', async () => {
    expect(await constraintsOf('sts', 'AssumeRole')).toEqual([
      'roleArn not be null',
      'roleArn length less than or equal to 2048',
      'roleArn length greater than or equal to 20',
      'roleArn pattern',
      'roleSessionName not be null',
      'roleSessionName length less than or equal to 64',
      'roleSessionName length greater than or equal to 2',
      'roleSessionName pattern',
      'policyArns length less than or equal to 10',
      'policyArns.1.member.arn length less than or equal to 2048',
      'policyArns.1.member.arn length greater than or equal to 20',
      'policyArns.1.member.arn pattern',
      'policy length less than or equal to 2048',
      'policy length greater than or equal to 1',
      'policy pattern',
      'durationSeconds value less than or equal to 43200',
      'durationSeconds value greater than or equal to 900',
      'tags length less than or equal to 50',
      'tags.1.member.key not be null',
      'tags.1.member.key length less than or equal to 128',
      'tags.1.member.key length greater than or equal to 1',
      'tags.1.member.key pattern',
      'tags.1.member.value not be null',
      'tags.1.member.value length less than or equal to 256',
      'tags.1.member.value pattern',
      'transitiveTagKeys length less than or equal to 50',
      'transitiveTagKeys each',
      'transitiveTagKeys each',
      'transitiveTagKeys each',
      'externalId length less than or equal to 1224',
      'externalId length greater than or equal to 2',
      'externalId pattern',
      'serialNumber length less than or equal to 256',
      'serialNumber length greater than or equal to 9',
      'serialNumber pattern',
      'tokenCode length less than or equal to 6',
      'tokenCode length greater than or equal to 6',
      'tokenCode pattern',
      'sourceIdentity length less than or equal to 64',
      'sourceIdentity length greater than or equal to 2',
      'sourceIdentity pattern',
      'providedContexts length less than or equal to 5',
      'providedContexts length greater than or equal to 1',
      'providedContexts.1.member.providerArn length less than or equal to 2048',
      'providedContexts.1.member.providerArn length greater than or equal to 20',
      'providedContexts.1.member.providerArn pattern',
      'providedContexts.1.member.contextAssertion length less than or equal to 2048',
      'providedContexts.1.member.contextAssertion length greater than or equal to 4',
    ])
  })

  it('violate every documented constraint of ListAccounts, ListPolicies and CreateOAuth2Token', async () => {
    expect(await constraintsOf('sso', 'ListAccounts')).toEqual([
      'maxResults value less than or equal to 100',
      'maxResults value greater than or equal to 1',
      'accessToken not be null',
    ])
    expect(await constraintsOf('iam', 'ListPolicies')).toEqual(
      expect.arrayContaining(['scope enum value set: [All, AWS, Local]']),
    )
    expect(await constraintsOf('signin', 'CreateOAuth2Token')).toEqual([
      'tokenInput not be null',
      'tokenInput.clientId not be null',
      'tokenInput.clientId pattern',
      'tokenInput.grantType not be null',
      'tokenInput.grantType pattern',
      'tokenInput.code length less than or equal to 512',
      'tokenInput.code length greater than or equal to 1',
      'tokenInput.redirectUri length less than or equal to 2048',
      'tokenInput.redirectUri length greater than or equal to 1',
      'tokenInput.codeVerifier length less than or equal to 128',
      'tokenInput.codeVerifier length greater than or equal to 43',
      'tokenInput.codeVerifier pattern',
      'tokenInput.refreshToken length less than or equal to 2048',
      'tokenInput.refreshToken length greater than or equal to 1',
    ])
  })
})
