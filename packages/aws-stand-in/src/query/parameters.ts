/** The parameters of a request in the query protocol, for example `Tags.member.1.Key`. */
export type Parameters = Readonly<Record<string, string>>

/** Returns the members of a list, each by field name. `Name.member.N` has the field name `''`. */
export function members(parameters: Parameters, name: string): Parameters[] {
  const found = new Map<number, Record<string, string>>()
  for (const [key, value] of Object.entries(parameters)) {
    const [list, member, place, ...field] = key.split('.')
    if (list !== name || member !== 'member' || !/^\d+$/.test(place ?? '')) continue
    const at = Number(place)
    found.set(at, { ...found.get(at), [field.join('.')]: value })
  }
  return [...found].sort(([one], [two]) => one - two).map(([, fields]) => fields)
}
