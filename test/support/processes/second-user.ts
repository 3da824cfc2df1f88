import { spawnSync } from 'node:child_process'
import { it, type TestFunction } from 'vitest'
import { program } from '../program.ts'
import { runProgram } from './run-program.ts'

/** A user ID that no user of this machine has. */
export const secondUserId = 12_345

/** Only root can start programs as another user. Node.js may be in a folder that only root can open. */
const canActAsSecondUser =
  process.getuid?.() === 0 &&
  spawnSync(process.execPath, ['-e', '0'], { uid: secondUserId, cwd: '/', env: {} }).status === 0

/** A test with a second user. Where that is not possible, it is skipped, and its title says so. */
export function withSecondUser(name: string, test: TestFunction): void {
  it.skipIf(!canActAsSecondUser)(
    canActAsSecondUser ? name : `${name} (skipped: it needs root, and Node.js for all users)`,
    test,
  )
}

/** Runs the built program as the second user, with this environment and PATH, and without a terminal. */
export const assumeAsSecondUser = (
  args: readonly string[],
  env: Readonly<Record<string, string>>,
) =>
  runProgram([process.execPath, program, ...args], {
    env: { PATH: process.env.PATH ?? '', ...env },
    detached: true,
    input: '',
    cwd: '/',
    uid: secondUserId,
    gid: secondUserId,
  })

/** The HTTP status of a request by the second user. */
export function statusForSecondUser(url: string): string {
  return spawnSync(process.execPath, ['-e', askStatus, url], {
    uid: secondUserId,
    gid: secondUserId,
    cwd: '/',
    encoding: 'utf8',
    env: {},
  }).stdout
}

const askStatus =
  'fetch(process.argv[1], { redirect: "manual" }).then(({ status }) => process.stdout.write(`${status}`))'
