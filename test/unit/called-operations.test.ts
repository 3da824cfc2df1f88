import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import models from '../../packages/aws-stand-in/src/service-model/models.json' with { type: 'json' }

const modelled = Object.entries(models.services).flatMap(([service, { operations }]) =>
  Object.keys(operations).map((operation) => `${service} ${operation}`),
)

/** The packages of the AWS SDK that assume uses, and the services that they call. */
const sdkServices: Readonly<Record<string, string>> = {
  '@aws-sdk/client-iam': 'iam',
  '@aws-sdk/client-organizations': 'organizations',
  '@aws-sdk/client-sso': 'sso',
  '@aws-sdk/client-sso-oidc': 'sso-oidc',
  '@aws-sdk/client-sts': 'sts',
  '@aws-sdk/nested-clients/signin': 'signin',
}

/** The operations that `aws iam wait` calls. */
const waiters: Readonly<Record<string, string>> = {
  'user-exists': 'get-user',
  'role-exists': 'get-role',
  'policy-exists': 'get-policy',
}

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(join('src', file), 'utf8') }))

/** The operations that assume calls through the AWS SDK, for example `sts AssumeRole`. */
const sdkCalls = sources.flatMap(({ file, text }) => {
  const imports = [...text.matchAll(/^import (?!type )\{([^}]*)\} from '(@aws-sdk\/[^']+)'$/gm)]
  return imports.flatMap(([, names = '', from = '']) => {
    // A schema of an operation has its name and `$`.
    const operations = [...names.matchAll(/\b(\w+)\$(?=,|\s|$)/g)].map(([, name]) => name)
    const service = sdkServices[from]
    if (operations.length > 0 && service === undefined)
      throw new Error(`${file}: whose operations are in ${from}?`)
    return operations.map((name) => `${service} ${name}`)
  })
})

/** The operations that assume calls through the AWS CLI, for example `iam get-user`. */
const cliCalls = sources.flatMap(({ text }) => {
  const lists = [...text.matchAll(/\['(iam|sts)',\s*'([a-z0-9-]+)'/g)]
  const calls = [...text.matchAll(/\biam\(\s*'([a-z0-9-]+)'(?:,\s*'([a-z-]+)')?/g)]
  return [
    ...lists.map(([, service, operation]) => `${service} ${operation}`),
    ...calls.map(([, operation, waiter = '']) =>
      operation === 'wait' ? `iam ${waiters[waiter]}` : `iam ${operation}`,
    ),
  ]
})

const folded = (name: string) => name.replaceAll('-', '').toLowerCase()

describe('the service models of the stand-in', () => {
  it('contain every operation that assume calls through the AWS SDK', () => {
    expect(sdkCalls).toEqual(
      expect.arrayContaining(['sts AssumeRole', 'sso ListAccounts', 'signin CreateOAuth2Token']),
    )
    expect(modelled).toEqual(expect.arrayContaining(sdkCalls))
  })

  it('contain every operation that assume calls through the AWS CLI', () => {
    expect(cliCalls).toEqual(
      expect.arrayContaining(['sts get-caller-identity', 'iam create-role', 'iam get-policy']),
    )
    expect(modelled.map(folded)).toEqual(expect.arrayContaining(cliCalls.map(folded)))
  })
})
