// Times what people wait for, beside what it is to be compared with, and marks which of the limits in
// docs/design.md hold. It is no test: times from a busy machine say little. Runs are interleaved, so
// that a busy moment meets all of them alike, and what counts is the median.
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import { spawn as spawnInTerminal } from '@lydell/node-pty'
import { chalk, quote, which } from 'zx'
import { bundled } from './bundled.mjs'

const rounds = 15

/**
 * What people have set slows Node's start, NODE_EXTRA_CA_CERTS by as much again, and it does so for
 * the floor too. Of AWS they have only what each run is given.
 */
const surroundings = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(AWS|ASSUME|AWSUME)_/.test(name)),
)

const manyProfiles = 5000

/** Of which `assume each` runs some at a time. */
const manyTargets = 200
const atOnce = 16

/** At a Tab. */
const tabProfiles = 1000
const tabs = 10

/** In the picker. */
const pickerProfiles = 2000
const pickerKeys = [
  ...'team-1999',
  '\x15',
  ...'access eu',
  '\x1b[B',
  '\x1b[6~',
  '\x7f',
  '\x17',
  'é',
]

/** So many prompts of one shell are long enough to be seen beside its start. */
const prompts = 2000

/** And so many sessions taken. */
const takes = 200

const work = await mkdtemp(join(tmpdir(), 'assume-bench-'))
try {
  const aws = await startDemo()
  const rows = [
    ...(await interleaved([...(await programs(aws)), ...(await pickers(aws))])),
    ...(await interleaved(shells())),
    ...(await interleaved(await warmTakes(aws))),
    ...(await interleaved(await completions(aws))),
  ]
  await aws.close()
  print(rows)
  process.exitCode = rows.some(({ failure }) => failure) ? 1 : 0
} finally {
  await rm(work, { recursive: true, force: true })
}

/** Uncached `assume` and what did its work before it: each makes one call to the same AWS stand-in. */
async function programs(aws) {
  // Version 1 of the AWS CLI reads the second name only.
  const env = {
    AWS_ENDPOINT_URL_STS: aws.url,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
  }
  const role = 'arn:aws:iam::123456789012:role/demo-no-mfa-role'
  return [
    { name: 'node -e 0', command: ['node', '-e', '0'], env: {} },
    {
      name: 'assume, uncached',
      command: ['node', 'dist/bin.js', 'Bob', 'demo-no-mfa-role', '--format', 'posix'],
      env: { ...env, HOME: await homeOfBob(aws, 'Bob') },
      mostTimesTheFloor: 2.2,
    },
    {
      name: 'assume, kept',
      command: ['node', 'dist/bin.js', 'Bob', 'demo-no-mfa-role'],
      // One cache for all runs, of which the first fills it.
      env: { ...env, HOME: await homeOfBob(aws, 'Bob'), XDG_CACHE_HOME: join(work, 'kept') },
      mostTimesTheFloor: 1.25,
    },
    {
      name: 'assume, kept, as npm starts it',
      command: [resolve('dist/bin.js'), 'Bob', 'demo-no-mfa-role'],
      env: { ...env, HOME: await homeOfBob(aws, 'Bob'), XDG_CACHE_HOME: join(work, 'kept-by-npm') },
      // /bin/sh becomes Node.js.
      mostTimes: { of: 'assume, kept', times: 1.1 },
    },
    {
      name: `list of ${manyProfiles} profiles`,
      command: ['node', 'dist/bin.js', 'list'],
      env: { HOME: await homeOfMany(manyProfiles, aws) },
      mostTimesTheFloor: 1.5,
      plusMilliseconds: 150,
    },
    {
      name: `each of ${manyTargets} profiles`,
      command: [
        ...['node', 'dist/bin.js', 'each', '--match', 'each-*', '123456'],
        ...['--jobs', `${atOnce}`, '--', 'true'],
      ],
      env: { ...env, HOME: await homeOfEach(aws) },
      // As if each took an uncached call of its own, so many at a time.
      mostTimes: { of: 'assume, uncached', times: (1.3 * manyTargets) / atOnce },
    },
    {
      name: 'aws sts assume-role',
      command: ['aws', 'sts', 'assume-role', '--role-arn', role, '--role-session-name', 'bench'],
      env: { ...env, HOME: await homeOfBob(aws, 'default') },
    },
    {
      name: 'the old script',
      command: ['scripts/aws-assume-role.bash', 'Bob', 'aws-cli-test-iam-role', '123456'],
      needs: ['aws', 'jq'],
      env: { ...env, HOME: await homeOfBob(aws, 'default') },
    },
  ]
}

