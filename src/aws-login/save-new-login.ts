import { realpathSync } from 'node:fs'
import { whyRefused } from '../config/access.ts'
import { AssumeError } from '../model/errors.ts'
import type { Reporter } from '../model/reporter.ts'
import { sayIfSlow } from '../model/say-if-slow.ts'
import { writePrivateJson } from '../sources/private-json.ts'
import type { SignInCaller } from './ask-for-tokens.ts'
import { type LoginFile, loginFile } from './login-token-cache.ts'
import type { NewLogin } from './parse-new-login.ts'

/** Milliseconds, longer than a renewal can take. */
const lockTimeoutMs = 20_000

/**
 * Replaces the file of a sign-in.
 *
 * @throws AssumeError if it cannot be written. The file is then unchanged.
 */
export async function saveNewLogin(
  { session, login }: NewLogin,
  { env, report }: Pick<SignInCaller, 'env' | 'report'>,
  loginCommand: string,
): Promise<void> {
  const file = loginFile(session, env)
  await withLoginLock(file, report, () => {
    try {
      writePrivateJson(realPath(file.path), login.written)
    } catch (error) {
      const why = whyRefused(error, file.shown)
      throw new AssumeError(`the sign-in cannot be written to ${file.shown} (${why})`, [
        `fix that, then sign in again: ${loginCommand}`,
      ])
    }
  })
}

/**
 * Changes the file of a sign-in while no other assume renews it, which would write the old sign-in again. A
 * lock that is not free in time is no reason to lose what the user has done.
 */
export async function withLoginLock<T>(
  { path }: LoginFile,
  report: Reporter,
  change: () => T,
): Promise<T> {
  const { lockFile } = await import('../files/file-lock.ts')
  const lock = await sayIfSlow(report, 'another assume, which is renewing this sign-in', () =>
    lockFile(`${path}.lock`, lockTimeoutMs),
  )
  try {
    return change()
  } finally {
    if (lock.state === 'held') lock.release()
  }
}

/** A link stays; the file that it points to is replaced. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
