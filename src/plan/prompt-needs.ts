import type { Settings } from '../config/settings/settings.ts'
import type { Plan } from './plan.ts'
import { checkedStyle } from './prompt-style.ts'
import { invalidValue } from './values/invalid-value.ts'

/** What the prompt of the shell has to know of a session besides its name and end. */
export interface PromptNeeds {
  readonly isDanger: boolean
  /** How the settings want the segment to look. */
  readonly style?: string
  /** How long before its end the prompt may try to renew it. */
  readonly renewSeconds?: number
}

/** @throws AssumeError for a setting that is none. */
export function promptNeeds({ danger, source, steps }: Plan, settings: Settings): PromptNeeds {
  const style = checkedStyle(settings)
  const seconds = renewSeconds(settings)
  // The prompt asks nothing: not what `danger` wants confirmed, nor what a program might.
  const runsProgram =
    source.kind === 'credential-process' || steps.some(({ mfa }) => mfa?.processOf !== undefined)
  const isSilent = danger === undefined && !runsProgram
  return {
    isDanger: danger !== undefined,
    ...(style !== undefined && { style }),
    ...(seconds !== undefined && isSilent && { renewSeconds: seconds }),
  }
}

function renewSeconds({ autoRefresh = 'off', file }: Settings): number | undefined {
  if (autoRefresh === 'off') return undefined
  const [, minutes = '0'] = /^(\d{1,3})m?$/.exec(autoRefresh) ?? []
  if (Number(minutes) > 0) return Number(minutes) * 60
  throw invalidValue(
    `${file}, auto_refresh`,
    `"${autoRefresh}" is neither a number of minutes nor off`,
  )
}

/**
 * When a session that ends then is to be renewed. Not in the first half of what is left: whoever asks
 * for more minutes than a session has would renew it at every prompt.
 */
export function renewAt(seconds: number, expiration: Date, now: Date): Date {
  const [end, start] = [expiration.getTime(), now.getTime()]
  return new Date(Math.max(end - seconds * 1000, (start + end) / 2))
}