/** What a wrapper adds to the start of its shell, and to each prompt while there is a session. */
function shells() {
  const counted = (body) => `for ((i = 0; i < ${prompts}; i++)); do ${body}; done`
  const listed = (body) => `for i in (seq ${prompts}); ${body}; end`
  const env = {
    HOME: work,
    TERM: 'xterm-256color',
    AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE',
    ASSUME_KEY_ID: 'ASIAEXAMPLE',
    ASSUME_ROLE: 'demo-no-mfa-role',
    ASSUME_EXPIRES: `${Math.round(Date.now() / 1000) + 3500}`,
  }
  return [
    {
      shell: ['bash', '--noprofile', '--norc'],
      loop: counted,
      prompt: '__assume_prompt',
      most: 0.05,
    },
    { shell: ['zsh', '-f'], loop: counted, prompt: '__assume_prompt', most: 0.05 },
    {
      shell: ['fish', '--no-config'],
      loop: listed,
      // The segment stands in the right prompt, which is a command substitution of fish's own.
      prompt: '__assume_prompt; fish_right_prompt >/dev/null',
      most: 1,
    },
  ].flatMap(({ shell, loop, prompt, most }) => {
    const [name] = shell
    const run = (code) => [...shell, '-i', '-c', code]
    const source = `. ${quote(resolve(`shell/assume.${name}`))}`
    const init = `node ${quote(resolve('dist/bin.js'))} init ${name}`
    return [
      {
        name: `${name}: source the wrapper`,
        command: run(source),
        minus: run(':'),
        env,
        mostMilliseconds: 3,
      },
      {
        name: `${name}: eval assume init`,
        command: run(name === 'fish' ? `${init} | source` : `eval "$(${init})"`),
        minus: run(':'),
        env,
      },
      {
        name: `${name}: a prompt`,
        command: run(`${source}; ${loop(prompt)}`),
        minus: run(`${source}; ${loop(':')}`),
        per: prompts,
        env,
        mostMilliseconds: most,
      },
    ]
  })
}

/** A session that is kept, through each wrapper, which starts nothing for it. */
async function warmTakes(aws) {
  const home = await mkdtemp(join(work, 'home-'))
  const hourAgo = new Date(Date.now() - 3_600_000)
  const profiles = ['one', 'two'].map(
    (name) =>
      `[profile ${name}]\nrole_arn = arn:aws:iam::123456789012:role/demo-no-mfa-role\nsource_profile = Bob\nrole_session_name = ${name}\n`,
  )
  // fish makes the last ones at its first start.
  for (const name of ['.aws', '.cache', '.config/fish', '.local']) {
    await mkdir(join(home, name), { recursive: true })
  }
  await writeFile(join(home, '.aws/config'), `[profile Bob]\n${keysOfBob(aws)}${profiles.join('')}`)
  // What was changed a moment ago could be changed again, so nothing would be left for a wrapper.
  for (const name of ['.aws/config', '.aws', '.config', '']) {
    await utimes(join(home, name), hourAgo, hourAgo)
  }
  const env = {
    HOME: home,
    XDG_CACHE_HOME: join(home, '.cache'),
    // fish sees to the one, and zsh to the other.
    USER: userInfo().username,
    LOGNAME: userInfo().username,
    TERM: 'xterm-256color',
    AWS_ENDPOINT_URL_STS: aws.url,
  }
  const counted = (body) => `for ((i = 0; i < ${takes / 2}; i++)); do ${body}; done`
  const listed = (body) => `for i in (seq ${takes / 2}); ${body}; end`
  const rows = [
    {
      shell: ['bash', '--noprofile', '--norc', '-c'],
      set: (n, v) => `${n}=${v}`,
      loop: counted,
      most: 2,
    },
    { shell: ['zsh', '-f', '-c'], set: (n, v) => `${n}=${v}`, loop: counted, most: 2 },
    {
      shell: ['fish', '--no-config', '-c'],
      set: (n, v) => `set -g ${n} ${v}`,
      loop: listed,
      most: 5,
    },
  ]
  const subjects = []
  for (const { shell, set, loop, most } of rows) {
    const [name] = shell
    const script = set('__assume_script', quote(resolve('dist/bin.js')))
    const source = `. ${quote(resolve(`shell/assume.${name}`))}`
    const load = (node) => `${set('__assume_node', quote(node))}; ${script}; ${source}`
    if (await which(name, { nothrow: true })) {
      const both = 'assume one; assume two'
      await time([...shell, `${load(process.execPath)}; ${both}; ${both}`], env)
    }
    const takeBoth = 'assume one || exit; assume two || exit'
    subjects.push({
      name: `${name}: assume, kept`,
      // Whoever asked the core would fail.
      command: [...shell, `${load('/bin/false')}; ${loop(takeBoth)}`],
      minus: [...shell, `${load('/bin/false')}; ${loop(':')}`],
      per: takes,
      env,
      mostMilliseconds: most,
    })
  }
  return subjects
}

