import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

let isStarted = false

/** The AWS CLI 1 as a module of Python, of the version that is on PATH. */
const isThere = `import awscli, subprocess, sys
version = subprocess.run(['aws', '--version'], capture_output=True, text=True).stdout
sys.exit(not version.startswith(f'aws-cli/{awscli.__version__} '))`

/**
 * Puts an `aws` first on PATH that is the AWS CLI all the same, and need not load its modules each time,
 * which takes most of the second that a call takes. Vitest calls it before all tests.
 */
export async function setup(): Promise<(() => void) | undefined> {
  // It is called for each project.
  if (isStarted || process.env.TEST_AS_PROCESSES === '1') return undefined
  isStarted = true
  if (spawnSync('python3', ['-c', isThere], { stdio: 'ignore' }).status !== 0) return undefined
  const aws = outputOf('sh', '-c', 'command -v aws')
  const server = spawn('python3', [here('aws-cli-server.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [port] = await Promise.race([
    once(server.stdout, 'data'),
    once(server, 'exit').then(() => []),
  ])
  if (!port) return undefined
  server.stdout.destroy()
  server.unref()
  const folder = mkdtempSync(join(tmpdir(), 'assume-aws-cli-'))
  writeFileSync(join(folder, 'port'), port)
  const lines = [
    '#!/bin/bash -p',
    `program='${aws}' port_file='${join(folder, 'port')}'`,
    `. '${here('client.bash')}'`,
  ]
  writeFileSync(join(folder, 'aws'), `${lines.join('\n')}\n`)
  chmodSync(join(folder, 'aws'), 0o755)
  // What starts a version of Python that pyenv has is a program of bash, which takes longer than Python.
  symlinkSync(
    outputOf('python3', '-c', 'import sys; print(sys.executable)'),
    join(folder, 'python3'),
  )
  process.env.PATH = `${folder}${delimiter}${process.env.PATH}`
  return () => {
    server.stdin.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

const outputOf = (program: string, ...args: readonly string[]) =>
  spawnSync(program, args, { encoding: 'utf8' }).stdout.trim()
