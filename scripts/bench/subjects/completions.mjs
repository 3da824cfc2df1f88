import { join } from 'node:path'
import { quote } from 'zx'
import { homeWithAccounts, homeWithProfiles } from '../homes.mjs'

const profileCount = 1000
const accountCount = 2500
const tabs = 10

/** Measures a Tab after a part of a profile's name, and after a part of an account's name. */
export async function completions({ build, aws, work }) {
  const profiles = await homeWithProfiles({ aws, work }, profileCount)
  const accounts = await homeWithAccounts({ work }, accountCount)
  return [
    ...tabIn(build, profiles, {
      id: 'tab',
      name: `Tab, ${profileCount} profiles`,
      word: 'team-99',
      zsh: '__assume_profiles_stamp=; __assume_read_profiles',
    }),
    ...tabIn(build, accounts, {
      id: 'tab-accounts',
      name: `Tab, ${accountCount} accounts with 4 roles`,
      word: 'payments-1',
      zsh: '__assume_add_accounts payments-1',
    }),
    ...tabIn(build, accounts, {
      id: 'tab-roles',
      name: `Tab for a role, ${accountCount} accounts with 4 roles`,
      word: 'payments-12:',
      zsh: '__assume_add_accounts payments-12:',
    }),
  ]
}

/** zsh completes only at a prompt, so the function is measured that finds the words. */
function tabIn(build, home, { id, name, word, zsh }) {
  const env = { HOME: home, XDG_CACHE_HOME: join(home, '.cache'), TERM: 'xterm-256color' }
  const words = `assume ${word}`
  const script = quote(join(build, 'dist/bin.js'))
  const file = (name) => quote(join(build, `shell/completion.${name}`))
  const counted = (body) => `for ((i = 0; i < ${tabs}; i++)); do ${body}; done`
  return [
    {
      shell: ['bash', '--noprofile', '--norc', '-c'],
      load: `__assume_script=${script}; . ${file('bash')}; COMP_LINE='${words}' COMP_POINT=${words.length}`,
      loop: counted,
      tab: `__assume_offer_words assume ${word} assume`,
    },
    {
      shell: ['zsh', '-f', '-c'],
      load: `__assume_script=${script}; setopt extended_glob; . ${file('zsh')}`,
      loop: counted,
      tab: zsh,
    },
    {
      shell: ['fish', '--no-config', '-c'],
      load: `set -g __assume_script ${script}; source ${file('fish')}; complete -c assume -f -a '(__assume_offer_words)'`,
      loop: (body) => `for i in (seq ${tabs}); ${body}; end`,
      tab: `complete -C '${words}' >/dev/null`,
    },
  ].map(({ shell, load, loop, tab }) => ({
    id: `${shell[0]}-${id}`,
    name: `${shell[0]}: ${name}`,
    command: [...shell, `${load}; ${loop(tab)}`],
    minus: [...shell, `${load}; ${loop(':')}`],
    per: tabs,
    env,
    maxMilliseconds: 30,
  }))
}
