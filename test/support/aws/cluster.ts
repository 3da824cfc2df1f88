import type { OidcProvider } from 'aws-stand-in'

/** Signs the tokens that a Kubernetes cluster gives its pods. */
export const cluster: OidcProvider = {
  account: '123456789012',
  host: 'oidc.eks.eu-west-1.amazonaws.com/id/DEMO',
  audiences: ['sts.amazonaws.com'],
  secret: 'the key of the cluster',
}
