import { Command } from 'clipanion'
import { openCache } from '../cache/cache.ts'
import { cachedProfiles } from '../cache/cached-profiles.ts'
import { commandUsage } from '../cli/command-usage.ts'
import type { CommandContext } from '../cli/context.ts'
import { formatOption, optionField } from '../cli/option-field.ts'
import { reportTo } from '../cli/report.ts'
import { cliSettings } from '../config/cli-settings.ts'
import { type ConfigWarning, warningText } from '../config/warnings/warning.ts'
import { UsageError } from '../model/errors.ts'
import { inCharset } from '../model/in-charset.ts'
import { shownTime } from '../model/time-left.ts'
import { visible } from '../model/visible.ts'
import { firstSteps, noProfiles } from '../plan/first-steps.ts'
import { optionTable } from '../plan/options/options.ts'
import { readPlanInputs } from '../session/read-plan-inputs.ts'
import { sourceOfKind } from '../sources/index.ts'
import { type ProfileRow, profileRows } from '../view/profile-row.ts'
import { type Table, type TableRow, tableText } from '../view/table.ts'
import { tableStyleFor } from '../view/table-style.ts'

/** Lists every profile with the source of its credentials. It reads files and calls or runs nothing. */
export class ListCommand extends Command<CommandContext> {
  static override paths = [['list'], ['ls']]
  static override usage = commandUsage({
    group: 'Inspect',
    synopsis: '[OPTIONS]',
    description: 'list the profiles: account, role, source of credentials, region, MFA',
    examples: [
      ['All profiles', '$0 list'],
      ['Only the names', "$0 list --format json | jq -r '.profiles[].name'"],
    ],
  })

  format = optionField(formatOption(['json']))
  quiet = optionField(optionTable.quiet)

  async execute(): Promise<number> {
    const { context } = this
    if (this.format !== undefined && this.format !== 'json') {
      throw new UsageError(`there is no format "${this.format}" for a list`, [
        '--format json, or none for a table',
      ])
    }
    const inputs = await readPlanInputs(context)
    const cached = cachedProfiles(inputs, openCache(context, inputs.settings), context.now())
    const rows = profileRows(inputs, context.now()).map((row): CachedRow => {
      const cachedUntil = cached.get(row.profile.name)
      return cachedUntil ? { ...row, cachedUntil } : row
    })
    const { warnings } = inputs.profiles
    if (this.format === 'json') {
      const document = { profiles: rows.map(profileDocument), warnings: warnings.map(plain) }
      await context.writer.toStdout(`${JSON.stringify(document, undefined, 2)}\n`)
      return 0
    }
    this.tell([...inputs.settings.warnings, ...warnings])
    if (rows.length === 0) {
      const report = reportTo(context, this.told)
      for (const line of [noProfiles, ...firstSteps]) report.note(line)
      return 0
    }
    const lines = await tableText(tableOf(rows, context.now()), tableStyleFor(context))
    await context.writer.toStdout(`${inCharset(lines.join('\n'), context.env)}\n`)
    return 0
  }

  private get told() {
    return { quiet: this.quiet, debug: false }
  }

  /** The number is limited, so that the list stays visible. */
  private tell(warnings: readonly ConfigWarning[]): void {
    const report = reportTo(this.context, this.told)
    for (const each of warnings.slice(0, mostWarnings)) report.warning(warningText(each), each.hint)
    const more = warnings.length - mostWarnings
    if (more > 0) report.note(`${more} more warnings are in: assume list --format json`)
  }
}

const mostWarnings = 5

interface CachedRow extends ProfileRow {
  /** Expiration of the cached session. */
  readonly cachedUntil?: Date
}

function profileDocument({ profile, source, role: _, ...row }: CachedRow) {
  return {
    name: profile.name,
    settings: cliSettings(profile),
    source: source ? sourceDocument(source) : {},
    ...row,
    // The older name of `cachedUntil`.
    ...(row.cachedUntil && { keptUntil: row.cachedUntil }),
  }
}

/** `settings` already names the profile. */
const sourceDocument = ({ profile: _, ...source }: NonNullable<ProfileRow['source']>) => source

const plain = ({ file, line, message, hint }: ConfigWarning) => ({ file, line, message, hint })

function tableOf(rows: readonly CachedRow[], now: Date): Table {
  return {
    titles: [
      ...['PROFILE', 'ACCOUNT', 'ROLE', 'HOW', 'REGION', 'MFA'],
      ...(rows.some(({ cachedUntil }) => cachedUntil) ? ['CACHED FOR'] : []),
    ],
    rows: rows.map((row) => tableRow(row, now)),
    spare: [4, 5, 3, 6],
  }
}

function tableRow(row: CachedRow, now: Date): TableRow {
  const { profile, source, problem, account, role, region, mfa, cachedUntil } = row
  const cells = [
    profile.name === '' ? '""' : profile.name,
    account,
    role,
    source && how(source, profile.name),
    region,
    mfa && 'MFA',
    cachedUntil && shownTime((cachedUntil.getTime() - now.getTime()) / 1000),
  ].map((cell) => visible(cell ?? ''))
  return problem === undefined ? { cells } : { cells, rest: { from: 3, text: visible(problem) } }
}

function how({ kind, profile, target }: NonNullable<ProfileRow['source']>, name: string): string {
  const short = target === undefined ? sourceOfKind(kind).short : `assume ${target}`
  if (profile === name) return short
  return target === undefined ? `${short} of ${profile}` : `${short} (${profile})`
}
