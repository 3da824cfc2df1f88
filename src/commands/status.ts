import { Command, Option } from 'clipanion'
import { heldSession } from '../exports/held-session.ts'
import type { Environment } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import { visible } from '../model/visible.ts'
import { identifyShell } from '../session/identify-shell.ts'
import type { CommandContext } from './context.ts'
import { reportTo } from './report.ts'

/** Says which role this shell holds and for how long. */
export class StatusCommand extends Command<CommandContext> {
  static override paths = [['status'], ['whoami']]
  static override usage = Command.Usage({
    description: 'say which session this shell holds, and for how long',
    details: 'Exit status 1 when it holds none, or one that has expired.',
  })

  verify = Option.Boolean('--verify', false, { description: 'ask STS whose keys these are' })
  allowHttpEndpoint = Option.Boolean('--allow-http-endpoint', false, {
    description: 'with --verify: at an endpoint that is not encrypted, too',
  })
  debug = Option.Boolean('--debug', false, { description: 'say each step, never a secret' })

  async execute(): Promise<number> {
    const { env, stdout, now } = this.context
    const held = heldSession(env)
    if (held.state === 'none') throw new AssumeError('this shell holds no session of assume')
    if (held.state === 'foreign') throw otherKeys(env)
    const left = secondsLeft(env, now())
    for (const line of description(env, left)) stdout.write(`${visible(line)}\n`)
    if (this.verify) {
      const report = reportTo(this.context, { quiet: false, debug: this.debug })
      const { arn } = await identifyShell(this, this.context, report)
      stdout.write(`${visible(arn)}, says STS\n`)
    }
    return left !== undefined && left <= 0 ? 1 : 0
  }
}

function otherKeys(env: Environment): AssumeError {
  const [ours, now] = [env.ASSUME_KEY_ID, env.AWS_ACCESS_KEY_ID]
  const role = `the session of ${env.ASSUME_ROLE ?? 'a role'} (${ours})`
  return new AssumeError(
    now ? `other keys (${now}) were exported over ${role}` : `${role} was unset by hand`,
    ['drop what is left of it: assume unset'],
  )
}

function secondsLeft(env: Environment, now: Date): number | undefined {
  const expires = env.ASSUME_EXPIRES ?? ''
  return isEpoch.test(expires) ? Math.floor(Number(expires) - now.getTime() / 1000) : undefined
}

/** Seconds since 1970; a variable can hold anything. */
const isEpoch = /^\d{1,11}$/

function description(env: Environment, left: number | undefined): string[] {
  const region = env.AWS_REGION ?? env.AWS_DEFAULT_REGION
  const parts = [
    env.ASSUME_ROLE,
    env.AWS_ACCOUNT_ID && `account ${env.AWS_ACCOUNT_ID}`,
    region && `region ${region}`,
  ]
  return [parts.filter(Boolean).join(', '), `key ${env.AWS_ACCESS_KEY_ID}`, lifetime(env, left)]
}

function lifetime(env: Environment, left: number | undefined): string {
  if (left === undefined) {
    return env.AWS_SESSION_TOKEN
      ? 'when it expires is not known: these are the keys of the profile themselves'
      : 'does not expire: these are the keys themselves'
  }
  const at =
    env.AWS_CREDENTIAL_EXPIRATION ?? new Date(Number(env.ASSUME_EXPIRES) * 1000).toISOString()
  if (left <= 0) return `expired at ${at}`
  const [hours, minutes] = [Math.floor(left / 3600), Math.floor((left % 3600) / 60)]
  return `${hours > 0 ? `${hours} h ` : ''}${minutes} min left, until ${at}`
}
