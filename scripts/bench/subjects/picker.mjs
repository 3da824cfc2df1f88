import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { spawn } from '@lydell/node-pty'
import { quote } from 'zx'
import { homeWithAccounts, homeWithProfiles } from '../homes.mjs'
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

const roleKeys = [...'payments-1996:bill', '\x15', ...'admin web', '\x1b[B', '\x7f', '\x17', 'é']

/** Each has four roles. */
const accounts = 2500

/**
 * Measures the picker of `assume`: the time to its first frame, and the time to the frame after the
 * slowest key.
 */
export async function picker({ build, aws, work }) {
  const homes = {
    profiles: await homeWithProfiles({ aws, work }, profiles.first),
    manyProfiles: await homeWithProfiles({ aws, work }, profiles.key),
    accounts: await homeWithAccounts({ work }, accounts),
  }
  // A wrapper runs the program with stdout redirected.
  const program = quote(join(build, 'dist/bin.js'))
  const command = ['bash', '-c', `exec node ${program} > >(exec cat >/dev/null)`]
  const inHome = (home) => ({
    command,
    env: { HOME: home, XDG_CACHE_HOME: join(home, '.cache'), TERM: 'xterm-256color' },
  })
  const firstFrame = (columns) => ({
    measure: async (...run) => {
      const opened = await openPicker(...run, columns)
      opened.close()
      return opened.milliseconds
    },
    maxTimesNodeStart: 1.6,
    plusMilliseconds: 60,
  })
  const slowestKey = (columns, keys) => ({
    measure: async (...run) => {
      const opened = await openPicker(...run, columns)
      const times = []
      for (const key of keys) times.push(await opened.press(key))
      opened.close()
      return Math.max(...times)
    },
    maxMilliseconds: 16,
  })
  return [40, 120].flatMap((columns) => [
    {
      id: `picker-${columns}`,
      name: `picker, ${columns} columns`,
      ...inHome(homes.profiles),
      ...firstFrame(columns),
    },
    {
      id: `picker-${columns}-key`,
      name: `picker, ${columns} columns: a key`,
      ...inHome(homes.manyProfiles),
      ...slowestKey(columns, keys),
    },
    {
      id: `picker-${columns}-roles`,
      name: `picker, ${4 * accounts} roles, ${columns} columns`,
      ...inHome(homes.accounts),
      ...firstFrame(columns),
    },
    {
      id: `picker-${columns}-roles-key`,
      name: `picker, ${4 * accounts} roles, ${columns} columns: a key`,
      ...inHome(homes.accounts),
      ...slowestKey(columns, roleKeys),
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
