import { Command, Option } from 'clipanion'
import { takeSession } from '../exports/shell-change.ts'
import { sessionVariables } from '../exports/variables.ts'
import { parseDuration } from '../plan/duration.ts'
import { type Request, type TargetOptions, targetOf } from '../plan/request.ts'
import { obtainSession } from '../session/obtain.ts'
import type { CommandContext } from './context.ts'
import { chooseOutput, deliver } from './output.ts'
import { reportTo } from './report.ts'

/** `assume PROFILE`, `assume USER ROLE`, `assume ROLE_ARN`: takes the session into the shell. */
export class TargetCommand extends Command<CommandContext> {
  static override paths = [Command.Default]
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
  duration = Option.String('-d,--duration', { description: '3600, 90m, 12h' })
  sessionName = Option.String('--session-name', { description: 'as CloudTrail shows it' })
  externalId = Option.String('--external-id', { description: 'as the trust policy wants it' })
  serialNumber = Option.String('--serial-number', { description: 'ARN of the MFA device' })
  tokenCode = Option.String('--token-code', { description: 'the six digits it shows' })
  format = Option.String('-f,--format', { description: 'bash, zsh, fish, posix, process' })
  allowHttpEndpoint = Option.Boolean('--allow-http-endpoint', false, {
    description: 'call an endpoint that is not encrypted',
  })
  noInput = Option.Boolean('--no-input', false, { description: 'ask nothing; exit 3 instead' })
  quiet = Option.Boolean('--quiet', false, { description: 'say nothing but errors' })
  debug = Option.Boolean('--debug', false, { description: 'say each step, never a secret' })

  async execute(): Promise<number> {
    const { context } = this
    const request = this.request()
    const output = chooseOutput(context, this.format)
    const session = await obtainSession(request, context, {
      report: reportTo(context, this),
      noInput: this.noInput,
      now: context.now,
    })
    const { format } = output
    const text =
      format.kind === 'document'
        ? format.document(session)
        : format.code(takeSession(sessionVariables(session), context.env))
    deliver(text, output, context)
    return 0
  }

  private request(): Request {
    const { words, profile, tokenCode } = this
    return { ...targetOf({ words, profile, tokenCode }), options: this.targetOptions() }
  }

  private targetOptions(): TargetOptions {
    const { sourceProfile, ssoSession, region, sessionName, externalId, serialNumber } = this
    const allowHttpEndpoint = this.allowHttpEndpoint || undefined
    const duration =
      this.duration === undefined ? undefined : parseDuration(this.duration, '--duration')
    return withoutAbsent({
      sourceProfile,
      ssoSession,
      region,
      duration,
      sessionName,
      externalId,
      serialNumber,
      allowHttpEndpoint,
    })
  }
}

/** Leaves out what was not given, which the compiler tells from a given `undefined`. */
function withoutAbsent<T extends object>(options: T) {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as { [K in keyof T]?: Exclude<T[K], undefined> }
}
