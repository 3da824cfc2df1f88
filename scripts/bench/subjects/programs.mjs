import { join } from 'node:path'
import { homeOfBob, homeOfEach, homeOfMany } from '../homes.mjs'
import { manyTargets } from '../stand-in.mjs'

const manyProfiles = 5000

/** So many targets of `assume each` run at a time. */
const atOnce = 16

const role = 'arn:aws:iam::123456789012:role/demo-no-mfa-role'

/** The program itself, as people and other programs start it. */
export async function programs({ build, aws, work }) {
  const program = join(build, 'dist/bin.js')
  const home = await homeOfBob({ aws, work }, 'Bob')
  const env = { ...atStandIn(aws), HOME: home }
  // One cache for all runs, of which the first fills it.
  const cached = (name) => ({ ...env, XDG_CACHE_HOME: join(home, name) })
  const words = ['Bob', 'demo-no-mfa-role']
  return [
    {
      id: 'uncached',
      name: 'assume, uncached',
      command: ['node', program, ...words, '--format', 'posix'],
      env,
      mostTimesTheFloor: 2.2,
    },
    {
      id: 'cached',
      name: 'assume, cached',
      command: ['node', program, ...words],
      env: cached('cached'),
      mostTimesTheFloor: 1.25,
    },
    {
      id: 'cached-by-npm',
      name: 'assume, cached, as npm starts it',
      command: [program, ...words],
      env: cached('cached-by-npm'),
      // /bin/sh becomes Node.js.
      mostTimes: { of: 'cached', times: 1.1 },
    },
    {
      id: 'credential-process',
      name: 'credential-process, cached',
      command: [program, 'credential-process', ...words],
      env: cached('credential-process'),
    },
    {
      id: 'exec',
      name: 'exec of true, cached',
      command: [program, 'exec', ...words, '--', 'true'],
      env: cached('exec'),
    },
    {
      id: 'list',
      name: `list of ${manyProfiles} profiles`,
      command: ['node', program, 'list'],
      env: { HOME: await homeOfMany({ aws, work }, manyProfiles) },
      mostTimesTheFloor: 1.5,
      plusMilliseconds: 150,
    },
    {
      id: 'each',
      name: `each of ${manyTargets} profiles`,
      command: [
        ...['node', program, 'each', '--match', 'each-*', '123456'],
        ...['--jobs', `${atOnce}`, '--', 'true'],
      ],
      env: { ...atStandIn(aws), HOME: await homeOfEach({ aws, work }) },
      // As if each took an uncached call of its own, so many at a time.
      mostTimes: { of: 'uncached', times: (1.3 * manyTargets) / atOnce },
    },
  ]
}

/** What did the same work before: each makes one call to the same AWS stand-in. */
export async function others({ aws, work }) {
  const env = { ...atStandIn(aws), HOME: await homeOfBob({ aws, work }, 'default') }
  return [
    {
      id: 'aws-cli',
      name: 'aws sts assume-role',
      command: ['aws', 'sts', 'assume-role', '--role-arn', role, '--role-session-name', 'bench'],
      env,
    },
    {
      id: 'old-script',
      name: 'the old script',
      command: ['scripts/aws-assume-role.bash', 'Bob', 'aws-cli-test-iam-role', '123456'],
      needs: ['aws', 'jq'],
      env,
    },
  ]
}

/** Version 1 of the AWS CLI reads the second name of the region only. */
const atStandIn = (aws) => ({
  AWS_ENDPOINT_URL_STS: aws.url,
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
})
