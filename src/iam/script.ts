import { posixQuoted, shellWord } from '../formats/posix.ts'
import type { AwsCall } from './aws-calls.ts'
import type { Setup } from './setup.ts'
import { deviceFileOf, type SetupStep } from './setup-steps.ts'

/** The options of every call: `--profile admin --region eu-west-1`. */
export type CommonOptions = readonly string[]

/**
 * The steps as lines for a POSIX shell or fish, to paste or to pipe. The comments contain no
 * character that zsh interprets, because zsh reads no comments at its prompt by default.
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

/** One call, ready to paste. */
export const commandLine = (call: AwsCall, common: CommonOptions) =>
  ['aws', ...common, ...call].map(word).join(' ')

/** zsh replaces `=name` with the path of a program, so the word is quoted. */
const word = (text: string) => (text.startsWith('=') ? posixQuoted(text) : shellWord(text))
