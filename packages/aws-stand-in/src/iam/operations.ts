import type { Operation } from '../query/operation.ts'
import { createAccessKey } from './access-keys/create-access-key.ts'
import { deleteAccessKey } from './access-keys/delete-access-key.ts'
import { listAccessKeys } from './access-keys/list-access-keys.ts'
import { createVirtualMfaDevice } from './mfa-devices/create-virtual-mfa-device.ts'
import { deactivateMfaDevice } from './mfa-devices/deactivate-mfa-device.ts'
import { deleteVirtualMfaDevice } from './mfa-devices/delete-virtual-mfa-device.ts'
import { enableMfaDevice } from './mfa-devices/enable-mfa-device.ts'
import { listMfaDevices } from './mfa-devices/list-mfa-devices.ts'
import { listVirtualMfaDevices } from './mfa-devices/list-virtual-mfa-devices.ts'
import { createPolicy } from './policies/create-policy.ts'
import { deletePolicy } from './policies/delete-policy.ts'
import { getPolicy } from './policies/get-policy.ts'
import { getPolicyVersion } from './policies/get-policy-version.ts'
import { listPolicies } from './policies/list-policies.ts'
import { attachRolePolicy } from './roles/attach-role-policy.ts'
import { createRole } from './roles/create-role.ts'
import { deleteRole } from './roles/delete-role.ts'
import { detachRolePolicy } from './roles/detach-role-policy.ts'
import { getRole } from './roles/get-role.ts'
import { listAttachedRolePolicies } from './roles/list-attached-role-policies.ts'
import { listInstanceProfilesForRole } from './roles/list-instance-profiles-for-role.ts'
import { listRolePolicies } from './roles/list-role-policies.ts'
import { listRoles } from './roles/list-roles.ts'
import { updateAssumeRolePolicy } from './roles/update-assume-role-policy.ts'
import { attachUserPolicy } from './users/attach-user-policy.ts'
import { createUser } from './users/create-user.ts'
import { deleteUser } from './users/delete-user.ts'
import { detachUserPolicy } from './users/detach-user-policy.ts'
import { getLoginProfile } from './users/get-login-profile.ts'
import { getUser } from './users/get-user.ts'
import { listAttachedUserPolicies } from './users/list-attached-user-policies.ts'
import { listGroupsForUser } from './users/list-groups-for-user.ts'
import { listUserPolicies } from './users/list-user-policies.ts'
import { listUsers } from './users/list-users.ts'

/** By the name that a request gives as its Action. */
export const operations = new Map<string, Operation>([
  ['AttachRolePolicy', attachRolePolicy],
  ['AttachUserPolicy', attachUserPolicy],
  ['CreateAccessKey', createAccessKey],
  ['CreatePolicy', createPolicy],
  ['CreateRole', createRole],
  ['CreateUser', createUser],
  ['CreateVirtualMFADevice', createVirtualMfaDevice],
  ['DeactivateMFADevice', deactivateMfaDevice],
  ['DeleteAccessKey', deleteAccessKey],
  ['DeletePolicy', deletePolicy],
  ['DeleteRole', deleteRole],
  ['DeleteUser', deleteUser],
  ['DeleteVirtualMFADevice', deleteVirtualMfaDevice],
  ['DetachRolePolicy', detachRolePolicy],
  ['DetachUserPolicy', detachUserPolicy],
  ['EnableMFADevice', enableMfaDevice],
  ['GetLoginProfile', getLoginProfile],
  ['GetPolicyVersion', getPolicyVersion],
  ['GetPolicy', getPolicy],
  ['GetRole', getRole],
  ['GetUser', getUser],
  ['ListAccessKeys', listAccessKeys],
  ['ListAttachedRolePolicies', listAttachedRolePolicies],
  ['ListAttachedUserPolicies', listAttachedUserPolicies],
  ['ListGroupsForUser', listGroupsForUser],
  ['ListInstanceProfilesForRole', listInstanceProfilesForRole],
  ['ListMFADevices', listMfaDevices],
  ['ListPolicies', listPolicies],
  ['ListRolePolicies', listRolePolicies],
  ['ListRoles', listRoles],
  ['ListUserPolicies', listUserPolicies],
  ['ListUsers', listUsers],
  ['ListVirtualMFADevices', listVirtualMfaDevices],
  ['UpdateAssumeRolePolicy', updateAssumeRolePolicy],
])
