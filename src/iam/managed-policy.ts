import { UsageError } from '../model/errors.ts'

/**
 * AWS managed policies in a folder.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html
 */
const jobFunctions = [
  'Billing',
  'DatabaseAdministrator',
  'DataScientist',
  'NetworkAdministrator',
  'SupportUser',
  'SystemAdministrator',
  'ViewOnlyAccess',
]

/** Reads an ARN or the name of an AWS managed policy: `ReadOnlyAccess`, `service-role/…`. */
export function managedPolicyArn(word: string, partition: string): string {
  if (/^arn:aws[a-z-]{0,30}:iam::(\d{12}|aws):policy\/[\w+=,.@/-]{1,512}$/.test(word)) return word
  if (/^(?=.{1,512}$)[\w+=,.@-]+(\/[\w+=,.@-]+)*$/.test(word)) {
    const folder = jobFunctions.includes(word) ? 'job-function/' : ''
    return `arn:${partition}:iam::aws:policy/${folder}${word}`
  }
  throw new UsageError(
    `--attach-policy: "${word}" is neither the name of an AWS managed policy nor an ARN`,
    [
      'one of AWS: --attach-policy ReadOnlyAccess',
      'one of yours: --attach-policy arn:aws:iam::123456789012:policy/NAME',
    ],
  )
}
