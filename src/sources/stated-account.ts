/** The account that a profile or the environment states for its keys, if that is one. */
export const statedAccount = (accountId: string | undefined) =>
  accountId !== undefined && /^\d{12}$/.test(accountId) ? { accountId } : {}
