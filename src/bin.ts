import { fstatSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './cli.ts'
import type { Context } from './model/context.ts'
import { InterruptedError } from './model/errors.ts'

/** Put there by scripts/build.mjs. */
declare const __VERSION__: string

let interruptsAreForChild = false
const interruption = new AbortController()
for (const [signal, exitCode] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.on(signal, () => {
    if (signal === 'SIGINT' && interruptsAreForChild) return
    interruption.abort(new InterruptedError(exitCode))
  })
}

const context: Context = {
  env: { ...process.env },
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  version: __VERSION__,
  program: { node: process.execPath, script: join(__dirname, 'bin.js') },
  parentPid: process.ppid,
  interrupted: interruption.signal,
  leaveInterruptsToChild() {
    interruptsAreForChild = true
  },
  now: () => new Date(),
  write,
}

// The AWS SDK would print eight lines about Node 20 on stderr at every call.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'

// `assume list | head` ends here, without a stack.
process.stdout.on('error', () => process.exit(0))

// Ends at once: the SDK's idle connections would hold the shell for seconds.
export const done = run(process.argv.slice(2), context).then((exitCode) => process.exit(exitCode))

function write(fileDescriptor: number, text: string): void {
  fstatSync(fileDescriptor)
  const bytes = Buffer.from(text)
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(fileDescriptor, bytes, written)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error
    }
  }
}
