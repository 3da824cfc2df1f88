import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServiceName } from '../../src/service-model/model.ts'
import { AllServices } from './all-services.ts'
import { invalidInputs } from './invalid-values.ts'
import { validInputOf } from './valid-input-of.ts'
import { world } from './valid-world.ts'

let shared: AllServices
beforeAll(async () => {
  shared = await AllServices.start(world)
})
afterAll(() => shared.close())

describe('the invalid values', () => {
  const constraintsOf = async (service: ServiceName, operation: string) => {
    const { input } = await validInputOf(service, operation, shared)
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
