import { test } from 'vitest'
import { aws } from '../support/aws.ts'
import { Bob } from '../support/bob.ts'
import { core } from '../support/posix-shells.ts'
import { plain, Terminal } from '../support/pty.ts'
import { bash, fish, zsh } from '../support/shells.ts'

const themes = process.env.TEST_THEMES ?? ''
const rows: any = [
  [bash, 'starship', ['eval "$(starship init bash)"']],
  [zsh, 'starship', ['eval "$(starship init zsh)"']],
  [fish, 'starship', ['starship init fish | source']],
  [{ ...fish, program: 'fish4' }, 'starship', ['starship init fish | source']],
  [zsh, 'pure', [`fpath+=(${themes}/pure)`, "PURE_PROMPT_SYMBOL='~~> '", 'autoload -U promptinit; promptinit; prompt pure']],
  [zsh, 'pureright', [`fpath+=(${themes}/pure)`, "PURE_PROMPT_SYMBOL='~~> '", 'ASSUME_PROMPT=right', 'autoload -U promptinit; promptinit; prompt pure']],
  [zsh, 'spaceship', ["SPACESHIP_CHAR_SYMBOL='~~> '", `source ${themes}/spaceship/spaceship.zsh`]],
  [zsh, 'spaceright', ['ASSUME_PROMPT=right', "SPACESHIP_CHAR_SYMBOL='~~> '", `source ${themes}/spaceship/spaceship.zsh`]],
  [zsh, 'p9k', ["POWERLEVEL9K_LEFT_PROMPT_ELEMENTS=(aws dir)",  `source ${themes}/powerlevel9k/powerlevel9k.zsh-theme`, 'POWERLEVEL9K_PROMPT_ON_NEWLINE=true POWERLEVEL9K_MULTILINE_LAST_PROMPT_PREFIX="~~> "']],
]
for (const [shell, name, lines] of rows)
  for (const at of ['above', 'below'])
    test(`${shell.program} ${name} ${at}`, async () => {
      const bob = new Bob(aws)
      bob.write('starship.toml', ['format = "$aws$character"', 'add_newline = false', '[character]', 'success_symbol = "~~>"', 'error_symbol = "~~>"'])
      const load = shell.load(core)
      const rc = at === 'above' ? [...lines, load] : [load, ...lines]
      const env = { ...bob.env, AWS_REGION: 'us-east-1', STARSHIP_CONFIG: bob.path('starship.toml') }
      const terminal = await Terminal.open(shell, bob.home.path, rc, env)
      for (const l of ['true', 'assume plain', 'true', 'export AWS_CREDENTIAL_EXPIRATION=2001-01-01T00:00:00Z ASSUME_EXPIRES=1', 'assume unset']) {
        const { output, prompt } = await terminal.run(l)
        console.log(l, JSON.stringify(output.replace(/^.*\n/, '')), JSON.stringify(plain(prompt).replace(/ {9,}/g, '…').slice(0, 300)))
      }
    })
