const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Returns true for an access key id in AWS's form, which is globally unique. */
export const isAwsKeyId = (accessKeyId: string) => /^(AKIA|ASIA)[A-Z2-7]{16}$/.test(accessKeyId)

/**
 * Reads the account id from an access key id, without a call. Ids since about 2019 contain it in
 * bits 21–60. Older ids, marked by bit 20, do not.
 *
 * Use it only for defaults and display, never for a security decision, because AWS does not
 * document it. Aidan Steele, "AWS Access Key ID formats", 2020; Tal Be'ery, "A short note on AWS
 * KEY ID", 2023.
 */
export function accountOfKey(accessKeyId: string): string | undefined {
  if (!isAwsKeyId(accessKeyId)) return undefined
  // The value has 50 bits. A JavaScript number holds them exactly, but bitwise operators do not.
  let bits = 0
  for (const letter of accessKeyId.slice(4, 14)) bits = bits * 32 + base32.indexOf(letter)
  const isNewGeneration = bits >= 2 ** 49
  if (!isNewGeneration) return undefined
  const account = Math.floor(bits / 2 ** 9) % 2 ** 40
  return account < 1e12 ? String(account).padStart(12, '0') : undefined
}
