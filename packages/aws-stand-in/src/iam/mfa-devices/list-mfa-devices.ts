import type { Operation } from '../../query/operation.ts'
import { longAgo } from '../time.ts'
import { namedUserOrCaller } from '../users/users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html */
export const listMfaDevices: Operation = (parameters, caller, sts) => {
  const { name, mfaDevices } = namedUserOrCaller('iam:ListMFADevices', parameters, caller, sts)
  return {
    MFADevices: mfaDevices.map(({ serial, enabledAt }) => ({
      UserName: name,
      SerialNumber: serial,
      EnableDate: enabledAt ?? longAgo,
    })),
    IsTruncated: 'false',
  }
}
