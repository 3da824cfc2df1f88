import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { spawn } from '@lydell/node-pty'
import { quote } from 'zx'
import { homeWithProfiles } from '../homes.mjs'
import { baseEnv } from '../measure.mjs'

/** As many as the first frame is measured with, and as many as a key is. */
const profiles = { first: 2000, key: 10_000 }

const keys = [
  ...'team-1999',
  '\x15',
  ...'tema-1999',
  '\x15',
  ...'access eu',
  '\x1b[B',
  '\x1b[6~',
  '\x7f',
  '\x17',
  'é',
]

/**
 * Measures the picker of `assume`: the time to its first frame, and the time to the frame after the
 * slowest key.
 */
export async function picker({ build, aws, work }) {
  const envWith = async (count) => {
    return { HOME: await homeWithProfiles({ aws, work }, count), TERM: 'xterm-256color' }
  }
  const [env, envOfKey] = [await envWith(profiles.first), await envWith(profiles.key)]
  // A wrapper runs the program with stdout redirected.
  const program = quote(join(build, 'dist/bin.js'))
  const command = ['bash', '-c', `exec node ${program} > >(exec cat >/dev/null)`]
  return [40, 120].flatMap((columns) => [
    {
      id: `picker-${columns}`,
      name: `picker, ${columns} columns`,
      command,
      env,
      measure: async (...run) => {
        const opened = await openPicker(...run, columns)
        opened.close()
        return opened.milliseconds
      },
      maxTimesNodeStart: 1.6,
      plusMilliseconds: 60,
    },
    {
      id: `picker-${columns}-key`,
      name: `picker, ${columns} columns: a key`,
      command,
      env: envOfKey,
      measure: async (...run) => {
        const opened = await openPicker(...run, columns)
        const times = []
        for (const key of keys) times.push(await opened.press(key))
        opened.close()
        return Math.max(...times)
      },
      maxMilliseconds: 16,
    },
  ])
}

/** Opens the picker. `milliseconds` is the time to the first frame. */
async function openPicker([program, ...args], env, work, columns) {
  const cache = await mkdtemp(join(work, 'cache-'))
  const start = process.hrtime.bigint()
  const pty = spawn(program, args, {
    cols: columns,
    rows: 24,
    env: { ...baseEnv, XDG_CACHE_HOME: cache, ...env },
  })
  let drawn = ''
  let look = () => {}
  let isGone = false
  pty.onData((data) => {
    drawn += data
    look()
  })
  pty.onExit(() => {
    isGone = true
    look()
  })
  /** A frame ends with the sequence that clears the rest of the screen. */
  const frame = async (since) => {
    await new Promise((done, failed) => {
      look = () => {
        if (drawn.includes('\x1b[J')) done()
        else if (isGone) failed(new Error(`the picker ended: ${drawn.trim()}`))
      }
      look()
    })
    drawn = ''
    return Number(process.hrtime.bigint() - since) / 1e6
  }
  return {
    milliseconds: await frame(start),
    press(key) {
      const pressed = process.hrtime.bigint()
      pty.write(key)
      return frame(pressed)
    },
    close: () => pty.kill('SIGKILL'),
  }
}
