import { Command, Option } from 'clipanion'
import { targetWords } from '../cache/used-targets.ts'
import { deliver } from '../cli/output.ts'
import { repeatedOptions } from '../cli/repeated-options.ts'
import { UsageError } from '../model/errors.ts'
import type { Interaction } from '../model/interaction.ts'
import { optionRegion } from '../plan/endpoint/regions.ts'
import { type Request, type TargetOptions, targetOf } from '../plan/request.ts'
import { longestAnywhere, wantedDuration } from '../plan/values/duration.ts'
import { isCode } from '../plan/values/mfa-code.ts'
import { canPick, pickTarget } from '../view/picker/pick-target.ts'
import { SessionCommand } from './session-command.ts'

/** `assume PROFILE`, `assume USER ROLE`, `assume ROLE_ARN`: loads the session into the shell. */
export class TargetCommand extends SessionCommand {
  static override paths: string[][] = [Command.Default]
  static override usage = Command.Usage({
    description: 'take the session of a profile or a role into this shell',
    details: `
      A target is PROFILE, ROLE_ARN, USER ROLE, USER ACCOUNT:ROLE or USER ROLE_ARN, with the six
      digits of an MFA code as the last word, or without: then they are asked for when needed. Or it
      is ACCOUNT:ROLE, a role of IAM Identity Center in an account, by its number or its name.
    `,
    examples: [
      ['The role of a profile in ~/.aws/config', '$0 prod'],
      ['A role in the account of the user whose keys are in profile Bob', '$0 Bob admin 123456'],
      ['In a script', 'eval "$($0 prod)"'],
    ],
  })

  /** True if there is no option and the first word is not a command. */
  isPlain = false

  words = Option.Rest({ name: 'TARGET' })
  profile = Option.String('-p,--profile', {
    description: 'the target, where its name is a command',
  })
  sourceProfile = Option.String('--source-profile', {
    description: 'profile whose keys take a role ARN',
  })
  ssoSession = Option.String('--sso-session', {
    description: 'sign-in that gives ACCOUNT:ROLE, where there are several',
  })
  region = Option.String('-r,--region', { description: 'for the session and for STS' })
  duration = Option.String('-d,--duration', { description: '3600, 90m, 12h, max' })
  sessionName = Option.String('--session-name', { description: 'as CloudTrail shows it' })
  externalId = Option.String('--external-id', { description: 'as the trust policy wants it' })
  serialNumber = Option.String('--serial-number', { description: 'ARN of the MFA device' })
  policy = Option.String('--policy', {
    description: 'session policy: what the role may still do, as JSON or a file',
  })
  policyArns = Option.Array('--policy-arn', {
    description: 'managed policy as a session policy; may be repeated',
  })
  tags = Option.Array('--tag', { description: 'session tag KEY=VALUE; may be repeated' })
  transitiveTags = Option.Array('--transitive-tag', {
    description: 'key of a tag that goes on to the next role; may be repeated',
  })
  sourceIdentity = Option.String('--source-identity', {
    description: 'who it is, through all roles that follow',
  })
  tokenCode = Option.String('--token-code', { description: 'the six digits it shows' })
  allowHttpEndpoint = Option.Boolean('--allow-http-endpoint', false, {
    description: 'call an endpoint that is not encrypted',
  })
  refresh = Option.Boolean('--refresh', false, { description: 'a new session, whatever is cached' })
  cached = Option.Boolean('--cached', false, {
    description: 'only what is cached: no call and no question',
  })

  async execute(): Promise<number> {
    if (!this.isToBePicked()) return this.takeNamed(this.request())
    const output = this.output()
    const request = await this.picked()
    if (request) return this.assume(request, output, this.interaction())
    const { format, fileDescriptor } = output
    // The wrapper reads the exit status. Without a wrapper, the `eval` must fail too.
    if (format.failure && fileDescriptor === 1) {
      await deliver(format.failure(130), output, this.context)
    }
    return 130
  }

  private takeNamed(request: Request): Promise<number> {
    // After an option, the name of a command is a profile.
    const typed = this.isPlain ? targetWords(request.target) : undefined
    return this.assume(request, this.output(), this.interaction(), typed)
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
    const { profile, region } = this
    return [
      ...(profile === undefined ? [] : ['--profile', profile]),
      ...(region === undefined ? [] : ['--region', region]),
      ...repeatedOptions(this),
    ]
  }

  /** Returns true if no target is named and a user can select one. */
  protected isToBePicked(): boolean {
    const { words, profile, tokenCode, noInput } = this
    const namesNothing = words.length === 0 && profile === undefined && tokenCode === undefined
    return namesNothing && !noInput && canPick(this.context)
  }

  /** Returns undefined if the user cancels. */
  protected async picked(): Promise<Request | undefined> {
    const target = await pickTarget(this.context)
    if (target === 'cancelled') return undefined
    return target ? { target, options: this.targetOptions() } : this.request()
  }

  protected request(): Request {
    const { words, profile, tokenCode } = this
    return { ...targetOf({ words, profile, tokenCode }), options: this.targetOptions() }
  }

  protected regionOption(): string | undefined {
    return this.region === undefined ? undefined : optionRegion(this.region)
  }

  protected targetOptions(): TargetOptions {
    const { sourceProfile, ssoSession, sessionName, externalId, serialNumber } = this
    const { policy, policyArns, tags, transitiveTags, sourceIdentity } = this
    const allowHttpEndpoint = this.allowHttpEndpoint || undefined
    const refresh = this.refresh || undefined
    const cached = this.cached || undefined
    if (refresh && cached) throw new UsageError('--refresh and --cached say the opposite')
    const duration =
      this.duration === undefined
        ? undefined
        : wantedDuration(this.duration, '--duration', longestAnywhere)
    return withoutAbsent({
      sourceProfile,
      ssoSession,
      region: this.regionOption(),
      duration,
      sessionName,
      externalId,
      serialNumber,
      policy,
      policyArns,
      tags,
      transitiveTags,
      sourceIdentity,
      allowHttpEndpoint,
      refresh,
      cached,
    })
  }
}

/** Removes codes, which may be mistyped or misplaced and must not appear in hints. */
export const withoutCode = (words: readonly string[]) => words.filter((word) => !isCode(word))

/** Removes absent options. The compiler distinguishes an absent property from `undefined`. */
function withoutAbsent<T extends object>(options: T) {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as { [K in keyof T]?: Exclude<T[K], undefined> }
}
