import { Command, Option } from 'clipanion'
import { targetWords } from '../cache/used-targets.ts'
import { commandUsage } from '../cli/command-usage.ts'
import { optionField } from '../cli/option-field.ts'
import { deliver, type Output } from '../cli/output.ts'
import { repeatedOptions } from '../cli/repeated-options.ts'
import { UsageError } from '../model/errors.ts'
import type { Interaction } from '../model/interaction.ts'
import { firstSteps, noProfiles } from '../plan/first-steps.ts'
import { optionEntries, optionTable } from '../plan/options/options.ts'
import { type TargetOptions, targetOptions } from '../plan/options/target-options.ts'
import { type Request, targetOf } from '../plan/request.ts'
import { PartialTarget } from '../plan/sso/partial-target.ts'
import { UnknownProfile } from '../plan/unknown-profile.ts'
import { isCode } from '../plan/values/mfa-code.ts'
import { canPick } from '../view/picker/can-pick.ts'
import { pickedRequest } from './base/picked-request.ts'
import { SessionCommand } from './base/session-command.ts'

/** `assume PROFILE`, `assume USER ROLE`, `assume ROLE_ARN`: loads the session into the shell. */
export class TargetCommand extends SessionCommand {
  static override paths: string[][] = [Command.Default]
  static override usage = commandUsage({
    group: 'Get credentials',
    synopsis: '[TARGET] [CODE] [OPTIONS]',
    description: 'get AWS credentials for a role into this shell',
    details: `
      TARGET is a profile, the ARN of a role, USER ROLE, USER ACCOUNT:ROLE or, with IAM Identity Center,
      ACCOUNT:ROLE. USER is the profile that contains the keys. Without TARGET you pick one.

      CODE is the six-digit code of your MFA device. Without it, assume asks if AWS needs one.
    `,
    examples: [
      ['The role of a profile in ~/.aws/config', '$0 prod'],
      ['A role in the account of Bob, with the keys of the profile Bob', '$0 Bob admin 123456'],
      ['In a script', 'eval "$($0 prod)"'],
    ],
  })

  /** True if the words would also name this target without the options: the first word is no command. */
  namesTarget = false

  words = Option.Rest({ name: 'TARGET' })
  profile = optionField(optionTable.profile)
  sourceProfile = optionField(optionTable.sourceProfile)
  ssoSession = optionField(optionTable.ssoSession)
  region = optionField(optionTable.region)
  duration = optionField(optionTable.duration)
  sessionName = optionField(optionTable.sessionName)
  externalId = optionField(optionTable.externalId)
  serialNumber = optionField(optionTable.serialNumber)
  policy = optionField(optionTable.policy)
  policyArns = optionField(optionTable.policyArns)
  tags = optionField(optionTable.tags)
  transitiveTags = optionField(optionTable.transitiveTags)
  sourceIdentity = optionField(optionTable.sourceIdentity)
  tokenCode = optionField(optionTable.tokenCode)
  allowHttpEndpoint = optionField(optionTable.allowHttpEndpoint)
  refresh = optionField(optionTable.refresh)
  cached = optionField(optionTable.cached)

  async execute(): Promise<number> {
    const named = this.isToBePicked() ? undefined : this.request()
    const output = this.output()
    const status = named ? await this.takeNamed(named, output) : await this.takePicked(output)
    return status ?? this.cancelled(output)
  }

  private async takePicked(output: Output): Promise<number | undefined> {
    const request = await this.picked()
    return request && this.assume(request, output, this.interaction())
  }

  private takeNamed(named: Request, output: Output): Promise<number | undefined> {
    const isForFastPath = this.namesTarget && this.hasOptionsForFastPath()
    return this.orPicked(named, (request, interaction) => {
      const typed = isForFastPath && request === named ? targetWords(named.target) : undefined
      return this.assume(request, output, interaction, typed)
    })
  }

  /** The wrapper reads the exit status. Without a wrapper, the `eval` must fail too. */
  private async cancelled(output: Output): Promise<number> {
    const { format, fileDescriptor } = output
    if (format.failure && fileDescriptor === 1) {
      await deliver(format.failure(130), output, this.context)
    }
    return 130
  }

