import { join } from 'node:path'
import { quote } from 'zx'
import { homeWithProfiles } from '../homes.mjs'

const profiles = 1000
const tabs = 10
const words = 'assume team-99'

/** Measures a Tab after `assume team-99`. The profiles are read again each time. */
export async function completions({ build, aws, work }) {
  const env = { HOME: await homeWithProfiles({ aws, work }, profiles), TERM: 'xterm-256color' }
  const script = quote(join(build, 'dist/bin.js'))
  const file = (name) => quote(join(build, `shell/completion.${name}`))
  const counted = (body) => `for ((i = 0; i < ${tabs}; i++)); do ${body}; done`
  return [
    {
      shell: ['bash', '--noprofile', '--norc', '-c'],
      load: `__assume_script=${script}; . ${file('bash')}; COMP_LINE='${words}' COMP_POINT=${words.length}`,
      loop: counted,
      tab: '__assume_offer_words assume team-99 assume',
    },
    {
      shell: ['zsh', '-f', '-c'],
      load: `__assume_script=${script}; setopt extended_glob; . ${file('zsh')}`,
      loop: counted,
      tab: '__assume_profiles_stamp=; __assume_read_profiles',
    },
    {
      shell: ['fish', '--no-config', '-c'],
      load: `set -g __assume_script ${script}; source ${file('fish')}; complete -c assume -f -a '(__assume_offer_words)'`,
      loop: (body) => `for i in (seq ${tabs}); ${body}; end`,
      tab: `complete -C '${words}' >/dev/null`,
    },
  ].map(({ shell, load, loop, tab }) => ({
    id: `${shell[0]}-tab`,
    name: `${shell[0]}: Tab, ${profiles} profiles`,
    command: [...shell, `${load}; ${loop(tab)}`],
    minus: [...shell, `${load}; ${loop(':')}`],
    per: tabs,
    env,
    maxMilliseconds: 30,
  }))
}
