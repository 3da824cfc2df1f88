import type { Profile } from '../../config/profile.ts'
import { jsonEscape } from '../../model/json-escape.ts'
import { invalidValue } from '../../model/values/invalid-value.ts'
import type { TargetOptions } from '../options/target-options.ts'
import type { AssumeRoleInput } from '../plan.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import { type Resolved, resolveInProfile } from '../resolve.ts'

type SessionPolicies = Pick<AssumeRoleInput, 'Policy' | 'PolicyArns'>

/**
 * The session policies of a role. A session has the permissions that its role and any one of its
 * session policies allow. An option replaces all policies of the profile, because a combination
 * would allow more than the option says.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 *
 * @throws AssumeError for a policy that AWS does not accept; UsageError if an option contains it.
 */
export function sessionPolicies(
  profile: Profile | undefined,
  { policy, policyArns }: TargetOptions,
  policyFile: PlanInputs['policyFile'],
): SessionPolicies {
  if (policy !== undefined || policyArns !== undefined) {
    const chosen = {
      ...(policy !== undefined && { Policy: optionPolicy(policy, policyFile) }),
      ...(policyArns && { PolicyArns: checkedArns(policyArns, '--policy-arn') }),
    }
    return checkedTogether(chosen, '--policy-arn')
  }
  const ofProfile = resolveInProfile(profile, 'policy')
  const arns = resolveInProfile(profile, 'policy_arns')
  const chosen = {
    ...(ofProfile && { Policy: profilePolicy(ofProfile, policyFile) }),
    ...(arns && {
      PolicyArns: checkedArns(
        arns.value.split(',').map((arn) => arn.trim()),
        arns.location,
      ),
    }),
  }
  return checkedTogether(chosen, arns?.location ?? '')
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, role session policies */
function checkedTogether(policies: SessionPolicies, where: string): SessionPolicies {
  const { Policy = '', PolicyArns = [] } = policies
  const arns = PolicyArns.map(({ arn }) => arn).join('')
  const length = Policy.length + arns.length
  if (length <= longestPolicy) return policies
  const what = Policy === '' ? 'the ARNs' : 'the session policy and the ARNs'
  throw invalidValue(
    where,
    `${what} have ${length} characters together, and AWS takes ${longestPolicy}`,
    ['name fewer policies, or put what they say into one managed policy'],
  )
}

/** Reads `{…}`, `file://PATH` or `PATH`. */
function optionPolicy(text: string, policyFile: PlanInputs['policyFile']): string {
  if (isJson(text)) return checkedPolicy(text, '--policy')
  const { path = text } = fileForm.exec(text)?.groups ?? {}
  return policyIn(path, '--policy', policyFile)
}

/**
 * Reads the same forms, but requires an absolute path or `~/`, because a relative path in a profile
 * has no defined base.
 */
function profilePolicy(
  { value, location }: Resolved,
  policyFile: PlanInputs['policyFile'],
): string {
  if (isJson(value)) return checkedPolicy(value, location)
  const { path = value } = fileForm.exec(value)?.groups ?? {}
  if (/^~?\//.test(path)) return policyIn(path, location, policyFile)
  throw invalidValue(location, `"${value}" is neither a policy nor the whole path of a file`, [
    'write policy = {"Version": "2012-10-17", "Statement": …} or policy = file://~/PATH',
  ])
}

const fileForm = /^file:\/\/(?<path>.*)$/s

const isJson = (text: string) => /^\s*[{["]/.test(text)

function policyIn(path: string, where: string, policyFile: PlanInputs['policyFile']): string {
  const file = policyFile(path)
  if ('complaint' in file) {
    throw invalidValue(
      where,
      `${path === '' ? 'a policy without a name' : path} ${file.complaint}`,
      ['it takes the policy itself, {"Version": …}, or the path of a file with it'],
    )
  }
  return checkedPolicy(file.text, `${where}, ${path}`)
}

/** The limit in characters, for the policy and for the policy together with the policy ARNs. */
const longestPolicy = 2048

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, Policy */
function checkedPolicy(text: string, where: string): string {
  const policy = withoutSpace(checkedJsonObject(text, where))
  if (policy.length > longestPolicy) {
    throw invalidValue(
      where,
      `the policy has ${policy.length} characters, and AWS takes ${longestPolicy}`,
      ['name managed policies instead, by their ARNs: --policy-arn or policy_arns'],
    )
  }
  const odd = /[^\x20-\xff]/u.exec(policy)?.[0]
  if (odd === undefined) return policy
  throw invalidValue(where, `AWS takes no "${odd}" in a session policy`, [
    `write it as ${JSON.stringify(odd).replace(/[^"]/g, jsonEscape)}`,
  ])
}

/** Returns the text unchanged if it is a JSON object. */
function checkedJsonObject(text: string, where: string): string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw invalidValue(where, `the policy is not JSON: ${reason}`)
  }
  if (value instanceof Object && !Array.isArray(value)) return text
  throw invalidValue(where, 'a policy is a JSON object: {"Version": "2012-10-17", "Statement": …}')
}

/**
 * Removes insignificant white space, because AWS counts it. The function edits the text, because
 * parsing would drop the first of two equal keys, which AWS reports as an error.
 */
const withoutSpace = (json: string) =>
  json.replaceAll(/("(?:[^"\\]|\\.)*")|\s+/g, (_, string: string | undefined) => string ?? '')

const mostArns = 10

function checkedArns(arns: readonly string[], where: string): { arn: string }[] {
  if (arns.length > mostArns) {
    throw invalidValue(where, `${arns.length} managed policies, and AWS takes ${mostArns}`)
  }
  return arns.map((arn) => {
    if (/^arn:aws[a-z-]{0,30}:iam::(aws|\d{12}):policy\/[\x21-\x7e]{1,1900}$/.test(arn))
      return { arn }
    throw invalidValue(where, `"${arn}" is not the ARN of a policy`, [
      'the form is arn:aws:iam::aws:policy/ReadOnlyAccess',
    ])
  })
}