/** A Tab after `assume team-99`, each as if the files were new. */
async function completions(aws) {
  const home = await homeOfMany(tabProfiles, aws)
  const env = { HOME: home, TERM: 'xterm-256color' }
  const script = resolve('dist/bin.js')
  const file = (name) => quote(resolve(`shell/completion.${name}`))
  const counted = (body) => `for ((i = 0; i < ${tabs}; i++)); do ${body}; done`
  const words = 'assume team-99'
  return [
    {
      shell: ['bash', '--noprofile', '--norc', '-c'],
      load: `__assume_script=${quote(script)}; . ${file('bash')}; COMP_LINE='${words}' COMP_POINT=${words.length}`,
      loop: counted,
      tab: '__assume_offer_words assume team-99 assume',
    },
    {
      shell: ['zsh', '-f', '-c'],
      load: `__assume_script=${quote(script)}; setopt extended_glob; . ${file('zsh')}`,
      loop: counted,
      tab: '__assume_profiles_stamp=; __assume_read_profiles',
    },
    {
      shell: ['fish', '--no-config', '-c'],
      load: `set -g __assume_script ${quote(script)}; source ${file('fish')}; complete -c assume -f -a '(__assume_offer_words)'`,
      loop: (body) => `for i in (seq ${tabs}); ${body}; end`,
      tab: `complete -C '${words}' >/dev/null`,
    },
  ].map(({ shell, load, loop, tab }) => ({
    name: `${shell[0]}: Tab, ${tabProfiles} profiles`,
    command: [...shell, `${load}; ${loop(tab)}`],
    minus: [...shell, `${load}; ${loop(':')}`],
    per: tabs,
    env,
    mostMilliseconds: 30,
  }))
}

/** What is seen of `assume` alone: its first frame, and that of the slowest key. */
async function pickers(aws) {
  const env = { HOME: await homeOfMany(pickerProfiles, aws), TERM: 'xterm-256color' }
  return [40, 120].flatMap((columns) => [
    {
      name: `picker, ${columns} columns`,
      // As a wrapper runs it: stdout is not the terminal.
      command: ['sh', '-c', 'exec node dist/bin.js >/dev/null'],
      measure: async (command) => {
        const picker = await openPicker(command, env, columns)
        picker.close()
        return picker.milliseconds
      },
      mostTimesTheFloor: 1.6,
      plusMilliseconds: 60,
    },
    {
      name: `picker, ${columns} columns: a key`,
      command: ['sh', '-c', 'exec node dist/bin.js >/dev/null'],
      measure: async (command) => {
        const picker = await openPicker(command, env, columns)
        const times = []
        for (const key of pickerKeys) times.push(await picker.press(key))
        picker.close()
        return Math.max(...times)
      },
      mostMilliseconds: 16,
    },
  ])
}

