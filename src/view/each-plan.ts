import { visible } from '../model/visible.ts'
import type { NamedTarget } from '../plan/many-targets.ts'
import type { Table } from './table.ts'

/** What a run of `assume each` would do. */
export interface EachPlan {
  readonly targets: readonly NamedTarget[]
  /** Empty if each session determines its own region. */
  readonly regions: readonly string[]
  /** The names of the targets that the setting `danger` protects. */
  readonly dangerous: ReadonlySet<string>
  readonly atOnce: number
}

/** A row for each run of the program, in the order in which they start. */
export function eachPlanTable({ targets, regions, dangerous }: EachPlan): Table {
  const hasAccounts = targets.some(({ account }) => account)
  const rows = targets.flatMap(({ name, shown = name, account }) => {
    const cells = [
      visible(name),
      ...(hasAccounts ? [account?.id ?? '', visible(account?.name ?? '')] : []),
    ]
    const guard = dangerous.size > 0 ? [dangerous.has(shown) ? 'danger' : ''] : []
    const places = regions.length > 0 ? regions : [undefined]
    return places.map((region) => ({
      cells: [...cells, ...(region === undefined ? [] : [region]), ...guard],
    }))
  })
  return {
    titles: [
      'TARGET',
      ...(hasAccounts ? ['ID', 'ACCOUNT'] : []),
      ...(regions.length > 0 ? ['REGION'] : []),
      ...(dangerous.size > 0 ? ['PROTECTED'] : []),
    ],
    rows,
    spare: hasAccounts ? [2] : [],
  }
}

/** `dry run: 24 runs, 8 at a time: 12 targets in 6 accounts and 2 regions; 3 targets are protected` */
export function eachPlanSummary({ targets, regions, dangerous, atOnce }: EachPlan): string {
  const accounts = new Set(targets.flatMap(({ account }) => account?.id ?? [])).size
  const places = [
    ...(accounts > 0 ? [counted(accounts, 'account')] : []),
    ...(regions.length > 1 ? [counted(regions.length, 'region')] : []),
  ]
  const runs = targets.length * Math.max(regions.length, 1)
  const where = places.length > 0 ? ` in ${places.join(' and ')}` : ''
  const guarded = dangerous.size > 0 ? `; ${dangerous.size} protected` : ''
  return `dry run: ${counted(runs, 'run')}, ${Math.min(atOnce, runs)} at a time: ${counted(targets.length, 'target')}${where}${guarded}`
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`
