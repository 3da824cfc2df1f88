import { Command, Option } from 'clipanion'
import { openCache } from '../cache/cache.ts'
import { cachedRoles } from '../cache/cached-roles.ts'
import { chosenFormat } from '../cli/chosen-format.ts'
import { commandUsage } from '../cli/command-usage.ts'
import type { CommandContext } from '../cli/context.ts'
import { formatOption, optionField } from '../cli/option-field.ts'
import { reportTo } from '../cli/report.ts'
import { AssumeError } from '../model/errors.ts'
import { optionTable } from '../plan/options/options.ts'
import type { SessionIndex } from '../plan/sso/role-pairs.ts'
import { readPlanInputs } from '../session/read-plan-inputs.ts'
import { readIndex } from '../sso/index/index-store.ts'
import { ageOf } from '../sso/index/renew-index.ts'
import { type RoleRow, roleRows } from '../view/roles/role-row.ts'
import { roleDocument, roleLines, rolesTable } from '../view/roles/roles-text.ts'
import { tableText } from '../view/table.ts'
import { tableStyleFor } from '../view/table-style.ts'
import { signInsFor } from './base/complete-roles.ts'
import { renewRoles } from './base/fetch-roles.ts'

const formats = ['text', 'json', 'tsv'] as const

/** Lists the accounts and roles of IAM Identity Center. It calls AWS only for what is not cached. */
export class RolesCommand extends Command<CommandContext> {
  static override paths = [['roles']]
  static override usage = commandUsage({
    group: 'Inspect',
    synopsis: '[WORD...] [OPTIONS]',
    description: 'list your accounts and roles of IAM Identity Center (SSO)',
    details: `
      Lists every role that you have in every account, with the accounts whose name, number or email and
      the roles whose name contain each WORD. The list is cached for 24 hours. Ctrl-C stops fetching, and
      the next assume roles continues there.
    `,
    examples: [
      ['All roles in the accounts of payments', '$0 roles payments'],
      ['Fetch the list again', '$0 roles --refresh'],
      [
        'The targets of all administrators',
        "$0 roles admin --format tsv | awk -F'\\t' '{print $2 \":\" $3}'",
      ],
    ],
  })

  words = Option.Rest({ name: 'WORD' })
  refresh = optionField({
    name: '--refresh',
    help: 'fetch the list from AWS, even if it is cached',
  })
  ssoSession = optionField({
    name: '--sso-session',
    metavariable: 'NAME',
    help: 'the roles of one [sso-session] only',
  })
  format = optionField(formatOption(formats))
  allowHttpEndpoint = optionField(optionTable.allowHttpEndpoint)
  quiet = optionField(optionTable.quiet)
  debug = optionField(optionTable.debug)

  async execute(): Promise<number> {
    const { context } = this
    const format = chosenFormat(this.format, formats)
    const inputs = await readPlanInputs(context)
    const signIns = signInsFor(this.ssoSession, inputs)
    const { terminal, now, interrupted } = context
    const report = reportTo(context, this)
    const interaction = { report, terminal, noInput: true, now, interrupted }
    const options = this.allowHttpEndpoint ? { allowHttpEndpoint: true } : {}
    const wanted = { signIns, options, isForced: this.refresh, quiet: this.quiet }
    await renewRoles(wanted, inputs, interaction, context)
    const cached = cachedRoles(openCache(context, inputs.settings), now())
    const indexes = signIns.map(({ session }) => ({ session, index: readIndex(session, inputs) }))
    const rows = roleRows(indexes, this.words, cached)
    if (rows.length === 0 && format === 'text') throw noRole(this.words)
    await context.writer.toStdout(await textOf(rows, indexes, format, context))
    const stale = indexes.filter(({ index }) => ageOf(index, inputs, now()) !== 'fresh')
    if (stale.length > 0 && !this.refresh) {
      report.progress(
        'the list is not complete or not current; to fetch it: assume roles --refresh',
      )
    }
    return 0
  }
}

async function textOf(
  rows: readonly RoleRow[],
  indexes: readonly SessionIndex[],
  format: (typeof formats)[number],
  context: CommandContext,
): Promise<string> {
  if (format === 'json') return roleDocument(rows, indexes)
  if (format === 'tsv') return roleLines(rows)
  const hasSessions = new Set(rows.map(({ session }) => session)).size > 1
  const table = rolesTable(rows, hasSessions, context.now())
  const lines = await tableText(table, tableStyleFor(context))
  return `${lines.join('\n')}\n`
}

const noRole = (words: readonly string[]) =>
  words.length === 0
    ? new AssumeError('IAM Identity Center gives you no role', ['ask whoever runs it'])
    : new AssumeError(`no role matches "${words.join(' ')}"`, [
        'all roles: assume roles',
        'for a role that is new: assume roles --refresh',
      ])
