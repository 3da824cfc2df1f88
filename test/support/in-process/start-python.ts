import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

let isStarted = false

/**
 * Prints the paths of `aws` and Python, if the AWS CLI 1 is a Python module of the same version as `aws` on PATH.
 * Python starts by its own path, since the `python3` of pyenv is a bash script that takes longer than Python.
 */
const find = `import awscli, json, shutil, subprocess, sys
version = subprocess.run(['aws', '--version'], capture_output=True, text=True).stdout
if version.startswith(f'aws-cli/{awscli.__version__} '):
    print(json.dumps([shutil.which('aws'), sys.executable]))`

/**
 * Puts an `aws` and a `python3` first on PATH whose command lines python-server.py runs. Otherwise a run takes a
 * second, most of it to load botocore. Vitest calls this function before all tests.
 */
export async function setup(): Promise<(() => void) | undefined> {
  // Vitest calls this function for each project.
  if (isStarted) return undefined
  isStarted = true
  const { stdout: found } = spawnSync('python3', ['-c', find], { encoding: 'utf8' })
  if (!found) return undefined
  const [aws, python] = JSON.parse(found)
  const server = spawn(python, [here('python-server.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  })
  const [port] = await Promise.race([
    once(server.stdout, 'data'),
    once(server, 'exit').then(() => []),
  ])
  if (!port) return undefined
  server.stdout.destroy()
  server.unref()
  const folder = mkdtempSync(join(tmpdir(), 'assume-python-'))
  writeFileSync(join(folder, 'port'), port)
  const program = (name: string, lines: readonly string[]) => {
    writeFileSync(join(folder, name), `${['#!/bin/bash -p', ...lines, ''].join('\n')}`)
    chmodSync(join(folder, name), 0o755)
  }
  const asClientOf = (path: string) => [
    `program='${path}' port_file='${join(folder, 'port')}'`,
    `. '${here('client.bash')}'`,
  ]
  program('aws', asClientOf(aws))
  program('python3', [`[[ $1 == -c ]] || exec '${python}' "$@"`, ...asClientOf(python)])
  process.env.PATH = `${folder}${delimiter}${process.env.PATH}`
  return () => {
    server.stdin.end()
    rmSync(folder, { recursive: true, force: true })
  }
}