  /** A code is not repeated, so `--token-code` counts as little as a code among the words. */
  private hasOptionsForFastPath(): boolean {
    const given = this as unknown as Readonly<Record<string, unknown>>
    return optionEntries.every(([field, record]) => {
      const isGiven = given[field] !== undefined && given[field] !== false
      return !isGiven || record.isForFastPath || field === 'tokenCode'
    })
  }

  protected override interaction(): Interaction {
    const interaction = super.interaction()
    return this.cached
      ? { ...interaction, noInput: true, noInputBecause: '--cached asks nothing' }
      : interaction
  }

  protected override wordsAgain(): readonly string[] {
    return [...this.path, ...withoutCode(this.words), ...this.optionsAgain()]
  }

  protected optionsAgain(): readonly string[] {
    return repeatedOptions(this)
  }

  /** Returns true if no target is named and a user can select one. */
  protected isToBePicked(): boolean {
    const { words, profile, tokenCode } = this
    const namesNothing = words.length === 0 && profile === undefined && tokenCode === undefined
    return namesNothing && !this.noInput && canPick(this.context)
  }

  /**
   * Uses the request of the command line. If its words are only a part of the names of profiles or roles,
   * the user selects what to use.
   *
   * @returns undefined if the user cancels.
   */
  protected async orPicked<T>(
    named: Request,
    use: (request: Request, interaction: Interaction) => Promise<T>,
  ): Promise<T | undefined> {
    const interaction = this.interaction()
    const canUserPick = () => !interaction.noInput && canPick(this.context)
    try {
      return await use(named, { ...interaction, canUserPick })
    } catch (error) {
      if (!canUserPick()) throw error
      const request = await this.pickedAfter(error, named)
      return request && use(request, interaction)
    }
  }

  /** @throws the error of the request if its words are not a part of a name. */
  private async pickedAfter(error: unknown, named: Request): Promise<Request | undefined> {
    if (error instanceof PartialTarget) {
      const { pickRole } = await import('../view/picker/pick-role.ts')
      const role = await pickRole(error, this.context)
      return role && pickedRequest(role, named)
    }
    if (!(error instanceof UnknownProfile) || !this.isPartOfTarget(error)) throw error
    return this.picked(named, error.word)
  }

  /** The only word of the target is the one that is a part of a name. */
  private isPartOfTarget({ isPartOfName, word }: UnknownProfile): boolean {
    const words = [
      ...withoutCode(this.words),
      ...(this.profile === undefined ? [] : [this.profile]),
    ]
    return isPartOfName && words.length === 1 && words[0] === word
  }

  /**
   * Returns undefined if the user cancels.
   *
   * @param named the request that names no target, for its code.
   * @param typed the text that the search begins with.
   */
  protected async picked(named?: Request, typed = ''): Promise<Request | undefined> {
    // An invalid value is an error before the user has selected anything.
    const options = this.targetOptions()
    const { pickTarget } = await import('../view/picker/pick-target.ts')
    const picked = await pickTarget(this.context, typed, () => this.fetchRoles())
    if (picked === 'cancelled') return undefined
    if (!picked) throw new UsageError(noProfiles, firstSteps)
    return pickedRequest(picked, { ...named, options })
  }

  private async fetchRoles(): Promise<string | undefined> {
    const { fetchRolesAgain } = await import('./base/fetch-roles.ts')
    const { allowHttpEndpoint = false } = this.targetOptions()
    return fetchRolesAgain({ allowHttpEndpoint }, this.interaction(), this.context, this.quiet)
  }

  protected request(): Request {
    const { words, profile, tokenCode } = this
    return { ...targetOf({ words, profile, tokenCode }), options: this.targetOptions() }
  }

  protected targetOptions(): TargetOptions {
    return targetOptions(this)
  }
}

/** Removes codes, which may be mistyped or misplaced and must not appear in hints. */
export const withoutCode = (words: readonly string[]) => words.filter((word) => !isCode(word))
