import type { OidcProvider } from 'aws-stand-in'

/** The OIDC provider that signs the tokens for the pods of a Kubernetes cluster. */
export const cluster: OidcProvider = {
  account: '123456789012',
  host: 'oidc.eks.eu-west-1.amazonaws.com/id/DEMO',
  audiences: ['sts.amazonaws.com'],
  secret: 'the key of the cluster',
}
