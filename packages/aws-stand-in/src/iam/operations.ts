import type { Operation } from '../operation.ts'
import { attachRolePolicy } from './attach-role-policy.ts'
import { attachUserPolicy } from './attach-user-policy.ts'
import { createAccessKey } from './create-access-key.ts'
import { createPolicy } from './create-policy.ts'
import { createRole } from './create-role.ts'
import { createUser } from './create-user.ts'
import { createVirtualMfaDevice } from './create-virtual-mfa-device.ts'
import { deactivateMfaDevice } from './deactivate-mfa-device.ts'
import { deleteAccessKey } from './delete-access-key.ts'
import { deletePolicy } from './delete-policy.ts'
import { deleteRole } from './delete-role.ts'
import { deleteUser } from './delete-user.ts'
import { deleteVirtualMfaDevice } from './delete-virtual-mfa-device.ts'
import { detachRolePolicy } from './detach-role-policy.ts'
import { detachUserPolicy } from './detach-user-policy.ts'
import { enableMfaDevice } from './enable-mfa-device.ts'
import { getLoginProfile } from './get-login-profile.ts'
import { getPolicy } from './get-policy.ts'
import { getPolicyVersion } from './get-policy-version.ts'
import { getRole } from './get-role.ts'
import { getUser } from './get-user.ts'
import { listAccessKeys } from './list-access-keys.ts'
import { listAttachedRolePolicies } from './list-attached-role-policies.ts'
import { listAttachedUserPolicies } from './list-attached-user-policies.ts'
import { listGroupsForUser } from './list-groups-for-user.ts'
import { listInstanceProfilesForRole } from './list-instance-profiles-for-role.ts'
import { listMfaDevices } from './list-mfa-devices.ts'
import { listPolicies } from './list-policies.ts'
import { listRolePolicies } from './list-role-policies.ts'
import { listRoles } from './list-roles.ts'
import { listUserPolicies } from './list-user-policies.ts'
import { listUsers } from './list-users.ts'
import { listVirtualMfaDevices } from './list-virtual-mfa-devices.ts'
import { updateAssumeRolePolicy } from './update-assume-role-policy.ts'

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
