import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parsedJson } from '../aws-api/parsed-json.ts'
import { whyRefused } from '../config/access.ts'
import { homeDirectory } from '../config/paths.ts'
import { readPrivate, writePrivateDurably } from '../files/private-file.ts'
import { refuseHomeOfOthers } from '../files/private-folder.ts'
import { utcSeconds } from '../formats/variables.ts'
import type { Credentials } from '../model/credentials.ts'
import type { Interaction } from '../model/interaction.ts'
import { parseSessionKeys } from '../model/parse-keys.ts'
import type { Plan } from '../plan/plan.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import type { Request } from '../plan/request.ts'
import { awsCliArguments } from '../plan/route/aws-cli-arguments.ts'

/** Milliseconds. The AWS CLI does not use a session with less time left either. */
const minMillisecondsLeft = 15 * 60_000

/** A session in the AWS CLI's cache, `~/.aws/cli/cache`. */
export interface AwsCliEntry {
  readonly path: string
  readonly userId: number | undefined
}

/** Returns undefined if the AWS CLI would not cache a session like the one of this plan. */
export async function awsCliEntry(
  request: Request,
  plan: Plan,
  { profiles, env }: PlanInputs,
  userId: number | undefined,
): Promise<AwsCliEntry | undefined> {
  const name = request.target.kind === 'profile' ? request.target.profile : ''
  const key = awsCliArguments(request, plan, profiles.profiles.get(name))
  if (key === undefined) return undefined
  // Loaded on demand, because the setting is off by default.
  const { createHash } = await import('node:crypto')
  const file = `${createHash('sha1').update(key).digest('hex')}.json`
  return { path: join(homeDirectory(env), '.aws', 'cli', 'cache', file), userId }
}

/** The cached session, if it is valid and has enough time left. */
export function readAwsCliEntry(
  { path, userId }: AwsCliEntry,
  now: Date,
): (Credentials & { readonly expiration: Date }) | undefined {
  const found = parsedJson(readPrivate(path, userId) ?? '') as { Credentials?: unknown } | undefined
  const fields = (found?.Credentials ?? {}) as Partial<Record<string, unknown>>
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = fields
  const keys = parseSessionKeys({ id: AccessKeyId, secret: SecretAccessKey, token: SessionToken })
  if ('unusable' in keys || typeof Expiration !== 'string') return undefined
  const expiration = new Date(Expiration.replace(/UTC$/, 'Z'))
  const left = expiration.getTime() - now.getTime()
  // No role session of AWS lasts longer than 12 hours.
  if (!(left > minMillisecondsLeft && left < 13 * 3_600_000)) return undefined
  return { ...keys, expiration }
}

/** Stores a session so that `aws --profile PROFILE` uses it without a call or a code. */
export function writeAwsCliEntry(
  { path, userId }: AwsCliEntry,
  credentials: Credentials,
  { report, now }: Interaction,
): void {
  const { accessKeyId, secretAccessKey, sessionToken, expiration, accountId } = credentials
  if (!expiration || !sessionToken) return
  if (readAwsCliEntry({ path, userId }, now())?.accessKeyId === accessKeyId) return
  const entry = {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: utcSeconds(expiration),
      ...(accountId && { AccountId: accountId }),
    },
  }
  const folder = dirname(path)
  try {
    refuseHomeOfOthers(folder, userId)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writePrivateDurably(path, JSON.stringify(entry))
  } catch (error) {
    report.warning(
      `the session cannot be written to the cache of the AWS CLI in ${folder}: ${whyRefused(error)}`,
    )
  }
}
