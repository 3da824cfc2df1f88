/** What to do before there is a profile, the quickest first. */
export const firstSteps: readonly string[] = [
  'to try assume without an AWS account: assume demo',
  'to use IAM Identity Center, with the address of your access portal, for example: assume login https://corp.awsapps.com/start --region eu-west-1',
  'to use the keys of an IAM user: aws configure',
]

export const noProfiles = 'you have no profiles yet'
