import { AssumeError, InterruptedError, NeedsPersonError } from '../../model/errors.ts'
import type { Interaction } from '../../model/interaction.ts'
import { visible } from '../../model/visible.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import { besideFido, isFido, isSerial } from '../../plan/values/serial.ts'
import { sourceTitle } from '../../sources/source-title.ts'
import { type Asking, askIam } from '../sts/ask-iam.ts'

/**
 * The MFA device of the user of these keys, from IAM. If there are several, the user selects one. Returns
 * undefined if IAM does not answer.
 *
 * @param hasCode the user has given a code, which the hint suggests to leave out.
 * @throws AssumeError if the user has no device that STS accepts, NeedsPersonError if there are several and
 *   the user cannot be asked, InterruptedError at Ctrl-C.
 */
export async function findDevice(
  asking: Asking,
  inputs: PlanInputs,
  interaction: Interaction,
  hasCode: boolean,
): Promise<string | undefined> {
  const told = await askIam('ListMFADevices', asking, inputs, interaction, (iam, call) =>
    iam.mfaDevices(call),
  )
  if (!told) return undefined
  const serials = told.filter((serial) => serial !== undefined).filter(isSerial)
  const usable = serials.filter((serial) => !isFido(serial))
  const [first, ...others] = usable
  const user = `the user of ${sourceTitle(asking.source)}`
  if (first === undefined) throw none(user, serials, hasCode)
  return others.length === 0 ? first : choose(usable, user, interaction)
}

function none(user: string, serials: readonly string[], hasCode: boolean): AssumeError {
  if (serials.length === 0) {
    const hint =
      'leave the code out; a role that is denied without MFA may be denied for another reason, too'
    return new AssumeError(`${user} has no MFA device, according to IAM`, hasCode ? [hint] : [])
  }
  return new AssumeError(
    `${user} has no MFA device but ${serials.join(', ')}: a passkey or FIDO security key has no codes, and STS accepts only codes`,
    [besideFido],
  )
}

async function choose(
  serials: readonly string[],
  user: string,
  { noInput, terminal }: Interaction,
) {
  if (noInput || !terminal.isThere()) {
    throw new NeedsPersonError(
      `${user} has several MFA devices, and it is not clear which one the code is from`,
      [...serials.map((serial) => `--serial-number ${serial}`), 'or mfa_serial in the profile'],
    )
  }
  const { terminalLine } = await import('../../terminal/terminal-line.ts')
  const list = serials.map((serial, index) => `  ${index + 1}  ${serial}`)
  const line = await terminalLine(
    terminal,
    `Which one is the code from, 1 to ${serials.length}? `,
    (typed) =>
      serialOf(typed, serials) === undefined ? `a number from 1 to ${serials.length}` : undefined,
    [`The MFA devices of ${visible(user)}:`, ...list].join('\n'),
  )
  if (line === undefined) throw new InterruptedError()
  return serialOf(line, serials)
}

const serialOf = (typed: string, serials: readonly string[]) =>
  /^\d{1,3}$/.test(typed.trim()) ? serials[Number(typed) - 1] : undefined
