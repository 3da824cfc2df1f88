import {
  errorTypeRegistries,
  ListAccounts$,
  ListAccountsForParent$,
  ListOrganizationalUnitsForParent$,
  ListRoots$,
} from '@aws-sdk/client-organizations'
import { AwsJson1_1Protocol } from '@aws-sdk/core/protocols'
import { ask, type OperationSchema, type Protocol } from '../client/client.ts'
import type { ReadPage } from '../every-page.ts'
import type { ServiceCall } from '../service-call.ts'

// This file loads AWS's schemas. Import it on demand. It returns responses as received: any part can be
// missing or have any type.

export type ListOperation =
  | 'ListAccounts'
  | 'ListAccountsForParent'
  | 'ListOrganizationalUnitsForParent'
  | 'ListRoots'

const operations: Readonly<Record<ListOperation, readonly [OperationSchema, list: string]>> = {
  ListAccounts: [ListAccounts$, 'Accounts'],
  ListAccountsForParent: [ListAccountsForParent$, 'Accounts'],
  ListOrganizationalUnitsForParent: [ListOrganizationalUnitsForParent$, 'OrganizationalUnits'],
  ListRoots: [ListRoots$, 'Roots'],
}

/** Organizations rejects a page size of more than 20 items. */
const MaxResults = 20

/** Reads pages of a list. It throws AWS's error response, or the error of the connection. */
export const pagesOf =
  (operation: ListOperation, parentId: string | undefined, call: ServiceCall): ReadPage =>
  async (NextToken, abortSignal) => {
    const [schema, list] = operations[operation]
    const input = { NextToken, MaxResults, ...(parentId !== undefined && { ParentId: parentId }) }
    const question = { protocol, operation: schema, input, signedFor: 'organizations' }
    const { output } = await ask<Readonly<Record<string, unknown>>>(question, {
      ...call,
      abortSignal,
    })
    return { items: output[list], nextToken: output.NextToken }
  }

const protocol: Protocol = new AwsJson1_1Protocol({
  defaultNamespace: 'com.amazonaws.organizations',
  errorTypeRegistries,
  serviceTarget: 'AWSOrganizationsV20161128',
})
