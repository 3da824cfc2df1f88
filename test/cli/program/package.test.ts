import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runProgram } from '../../support/processes/run-program.ts'

interface Package {
  readonly filename: string
  readonly size: number
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string }[]
}

const root = join(import.meta.dirname, '../../..')

/** Runs a command in a network namespace with only the loopback interface, if Linux allows that. */
const noNetwork = ['unshare', '-rn', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh']
const canLeaveNetwork = spawnSync('unshare', [...noNetwork.slice(1), 'true']).status === 0

describe('the npm package', () => {
  let packed: Package
  let folder: string
  let env: Readonly<Record<string, string>>

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assume-npm-'))
    env = {
      PATH: [join(folder, 'prefix/bin'), process.env.PATH].join(delimiter),
      HOME: folder,
      TMPDIR: folder,
      // Nothing listens there, so npm fails if it makes a request.
      npm_config_registry: 'http://127.0.0.1:9/',
      npm_config_fetch_retries: '0',
      npm_config_update_notifier: 'false',
    }
    // --ignore-scripts: dist was built before the tests, and must not change while they run.
    const words = ['pack', root, '--json', '--ignore-scripts', '--pack-destination', folder]
    packed = JSON.parse(await offline('npm', ...words))[0]
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function offline(...command: readonly string[]): Promise<string> {
    const all = canLeaveNetwork ? [...noNetwork, ...command] : command
    const { stdout, stderr, exitCode } = await runProgram(all, { cwd: folder, env })
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    return stdout
  }

  it('contains only the program, the wrappers and the files that npm shows', () => {
    const paths = packed.files.map(({ path }) => path)
    expect(paths).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'dist/bin.js', 'package.json']),
    )
    expect(paths.filter((path) => path.startsWith('shell/assume.'))).not.toEqual([])
    expect(
      paths.filter(
        (path) =>
          !/^(LICENSE|README\.md|package\.json|dist\/(package\.json|THIRD_PARTY_LICENSES|words|launcher\.sh|[^/]+\.js)|shell\/(assume|completion|fast-path)\.[a-z]+)$/.test(
            path,
          ),
      ),
    ).toEqual([])
  })

  it('is smaller than 900 kB, so that npx downloads it quickly', () => {
    expect(packed.size).toBeLessThan(900_000)
    expect(packed.unpackedSize).toBeLessThan(2_000_000)
  })

  it('contains the V8 code cache only for the current version of Node.js', () => {
    const caches = readdirSync(join(root, 'dist')).filter((name) => name.endsWith('.cache'))
    expect(caches).toContain(`main.js.${process.version}.cache`)
    expect(caches.filter((name) => !name.endsWith(`.js.${process.version}.cache`))).toEqual([])
  })

  it('has no dependencies, because the bundle contains them', async () => {
    const { default: manifest } = await import('../../../package.json', { with: { type: 'json' } })
    expect(manifest).not.toHaveProperty('dependencies')
    expect(existsSync(join(root, manifest.bin.assume))).toBe(true)
  })

  const how = canLeaveNetwork ? 'with the network off' : 'with no registry (the network stays on)'

  it(`installs without other packages and runs assume demo, ${how}`, async () => {
    const tarball = join(folder, packed.filename)
    await offline('npm', 'install', '--global', '--prefix', join(folder, 'prefix'), tarball)
    expect(readdirSync(join(folder, 'prefix/lib/node_modules'))).toEqual(['assume-shell'])
    expect(await offline('assume', 'demo', '--run')).toContain(
      'assumed-role/aws-cli-test-iam-role/',
    )
  })
})
