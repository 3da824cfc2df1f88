import { userInfo } from 'node:os'
import { openCache } from '../cache/cache.ts'
import { learnedFactsIn } from '../cache/learned-facts.ts'
import { loadProfiles } from '../config/load.ts'
import { expandUser, homeDirectory } from '../config/paths.ts'
import { readPolicyFile } from '../config/policy-file.ts'
import { readRememberedSessions } from '../config/remembered-sessions.ts'
import { loadSettings } from '../config/settings/load-settings.ts'
import type { Settings } from '../config/settings/settings.ts'
import { filesInCurrentFolder } from '../config/warnings/files-in-current-folder.ts'
import { environmentBefore, knowsBefore } from '../formats/active-session.ts'
import type { Context, Environment } from '../model/context.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { environment } from '../sources/environment.ts'
import { credentialSources, profileSources } from '../sources/index.ts'
import { indexReader } from '../sso/index/index-store.ts'

/**
 * Reads everything that a plan is made from: files and the environment, without network calls.
 *
 * @param readable the settings, if they are already read.
 */
export async function readPlanInputs(context: Context, readable?: Settings): Promise<PlanInputs> {
  const env = environmentBefore(context.env)
  const settings = readable ?? (await loadSettings(env))
  const profiles = await loadProfiles(env, homeDirectory(env), settings)
  const near = filesInCurrentFolder(env, context.currentFolder)
  return {
    profiles: near ? { ...profiles, warnings: [near, ...profiles.warnings] } : profiles,
    settings,
    env,
    isBeforeKnown: knowsBefore(context.env),
    environmentSource: () => environment.find(env),
    sources: profileSources,
    credentialSources,
    rememberedSessions: once(() => readRememberedSessions(env)),
    ssoIndex: indexReader({ env, settings }),
    loginName: once(() => loginName(env)),
    learned: learnedFactsIn(openCache(context, settings), context.now),
    userPath: (path) => expandUser(path, homeDirectory(env)),
    policyFile: (path) => readPolicyFile(path, homeDirectory(env)),
    facts: {
      callerIdentities: new Map(),
      mfaDevices: new Map(),
      roleMaxima: new Map(),
      ssoAccounts: new Map(),
      processKeys: new Map(),
    },
  }
}

/** A container can run as a user without an entry in /etc/passwd. */
function loginName(env: Environment): string {
  try {
    return userInfo().username
  } catch {
    return env.LOGNAME || env.USER || 'assume'
  }
}

/** One set of inputs can serve hundreds of plans. */
function once<T>(find: () => T & NonNullable<unknown>): () => T {
  let found: T | undefined
  return () => {
    found ??= find()
    return found
  }
}
