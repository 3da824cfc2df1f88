import { type Stats, statSync } from 'node:fs'
import { platform } from 'node:os'
import { dirname } from 'node:path'
import { configPaths, homeDirectory, pastedPath, shown } from '../../config/paths.ts'
import type { Profile } from '../../config/profile.ts'
import { CREDENTIAL_KEYS } from '../../config/profile-keys.ts'
import { firstSteps, noProfiles } from '../../plan/first-steps.ts'
import type { Check, CheckContext } from '../check-context.ts'
import { type Finding, ok } from '../finding.ts'

/** The location and the permissions of the two files. */
export const awsFiles: Check = {
  title: 'files of AWS',
  look(checkContext) {
    const { env, profiles } = checkContext.inputs
    const { config, credentials } = configPaths(env, homeDirectory(env))
    const found = [
      ...ofFile(config, 'AWS_CONFIG_FILE', checkContext),
      ...ofFile(credentials, 'AWS_SHARED_CREDENTIALS_FILE', checkContext),
      ...ofFolders([config, credentials], checkContext),
    ]
    return profiles.profiles.size > 0 ? found : [...found, noProfile]
  },
}

const noProfile: Finding = {
  id: 'no-profile',
  severity: 'warning',
  what: noProfiles,
  why: 'assume gets a role with the keys or the sign-in of a profile',
  hints: firstSteps,
}

function ofFile(path: string | undefined, variable: string, checkContext: CheckContext): Finding[] {
  const { inputs, context } = checkContext
  if (path === undefined) return [ok('aws-file', `${variable} is set to nothing: no such file`)]
  const file = shown(path, context)
  const stats = statsOf(path)
  if (!stats?.isFile()) {
    if (inputs.env[variable] === undefined) return [ok('aws-file', `${file} is not there`)]
    return [
      {
        id: 'aws-file-missing',
        severity: 'warning',
        what: `${variable} names ${file}, which is not there`,
        why: "AWS's tools read it as an empty file",
        hints: [`name an existing file, or: unset ${variable}`],
      },
    ]
  }
  const profiles = [...inputs.profiles.profiles.values()].filter((each) => isIn(each, file))
  const found = ok('aws-file', `${file}, with ${count(profiles.length)}`)
  return isReadByOthers(stats) && profiles.some((each) => hasSecretIn(each, file))
    ? [found, readByOthers(file, stats)]
    : [found]
}

const count = (profiles: number) => (profiles === 1 ? '1 profile' : `${profiles} profiles`)

const isIn = ({ keys, header }: Profile, file: string) =>
  header?.file === file || [...keys.values()].some((value) => value.file === file)

const hasSecretIn = ({ keys }: Profile, file: string) =>
  [...CREDENTIAL_KEYS].some((key) => keys.get(key)?.file === file)

const isReadByOthers = ({ mode }: Stats) => platform() !== 'win32' && (mode & 0o044) !== 0

const readByOthers = (file: string, { mode }: Stats): Finding => ({
  id: 'secrets-readable',
  severity: 'warning',
  what: `other users can read the keys in this file (mode ${(mode & 0o777).toString(8)})`,
  why: 'anyone who has the keys can act as you at AWS',
  hints: [`chmod 600 ${pastedPath(file)}`],
  file,
})

/** A user who can write to a folder can replace the files in it. */
function ofFolders(paths: readonly (string | undefined)[], { context }: CheckContext): Finding[] {
  const folders = new Set(paths.filter((path) => path !== undefined).map((path) => dirname(path)))
  return [...folders].flatMap((folder): Finding[] => {
    const mode = statsOf(folder)?.mode ?? 0
    // In a folder with the sticky bit, such as /tmp, only the owner can replace a file.
    if (platform() === 'win32' || (mode & 0o002) === 0 || (mode & 0o1000) !== 0) return []
    const file = shown(folder, context)
    return [
      {
        id: 'folder-writable',
        severity: 'warning',
        what: `every user of this machine can replace the files in ${file}`,
        why: 'a credential_process in them runs as you',
        hints: [`chmod go-w ${pastedPath(file)}`],
        file,
      },
    ]
  })
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}
