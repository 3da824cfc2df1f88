const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/**
 * The account that an access key id belongs to, read from the id itself, without a call. Ids made
 * since about 2019 hold it in bits 21–60; older ones, told by bit 20, do not.
 *
 * For choosing a default and for show, never for a security decision: AWS does not document it.
 * Aidan Steele, "AWS Access Key ID formats", 2020; Tal Be'ery, "A short note on AWS KEY ID", 2023.
 */
export function accountOfKey(accessKeyId: string): string | undefined {
  if (!/^(AKIA|ASIA)[A-Z2-7]{16}$/.test(accessKeyId)) return undefined
  let bits = 0n
  for (const letter of accessKeyId.slice(4, 14)) bits = bits * 32n + BigInt(base32.indexOf(letter))
  const isNewGeneration = bits >> 49n === 1n
  if (!isNewGeneration) return undefined
  const account = (bits >> 9n) & ((1n << 40n) - 1n)
  return account < 10n ** 12n ? account.toString().padStart(12, '0') : undefined
}
