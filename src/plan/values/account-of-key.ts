const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Whether it is of the form that AWS gives, and so the only one of its name in the world. */
export const isAwsKeyId = (accessKeyId: string) => /^(AKIA|ASIA)[A-Z2-7]{16}$/.test(accessKeyId)

/**
 * The account that an access key id belongs to, read from the id itself, without a call. Ids made
 * since about 2019 hold it in bits 21–60; older ones, told by bit 20, do not.
 *
 * For choosing a default and for show, never for a security decision: AWS does not document it.
 * Aidan Steele, "AWS Access Key ID formats", 2020; Tal Be'ery, "A short note on AWS KEY ID", 2023.
 */
export function accountOfKey(accessKeyId: string): string | undefined {
  if (!isAwsKeyId(accessKeyId)) return undefined
  // 50 bits, which a number holds exactly, but no bitwise operator.
  let bits = 0
  for (const letter of accessKeyId.slice(4, 14)) bits = bits * 32 + base32.indexOf(letter)
  const isNewGeneration = bits >= 2 ** 49
  if (!isNewGeneration) return undefined
  const account = Math.floor(bits / 2 ** 9) % 2 ** 40
  return account < 1e12 ? String(account).padStart(12, '0') : undefined
}
