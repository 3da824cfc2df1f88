import type { Constraint } from './parameters.ts'

type Constraints = Readonly<Record<string, Constraint>>

const mfa: Constraints = {
  SerialNumber: { presence: 'optional', length: [9, 256], pattern: '[\\w+=/:,.@-]*' },
  TokenCode: { presence: 'optional', length: [6, 6], pattern: '[\\d]*' },
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const assumeRoleConstraints: Constraints = {
  RoleArn: { presence: 'required', length: [20, 2048] },
  RoleSessionName: { presence: 'required', length: [2, 64], pattern: '[\\w+=,.@-]*' },
  DurationSeconds: { presence: 'optional', value: [900, 43_200] },
  ExternalId: { presence: 'optional', length: [2, 1224], pattern: '[\\w+=,.@:\\/-]*' },
  Policy: { presence: 'optional', length: [1, 2048] },
  SourceIdentity: { presence: 'optional', length: [2, 64], pattern: '[\\w+=,.@-]*' },
  ...mfa,
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
export const assumeRoleWithWebIdentityConstraints: Constraints = {
  RoleArn: { presence: 'required', length: [20, 2048] },
  RoleSessionName: { presence: 'required', length: [2, 64], pattern: '[\\w+=,.@-]*' },
  WebIdentityToken: { presence: 'required', length: [4, 20_000] },
  DurationSeconds: { presence: 'optional', value: [900, 43_200] },
  Policy: { presence: 'optional', length: [1, 2048] },
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html */
export const getSessionTokenConstraints: Constraints = {
  DurationSeconds: { presence: 'optional', value: [900, 129_600] },
  ...mfa,
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html */
export const getFederationTokenConstraints: Constraints = {
  Name: { presence: 'required', length: [2, 32], pattern: '[\\w+=,.@-]*' },
  Policy: { presence: 'optional', length: [1, 2048] },
  DurationSeconds: { presence: 'optional', value: [900, 129_600] },
}
