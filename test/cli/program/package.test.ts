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

/** A network of its own in which there is nothing but this machine, where Linux allows that. */
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
      // Nobody listens there, so npm fails if it asks for anything.
      npm_config_registry: 'http://127.0.0.1:9/',
      npm_config_fetch_retries: '0',
      npm_config_update_notifier: 'false',
    }
    // --ignore-scripts: what is there was built before the tests, and must not be built under them.
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

  it('holds the program, the wrappers and what npm shows, and nothing else', () => {
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

  it('is small enough to be fetched by npx without a wait', () => {
    expect(packed.size).toBeLessThan(900_000)
    expect(packed.unpackedSize).toBeLessThan(2_000_000)
  })

  it('takes V8’s code cache for the Node.js alone that made it', () => {
    const caches = readdirSync(join(root, 'dist')).filter((name) => name.endsWith('.cache'))
    expect(caches).toContain(`main.js.${process.version}.cache`)
    expect(caches.filter((name) => !name.endsWith(`.js.${process.version}.cache`))).toEqual([])
  })

  it('depends on nothing, since all it needs is in the bundle', async () => {
    const { default: manifest } = await import('../../../package.json', { with: { type: 'json' } })
    expect(manifest).not.toHaveProperty('dependencies')
    expect(existsSync(join(root, manifest.bin.assume))).toBe(true)
  })

  const how = canLeaveNetwork ? 'with the network off' : 'with no registry (the network stays on)'

  it(`needs nothing else and tells the story of the demo, ${how}`, async () => {
    const tarball = join(folder, packed.filename)
    await offline('npm', 'install', '--global', '--prefix', join(folder, 'prefix'), tarball)
    expect(readdirSync(join(folder, 'prefix/lib/node_modules'))).toEqual(['assume-shell'])
    expect(await offline('assume', 'demo', '--run')).toContain(
      'assumed-role/aws-cli-test-iam-role/',
    )
  })
})
