import { uniqueId } from './access-key-id.ts'
import { checkPermission } from './iam-permission.ts'
import type { Operation } from './operation.ts'
import { checkParameters } from './parameters.ts'
import { StsError } from './sts-error.ts'
import { partitionOf, roleArn } from './world.ts'

/**
 * A role of the caller's own account.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
 */
export const getRole: Operation = (parameters, caller, sts) => {
  checkParameters(parameters, {
    RoleName: { presence: 'required', length: [1, 64], pattern: '[\\w+=,.@-]+' },
  })
  const { RoleName = '' } = parameters
  const partition = partitionOf(sts.world)
  const role = sts.world.roles.find(
    ({ account, name }) => account === caller.account && name === RoleName,
  )
  const arn = roleArn(role ?? { account: caller.account, name: RoleName }, partition)
  checkPermission({ action: 'iam:GetRole', resource: arn, shown: `role ${RoleName}` }, caller, sts)
  if (!role) {
    throw new StsError('NoSuchEntity', 404, `The role with name ${RoleName} cannot be found.`)
  }
  return {
    Role: {
      Path: role.path ?? '/',
      RoleName,
      RoleId: uniqueId('AROA', role.account, arn),
      Arn: arn,
      CreateDate: '2020-11-23T19:22:12Z',
      AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(role.trustPolicy)),
      MaxSessionDuration: role.maxSessionDuration ?? 3600,
    },
  }
}
