import { UsageError } from '../../model/errors.ts'
import { nearest } from '../../model/nearest.ts'
import {
  listAccountsIn,
  listRoots,
  listUnitsIn,
  type OrganizationMember,
  type OrganizationParent,
  type OrganizationsCaller,
} from './list-members.ts'

/**
 * The accounts in these units and in all units below them, each once.
 *
 * @param units ids such as `ou-ab12-11111111` and `r-ab12`, or paths of names such as `Workloads/Prod`.
 * @throws UsageError for a path that does not exist.
 */
export async function accountsInUnits(
  units: readonly string[],
  caller: OrganizationsCaller,
): Promise<readonly OrganizationMember[]> {
  const tree = new UnitTree(caller)
  const accounts = new Map<string, OrganizationMember>()
  const seen = new Set<string>()
  const visit = async (id: string): Promise<void> => {
    if (seen.has(id)) return
    seen.add(id)
    for (const account of await listAccountsIn(id, caller)) accounts.set(account.id, account)
    for (const child of await tree.childrenOf(id)) await visit(child.id)
  }
  for (const unit of units) await visit(isId(unit) ? unit : await tree.idAt(unit))
  return [...accounts.values()]
}

const isId = (unit: string) => /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/.test(unit)

/** The units of an organization, of which each parent is listed once. */
class UnitTree {
  readonly #caller: OrganizationsCaller
  readonly #children = new Map<string, Promise<readonly OrganizationParent[]>>()

  constructor(caller: OrganizationsCaller) {
    this.#caller = caller
  }

  childrenOf(id: string): Promise<readonly OrganizationParent[]> {
    const known = this.#children.get(id) ?? listUnitsIn(id, this.#caller)
    this.#children.set(id, known)
    return known
  }

  /** The id of the unit at a path below the root. The name of the root may come first. */
  async idAt(path: string): Promise<string> {
    const [root] = await listRoots(this.#caller)
    if (!root) throw new UsageError('the organization has no root')
    const names = path.split('/').filter((name) => name !== '')
    let at = root
    for (const [index, name] of names.entries()) {
      const children = await this.childrenOf(at.id)
      const found = children.find((child) => child.name === name)
      if (found) at = found
      else if (index > 0 || name !== root.name) throw unknownUnit(path, at, name, children)
    }
    return at.id
  }
}

function unknownUnit(
  path: string,
  parent: OrganizationParent,
  name: string,
  children: readonly OrganizationParent[],
): UsageError {
  const names = children.map((child) => child.name)
  const meant = nearest(name, names)
  const shown = names.slice(0, 8).join(', ')
  return new UsageError(`--ou "${path}": there is no unit "${name}" in "${parent.name}"`, [
    ...(meant === undefined ? [] : [`did you mean "${meant}"?`]),
    ...(names.length > 0 ? [`units there: ${shown}${names.length > 8 ? ' …' : ''}`] : []),
  ])
}
