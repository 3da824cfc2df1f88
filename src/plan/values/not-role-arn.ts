const rightForm = 'the form is arn:aws:iam::123456789012:role/NAME'

/** Hints for an ARN that people mistake for a role ARN. */
export function notRoleHints(arn: string): readonly string[] {
  const session =
    /^arn:(?<partition>aws[a-z-]*):sts::(?<account>\d{12}):assumed-role\/(?<name>[\w+=,.@-]{1,64})(?:\/.*)?$/.exec(
      arn,
    )?.groups
  if (session?.partition && session.account && session.name) {
    const { partition, account, name } = session
    return sessionHints(partition, account, name)
  }
  return /^arn:[\w-]+:iam::\d{12}:instance-profile\//.test(arn)
    ? [
        'that is the ARN of an instance profile, which holds a role, mostly of the same name: aws iam get-instance-profile shows it',
        rightForm,
      ]
    : [rightForm]
}

/** The ARN of a session, as GetCallerIdentity returns it, has the role's name without its path. */
function sessionHints(partition: string, account: string, name: string): readonly string[] {
  const begin = `arn:${partition}:iam::${account}:role/`
  const permissionSet = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(name)?.[1]
  if (permissionSet !== undefined) {
    return [
      `that is the ARN of a session of IAM Identity Center: assume ${account}:${permissionSet}`,
      `the ARN of its role has a path, ${begin}aws-reserved/sso.amazonaws.com/…/${name}, and only IAM Identity Center can assume it`,
    ]
  }
  return [
    `that is the ARN of a session; its role is ${begin}${name}`,
    `if the role has a path, it stands before the name: aws iam get-role --role-name ${name} --query Role.Arn`,
  ]
}