/** `milliseconds` until the first frame was there. */
async function openPicker([program, ...args], env, columns) {
  const cache = await mkdtemp(join(work, 'cache-'))
  const start = process.hrtime.bigint()
  const pty = spawnInTerminal(program, args, {
    cols: columns,
    rows: 24,
    env: { ...surroundings, XDG_CACHE_HOME: cache, ...env },
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
  /** A frame ends with what clears the rest of the screen. */
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

/** Adds to each subject what its run takes, or why there is no telling. */
async function interleaved(subjects) {
  const times = new Map(subjects.map(({ name }) => [name, { whole: [], minus: [] }]))
  const rows = []
  for (const subject of subjects) rows.push({ ...subject, ...(await firstRun(subject)) })
  for (let round = 0; round < rounds; round++) {
    for (const { name, command, measure = time, minus, env, skipped, failure } of rows) {
      if (skipped || failure) continue
      times.get(name).whole.push(await measure(command, env))
      if (minus) times.get(name).minus.push(await time(minus, env))
    }
  }
  return rows.map((row) => {
    const { whole, minus } = times.get(row.name)
    return { ...row, milliseconds: (median(whole) - median(minus)) / (row.per ?? 1) }
  })
}

/** Warms up, and finds out whether it runs at all. */
async function firstRun({ command, measure = time, minus, env, needs = [] }) {
  for (const program of [command[0], ...needs]) {
    if (!(await which(program, { nothrow: true })))
      return { skipped: `${program} is not installed` }
  }
  try {
    await measure(command, env)
    if (minus) await time(minus, env)
    return {}
  } catch (error) {
    return { failure: error.message }
  }
}

/** Milliseconds from start to end of a process. The stand-in answers meanwhile, so nothing here blocks. */
async function time([program, ...args], env) {
  // No run finds what an earlier one has cached.
  const cache = await mkdtemp(join(work, 'cache-'))
  const start = process.hrtime.bigint()
  const child = spawn(program, args, {
    env: { ...surroundings, XDG_CACHE_HOME: cache, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const exitCode = await new Promise((done, failed) => child.on('close', done).on('error', failed))
  const end = process.hrtime.bigint()
  if (exitCode !== 0) throw new Error(`exit status ${exitCode}: ${stderr.trim()}`)
  return Number(end - start) / 1e6
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** The demo of src/, in this very process. */
async function startDemo() {
  const contents = `export { startDemoAws } from './aws.ts'
    export { demoRole, story } from './story.ts'`
  const stdin = { contents, resolveDir: 'src/demo' }
  const { startDemoAws, demoRole, story } = await bundled({ stdin }, work)
  const roles = Array.from({ length: manyTargets }, (_, index) => ({
    ...demoRole,
    name: `each-${index}`,
  }))
  return startDemoAws({ world: { ...story, roles: [...story.roles, ...roles] } })
}

/** A home with the keys of the demo's Bob in one profile. */
async function homeOfBob(aws, profile) {
  const home = await mkdtemp(join(work, 'home-'))
  await mkdir(join(home, '.aws'))
  await writeFile(join(home, '.aws/credentials'), `[${profile}]\n${keysOfBob(aws)}`)
  return home
}

function keysOfBob({ world }) {
  const [key] = world.users.find(({ name }) => name === 'Bob').accessKeys
  return `aws_access_key_id = ${key.accessKeyId}\naws_secret_access_key = ${key.secretAccessKey}\n`
}

/** A home with a profile for each role that `assume each` is to take, with MFA. */
async function homeOfEach(aws) {
  const home = await homeOfBob(aws, 'Bob')
  const profiles = aws.world.roles
    .filter(({ name }) => name.startsWith('each-'))
    .map(({ name, account }) =>
      [
        `[profile ${name}]`,
        `role_arn = arn:aws:iam::${account}:role/${name}`,
        'source_profile = Bob',
        'mfa_serial = arn:aws:iam::123456789012:mfa/Bob',
        '',
      ].join('\n'),
    )
  await writeFile(join(home, '.aws/config'), profiles.join('\n'))
  return home
}

/** A home with so many profiles as a large organisation has, all of them roles. */
async function homeOfMany(count, aws) {
  const home = await mkdtemp(join(work, 'home-'))
  const profiles = Array.from({ length: count }, (_, index) =>
    [
      `[profile team-${index}]`,
      `role_arn = arn:aws:iam::${100_000_000_000 + index}:role/OrganizationAccess${index}`,
      'source_profile = Bob',
      'region = eu-west-1',
      'mfa_serial = arn:aws:iam::123456789012:mfa/Bob',
      '',
    ].join('\n'),
  )
  await mkdir(join(home, '.aws'))
  await writeFile(
    join(home, '.aws/config'),
    `[profile Bob]\n${keysOfBob(aws)}${profiles.join('\n')}`,
  )
  return home
}

function print(rows) {
  const [floor] = rows
  console.log(`${'median of'.padEnd(28)}${'ms'.padStart(10)}${'× node -e 0'.padStart(14)}   limit`)
  for (const row of rows) {
    const { name, milliseconds, skipped, failure } = row
    if (skipped || failure) {
      console.log(`${name.padEnd(28)}  ${skipped ?? chalk.red(failure)}`)
      continue
    }
    const ratio = milliseconds / floor.milliseconds
    console.log(
      `${name.padEnd(28)}${shown(milliseconds).padStart(10)}${shown(ratio).padStart(14)}   ${verdict(row, ratio, rows)}`,
    )
  }
}

function verdict(row, ratio, rows) {
  const [floor] = rows
  const { milliseconds, mostTimesTheFloor, plusMilliseconds, mostMilliseconds, mostTimes } = row
  const judged = (holds, limit) =>
    `${limit} ${holds ? chalk.green('holds') : chalk.red('does not hold')}`
  if (plusMilliseconds) {
    const most = mostTimesTheFloor * floor.milliseconds + plusMilliseconds
    return judged(milliseconds <= most, `≤ ${mostTimesTheFloor} × + ${plusMilliseconds} ms`)
  }
  if (mostTimes) {
    const { of, times } = mostTimes
    const whole = rows.find(({ name }) => name === of).milliseconds
    return judged(
      milliseconds <= times * whole,
      `${shown(milliseconds / whole)} ≤ ${times} × ${of}`,
    )
  }
  if (mostTimesTheFloor) return judged(ratio <= mostTimesTheFloor, `≤ ${mostTimesTheFloor} ×`)
  if (mostMilliseconds) return judged(milliseconds <= mostMilliseconds, `≤ ${mostMilliseconds} ms`)
  return ''
}

/** Three digits that say something. */
function shown(number) {
  return Math.abs(number) >= 100 ? number.toFixed(0) : number.toPrecision(3)
}
