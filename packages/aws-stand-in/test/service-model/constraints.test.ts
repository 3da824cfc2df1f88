import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServiceName } from '../../src/service-model/model.ts'
import models from '../../src/service-model/models.json' with { type: 'json' }
import { AllServices, type Answer } from './all-services.ts'
import { type Invalid, invalidInputs } from './invalid-values.ts'
import { validInputOf } from './valid-input-of.ts'
import { world } from './valid-world.ts'

let shared: AllServices
beforeAll(async () => {
  shared = await AllServices.start(world)
})
afterAll(() => shared.close())

const operations = Object.entries(models.services).flatMap(([service, { operations }]) =>
  Object.keys(operations).map((operation) => [service as ServiceName, operation] as const),
)

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

/** The reasons of InvalidInputException for constraints. */
const reasons = [
  [/not be null/, 'INPUT_REQUIRED'],
  [/value less/, 'MAX_VALUE_EXCEEDED'],
  [/value greater/, 'MIN_VALUE_EXCEEDED'],
  [/length less/, 'MAX_LENGTH_EXCEEDED'],
  [/pattern/, 'INVALID_PATTERN'],
] as const

/** Verifies the error of each service for an invalid request. */
const refusals: Readonly<Record<ServiceName, (invalid: Invalid, answer: Answer) => void>> = {
  sts: (invalid, answer) => expectQueryError('sts', invalid, answer),
  iam: (invalid, answer) => expectQueryError('iam', invalid, answer),
  organizations({ constraint }, { status, code, body }) {
    expect([status, code]).toEqual([400, 'InvalidInputException'])
    const [, Reason] = reasons.find(([pattern]) => pattern.test(constraint)) ?? []
    expect(body).toMatchObject({ Reason })
  },
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
    const { input, error, ...how } = await validInputOf(service, operation, standIn)
    const answer = await standIn.call(service, operation, input, how)
    expect(answer).toMatchObject(error === undefined ? { status: 200 } : { code: error })
  })

  it('rejects one value for each constraint of the service model', async () => {
    const { input, ...how } = await validInputOf(service, operation, shared)
    const before = shared.standIn.world
    for (const invalid of invalidInputs(service, operation, input)) {
      const answer = await shared.call(service, operation, invalid.input, how)
      refusals[service](invalid, answer)
    }
    // No invalid request has changed the world.
    expect(shared.standIn.world).toBe(before)
  })
})
