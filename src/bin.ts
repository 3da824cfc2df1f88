import { setMaxListeners } from 'node:events'
import { closeSync, fstatSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { run } from './cli.ts'
import { withWithheldVariables } from './formats/withheld-variables.ts'
import type { Context } from './model/context.ts'
import { InterruptedError } from './model/errors.ts'
import { prepareSdkEnvironment } from './network/sdk-environment.ts'
import { controllingTerminal } from './terminal/controlling-terminal.ts'
import { makeWriter } from './writer/make-writer.ts'

/** Put there by scripts/build.mjs. */
declare const __VERSION__: string

/** Loaded when asked for: it brings Node's whole network with it. */
const terminals = () => require('node:tty') as typeof import('node:tty')

let interruptsAreForChild = false
let handOn: ((signal: NodeJS.Signals) => void) | undefined
let endingSignal: NodeJS.Signals | undefined
/** The command has ended, and only a slow reader of its output is waited for. */
let isDone = false
const interruption = new AbortController()
// Whoever does many things at once listens once for each.
setMaxListeners(0, interruption.signal)
const onSignal = (signal: NodeJS.Signals, exitCode: number) => {
  if (isDone) end(exitCode)
  if (signal === 'SIGINT' && interruptsAreForChild) return
  if (handOn) return handOn(signal)
  interruption.abort(new InterruptedError(exitCode))
}
const endingSignals = [
  ['SIGINT', () => onSignal('SIGINT', 130)],
  ['SIGTERM', () => onSignal('SIGTERM', 143)],
  ['SIGHUP', () => onSignal('SIGHUP', 129)],
] as const
for (const [signal, listener] of endingSignals) process.on(signal, listener)

const writer = makeWriter({
  endWithoutReader() {
    // What listens to interruptions ends what we have started.
    interruption.abort(new InterruptedError(0))
    end(0)
  },
  // No listener runs while a write blocks, so a signal has its default effect, which is to end us.
  runBlocking(write) {
    for (const [signal, listener] of endingSignals) process.off(signal, listener)
    try {
      write()
    } finally {
      for (const [signal, listener] of endingSignals) process.on(signal, listener)
    }
  },
})

/** How long a reader of stderr has to take the last lines after a signal. */
const lastLinesMs = 300

// Node makes a stream when it is first asked for, which takes longer than planning a session.
const streams = process

const context: Context = {
  env: withWithheldVariables(process.env),
  writer,
  version: __VERSION__,
  nodeVersion: process.versions.node,
  // A link such as Homebrew's stays, where the file that it leads to goes with the next version.
  program: {
    node: isAbsolute(process.argv0) ? process.argv0 : process.execPath,
    script: join(__dirname, 'bin.js'),
  },
  parentPid: process.ppid,
  currentFolder() {
    try {
      return process.cwd()
    } catch {
      return undefined
    }
  },
  userId: process.getuid?.(),
  interrupted: interruption.signal,
  leaveInterruptsToChild() {
    interruptsAreForChild = true
  },
  signalGroup(leader, signal) {
    try {
      process.kill(-leader, signal)
    } catch {
      // All of it has ended.
    }
  },
  handSignalsOn(to) {
    handOn = to
    // Of these one would dump our core, one start Node's debugger, and one end us.
    for (const signal of ['SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const) {
      process.on(signal, () => to(signal))
    }
  },
  endBy(signal) {
    endingSignal = signal
  },
  fileStatus: fstatSync,
  isTerminal,
  terminal: controllingTerminal,
  columns: (fileDescriptor) => (fileDescriptor === 1 ? streams.stdout : streams.stderr).columns,
  onResize(changed) {
    process.on('SIGWINCH', changed)
    return () => process.off('SIGWINCH', changed)
  },
  now: () => new Date(),
}

prepareSdkEnvironment(process.env)

// Ends at once: the SDK's idle connections would hold the shell for seconds.
export const done = run(process.argv.slice(2), context).then(async (exitCode) => {
  isDone = true
  await lastWrites()
  if (endingSignal) {
    process.removeAllListeners(endingSignal)
    process.kill(process.pid, endingSignal)
  }
  end(exitCode)
})

/**
 * Waits for the reader, as any program does whose pipe is full: a late reader gets all of the output. A
 * reader that never reads has to close the pipe or to send a signal. After a signal, output that stdout
 * has not taken is dropped.
 */
function lastWrites(): Promise<void> {
  if (!interruption.signal.aborted) return writer.flushed()
  return Promise.race([
    writer.flushed(2),
    new Promise<void>((done) => setTimeout(done, lastLinesMs)),
  ])
}

/**
 * Node puts the terminals it began with in order as it ends. Where they have gone meanwhile it aborts
 * instead, and may leave a core that keys are in.
 */
function end(exitCode: number): never {
  for (const fileDescriptor of controllingTerminal.isThere() ? [] : [0, 1, 2]) {
    try {
      if (fstatSync(fileDescriptor).isCharacterDevice()) closeSync(fileDescriptor)
    } catch {
      // It is closed.
    }
  }
  process.exit(exitCode)
}

/** Only what is a character device can be one; asking Node takes much longer. */
function isTerminal(fileDescriptor: number): boolean {
  return fstatSync(fileDescriptor).isCharacterDevice() && terminals().isatty(fileDescriptor)
}
