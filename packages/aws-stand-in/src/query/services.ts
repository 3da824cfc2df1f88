import { operations as iamOperations } from '../iam/operations.ts'
import { operations } from '../sts/operations.ts'
import type { Operation } from './operation.ts'

/** A service with the query protocol. The Version parameter of a request selects the service. */
export interface QueryService {
  /** The name in the credential scope. */
  readonly name: 'sts' | 'iam'
  readonly namespace: string
  /** The operations by Action. */
  readonly operations: ReadonlyMap<string, Operation>
}

export const sts: QueryService = {
  name: 'sts',
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  operations,
}

const iam: QueryService = {
  name: 'iam',
  namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  operations: iamOperations,
}

export const services = new Map([
  ['2011-06-15', sts],
  ['2010-05-08', iam],
])
