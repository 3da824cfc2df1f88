import type { Constraint } from '../parameters.ts'

const pattern = '[\\w+=,.@-]+'

/** Of a user, a role. */
export const name: Constraint = { presence: 'required', length: [1, 64], pattern }

/** Where a caller that is a user is meant unless another one is named. */
export const nameOrCaller: Constraint = { ...name, presence: 'optional' }

/** Of a policy, a virtual device. */
export const longName: Constraint = { presence: 'required', length: [1, 128], pattern }

export const path: Constraint = {
  presence: 'optional',
  length: [1, 512],
  pattern: '(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)',
}

export const policyArn: Constraint = { presence: 'required', length: [20, 2048] }

export const serialNumber: Constraint = {
  presence: 'required',
  length: [9, 256],
  pattern: '[\\w+=/:,.@-]+',
}

/** In characters. */
export const document: Constraint = { presence: 'required', length: [1, 131_072] }

export const authenticationCode: Constraint = {
  presence: 'required',
  length: [6, 6],
  pattern: '[\\d]+',
}

export const accessKeyId: Constraint = {
  presence: 'required',
  length: [16, 128],
  pattern: '[\\w]+',
}
