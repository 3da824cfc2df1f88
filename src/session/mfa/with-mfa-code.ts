import { learnKeys } from '../../cache/learned-facts.ts'
import { firstRefusal } from '../../diagnosis/first-refusal.ts'
import { refuseMistypedRole } from '../../diagnosis/mistyped-role.ts'
import { StsRefusal } from '../../diagnosis/sts-failure.ts'
import { NeedsPersonError } from '../../model/errors.ts'
import { shownDuration } from '../../model/values/duration.ts'
import { isFound } from '../../plan/mfa/discover-mfa-device.ts'
import type { Mfa, Step } from '../../plan/plan.ts'
import { sourceTitle } from '../../sources/source-title.ts'
import type { Progress, Run } from '../obtain/run.ts'
import { askCode, needsCode, waitForNextCode } from './ask-code.ts'
import { codeOfProcess } from './mfa-process.ts'
import { consumesCode, isUsedCode, secondsToNextCode, storeUsedCode } from './used-mfa-codes.ts'

/** Number of attempts, the same as for a password of sudo. */
const mostCodes = 3

/**
 * Makes a call with an MFA code: the given code, else the code of `mfa_process`, else the code that the
 * user types. If AWS rejects a typed code, the user is asked again.
 *
 * @throws NeedsPersonError if the user cannot be asked, and whatever `call` throws.
 */
export async function withMfaCode<T>(
  step: Step,
  mfa: Mfa,
  run: Run,
  progress: Progress,
  call: (code: string) => Promise<T>,
): Promise<T> {
  const { cache, interaction } = run
  const isProcess = progress.unusedCode === undefined && mfa.processOf !== undefined
  refuseMistypedRole(run, progress.unusedCode !== undefined)
  let code = await firstCode(mfa, run, progress)
  const isForRoles = step.operation === 'GetSessionToken' && step.why !== undefined
  if (step.why && !isForRoles) interaction.report.note(step.why)
  for (let codes = 1; ; codes += 1) {
    try {
      const made = await call(code)
      storeUsedCode(cache, mfa.serial, code, interaction)
      rememberDevice(mfa, run)
      if (isForRoles) interaction.report.note(doneNote(step.input.DurationSeconds, run))
      return made
    } catch (error) {
      if (consumesCode(error)) storeUsedCode(cache, mfa.serial, code, interaction)
      const isLast = codes === mostCodes || isProcess || !canAsk(run)
      if (isLast || !isNotTaken(error)) throw error
      code = await anotherCode(error, mfa, run)
    }
  }
}

/** AWS has accepted the code and given an MFA session, which all roles of these keys can use. */
const doneNote = (seconds: number, { plan }: Run) =>
  `MFA done: roles reached from ${sourceTitle(plan.source)} need no more codes for ${shownDuration(seconds)}`

function rememberDevice(mfa: Mfa, { plan, inputs, cache, interaction }: Run): void {
  const { serial } = mfa
  if (!isFound(mfa) || inputs.learned.ofKeys(plan.source).serial === serial) return
  learnKeys(cache.learnedFacts, plan.source, { serial }, interaction)
}

const isNotTaken = (error: unknown): error is StsRefusal =>
  error instanceof StsRefusal && /invalid MFA one time pass code/.test(error.message)

const canAsk = ({ interaction }: Run) => !interaction.noInput && interaction.terminal.isThere()

async function firstCode(mfa: Mfa, run: Run, progress: Progress): Promise<string> {
  const { interaction } = run
  const { unusedCode: given } = progress
  progress.unusedCode = undefined
  if (given !== undefined) {
    if (!isUsed(mfa, given, run)) return given
    await untilNext(mfa, run)
    return personsCode(mfa, run)
  }
  if (mfa.processOf) return processCode(mfa, run)
  if (interaction.noInput) {
    throw needsCode(mfa.serial, interaction.noInputBecause ?? '--no-input forbids to ask for it')
  }
  return personsCode(mfa, run)
}

async function personsCode(mfa: Mfa, run: Run, before?: string): Promise<string> {
  const code = await askCode(run.interaction.terminal, mfa.serial, before)
  if (!isUsed(mfa, code, run)) return code
  await untilNext(mfa, run)
  return personsCode(mfa, run)
}

/** If the user gives no other code, AWS's refusal of the last code is thrown. */
async function anotherCode(refusal: StsRefusal, mfa: Mfa, run: Run): Promise<string> {
  try {
    return await personsCode(mfa, run, 'AWS rejected this code: wait for the next one')
  } catch (error) {
    throw firstRefusal(refusal, error)
  }
}

/** A program that knows the seed prints the same code for 30 seconds. */
async function processCode(mfa: Mfa, run: Run): Promise<string> {
  const code = await codeOfProcess(mfa, run.inputs, run.interaction)
  if (!isUsed(mfa, code, run)) return code
  await untilNext(mfa, run)
  return processCode(mfa, run)
}

const isUsed = ({ serial }: Mfa, code: string, { cache, interaction }: Run) =>
  isUsedCode(cache, serial, code, interaction.now())

/** @throws NeedsPersonError if no user can see the countdown and interrupt it. */
async function untilNext({ serial }: Mfa, run: Run): Promise<void> {
  const seconds = secondsToNextCode(run.interaction.now())
  if (canAsk(run)) return waitForNextCode(run.interaction.terminal, seconds)
  throw new NeedsPersonError(
    `this code of ${serial} was already used, and a code works only once`,
    [`the next one comes in ${seconds} s: give that one as the last word, or with --token-code`],
  )
}
