/** An AWS service, in the words of the messages. */
export interface CalledService {
  readonly name: string
  /** The variable that names its endpoint. */
  readonly variable: string
  /** The setting that determines its region. */
  readonly region: '--region' | 'sso_region' | 'region of the profile'
}

/** A service whose operations assume calls. */
export interface AwsService extends CalledService {
  readonly id: 'sts' | 'organizations' | 'sso' | 'sso_oidc' | 'signin'
}

export const stsService: AwsService = {
  id: 'sts',
  name: 'STS',
  variable: 'AWS_ENDPOINT_URL_STS',
  region: '--region',
}

export const organizationsService: AwsService = {
  id: 'organizations',
  name: 'Organizations',
  variable: 'AWS_ENDPOINT_URL_ORGANIZATIONS',
  region: 'region of the profile',
}

export const ssoPortal: AwsService = {
  id: 'sso',
  name: 'IAM Identity Center',
  variable: 'AWS_ENDPOINT_URL_SSO',
  region: 'sso_region',
}

export const ssoOidc: AwsService = {
  id: 'sso_oidc',
  name: "IAM Identity Center's sign-in",
  variable: 'AWS_ENDPOINT_URL_SSO_OIDC',
  region: 'sso_region',
}

export const awsSignIn: AwsService = {
  id: 'signin',
  name: 'AWS Sign-In',
  variable: 'AWS_ENDPOINT_URL_SIGNIN',
  region: 'region of the profile',
}

export const endpointHint = ({ name, variable }: CalledService) =>
  `is that the endpoint of ${name}? see ${variable}, AWS_ENDPOINT_URL and endpoint_url`
