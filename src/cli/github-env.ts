import { closeSync, constants, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import type { Context } from '../model/context.ts'
import { AssumeError, UsageError } from '../model/errors.ts'

/** Runs before AWS is called. @throws UsageError outside of a GitHub workflow. */
export function checkGithubEnv(context: Context): void {
  closeSync(openGithubEnv(context))
}

/** Appends all lines or nothing if the disk is full. @throws AssumeError that names the file. */
export function appendToGithubEnv(lines: string, context: Context): void {
  const file = openGithubEnv(context)
  const { size } = fstatSync(file)
  try {
    const bytes = Buffer.from(lines)
    if (writeSync(file, bytes) < bytes.length) throw new Error('the disk is full')
  } catch (error) {
    // A device cannot be truncated.
    if (fstatSync(file).isFile()) ftruncateSync(file, size)
    throw unwritable(context, error)
  } finally {
    closeSync(file)
  }
}

/** The runner creates the file and reads it after the step. */
function openGithubEnv(context: Context): number {
  const path = context.env.GITHUB_ENV
  if (!path) {
    throw new UsageError(
      '--format github is for a step of a GitHub workflow: GITHUB_ENV is not set',
      ['elsewhere: --format dotenv, --format env or --format json'],
    )
  }
  try {
    return openSync(path, constants.O_WRONLY | constants.O_APPEND)
  } catch (error) {
    throw unwritable(context, error)
  }
}

function unwritable({ env }: Context, error: unknown): AssumeError {
  const reason = error instanceof Error && 'code' in error ? error.code : error
  return new AssumeError(
    `cannot write ${env.GITHUB_ENV}, which GITHUB_ENV names (${reason}); no variable was set`,
  )
}
