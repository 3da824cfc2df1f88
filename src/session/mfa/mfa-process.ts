import { splitWords } from '../../config/parse/shlex.ts'
import { placeOf, text } from '../../config/profile.ts'
import { AssumeError } from '../../model/errors.ts'
import type { Interaction } from '../../model/interaction.ts'
import type { Mfa } from '../../plan/plan.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import { runProcess } from '../../programs/run-process.ts'

/**
 * The code that `mfa_process` prints. The command runs as a `credential_process` does: it is split into
 * words as the AWS CLI splits them, without a shell. It inherits stdin and the terminal, so it can ask.
 * AWS_MFA_SERIAL names the device, so one program can serve several devices.
 *
 * @throws AssumeError that names the problem and never contains the output.
 */
export async function codeOfProcess(
  { processOf, serial }: Mfa,
  { profiles, settings, env }: PlanInputs,
  { noInput, report }: Interaction,
): Promise<string> {
  const profile = typeof processOf === 'object' && profiles.profiles.get(processOf.profile)
  const [command, name] = profile
    ? [
        splitWords(text(profile, 'mfa_process') ?? ''),
        `mfa_process of "${profile.name}" (${placeOf(profile, 'mfa_process')})`,
      ]
    : [settings.mfaProcess?.value, settings.mfaProcess?.location]
  const complaint = (what: string, hints: readonly string[] = []) =>
    new AssumeError(`${name} ${what}`, hints)
  const [file, ...args] = command ?? []
  if (!file) throw complaint('is no command: it is empty, or a quote in it is not closed')
  const output = await runProcess([file, ...args], {
    name: 'mfa_process',
    env: { ...env, AWS_MFA_SERIAL: serial },
    stdin: noInput ? 'ignore' : 'inherit',
    report,
    complaint,
  })
  const code = output.trim()
  if (/^\d{6}$/.test(code)) return code
  throw complaint('must print only a code of six digits', ['let it write other text to stderr'])
}
