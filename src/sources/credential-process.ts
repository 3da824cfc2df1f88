import { splitWords } from '../config/parse/shlex.ts'
import { type Profile, placeOf, text } from '../config/profile.ts'
import { AssumeError } from '../model/errors.ts'
import { fingerprint } from '../model/fingerprint.ts'
import { aroundProcess } from './processes-around.ts'
import { type ProfileSource, profileOf } from './source.ts'
import { statedAccount } from './stated-account.ts'

/**
 * A program that prints keys.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sourcing-external.html
 *
 * Only its output shows whether the keys are long-term: see plan/route/process-keys.ts.
 */
export const credentialProcess: ProfileSource = {
  kind: 'credential-process',
  short: 'program',
  title: 'a program',
  profileKeys: ['credential_process'],
  mayAsk: true,
  // The program can print other keys the next time.
  hasOneCaller: () => false,
  find(profile) {
    if (text(profile, 'credential_process') === undefined) return undefined
    return {
      kind: 'credential-process',
      profile: profile.name,
      identity: identityOf(profile),
      isLongTerm: false,
      ...statedAccount(text(profile, 'aws_account_id')),
    }
  },
  async fetch(source, inputs, interaction) {
    const profile = profileOf(source, inputs)
    const { env } = inputs
    const complaint = (what: string, hints: readonly string[] = []) =>
      complaintAbout(profile, what, hints)
    const { runProcess } = await import('../programs/run-process.ts')
    const { readProcessAnswer } = await import('./process-answer.ts')
    const output = await runProcess(commandOf(profile), {
      name: `credential_process of "${profile.name}"`,
      env: { ...env, ...aroundProcess(env, profile.name, identityOf(profile)) },
      stdin: interaction.noInput ? 'ignore' : 'inherit',
      report: interaction.report,
      complaint,
    })
    const warn = (what: string) => interaction.report.warning(complaint(what).message)
    return readProcessAnswer(output, complaint, interaction.now(), warn)
  },
}

/** A hash, because plans are printed and command lines can contain passwords. */
const identityOf = (profile: Profile) => fingerprint(JSON.stringify(commandOf(profile)))

/** The command runs without a shell: `$HOME`, `~`, `|` and `;` are literal. */
function commandOf(profile: Profile): readonly [string, ...string[]] {
  const [file, ...args] = splitWords(text(profile, 'credential_process') ?? '') ?? []
  if (file) return [file, ...args]
  throw complaintAbout(profile, 'is no command: it is empty, or a quote in it is not closed', [])
}

const complaintAbout = (profile: Profile, what: string, hints: readonly string[]) =>
  new AssumeError(
    `credential_process of "${profile.name}" (${placeOf(profile, 'credential_process')}) ${what}`,
    hints,
  )
