import { updateTrust } from '../iam/aws-calls.ts'
import { type ExistingResources, placed, withTrust } from '../iam/found.ts'
import { commandLine } from '../iam/script.ts'
import type { Setup } from '../iam/setup.ts'
import { setupSteps, thereAlready, trustsOtherwise } from '../iam/setup-steps.ts'
import { undoSteps, whatStays } from '../iam/undo-steps.ts'
import { NeedsPersonError } from '../model/errors.ts'
import { find, findAll } from './find.ts'
import type { Work } from './run-call.ts'
import { runSteps } from './run-steps.ts'

/**
 * Creates the missing resources.
 *
 * @returns the resources that existed before.
 */
export async function applySetup(asked: Work, mayAsk: boolean): Promise<ExistingResources> {
  const found = await find(asked.setup, asked.aws)
  const setup = placed(asked.setup, found)
  const work = { ...asked, setup }
  const { report } = work
  const steps = setupSteps(setup, found)
  // assume checks this before it creates anything, because the device is one of the last steps.
  if (!mayAsk && steps.some(({ makes }) => makes === 'device')) throw needsTerminal()
  const there = thereAlready(setup, found)
  if (there.length > 0) report.note(`exists already: ${there.join(', ')}`)
  if (trustsOtherwise(setup, found)) warnOfTrust(setup, found, work)
  await runSteps(steps, work)
  return found
}

/** Deletes only what setup created. */
export async function applyUndo(work: Work): Promise<void> {
  const { aws, report } = work
  const found = await findAll(work.setup, aws)
  const setup = placed(work.setup, found)
  for (const line of whatStays(setup, found)) report.note(line)
  const steps = undoSteps(setup, found)
  if (steps.length === 0) report.note('there is nothing to remove')
  await runSteps(steps, work)
}

function warnOfTrust(setup: Setup, { role }: ExistingResources, { report, common }: Work): void {
  const call = updateTrust(setup, withTrust(role?.trustPolicy, setup))
  report.warning(
    `the role ${setup.role} exists, and its trust policy does not allow ${setup.user} as this setup would`,
    `to change that: ${commandLine(call, common)}`,
  )
}

const needsTerminal = () =>
  new NeedsPersonError('an MFA device needs a person who scans its QR code and enters two codes', [
    'run this on a terminal and without --no-input',
    'or leave out --mfa, and create the device in the console',
  ])
