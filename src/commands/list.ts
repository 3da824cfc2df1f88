import { Command, Option } from 'clipanion'
import { openCache } from '../cache/cache.ts'
import { cachedProfiles } from '../cache/cached-profiles.ts'
import { chosenFormat, textOrJson } from '../cli/chosen-format.ts'
import { commandUsage } from '../cli/command-usage.ts'
import type { CommandContext } from '../cli/context.ts'
import { formatOption, optionField } from '../cli/option-field.ts'
import { reportTo } from '../cli/report.ts'
import { cliSettings } from '../config/cli-settings.ts'
import { type Profile, text } from '../config/profile.ts'
import { type ConfigWarning, warningText } from '../config/warnings/warning.ts'
import { UsageError } from '../model/errors.ts'
import { inCharset } from '../model/in-charset.ts'
import { shownTime } from '../model/time-left.ts'
import { visible } from '../model/visible.ts'
import { missingHints } from '../plan/find-profile.ts'
import { firstSteps, noProfiles } from '../plan/first-steps.ts'
import { optionTable } from '../plan/options/options.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { readPlanInputs } from '../session/read-plan-inputs.ts'
import { sourceOfKind } from '../sources/index.ts'
import { inGroups, listFilter } from '../view/list-filter.ts'
import { type ProfileRow, profileRows } from '../view/profile-row.ts'
import { type Table, type TableRow, tableText } from '../view/table.ts'
import { tableStyleFor } from '../view/table-style.ts'

/** Lists every profile with the source of its credentials. It reads files and calls or runs nothing. */
export class ListCommand extends Command<CommandContext> {
  static override paths = [['list'], ['ls']]
  static override usage = commandUsage({
    group: 'Inspect',
    synopsis: '[PATTERN...] [OPTIONS]',
    description: 'list the profiles: account, role, source of credentials, region, MFA',
    details: `
      PATTERN is a part of a name, or a pattern with * and ? for the whole name. Case does not matter. Roles
      of the same keys, and of the same sign-in to IAM Identity Center, stand together.
    `,
    examples: [
      ['All profiles', '$0 list'],
      ['The profiles whose name contains prod', '$0 list prod'],
      ['The profiles with a cached session', '$0 list --cached'],
      ['Only the names', "$0 list --format json | jq -r '.profiles[].name'"],
    ],
  })

  words = Option.Rest({ name: 'PATTERN' })
  patterns = optionField({
    name: '--match',
    metavariable: 'PATTERN',
    isRepeatable: true,
    help: 'profiles whose whole name matches, with * and ?; can be repeated',
  })
  cached = optionField({ name: '--cached', help: 'profiles with a cached session only' })
  format = optionField(formatOption(textOrJson))
  quiet = optionField(optionTable.quiet)

  async execute(): Promise<number> {
    const { context } = this
    const format = chosenFormat(this.format, textOrJson)
    const inputs = await readPlanInputs(context)
    const cached = cachedProfiles(inputs, openCache(context, inputs.settings), context.now())
    const rows = this.selected(inputs)
      .map((row): CachedRow => {
        const cachedUntil = cached.get(row.profile.name)
        return cachedUntil ? { ...row, cachedUntil } : row
      })
      .filter(({ cachedUntil }) => !this.cached || cachedUntil !== undefined)
    const { warnings } = inputs.profiles
    if (format === 'json') {
      const document = { profiles: rows.map(profileDocument), warnings: warnings.map(plain) }
      await context.writer.toStdout(`${JSON.stringify(document, undefined, 2)}\n`)
      return 0
    }
    this.tell([...inputs.settings.warnings, ...warnings])
    if (rows.length === 0) {
      const report = reportTo(context, this.told)
      const isEmpty = inputs.profiles.profiles.size === 0
      const none = isEmpty
        ? [noProfiles, ...firstSteps]
        : ['no listed profile has a cached session']
      for (const line of none) report.note(line)
      return 0
    }
    const groups = inGroups(rows, (name) => signInOf(inputs.profiles.profiles.get(name)))
    const lines = await tableText(tableOf(groups, context.now()), tableStyleFor(context))
    await context.writer.toStdout(`${inCharset(lines.join('\n'), context.env)}\n`)
    return 0
  }

  /** @throws UsageError if no name matches the given patterns. */
  private selected(inputs: PlanInputs): readonly ProfileRow[] {
    const { words, patterns = [] } = this
    const isListed = listFilter({ words, patterns })
    const names = [...inputs.profiles.profiles.keys()]
    const given = [...words, ...patterns]
    if (given.length > 0 && !names.some(isListed)) {
      const titles = given.map((each) => `"${each}"`).join(' or ')
      throw new UsageError(`no profile matches ${titles}`, missingHints(given[0] ?? '', inputs))
    }
    return profileRows(inputs, this.context.now()).filter(({ profile }) => isListed(profile.name))
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

/** The sign-in to IAM Identity Center that a profile uses itself. */
function signInOf(profile: Profile | undefined): string | undefined {
  const title = profile && (text(profile, 'sso_session') ?? text(profile, 'sso_start_url'))
  return title && `sign-in ${title}`
}

interface CachedRow extends ProfileRow {
  /** Expiration of the cached session. */
  readonly cachedUntil?: Date
}

function profileDocument({ profile, source, role: _, ...row }: CachedRow) {
  return {
    name: profile.name,
    ...(profile.team && { file: profile.team.file }),
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
  const hasTeam = rows.some(({ profile }) => profile.team)
  const isCached = rows.some(({ cachedUntil }) => cachedUntil)
  return {
    titles: [
      ...['PROFILE', 'ACCOUNT', 'ROLE', 'HOW', 'REGION', 'MFA'],
      ...(hasTeam ? ['FILE'] : []),
      ...(isCached ? ['CACHED FOR'] : []),
    ],
    rows: rows.map((row) => tableRow(row, hasTeam, now)),
    spare: hasTeam ? [4, 5, 3, 7, 6] : [4, 5, 3, 6],
  }
}

/** @param hasTeam a column shows the files of the setting `profiles`. */
function tableRow(row: CachedRow, hasTeam: boolean, now: Date): TableRow {
  const { profile, source, problem, account, role, region, mfa, cachedUntil } = row
  const cells = [
    profile.name === '' ? '""' : profile.name,
    account,
    role,
    source && how(source, profile.name),
    region,
    mfa && 'MFA',
    ...(hasTeam ? [profile.team?.file] : []),
    cachedUntil && shownTime((cachedUntil.getTime() - now.getTime()) / 1000),
  ].map((cell) => visible(cell ?? ''))
  return problem === undefined ? { cells } : { cells, rest: { from: 3, text: visible(problem) } }
}

function how({ kind, profile, target }: NonNullable<ProfileRow['source']>, name: string): string {
  const short = target === undefined ? sourceOfKind(kind).short : `assume ${target}`
  if (profile === name) return short
  return target === undefined ? `${short} of ${profile}` : `${short} (${profile})`
}
