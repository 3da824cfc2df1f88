import { join } from 'node:path'
import { homeOfBob, keyVariablesOfBob } from '../homes.mjs'
import { installationsOf } from '../installations.mjs'
import { envOfNode } from '../nodes.mjs'
import { standInEnv } from '../stand-in.mjs'
import { manyTargets } from './many-targets.mjs'

const role = 'arn:aws:iam::123456789012:role/demo-no-mfa-role'
const words = ['Bob', 'demo-no-mfa-role']

/** The largest file of certificates that people name: that of Debian. */
const certificates = '/etc/ssl/certs/ca-certificates.crt'

/** The limits of a cached and of an uncached session in times the start of Node.js, by its major version. */
const limits = { 20: { cached: 1.5, uncached: 2.7 } }
const usualLimits = { cached: 1.4, uncached: 2.5 }

/**
 * Measures the program as users and other programs start it, from a clone and from npm, with one version of
 * Node.js. The first subject is the start of Node.js.
 *
 * @param prefix the beginning of the ids: empty, or `24-`.
 */
export async function programs({ build, node, prefix, aws, work }) {
  const env = envOfNode(node)
  const { clone, npm } = await installationsOf(build, node, work)
  const of = (list) => list.map((each) => ({ ...each, env: { ...env, ...each.env } }))
  const fromClone = await installed({ folder: clone, prefix, start: prefix, node, aws, work })
  const fromNpm = await installed({
    ...{ folder: npm, prefix: `${prefix}npm-`, start: prefix },
    ...{ node, aws, work },
  })
  return of([
    { id: `${prefix}node-start`, name: `node -e 0, ${node.version}`, command: ['node', '-e', '0'] },
    await handSigned({ prefix, aws, work }),
    { id: `${prefix}program`, name: 'true', command: ['true'] },
    ...fromClone,
    ...(await manyTargets({ folder: clone, prefix, aws, work })),
    ...fromNpm,
  ])
}

/** @param start the beginning of the id of the program that `exec` runs. */
async function installed({ folder, prefix, start, node, aws, work }) {
  const program = join(folder, 'dist/bin.js')
  const home = await homeOfBob({ aws, work }, 'Bob')
  const env = { ...standInEnv(aws), HOME: home }
  // All runs share one cache, which the first run fills.
  const cached = (name) => ({ ...env, XDG_CACHE_HOME: join(home, name) })
  const { cached: ofCached, uncached: ofUncached } = limits[node.major] ?? usualLimits
  const form = prefix.endsWith('npm-') ? ' (npm)' : ''
  const named = (name) => `${name}${form}`
  return [
    {
      id: `${prefix}uncached`,
      name: named('assume, uncached'),
      command: ['node', program, ...words, '--format', 'posix'],
      env,
      maxTimesNodeStart: ofUncached,
    },
    {
      id: `${prefix}cached`,
      name: named('assume, cached'),
      command: ['node', program, ...words],
      env: cached('cached'),
      maxTimesNodeStart: ofCached,
    },
    {
      id: `${prefix}cached-by-npm`,
      name: named('assume, cached, by its #!'),
      command: [program, ...words],
      env: cached('cached-by-npm'),
      // /bin/sh replaces itself with Node.
      maxTimesOf: { of: `${prefix}cached`, times: 1.1 },
    },
    {
      id: `${prefix}cached-extra-ca`,
      name: named('the same, NODE_EXTRA_CA_CERTS'),
      command: [program, ...words],
      needs: [certificates],
      env: { ...cached('cached-extra-ca'), NODE_EXTRA_CA_CERTS: certificates },
      maxTimesOf: { of: `${prefix}cached-by-npm`, times: 1.05 },
    },
    {
      id: `${prefix}credential-process`,
      name: named('credential-process, cached'),
      command: [program, 'credential-process', ...words],
      env: cached('credential-process'),
      maxTimesOf: { of: `${prefix}cached-by-npm`, times: 1.1 },
    },
    {
      id: `${prefix}exec`,
      name: named('exec of true, cached'),
      command: [program, 'exec', ...words, '--', 'true'],
      env: cached('exec'),
      maxTimesNodeStart: 1.3,
      plus: `${start}program`,
    },
  ]
}

/** The limit of an uncached session: one signed call with node:http and node:crypto. */
async function handSigned({ prefix, aws, work }) {
  return {
    id: `${prefix}hand-signed`,
    name: 'a signed call by hand',
    command: ['node', join(import.meta.dirname, '../hand-signed.mjs'), role],
    env: {
      ...standInEnv(aws),
      ...keyVariablesOfBob(aws),
      HOME: await homeOfBob({ aws, work }, 'Bob'),
    },
  }
}

/** Measures the alternatives to assume. Each makes one call to the same AWS stand-in. */
export async function otherPrograms({ aws, work }) {
  // The script replaces the keys in its home directory.
  const envOf = async () => ({
    ...standInEnv(aws),
    HOME: await homeOfBob({ aws, work }, 'default'),
  })
  return [
    {
      id: 'aws-cli',
      name: 'aws sts assume-role',
      command: ['aws', 'sts', 'assume-role', '--role-arn', role, '--role-session-name', 'bench'],
      env: await envOf(),
    },
    {
      id: 'old-script',
      name: 'the old script',
      command: ['scripts/aws-assume-role.bash', 'Bob', 'aws-cli-test-iam-role', '123456'],
      needs: ['aws', 'jq'],
      env: await envOf(),
    },
  ]
}
