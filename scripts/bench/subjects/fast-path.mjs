import { mkdir, mkdtemp, utimes, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { quote, which } from 'zx'
import { keysOfBob } from '../homes.mjs'
import { time } from '../measure.mjs'

/** One session is too fast to measure, so each shell starts this number of sessions. */
const sessionCount = 200

const assignment = (name, value) => `${name}=${value}`
const counted = (body) => `for ((i = 0; i < ${sessionCount / 2}; i++)); do ${body}; done`

const shellRows = [
  {
    shell: ['bash', '--noprofile', '--norc', '-c'],
    set: assignment,
    loop: counted,
    maxMilliseconds: 2,
  },
  { shell: ['zsh', '-f', '-c'], set: assignment, loop: counted, maxMilliseconds: 2 },
  {
    shell: ['fish', '--no-config', '-c'],
    set: (name, value) => `set -g ${name} ${value}`,
    loop: (body) => `for i in (seq ${sessionCount / 2}); ${body}; end`,
    maxMilliseconds: 5,
  },
]

/** Measures a cached session in each wrapper. The fast path starts no process. */
export async function fastPath({ build, aws, work }) {
  const home = await homeWithOldFiles({ aws, work })
  const env = {
    HOME: home,
    XDG_CACHE_HOME: join(home, '.cache'),
    // fish sets USER and zsh sets LOGNAME.
    USER: userInfo().username,
    LOGNAME: userInfo().username,
    TERM: 'xterm-256color',
    AWS_ENDPOINT_URL_STS: aws.url,
  }
  const subjects = []
  for (const { shell, set, loop, maxMilliseconds } of shellRows) {
    const [name] = shell
    const script = set('__assume_script', quote(join(build, 'dist/bin.js')))
    const source = `. ${quote(join(build, `shell/assume.${name}`))}`
    const load = (node) => `${set('__assume_node', quote(node))}; ${script}; ${source}`
    if (await which(name, { nothrow: true })) {
      const both = 'assume one; assume two'
      await time([...shell, `${load(process.execPath)}; ${both}; ${both}`], env, work)
    }
    const assumeBoth = 'assume one || exit; assume two || exit'
    subjects.push({
      id: `${name}-fast-path`,
      name: `${name}: assume, cached`,
      // A call of the core would fail here, because only the fast path is measured.
      command: [...shell, `${load('/bin/false')}; ${loop(assumeBoth)}`],
      minus: [...shell, `${load('/bin/false')}; ${loop(':')}`],
      per: sessionCount,
      env,
      maxMilliseconds,
    })
  }
  return subjects
}

/**
 * Creates a home directory with old files. The fast path is not written for files that changed a
 * moment ago, because they could change again.
 */
async function homeWithOldFiles({ aws, work }) {
  const home = await mkdtemp(join(work, 'home-'))
  const hourAgo = new Date(Date.now() - 3_600_000)
  const profiles = ['one', 'two'].map(
    (name) =>
      `[profile ${name}]\nrole_arn = arn:aws:iam::123456789012:role/demo-no-mfa-role\nsource_profile = Bob\nrole_session_name = ${name}\n`,
  )
  // fish creates the last two folders at its first start.
  for (const name of ['.aws', '.cache', '.config/fish', '.local']) {
    await mkdir(join(home, name), { recursive: true })
  }
  await writeFile(join(home, '.aws/config'), `[profile Bob]\n${keysOfBob(aws)}${profiles.join('')}`)
  for (const name of ['.aws/config', '.aws', '.config', '']) {
    await utimes(join(home, name), hourAgo, hourAgo)
  }
  return home
}
