import { closeSync, mkdtempSync, readFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removePath } from '../files/remove-path.ts'
import { createDevice, enableDevice } from '../iam/aws-calls.ts'
import { deviceOf, type Setup } from '../iam/setup.ts'
import type { Context, Terminal } from '../model/context.ts'
import { AssumeError, InterruptedError } from '../model/errors.ts'
import { failed, runCall, type Work } from './run-call.ts'

/** Creates a virtual MFA device, shows its seed only on the terminal, and asks for two codes. */
export async function makeDevice(title: string, work: Work): Promise<void> {
  const seed = await createWithSeed(title, work)
  const { terminal } = work.context
  showOnTerminal(terminal, seedLines(work.setup, seed, await qrCode(otpauth(work.setup, seed))))
  for (let tries = 1; ; tries++) {
    const answer = await work.aws(enableDevice(work.setup, await twoCodes(terminal)))
    if (!answer.failure) return
    if (answer.failure.code !== 'InvalidAuthenticationCode' || tries === 3) {
      throw failed(title, answer.failure, work.common)
    }
    showOnTerminal(terminal, ['AWS does not take these two codes; once more, with two new ones.'])
  }
}

/** The AWS CLI writes the seed only to a file. The file is private, and setup deletes it at once. */
async function createWithSeed(title: string, work: Work): Promise<string> {
  const folder = privateFolder(work.context)
  const remove = () => removePath(folder)
  work.context.interrupted.addEventListener('abort', remove)
  try {
    const file = join(folder, 'seed')
    await runCall(title, createDevice(work.setup, 'Base32StringSeed', file), work)
    const seed = seedIn(file)
    if (seed !== undefined) return seed
    throw new AssumeError(`could not ${title}: the AWS CLI wrote no seed`)
  } finally {
    remove()
    work.context.interrupted.removeEventListener('abort', remove)
  }
}

function seedIn(file: string): string | undefined {
  try {
    return /^[A-Z2-7]{16,256}=*$/.exec(readFileSync(file, 'latin1').trim())?.[0]
  } catch {
    return undefined
  }
}

/** Prefers XDG_RUNTIME_DIR, which is in memory. */
function privateFolder({ env }: Context): string {
  const parents = [env.XDG_RUNTIME_DIR, tmpdir()].filter((parent) => parent)
  for (const parent of parents) {
    try {
      return mkdtempSync(join(`${parent}`, 'assume-'))
    } catch {
      // The next folder may be writable.
    }
  }
  throw new AssumeError(`no file for the seed can be created in: ${parents.join(', ')}`, [
    'name another folder: export TMPDIR=/path/to/folder',
  ])
}

/** https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
const otpauth = ({ user, account }: Setup, seed: string) =>
  `otpauth://totp/AWS:${encodeURIComponent(`${user}@${account}`)}?secret=${seed.replaceAll('=', '')}&issuer=AWS`

async function qrCode(text: string): Promise<string[]> {
  const { renderUnicodeCompact } = await import('uqr')
  // Prints white on black, independent of the terminal's colours.
  const lines = renderUnicodeCompact(text, { border: 2 }).split('\n')
  return lines.map((line) => `\x1b[97;40m${line}\x1b[0m`)
}

const seedLines = (setup: Setup, seed: string, code: readonly string[]) => [
  `Scan this with the app that is to show the codes of ${deviceOf(setup)}:`,
  ...code,
  `or type it in: ${seed}`,
  'It is shown only this once.',
]

async function twoCodes(terminal: Terminal): Promise<[string, string]> {
  const first = await askFor(terminal, 'Code that the app shows: ')
  const second = await askFor(terminal, 'The code after that, in up to 30 seconds: ', first)
  return [first, second]
}

async function askFor(terminal: Terminal, question: string, before?: string): Promise<string> {
  const { terminalLine } = await import('../terminal/terminal-line.ts')
  const line = await terminalLine(terminal, question, (text) => {
    if (!/^\d{6}$/.test(text.trim())) return 'a code is six digits'
    return text.trim() === before ? 'that is the same code; wait for the next' : undefined
  })
  if (line === undefined) throw new InterruptedError()
  return line.trim()
}

/** Writes directly to the terminal, because stdout or stderr may be a file or a log. */
function showOnTerminal(terminal: Terminal, lines: readonly string[]): void {
  try {
    const output = terminal.open('w')
    writeSync(output, `${lines.join('\n')}\n`)
    closeSync(output)
  } catch {
    throw new AssumeError('the terminal that should show the MFA device is gone')
  }
}
