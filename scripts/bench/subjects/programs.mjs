import { join } from 'node:path'
import { homeForEach, homeOfBob, homeWithProfiles, keyVariablesOfBob } from '../homes.mjs'
import { manyTargets } from '../stand-in.mjs'

const manyProfiles = 5000

/** The number of targets that `assume each` runs in parallel. */
const parallelJobs = 16

const role = 'arn:aws:iam::123456789012:role/demo-no-mfa-role'

/** Measures the program as users and other programs start it. */
export async function programs({ build, aws, work }) {
  const program = join(build, 'dist/bin.js')
  const home = await homeOfBob({ aws, work }, 'Bob')
  const env = { ...standInEnv(aws), HOME: home }
  // All runs share one cache, which the first run fills.
  const cached = (name) => ({ ...env, XDG_CACHE_HOME: join(home, name) })
  const words = ['Bob', 'demo-no-mfa-role']
  return [
    {
      id: 'uncached',
      name: 'assume, uncached',
      command: ['node', program, ...words, '--format', 'posix'],
      env,
      maxTimesNodeStart: 2.2,
    },
    {
      id: 'cached',
      name: 'assume, cached',
      command: ['node', program, ...words],
      env: cached('cached'),
      maxTimesNodeStart: 1.25,
    },
    {
      id: 'cached-by-npm',
      name: 'assume, cached, as npm starts it',
      command: [program, ...words],
      env: cached('cached-by-npm'),
      // /bin/sh replaces itself with Node.
      maxTimesOf: { of: 'cached', times: 1.1 },
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
      env: { HOME: await homeWithProfiles({ aws, work }, manyProfiles) },
      maxTimesNodeStart: 1.5,
      plusMilliseconds: 150,
    },
    {
      id: 'each',
      name: `each of ${manyTargets} profiles`,
      command: [
        ...['node', program, 'each', '--match', 'each-*', '123456'],
        ...['--jobs', `${parallelJobs}`, '--', 'true'],
      ],
      env: { ...standInEnv(aws), HOME: await homeForEach({ aws, work }) },
      // The time of uncached calls for all targets, this number in parallel.
      maxTimesOf: { of: 'uncached', times: (1.3 * manyTargets) / parallelJobs },
    },
  ]
}

/** Measures the alternatives to assume. Each makes one call to the same AWS stand-in. */
export async function otherPrograms({ aws, work }) {
  const env = { ...standInEnv(aws), HOME: await homeOfBob({ aws, work }, 'default') }
  return [
    {
      id: 'hand-signed',
      name: 'the call of it, signed by hand',
      command: ['node', 'scripts/bench/hand-signed.mjs', role],
      env: { ...env, ...keyVariablesOfBob(aws) },
    },
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

/** Version 1 of the AWS CLI reads only AWS_DEFAULT_REGION. */
const standInEnv = (aws) => ({
  AWS_ENDPOINT_URL_STS: aws.url,
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
})
