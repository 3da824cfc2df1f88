import { AssumeError, UsageError } from '../../model/errors.ts'
import { stsEndpointConfig } from '../endpoint/endpoint-config.ts'
import type { EndpointConfig } from '../endpoint/endpoint-types.ts'
import { partitionOfRegion } from '../endpoint/regions.ts'
import {
  filesOf,
  findProfile,
  noProfile,
  refuseTeamKeys,
  requestedProfile,
} from '../find-profile.ts'
import { refuseMistypedCode } from '../mfa/mistyped-code.ts'
import { refusedOption } from '../options/refused-option.ts'
import type { TargetOptions } from '../options/target-options.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import { type Request, type Target, targetName } from '../request.ts'
import { ssoRoute } from '../sso/sso-route.ts'
import { sessionNames } from '../sso/sso-session.ts'
import { parseRoleArn, partitionOf, type RoleArn, roleReference } from '../values/arn.ts'
import { type Chain, chainOf } from './chain.ts'
import { findUser } from './find-user.ts'
import { machineHints } from './machine-hints.ts'
import { refuseOtherArns } from './refuse-other-arns.ts'
import { refuseTwoProfiles } from './refuse-two-profiles.ts'
import {
  accountOf,
  accountOfChain,
  identityOf,
  needIdentity,
  type Planned,
  type Route,
} from './route.ts'
import { sourceProfileHints } from './source-profile-hints.ts'

/**
 * Finds the source credentials and the role of a request.
 *
 * @throws AssumeError also for a role ARN that the configured STS cannot have.
 */
export function findRoute(request: Request, inputs: PlanInputs): Planned<Route> {
  const found = routeOf(request, inputs)
  if ('value' in found) refuseOtherArns(found.value, inputs)
  return found
}

function routeOf(request: Request, inputs: PlanInputs): Planned<Route> {
  const { target, options } = request
  const { sourceProfile } = options
  if (options.ssoSession !== undefined && target.kind !== 'sso-role') throw noSsoRole(target)
  if (target.kind === 'role') return { value: roleRoute(target.roleArn, sourceProfile, inputs) }
  if (sourceProfile !== undefined) throw doubleSource(target, sourceProfile)
  if (target.kind === 'profile') return { value: profileRoute(target.profile, inputs) }
  if (target.kind === 'sso-role') {
    return isProfile(target.word, options, inputs)
      ? { value: profileRoute(target.word, inputs) }
      : ssoRoute(target, options, inputs)
  }
  refuseMistypedCode(request, inputs)
  refuseTwoProfiles(target, inputs)
  return userRoute(target, request, inputs)
}

function profileRoute(name: string, inputs: PlanInputs): Route {
  const profile = requestedProfile(name, inputs)
  const chain = chainOf(profile, inputs)
  const active = chain.roles.length === 0 ? chain.source.role : undefined
  const label = active ? `${active.roleName}@${active.accountId}` : profile.name
  return { profile, chain, label }
}

/**
 * Selects the credentials for a bare ARN: `--source-profile`, the environment, `AWS_PROFILE`, then
 * `[default]`.
 */
function roleRoute(roleArn: string, sourceProfile: string | undefined, inputs: PlanInputs): Route {
  const role = parseRoleArn(roleArn, 'the target')
  const { env } = inputs
  const selected = env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE
  const environmentSource = sourceProfile === undefined ? inputs.environmentSource() : undefined
  if (environmentSource) {
    const profile = findProfile(selected || 'default', inputs)
    if (profile) refuseTeamKeys(profile)
    const chain = { source: environmentSource, roles: [] }
    return { ...(profile && { profile }), chain, role, label: roleLabel(role, chain, inputs) }
  }
  const [name, subject] =
    sourceProfile !== undefined
      ? [sourceProfile, `--source-profile "${sourceProfile}"`]
      : selected
        ? [selected, `${env.AWS_PROFILE ? 'AWS_PROFILE' : 'AWS_DEFAULT_PROFILE'} "${selected}"`]
        : ['default', 'whose keys? the environment has none, and profile "default"']
  const profile = findProfile(name, inputs)
  if (!profile) throw noSource(name, subject, roleArn, inputs)
  const chain = chainOf(profile, inputs)
  const isGuess = sourceProfile === undefined && !inputs.isBeforeKnown
  return {
    profile,
    chain,
    role,
    label: roleLabel(role, chain, inputs),
    ...(isGuess && { note: guessNote(name) }),
  }
}

/** A profile that nobody has named has no similar names. */
function noSource(name: string, subject: string, roleArn: string, inputs: PlanInputs) {
  const hints = machineHints(roleArn, inputs.env)
  return name === 'default'
    ? new AssumeError(`${subject} is not in ${filesOf(inputs)}`, () => [
        ...hints,
        ...sourceProfileHints(roleArn, inputs),
      ])
    : noProfile(name, inputs, subject, hints)
}

const guessNote = (profile: string) =>
  `what this shell had before its session is not known here, so the keys are those of "${profile}"; --source-profile names others`

/** `USER ROLE`: the role is in the account of the user, unless it names another account. */
function userRoute(
  { user, role }: Extract<Target, { readonly kind: 'user-role' }>,
  request: Request,
  inputs: PlanInputs,
): Planned<Route> {
  const found = findUser({ user, role }, request.options, inputs)
  if ('need' in found) return found
  const { profile, name } = found.value
  const chain = chainOf(profile, inputs)
  const endpointConfig = stsEndpointConfig(request.options, profile, inputs)
  const arn = role.startsWith('arn:')
    ? { value: role }
    : arnInAccount(role, chain, endpointConfig, inputs)
  if ('need' in arn) return arn
  const parsed = parseRoleArn(arn.value, `the role of ${user}`)
  const label = roleLabel(parsed, chain, inputs)
  return { value: { profile, chain, user: name, role: parsed, label } }
}

function arnInAccount(
  text: string,
  chain: Chain,
  endpointConfig: EndpointConfig,
  inputs: PlanInputs,
): Planned<string> {
  const { accountId = accountOfChain(chain, inputs), role } = roleReference(text)
  if (accountId === undefined) return needIdentity(chain.source, endpointConfig)
  const known = identityOf(chain.source, inputs)?.arn ?? chain.source.tokenFor
  const partition = known ? partitionOf(known) : partitionOfRegion(endpointConfig.region)
  return { value: `arn:${partition}:iam::${accountId}:role/${role}` }
}

/** The role's name. The label adds the account if it differs from the user's. */
function roleLabel({ name, accountId }: RoleArn, { source }: Chain, inputs: PlanInputs): string {
  const own = accountOf(source) ?? identityOf(source, inputs)?.accountId
  return accountId === undefined || own === accountId ? name : `${name}@${accountId}`
}

/** A team's profile must not replace a role that the words name, so it needs --profile. */
function isProfile(word: string, { ssoSession }: TargetOptions, inputs: PlanInputs): boolean {
  const profile = ssoSession === undefined ? findProfile(word, inputs) : undefined
  return profile !== undefined && (profile.team === undefined || sessionNames(inputs).length === 0)
}

const noSsoRole = (target: Target) =>
  refusedOption(
    '--sso-session',
    `"${targetName(target)}"`,
    'it needs ACCOUNT:ROLE, a role of IAM Identity Center',
  )

function doubleSource(target: Target, sourceProfile: string): UsageError {
  return new UsageError(
    `"${targetName(target)}" and --source-profile "${sourceProfile}" both say whose keys to use`,
    ['it needs the ARN of a role, and no other target'],
  )
}
