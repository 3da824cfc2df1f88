import { realpathSync, unlinkSync } from 'node:fs'
import { basename } from 'node:path'
import { whyRefused } from '../config/access.ts'
import { type Profile, text } from '../config/profile.ts'
import { namesIn } from '../files/names-in.ts'
import { AssumeError } from '../model/errors.ts'
import type { Reporter } from '../model/reporter.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { allLogins } from '../plan/sso/login-profile.ts'
import {
  fileNamed,
  type LoginFile,
  loginFile,
  loginFolder,
  readLogin,
} from './login-token-cache.ts'
import { withLoginLock } from './save-new-login.ts'

/** A stored sign-in. */
interface StoredLogin extends LoginFile {
  /** `profile "bob"`, or the file. */
  readonly title: string
}

/**
 * Deletes stored sign-ins, as `aws logout` does. Keys that a program has already read stay valid for some
 * minutes.
 *
 * @param only the profile whose sign-in is deleted; undefined deletes all of them.
 * @returns what was signed out: `profile "bob"`.
 * @throws AssumeError for a file that cannot be removed, after all others are removed.
 */
export async function removeLogins(
  only: Profile | undefined,
  inputs: PlanInputs,
  report: Reporter,
): Promise<readonly string[]> {
  const stored = only ? ofProfile(only, inputs) : allStored(inputs)
  const failures: AssumeError[] = []
  for (const login of stored) {
    const failure = await withLoginLock(login, report, () => removed(login))
    if (failure) failures.push(failure)
  }
  if (failures[0]) throw failures[0]
  return stored.map(({ title }) => title)
}

function ofProfile(profile: Profile, { env }: PlanInputs): readonly StoredLogin[] {
  const file = loginFile(text(profile, 'login_session') ?? '', env)
  return realPath(file.path) === undefined ? [] : [{ ...file, title: titleOf(profile) }]
}

/** The files that contain a sign-in, whether or not a profile uses it. */
function allStored(inputs: PlanInputs): readonly StoredLogin[] {
  const { env } = inputs
  const titles = titlesByName(inputs)
  return namesIn(loginFolder(env))
    .filter((name) => /^[0-9a-f]{64}\.json$/.test(name))
    .map((name) => ({ name, ...fileNamed(name, env) }))
    .filter(isSignIn)
    .map(({ name, ...file }) => ({ ...file, title: titles.get(name) ?? file.shown }))
}

/** A file that cannot be read is taken for one, so that its removal fails or succeeds aloud. */
function isSignIn(file: LoginFile): boolean {
  try {
    return typeof readLogin(file) === 'object'
  } catch {
    return true
  }
}

/** The profiles by the names of their files. */
const titlesByName = (inputs: PlanInputs): ReadonlyMap<string, string> =>
  new Map(
    allLogins(inputs).map(({ login }) => [
      basename(loginFile(text(login, 'login_session') ?? '', inputs.env).path),
      titleOf(login),
    ]),
  )

const titleOf = ({ name }: Profile) => `profile "${name}"`

/** A link goes, too, and what it points to, since that has the keys. */
function removed({ path, shown }: LoginFile): AssumeError | undefined {
  try {
    for (const each of new Set([realPath(path) ?? path, path])) unlinkSync(each)
    return undefined
  } catch (error) {
    return new AssumeError(`cannot remove ${shown} (${whyRefused(error, shown)})`, [
      'check the owner and mode of the folder',
    ])
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}
