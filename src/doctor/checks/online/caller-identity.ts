import type { Credentials } from '../../../model/credentials.ts'
import { AssumeError } from '../../../model/errors.ts'
import { identify } from '../../../session/sts/call-sts.ts'
import { environment } from '../../../sources/environment.ts'
import { fetchCredentials } from '../../../sources/fetch.ts'
import type { Check, CheckContext } from '../../check-context.ts'
import { brokenBy, type Finding, ok } from '../../finding.ts'
import { type ProbeResponse, probeSts } from '../../probe-sts.ts'
import { quietInteraction, writtenKeys } from '../../written-keys.ts'

/** Calls GetCallerIdentity with the keys of this shell and of its profile. The call needs no permission. */
export const callerIdentity: Check = {
  title: 'whose keys',
  calls: true,
  async look(checkContext) {
    const answer = await probeSts(checkContext)
    if (!answer || answer instanceof AssumeError) return []
    const all = [await ofEnvironment(checkContext), await ofProfile(checkContext)]
    const there = all.filter((keys) => keys !== undefined)
    return Promise.all(there.map((keys) => whose(keys, answer, checkContext)))
  },
}

interface Keys {
  readonly keysOf: string
  readonly credentials: Credentials
}

/** Another check reports incomplete keys. */
async function ofEnvironment({ context: { env } }: CheckContext): Promise<Keys | undefined> {
  if (!env.AWS_ACCESS_KEY_ID || !env.AWS_SECRET_ACCESS_KEY) return undefined
  return { keysOf: 'the environment', credentials: await environment.fetch(env) }
}

async function ofProfile(checkContext: CheckContext): Promise<Keys | undefined> {
  const source = writtenKeys(checkContext)
  if (!source) return undefined
  const credentials = await fetchCredentials(
    source,
    checkContext.inputs,
    quietInteraction(checkContext),
  )
  return { keysOf: `profile "${source.profile}"`, credentials }
}

async function whose(
  { keysOf, credentials }: Keys,
  { way: { endpointConfig } }: ProbeResponse,
  { inputs: { env }, report }: CheckContext,
): Promise<Finding> {
  try {
    const { arn } = await identify({ endpointConfig, credentials, keysOf, env, report })
    if (!/:root$/.test(arn)) return ok('whose-keys', `the keys of ${keysOf} are those of ${arn}`)
    return {
      id: 'root-keys',
      severity: 'warning',
      what: `the keys of ${keysOf} are those of ${arn}`,
      why: 'they may do everything, no policy limits them, and they cannot assume a role',
      hints: [
        'create an IAM user and a role for your work: assume setup --help',
        'then delete these keys',
      ],
    }
  } catch (error) {
    if (error instanceof AssumeError) return brokenBy('whose-keys', error, `${keysOf} has no use`)
    throw error
  }
}
