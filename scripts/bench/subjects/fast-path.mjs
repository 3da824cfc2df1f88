import { mkdir, mkdtemp, utimes, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { quote, which } from 'zx'
import { keysOfBob } from '../homes.mjs'
import { time } from '../measure.mjs'

/** So many sessions taken by one shell are long enough to be seen beside its start. */
const takes = 200

const assignment = (name, value) => `${name}=${value}`
const counted = (body) => `for ((i = 0; i < ${takes / 2}; i++)); do ${body}; done`

const shellRows = [
  { shell: ['bash', '--noprofile', '--norc', '-c'], set: assignment, loop: counted, most: 2 },
  { shell: ['zsh', '-f', '-c'], set: assignment, loop: counted, most: 2 },
  {
    shell: ['fish', '--no-config', '-c'],
    set: (name, value) => `set -g ${name} ${value}`,
    loop: (body) => `for i in (seq ${takes / 2}); ${body}; end`,
    most: 5,
  },
]

/** A session that is cached, through each wrapper, which starts nothing for it. */
export async function fastPath({ build, aws, work }) {
  const home = await homeThatIsOld({ aws, work })
  const env = {
    HOME: home,
    XDG_CACHE_HOME: join(home, '.cache'),
    // fish sees to the one, and zsh to the other.
    USER: userInfo().username,
    LOGNAME: userInfo().username,
    TERM: 'xterm-256color',
    AWS_ENDPOINT_URL_STS: aws.url,
  }
  const subjects = []
  for (const { shell, set, loop, most } of shellRows) {
    const [name] = shell
    const script = set('__assume_script', quote(join(build, 'dist/bin.js')))
    const source = `. ${quote(join(build, `shell/assume.${name}`))}`
    const load = (node) => `${set('__assume_node', quote(node))}; ${script}; ${source}`
    if (await which(name, { nothrow: true })) {
      const both = 'assume one; assume two'
      await time([...shell, `${load(process.execPath)}; ${both}; ${both}`], env, work)
    }
    const takeBoth = 'assume one || exit; assume two || exit'
    subjects.push({
      id: `${name}-fast-path`,
      name: `${name}: assume, cached`,
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

/** What was changed a moment ago could be changed again, so nothing would be stored for a wrapper. */
async function homeThatIsOld({ aws, work }) {
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
  for (const name of ['.aws/config', '.aws', '.config', '']) {
    await utimes(join(home, name), hourAgo, hourAgo)
  }
  return home
}
