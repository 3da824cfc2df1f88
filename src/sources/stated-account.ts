/** The account ID that a profile or the environment states for its keys, if it is valid. */
export const statedAccount = (accountId: string | undefined) =>
  accountId !== undefined && /^\d{12}$/.test(accountId) ? { accountId } : {}
