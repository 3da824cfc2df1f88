import type { Files } from './home.ts'

interface PicturedShell {
  /** The shell name in `assume init`. */
  readonly wrapper: string
  readonly needs: readonly string[]
  readonly command: readonly string[]
  /** The start-up files of the shell. They contain the output of `assume init`. */
  readonly files: (load: string) => Files
}

/** Moves the end of the session. Everything else is real. Pictures show it as `# 55 minutes later`. */
const sleep = `sleep() { ASSUME_EXPIRES=$((ASSUME_EXPIRES - \${1%m} * 60)); }`

const bash = ['bash', '--noprofile', '-i']

export const shells = {
  bash: {
    wrapper: 'bash',
    needs: ['bash'],
    command: bash,
    files: (load) => ({ '.bashrc': `PS1='\\w $ '\n${sleep}\n${load}` }),
  },
  zsh: {
    wrapper: 'zsh',
    needs: ['zsh'],
    command: ['zsh', '-d', '-i'],
    files: (load) => ({ '.zshrc': `PROMPT='%~ %% '\n${sleep}\n${load}` }),
  },
  fish: {
    wrapper: 'fish',
    needs: ['fish'],
    command: ['fish', '-i'],
    files: (load) => ({
      '.config/fish/config.fish': `set -g fish_greeting
function fish_prompt
    echo -n (prompt_pwd)' > '
end
function sleep
    set -gx ASSUME_EXPIRES (math $ASSUME_EXPIRES - 60 x (string trim -c m $argv[1]))
end
${load}`,
      // Without this file fish parses all man pages in the background.
      '.local/share/fish/generated_completions/none.fish': '',
    }),
  },
  starship: {
    wrapper: 'bash',
    needs: ['bash', 'starship'],
    command: bash,
    files: (load) => ({
      // starship reads the expiration variable of the AWS CLI.
      '.bashrc': `sleep() {
  ASSUME_EXPIRES=$((ASSUME_EXPIRES - \${1%m} * 60))
  TZ=UTC0 printf -v AWS_CREDENTIAL_EXPIRATION '%(%FT%TZ)T' "$ASSUME_EXPIRES"
}
eval "$(starship init bash)"
${load}`,
      '.config/starship.toml': `add_newline = false
format = '$directory$aws\${env_var.ASSUME_DANGER}$character'

[aws]
symbol = 'aws '

[env_var.ASSUME_DANGER]
format = '[PRODUCTION](bold purple) '
`,
    }),
  },
} as const satisfies Readonly<Record<string, PicturedShell>>
