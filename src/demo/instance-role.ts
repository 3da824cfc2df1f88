import type { Role } from './world.ts'

/** The role of the machine: AWS itself hands its keys to the instances and containers it runs. */
export const instanceRole: Role = {
  account: '123456789012',
  name: 'demo-instance-role',
  trustPolicy: {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: ['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com'] },
      Action: 'sts:AssumeRole',
    },
  },
  policies: {
    'assume-roles': {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' },
    },
  },
}
