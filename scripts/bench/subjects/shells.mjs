import { join } from 'node:path'
import { quote } from 'zx'

/** One prompt is too fast to measure, so each shell draws this number of prompts. */
const prompts = 2000

const counted = (body) => `for ((i = 0; i < ${prompts}; i++)); do ${body}; done`
const listed = (body) => `for i in (seq ${prompts}); ${body}; end`

const shellRows = [
  {
    shell: ['bash', '--noprofile', '--norc'],
    loop: counted,
    prompt: '__assume_prompt',
    maxMilliseconds: 0.05,
  },
  { shell: ['zsh', '-f'], loop: counted, prompt: '__assume_prompt', maxMilliseconds: 0.05 },
  {
    shell: ['fish', '--no-config'],
    loop: listed,
    // The segment is in the right prompt, which fish runs in a command substitution.
    prompt: '__assume_prompt; fish_right_prompt >/dev/null',
    maxMilliseconds: 1,
  },
]

/**
 * Measures the time that a wrapper adds to the start of its shell, and to each prompt during a
 * session.
 */
export function shells({ build, work }) {
  const env = {
    HOME: work,
    TERM: 'xterm-256color',
    AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE',
    ASSUME_KEY_ID: 'ASIAEXAMPLE',
    ASSUME_ROLE: 'demo-no-mfa-role',
    ASSUME_EXPIRES: `${Math.round(Date.now() / 1000) + 3500}`,
  }
  return shellRows.flatMap(({ shell, loop, prompt, maxMilliseconds }) => {
    const [name] = shell
    const run = (code) => [...shell, '-i', '-c', code]
    const source = `. ${quote(join(build, `shell/assume.${name}`))}`
    const init = `node ${quote(join(build, 'dist/bin.js'))} init ${name}`
    return [
      {
        id: `${name}-source`,
        name: `${name}: source the wrapper`,
        command: run(source),
        minus: run(':'),
        env,
        maxMilliseconds: 3,
      },
      {
        id: `${name}-init`,
        name: `${name}: eval assume init`,
        command: run(name === 'fish' ? `${init} | source` : `eval "$(${init})"`),
        minus: run(':'),
        env,
      },
      {
        id: `${name}-prompt`,
        name: `${name}: a prompt`,
        command: run(`${source}; ${loop(prompt)}`),
        minus: run(`${source}; ${loop(':')}`),
        per: prompts,
        env,
        maxMilliseconds,
      },
    ]
  })
}
