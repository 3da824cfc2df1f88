import { Command } from 'clipanion'
import { commandUsage } from '../cli/command-usage.ts'
import type { CommandContext } from '../cli/context.ts'
import { optionField } from '../cli/option-field.ts'
import { reportTo } from '../cli/report.ts'
import { UsageError } from '../model/errors.ts'
import { optionRegion } from '../plan/endpoint/regions.ts'
import { optionTable } from '../plan/options/options.ts'
import { matchingPairs, pairPattern } from '../plan/sso/pair-pattern.ts'
import { rolePairs } from '../plan/sso/role-pairs.ts'
import { diffSummary, diffText } from '../plan/sso-profiles/diff-text.ts'
import { nameTemplate, usualTemplate } from '../plan/sso-profiles/name-template.ts'
import { profilesDiff } from '../plan/sso-profiles/profiles-diff.ts'
import {
  missingSessions,
  type ProfileForm,
  type ProfileKind,
  profileKinds,
  sectionsText,
  ssoProfiles,
} from '../plan/sso-profiles/sso-profiles.ts'
import { uniqueNames } from '../plan/sso-profiles/unique-names.ts'
import { programPath } from '../programs/find-program.ts'
import { readPlanInputs } from '../session/read-plan-inputs.ts'
import { completeRoles, signInsFor } from './base/complete-roles.ts'

/** Prints the sections of `~/.aws/config` for the roles of IAM Identity Center. It writes no file. */
export class ProfilesCommand extends Command<CommandContext> {
  static override paths = [['profiles']]
  static override usage = commandUsage({
    group: 'Set up',
    synopsis: '--from-sso [OPTIONS]',
    description: 'print profiles for your roles of IAM Identity Center, for other tools',
    details: `
      assume itself needs no profile for these roles. For tools that do, it prints sections for
      ~/.aws/config. It never changes this file. With --diff it compares the two, and the exit status is 1
      if there is a difference.

      The fields of a template are {account_name}, {account_id}, {role_name} and {sso_session}.
    `,
    examples: [
      ['All roles', '$0 profiles --from-sso'],
      [
        'One role in some accounts',
        "$0 profiles --from-sso --match '*-prod:ReadOnly' --region eu-west-1",
      ],
      ['In a job: what has changed in the organization', '$0 profiles --from-sso --diff'],
    ],
  })

  fromSso = optionField({
    name: '--from-sso',
    help: 'the roles of IAM Identity Center, as assume roles lists them',
  })
  patterns = optionField({
    name: '--match',
    metavariable: 'ACCOUNT:ROLE',
    isRepeatable: true,
    help: 'roles that match, with * and ?; can be repeated',
  })
  template = optionField({
    name: '--template',
    metavariable: 'TEMPLATE',
    help: `names of the profiles (default: ${usualTemplate})`,
  })
  region = optionField({
    name: '--region',
    short: '-r',
    metavariable: 'REGION',
    completes: 'region',
    help: 'region of each profile',
  })
  as = optionField({
    name: '--as',
    metavariable: 'KIND',
    completes: profileKinds,
    help: 'sso (default), or credential-process, which runs assume',
  })
  diff = optionField({
    name: '--diff',
    help: 'print only what differs from ~/.aws/config; exit with 1 if anything does',
  })
  ssoSession = optionField({
    name: '--sso-session',
    metavariable: 'NAME',
    help: 'the roles of one [sso-session] only',
  })
  allowHttpEndpoint = optionField(optionTable.allowHttpEndpoint)
  quiet = optionField(optionTable.quiet)
  debug = optionField(optionTable.debug)

  async execute(): Promise<number> {
    const { context, quiet } = this
    if (!this.fromSso) {
      throw new UsageError('assume profiles needs --from-sso', [
        'assume profiles --from-sso',
        'to see the profiles that you have: assume list',
      ])
    }
    const form = this.form()
    const template = nameTemplate(this.template ?? usualTemplate)
    const patterns = (this.patterns ?? []).map(pairPattern)
    const report = reportTo(context, this)
    const inputs = await readPlanInputs(context)
    const { terminal, now, interrupted } = context
    const interaction = { report, terminal, noInput: true, now, interrupted }
    const options = this.allowHttpEndpoint ? { allowHttpEndpoint: true } : {}
    const signIns = signInsFor(this.ssoSession, inputs)
    const indexes = await completeRoles({ signIns, options, quiet }, inputs, interaction, context)
    const all = rolePairs(indexes)
    const pairs = patterns.length > 0 ? matchingPairs(all, patterns) : all
    // A name depends on all roles, so that a pattern does not change it.
    const profiles = ssoProfiles(uniqueNames(all, template), pairs, form)
    const sessions = missingSessions(profiles, form)
    const diff = profilesDiff(profiles, indexes, patterns, inputs)
    if (this.diff) {
      await context.writer.toStdout(diffText(sessions, diff))
      const summary = diffSummary(sessions, diff)
      if (summary !== undefined) report.note(summary)
      else report.progress('~/.aws/config has all these profiles')
      return summary === undefined ? 0 : 1
    }
    await context.writer.toStdout(sectionsText(sessions, profiles))
    const [first, ...others] = diff.changed
    if (first) {
      const more = others.length > 0 ? ` and ${others.length} more` : ''
      report.warning(
        `"${first.name}"${more} would be merged with another profile of this name (${first.place})`,
        'to compare: add --diff; for other names: --template',
      )
    }
    return 0
  }

  private form(): ProfileForm {
    const { as = 'sso', region, context } = this
    if (!isKind(as)) {
      throw new UsageError(`--as "${as}" is not a kind of profile`, [
        `the kinds are ${profileKinds.join(' and ')}`,
      ])
    }
    const { node, script } = context.program
    const path = programPath('assume', context.env)
    return {
      kind: as,
      // Without a shell nothing searches for a program.
      program: path === undefined ? [node, script] : [path],
      ...(region !== undefined && { region: optionRegion(region) }),
    }
  }
}

const isKind = (text: string): text is ProfileKind => profileKinds.some((kind) => kind === text)
