import { posixQuoted, shellWord } from '../formats/posix.ts'
import type { AwsCall } from './aws-calls.ts'
import type { Setup } from './setup.ts'
import { deviceFileOf, type SetupStep } from './setup-steps.ts'

/** `--profile admin --region eu-west-1`: what every call has. */
export type CommonOptions = readonly string[]

/**
 * The steps as lines for a shell, to be pasted or piped: POSIX's, and fish takes them as well. Nothing
 * in a comment means anything to zsh, which by itself knows none at its prompt.
 */
export function script(steps: readonly SetupStep[], setup: Setup, common: CommonOptions): string {
  return steps.map((step) => `${linesOf(step, setup, common).join('\n')}\n`).join('\n')
}

function linesOf(
  { title, calls, makes }: SetupStep,
  setup: Setup,
  common: CommonOptions,
): string[] {
  const lines = calls.map((call) => commandLine(call, common))
  if (makes !== 'device') return [`# ${title}`, ...lines]
  const [create = '', enable = ''] = lines
  const file = word(deviceFileOf(setup))
  return [
    `# ${title}, with a QR code that goes into ${deviceFileOf(setup)}, for you alone`,
    `touch ${file} && chmod 600 ${file}`,
    create,
    '# scan it, then put two codes that follow each other in place of CODE1 and CODE2',
    enable,
    `rm ${file}`,
  ]
}

/** One call, to be pasted. */
export const commandLine = (call: AwsCall, common: CommonOptions) =>
  ['aws', ...common, ...call].map(word).join(' ')

/** zsh takes `=name` for the path of a program. */
const word = (text: string) => (text.startsWith('=') ? posixQuoted(text) : shellWord(text))
