import { join } from 'node:path'
import { homeForEach, homeWithAccounts, homeWithKeys, homeWithProfiles } from '../homes.mjs'
import { manager, organizationRole, standInEnv, targets } from '../stand-in.mjs'

const profiles = 5000
const accounts = 2500

/** The number of targets that `assume each` runs in parallel. */
const parallelJobs = 16

/** Measures the commands for people with many profiles, accounts and roles. */
export async function manyTargets({ folder, prefix, aws, work }) {
  const program = join(folder, 'dist/bin.js')
  const home = await homeWithAccounts({ work }, accounts)
  // The time of uncached calls for all targets, this number in parallel.
  const ofCalls = { of: `${prefix}uncached`, times: (1.3 * targets) / parallelJobs }
  return [
    {
      id: `${prefix}list`,
      name: `list of ${profiles} profiles`,
      command: ['node', program, 'list'],
      env: { HOME: await homeWithProfiles({ aws, work }, profiles) },
      maxTimesNodeStart: 1.5,
      plusMilliseconds: 150,
    },
    {
      id: `${prefix}roles`,
      name: `roles in ${accounts} accounts, 4 in each`,
      command: ['node', program, 'roles'],
      env: { HOME: home, XDG_CACHE_HOME: join(home, '.cache') },
      maxTimesNodeStart: 1.5,
      plusMilliseconds: 150,
    },
    {
      id: `${prefix}each`,
      name: `each of ${targets} profiles`,
      command: [
        ...['node', program, 'each', '--match', 'each-*', '123456'],
        ...['--jobs', `${parallelJobs}`, '--', 'true'],
      ],
      env: { ...standInEnv(aws), HOME: await homeForEach({ aws, work }) },
      maxTimesOf: ofCalls,
    },
    {
      id: `${prefix}each-org`,
      name: `each of ${targets} accounts of an organization`,
      command: [
        ...['node', program, 'each', '--org', '--role', organizationRole, '--via', 'manager'],
        ...['--jobs', `${parallelJobs}`, '--', 'true'],
      ],
      env: {
        ...standInEnv(aws),
        AWS_ENDPOINT_URL_ORGANIZATIONS: aws.url,
        HOME: await homeWithKeys({ work }, 'manager', manager.accessKeys[0]),
      },
      maxTimesOf: ofCalls,
    },
  ]
}
