/** A request's parameters as STS's query protocol has them: `Tags.member.1.Key` and the like. */
export type Parameters = Readonly<Record<string, string>>

/** The `Name.member.N` and `Name.member.N.Field` of a list, each by field (`''` for a bare one). */
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
