import type { OperationInput } from '../../src/service-model/model.ts'
import { codeOfStep, stepAt } from '../../src/state/totp.ts'
import { roleArn } from '../../src/state/world.ts'
import { webIdentityToken } from '../../src/sts/web-identity-token.ts'
import { admin, bob, noMfaRole } from '../fixture.ts'
import { account, allowing, arn } from '../iam/clients.ts'
import { type Keys, keysOf } from '../sdk.ts'
import { dpopKey, dpopProof } from '../sign-in/dpop-proof.ts'
import type { AllServices } from './all-services.ts'
import {
  carolsKey,
  device,
  policyArn,
  provider,
  secret,
  trustPolicy,
  unassigned,
} from './valid-world.ts'

export interface Valid {
  readonly input: OperationInput
  readonly keys?: Keys
  readonly headers?: object
  /** The error code that the stand-in returns for the valid request. */
  readonly error?: string
}

type MakeValid = (services: AllServices) => Valid | Promise<Valid>

const asAdmin = (input: OperationInput = {}): Valid => ({ input, keys: keysOf(admin) })
const dave = { UserName: 'Dave' }
const ofCarol = { UserName: 'Carol' }
const ofUsed = { RoleName: 'used' }
const unused = { RoleName: 'unused' }
const used = { PolicyArn: policyArn }
const signedIn = ({ standIn }: AllServices) => standIn.directory.issueToken('bob').accessToken
const client = { clientName: 'test', clientType: 'public' }

async function registered(services: AllServices): Promise<OperationInput> {
  const { body } = await services.call('sso-oidc', 'RegisterClient', client)
  const { clientId, clientSecret } = body as OperationInput
  return { clientId, clientSecret }
}

/** Returns a valid request for each operation of each service, with few parameters. */
export const validInputs: Readonly<Record<string, MakeValid>> = {
  'sts AssumeRole': () => ({
    input: { RoleArn: roleArn(noMfaRole), RoleSessionName: 'bob' },
    keys: keysOf(bob),
  }),
  'sts AssumeRoleWithWebIdentity': () => ({
    input: {
      RoleArn: `${arn}:role/worker`,
      RoleSessionName: 'worker',
      WebIdentityToken: webIdentityToken(provider),
    },
  }),
  'sts GetCallerIdentity': () => asAdmin(),
  'sts GetFederationToken': () => asAdmin({ Name: 'admin' }),
  'sts GetSessionToken': () => asAdmin(),
  'iam AttachRolePolicy': () => asAdmin({ ...unused, ...used }),
  'iam AttachUserPolicy': () => asAdmin({ ...dave, ...used }),
  'iam CreateAccessKey': () => asAdmin(dave),
  'iam CreatePolicy': () => asAdmin({ PolicyName: 'new', PolicyDocument: allowing('*') }),
  'iam CreateRole': () =>
    asAdmin({ RoleName: 'new', AssumeRolePolicyDocument: JSON.stringify(trustPolicy) }),
  'iam CreateUser': () => asAdmin({ UserName: 'Eve' }),
  'iam CreateVirtualMFADevice': () => asAdmin({ VirtualMFADeviceName: 'new' }),
  'iam DeactivateMFADevice': () => asAdmin({ ...ofCarol, SerialNumber: device }),
  'iam DeleteAccessKey': () => asAdmin({ ...ofCarol, AccessKeyId: carolsKey.accessKeyId }),
  'iam DeletePolicy': () => asAdmin({ PolicyArn: `${arn}:policy/unused` }),
  'iam DeleteRole': () => asAdmin(unused),
  'iam DeleteUser': () => asAdmin(dave),
  'iam DeleteVirtualMFADevice': () => asAdmin({ SerialNumber: unassigned.serial }),
  'iam DetachRolePolicy': () => asAdmin({ ...ofUsed, ...used }),
  'iam DetachUserPolicy': () => asAdmin({ ...ofCarol, ...used }),
  'iam EnableMFADevice': ({ standIn }) => {
    const step = stepAt(standIn.now())
    return asAdmin({
      ...dave,
      SerialNumber: unassigned.serial,
      AuthenticationCode1: codeOfStep(secret, step - 1),
      AuthenticationCode2: codeOfStep(secret, step),
    })
  },
  // No user in the stand-in has a password.
  'iam GetLoginProfile': () => ({ ...asAdmin(ofCarol), error: 'NoSuchEntity' }),
  'iam GetPolicy': () => asAdmin(used),
  'iam GetPolicyVersion': () => asAdmin({ ...used, VersionId: 'v1' }),
  'iam GetRole': () => asAdmin(ofUsed),
  'iam GetUser': () => asAdmin(),
  'iam ListAccessKeys': () => asAdmin(),
  'iam ListAttachedRolePolicies': () => asAdmin(ofUsed),
  'iam ListAttachedUserPolicies': () => asAdmin(ofCarol),
  'iam ListGroupsForUser': () => asAdmin(ofCarol),
  'iam ListInstanceProfilesForRole': () => asAdmin(ofUsed),
  'iam ListMFADevices': () => asAdmin(),
  'iam ListPolicies': () => asAdmin({ Scope: 'Local' }),
  'iam ListRolePolicies': () => asAdmin(ofUsed),
  'iam ListRoles': () => asAdmin(),
  'iam ListUserPolicies': () => asAdmin(ofCarol),
  'iam ListUsers': () => asAdmin(),
  'iam ListVirtualMFADevices': () => asAdmin({ AssignmentStatus: 'Any' }),
  'iam UpdateAssumeRolePolicy': () =>
    asAdmin({ ...unused, PolicyDocument: JSON.stringify(trustPolicy) }),
  'organizations ListAccounts': () => asAdmin(),
  'organizations ListAccountsForParent': () => asAdmin({ ParentId: 'r-exam' }),
  'organizations ListOrganizationalUnitsForParent': () => asAdmin({ ParentId: 'r-exam' }),
  'organizations ListRoots': () => asAdmin(),
  'sso GetRoleCredentials': (services) => ({
    input: { accessToken: signedIn(services), accountId: account, roleName: 'Admin' },
  }),
  'sso ListAccounts': (services) => ({ input: { accessToken: signedIn(services) } }),
  'sso ListAccountRoles': (services) => ({
    input: { accessToken: signedIn(services), accountId: account },
  }),
  'sso Logout': (services) => ({ input: { accessToken: signedIn(services) } }),
  'sso-oidc RegisterClient': () => ({ input: client }),
  'sso-oidc StartDeviceAuthorization': async (services) => ({
    input: { ...(await registered(services)), startUrl: services.standIn.directory.startUrl },
  }),
  'sso-oidc CreateToken': async (services) => {
    const { oidc, directory } = services.standIn
    const own = await registered(services)
    const asked = { ...own, startUrl: directory.startUrl }
    const { body } = await services.call('sso-oidc', 'StartDeviceAuthorization', asked)
    const { deviceCode, userCode } = body as OperationInput
    oidc.approve(String(userCode), 'bob')
    const grantType = 'urn:ietf:params:oauth:grant-type:device_code'
    return { input: { ...own, grantType, deviceCode } }
  },
  'signin CreateOAuth2Token': ({ standIn: { signIn } }) => {
    const { clientId, refreshToken, dpopKey: pem } = signIn.login(bob)
    const key = dpopKey(String(pem))
    const DPoP = dpopProof(key, 'POST', `${signIn.url}/v1/token`, new Date())
    return {
      input: { tokenInput: { clientId, grantType: 'refresh_token', refreshToken } },
      headers: { DPoP },
    }
  },
}
