import { styleWithColour } from '../config/settings/prompt-style.ts'
import type { Settings } from '../config/settings/settings.ts'
import type { Plan } from './plan.ts'

/** The data that the shell prompt needs, in addition to the name and the expiration of the session. */
export interface PromptNeeds {
  readonly isDanger: boolean
  /** The prompt style of the settings, with the colour of the target. */
  readonly style?: string
  /** The number of seconds before the expiration at which the prompt may renew the session. */
  readonly renewSeconds?: number
}

/** @param sourceMayAsk the source of the plan runs a program, which may ask a person. */
export function promptNeeds(
  { danger, steps, promptColour }: Plan,
  settings: Settings,
  sourceMayAsk: boolean,
): PromptNeeds {
  const { prompt, autoRefresh } = settings
  const seconds = autoRefresh?.value
  // The prompt must not ask. It renews no dangerous target and none that runs a program, which may
  // ask.
  const mayAsk = sourceMayAsk || steps.some(({ mfa }) => mfa?.processOf !== undefined)
  const isSilent = danger === undefined && !mayAsk
  const style =
    promptColour === undefined ? prompt?.value : styleWithColour(prompt?.value ?? '', promptColour)
  return {
    isDanger: danger !== undefined,
    ...(style !== undefined && { style }),
    ...(typeof seconds === 'number' && isSilent && { renewSeconds: seconds }),
  }
}

/**
 * The time at which a session is renewed. It is never in the first half of the remaining time,
 * because a value longer than the session would renew it at every prompt.
 */
export function renewAt(seconds: number, expiration: Date, now: Date): Date {
  const [end, start] = [expiration.getTime(), now.getTime()]
  return new Date(Math.max(end - seconds * 1000, (start + end) / 2))
}
