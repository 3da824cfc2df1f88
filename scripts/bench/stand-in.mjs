import { bundled } from '../bundled.mjs'

/** The number of targets of `assume each`. */
export const targets = 200

const managementAccount = '111111111111'

/** The role that `assume each --org` assumes. */
export const organizationRole = 'OrganizationAccountAccessRole'

/** Starts the AWS stand-in in this process, with an organization of as many accounts as there are targets. */
export async function startStandIn(work) {
  const contents = `export { organizationOf, startAwsServer } from 'aws-stand-in'
    export { demoRole, demoWorld } from './fixture.ts'`
  const stdin = { contents, resolveDir: 'src/demo' }
  const { organizationOf, startAwsServer, demoRole, demoWorld } = await bundled({ stdin }, work)
  const roles = Array.from({ length: targets }, (_, index) => ({
    ...demoRole,
    name: `each-${index}`,
  }))
  const accounts = Array.from({ length: targets }, (_, index) => ({
    id: `${200_000_000_000 + index}`,
    name: `data-${index}`,
    email: `data-${index}@example.com`,
  }))
  const management = { id: managementAccount, name: 'main', email: 'main@example.com' }
  return startAwsServer({
    world: {
      ...demoWorld,
      users: [...demoWorld.users, manager],
      roles: [...demoWorld.roles, ...roles, ...accounts.map(({ id }) => roleOfOrganization(id))],
      organization: organizationOf([management, ...accounts], managementAccount),
    },
  })
}

/** The user whose keys list the accounts. */
export const manager = {
  account: managementAccount,
  name: 'manager',
  accessKeys: [
    {
      accessKeyId: 'AKIAIOSFODNN7MANAGER',
      secretAccessKey: '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',
    },
  ],
  policies: {
    all: {
      Statement: [{ Effect: 'Allow', Action: ['organizations:*', 'sts:*'], Resource: '*' }],
    },
  },
  mfaDevices: [],
}

const roleOfOrganization = (account) => ({
  account,
  name: organizationRole,
  trustPolicy: {
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${managementAccount}:root` },
      Action: 'sts:AssumeRole',
    },
  },
})

/** Version 1 of the AWS CLI reads only AWS_DEFAULT_REGION. */
export const standInEnv = (aws) => ({
  AWS_ENDPOINT_URL_STS: aws.url,
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
})
