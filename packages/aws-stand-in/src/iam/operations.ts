import type { Operation } from '../query/operation.ts'
import { createAccessKey, deleteAccessKey, listAccessKeys } from './access-keys.ts'
import { deactivateMfaDevice, enableMfaDevice } from './mfa-devices/assign-devices.ts'
import { listMfaDevices, listVirtualMfaDevices } from './mfa-devices/list-devices.ts'
import { createVirtualMfaDevice, deleteVirtualMfaDevice } from './mfa-devices/virtual-devices.ts'
import { getPolicy, getPolicyVersion, listPolicies } from './policies/read-policies.ts'
import { createPolicy, deletePolicy } from './policies/write-policies.ts'
import {
  getRole,
  listAttachedRolePolicies,
  listInstanceProfilesForRole,
  listRolePolicies,
  listRoles,
} from './roles/read-roles.ts'
import {
  attachRolePolicy,
  createRole,
  deleteRole,
  detachRolePolicy,
  updateAssumeRolePolicy,
} from './roles/write-roles.ts'
import {
  getLoginProfile,
  getUser,
  listAttachedUserPolicies,
  listGroupsForUser,
  listUserPolicies,
  listUsers,
} from './users/read-users.ts'
import { attachUserPolicy, createUser, deleteUser, detachUserPolicy } from './users/write-users.ts'

/** The operations of IAM by Action. */
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
