import { type Profile, text } from '../config/profile.ts'
import { UsageError } from '../model/errors.ts'
import { globalRegionOf, partitionOfRegion } from '../plan/endpoint/regions.ts'
import { requestedProfile } from '../plan/find-profile.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { resolve } from '../plan/resolve.ts'
import { accountOfKey } from '../plan/values/account-of-key.ts'

/** The account for names without an account id. */
export interface Home {
  readonly account: string
  readonly partition: string
  /** The source of the account: `--account`, `the key id AKIA… of profile "admin"`. */
  readonly from: string
}

export interface HomeOptions {
  readonly account?: string | undefined
  readonly partition?: string | undefined
  readonly profile?: string | undefined
  readonly region?: string | undefined
}

/**
 * Reads the account from the options, or offline from the credentials that the AWS CLI would use:
 * those of `--profile`, of the environment, of `AWS_PROFILE` or of `[default]`.
 *
 * @throws UsageError that names the option to add.
 */
export function homeOf(options: HomeOptions, inputs: PlanInputs): Home {
  const profile = profileOf(options, inputs)
  const found =
    options.account === undefined
      ? (accountIn(profile) ?? accountOfEnvironment(inputs))
      : { account: checkedAccount(options.account), from: '--account' }
  const partition = partitionOf(options, profile, inputs)
  if (found) return { ...found, partition }
  throw new UsageError('the account is not known', [
    'name it: --account 123456789012',
    'to look it up: aws sts get-caller-identity --query Account --output text',
  ])
}

/** Undefined if the environment has keys, which take precedence in the AWS CLI. */
function profileOf({ profile }: HomeOptions, inputs: PlanInputs): Profile | undefined {
  const { env, profiles } = inputs
  if (profile !== undefined) return requestedProfile(profile, inputs)
  if (env.AWS_ACCESS_KEY_ID) return undefined
  return profiles.profiles.get(env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE || 'default')
}

/** A profile with a role acts in the account of the role. */
function accountIn(profile: Profile | undefined) {
  if (!profile) return undefined
  const role = /^arn:[\w-]+:iam::(\d{12}):/.exec(text(profile, 'role_arn') ?? '')?.[1]
  const stated = [role, text(profile, 'aws_account_id'), text(profile, 'sso_account_id')]
  const account = stated.find((each) => each !== undefined && isAccount(each))
  if (account) return { account, from: `profile "${profile.name}"` }
  return accountOf(text(profile, 'aws_access_key_id'), `profile "${profile.name}"`)
}

const accountOfEnvironment = ({ env }: PlanInputs) =>
  accountOf(env.AWS_ACCESS_KEY_ID, 'the environment')

function accountOf(keyId: string | undefined, owner: string) {
  const account = keyId && accountOfKey(keyId)
  return account ? { account, from: `the key id ${keyId} of ${owner}` } : undefined
}

function partitionOf(
  options: HomeOptions,
  profile: Profile | undefined,
  inputs: PlanInputs,
): string {
  if (options.partition !== undefined) return checkedPartition(options.partition)
  const ofRole = /^arn:(aws[a-z-]*):/.exec((profile && text(profile, 'role_arn')) ?? '')?.[1]
  return ofRole ?? partitionOfRegion(configuredRegion(options, profile, inputs) ?? '')
}

/** The region for the AWS CLI, which requires one although IAM has none. */
export const regionOf = (options: HomeOptions, inputs: PlanInputs): string =>
  configuredRegion(options, profileOf(options, inputs), inputs) ??
  globalRegionOf(options.partition ?? 'aws')

function configuredRegion(options: HomeOptions, profile: Profile | undefined, inputs: PlanInputs) {
  if (options.region !== undefined) return options.region
  const inEnvironment = resolve('AWS_REGION', 'region', undefined, inputs)
  return (inEnvironment ?? resolve('AWS_DEFAULT_REGION', 'region', profile, inputs))?.value
}

const isAccount = (text: string) => /^\d{12}$/.test(text)

function checkedAccount(account: string): string {
  if (isAccount(account)) return account
  throw new UsageError(`--account: "${account}" is not an account`, ['an account has 12 digits'])
}

function checkedPartition(partition: string): string {
  if (/^aws(-[a-z]+)*$/.test(partition)) return partition
  throw new UsageError(`--partition: "${partition}" is not a partition of AWS`, [
    'the partitions are: aws, aws-cn, aws-us-gov, aws-eusc, aws-iso, aws-iso-b, aws-iso-e, aws-iso-f',
  ])
}
