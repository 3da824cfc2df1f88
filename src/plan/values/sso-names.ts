export const isAccountId = (text: string) => /^\d{12}$/.test(text)

/** https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_PermissionSet.html */
export const isSsoRoleName = (text: string) => /^[\w+=,.@-]{1,64}$/.test(text)
