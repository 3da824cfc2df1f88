import { readTrust } from '../iam/read-trust.ts'
import { iamEndpointConfig } from '../plan/endpoint/iam-endpoint.ts'
import { accountOf } from '../plan/route/route.ts'
import { accountOfArn, parseRoleArn } from '../plan/values/arn.ts'
import type { Run } from '../session/obtain/run.ts'
import { askIam } from '../session/sts/ask-iam.ts'
import type { StsRefusal } from './sts-failure.ts'
import { callerOf } from './unexplained-denial.ts'

/**
 * Adds what IAM returns for the role to the refusal. AWS uses one message for a role that does not exist
 * and a role that trusts other callers. If IAM does not answer, the refusal is unchanged.
 */
export async function inspectDeniedRole(refusal: StsRefusal, run: Run): Promise<StsRefusal> {
  const { roleArn, attempt, words } = refusal
  const caller = callerOf(words, attempt)
  if (!/^AccessDenied/.test(refusal.code) || roleArn === undefined || !caller) return refusal
  if (!isOfRole(words) || accountOfArn(caller) !== accountOfArn(roleArn)) return refusal
  const { plan, inputs, interaction } = run
  const { source } = plan
  if (!source.isLongTerm || accountOf(source) !== accountOfArn(roleArn)) return refusal
  const profile =
    source.profile === undefined ? undefined : inputs.profiles.profiles.get(source.profile)
  const endpointConfig = iamEndpointConfig(plan, profile, inputs)
  const { name } = parseRoleArn(roleArn, 'the role')
  const role =
    endpointConfig &&
    (await askIam(
      `GetRole of ${name}`,
      { source, endpointConfig },
      inputs,
      interaction,
      (iam, call) => iam.roleNamed(name, call),
    ))
  if (role?.isMissing) return refusal.knowing({ seenRole: 'missing' })
  const isOfName =
    role?.arn?.endsWith(`/${name}`) && accountOfArn(role.arn) === accountOfArn(roleArn)
  if (role?.arn === undefined || !isOfName) return refusal
  const trust = role.trustPolicy === undefined ? undefined : readTrust(role.trustPolicy, caller)
  return refusal.knowing({ seenRole: { arn: role.arn, ...(trust && { trust }) } })
}

/** Returns true if the message is about the role itself, and not about tags, a source identity or a code. */
const isOfRole = (words: string) =>
  /perform: sts:AssumeRole on resource: [^\s]+$|^Access denied$|^Not authorized to perform sts:AssumeRole$/.test(
    words.trim(),
  )
