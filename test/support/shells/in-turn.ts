import { closeSync, constants, openSync, rmSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { runProgram } from '../processes/run-program.ts'

/** A line for the shell, or a function that this process calls while the shell waits. */
export type Step = string | (() => void)

/**
 * Runs lines in a shell and functions in this process, in turn, without a process for each step. At a function,
 * the shell writes to a named pipe. Then it reads from another one, which blocks until the function has returned.
 *
 * @param folder the folder for the pipes.
 * @param run runs the lines in a shell.
 */
export async function inTurn<T>(
  folder: string,
  steps: readonly Step[],
  run: (lines: readonly string[]) => Promise<T>,
): Promise<T> {
  const [come, go] = [join(folder, 'come'), join(folder, 'go')]
  await runProgram(['mkfifo', come, go], { env: process.env })
  // Each pipe is opened for reading and writing, so that it always has both ends.
  const reader = new Socket({ fd: openSync(come, constants.O_RDWR | constants.O_NONBLOCK) })
  const writer = openSync(go, constants.O_RDWR)
  const waiting = steps.filter((step) => typeof step === 'function')
  let failure: unknown
  reader.on('data', (bytes) => {
    for (const _ of bytes) {
      try {
        waiting.shift()?.()
      } catch (error) {
        failure ??= error
      }
      writeSync(writer, '\n')
    }
  })
  const wait = `echo >'${come}'; read __line <'${go}'`
  const ran = await run(steps.map((step) => (typeof step === 'string' ? step : wait))).finally(
    () => {
      reader.destroy()
      closeSync(writer)
      for (const path of [come, go]) rmSync(path)
    },
  )
  if (failure !== undefined) throw failure
  if (waiting.length > 0) throw new Error(`the shell ended ${waiting.length} steps too early`)
  return ran
}
