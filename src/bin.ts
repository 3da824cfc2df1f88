import { type EventEmitter, setMaxListeners } from 'node:events'
import { closeSync, fstatSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { run } from './cli.ts'
import { withWithheldVariables } from './formats/withheld-variables.ts'
import type { Context } from './model/context.ts'
import { InterruptedError } from './model/errors.ts'
import { prepareTlsEnvironment } from './network/tls-environment.ts'
import { controllingTerminal } from './terminal/controlling-terminal.ts'
import { makeWriter } from './writer/make-writer.ts'

/** scripts/build/bundle-options.mjs defines this constant. */
declare const __VERSION__: string

/** Loaded on demand, because the module loads Node's network code. */
const terminals = () => require('node:tty') as typeof import('node:tty')

let interruptsAreForChild = false
let handOn: ((signal: NodeJS.Signals) => void) | undefined
let endingSignal: NodeJS.Signals | undefined
/** The command has finished, and only a slow reader of its output is pending. */
let isDone = false
const interruption = new AbortController()
// Parallel work adds many listeners.
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
    // Listeners of the interruption end our child processes.
    interruption.abort(new InterruptedError(0))
    end(0)
  },
  // Listeners cannot run while a write blocks, so each signal has its default effect and ends the process.
  runBlocking(write) {
    for (const [signal, listener] of endingSignals) process.off(signal, listener)
    try {
      write()
    } finally {
      for (const [signal, listener] of endingSignals) process.on(signal, listener)
    }
  },
})

/** Milliseconds that a reader of stderr has for the last lines after a signal. */
const lastLinesMs = 300

// Node creates a stream on first access, which takes longer than planning a session.
const streams = process

const context: Context = {
  env: withWithheldVariables(process.env),
  writer,
  version: __VERSION__,
  nodeVersion: process.versions.node,
  // A link, such as Homebrew's, is not resolved: its target disappears with the next version.
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
      // All processes of the group have exited.
    }
  },
  handSignalsOn(to) {
    handOn = to
    // SIGQUIT dumps core, SIGUSR1 starts the debugger, SIGUSR2 terminates.
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
  sessionObtained() {
    // src/launcher/launcher.cjs waits for this event.
    const events: EventEmitter = process
    events.emit('assume:session')
  },
  onResize(changed) {
    process.on('SIGWINCH', changed)
    return () => process.off('SIGWINCH', changed)
  },
  now: () => new Date(),
}

prepareTlsEnvironment(process.env)

// Exits at once, because idle connections would keep the process alive for seconds.
void run(process.argv.slice(2), context).then(async (exitCode) => {
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
 * reader that never reads has to close the pipe or to send a signal. After a signal, output that stdout has
 * not taken is dropped.
 */
function lastWrites(): Promise<void> {
  if (!interruption.signal.aborted) return writer.flushed()
  return Promise.race([
    writer.flushed(2),
    new Promise<void>((done) => setTimeout(done, lastLinesMs)),
  ])
}

/**
 * Closes the standard streams before it exits if the terminal no longer exists. Node restores its terminals
 * at exit and aborts if one is gone, and the core dump could contain keys.
 */
function end(exitCode: number): never {
  for (const fileDescriptor of controllingTerminal.isThere() ? [] : [0, 1, 2]) {
    try {
      if (fstatSync(fileDescriptor).isCharacterDevice()) closeSync(fileDescriptor)
    } catch {
      // The descriptor is closed.
    }
  }
  process.exit(exitCode)
}

/** Only a character device can be a terminal. Asking Node takes much longer. */
function isTerminal(fileDescriptor: number): boolean {
  return fstatSync(fileDescriptor).isCharacterDevice() && terminals().isatty(fileDescriptor)
}
