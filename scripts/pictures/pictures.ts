import type { shells } from './shells.ts'

/** The text that is typed, and the last line of the screen afterwards. */
interface Step {
  readonly types: string
  /** The key after the text. By default `Enter`. */
  readonly key?: string
  readonly until: RegExp
}

/** A picture, and the steps in the terminal before it is drawn. */
export interface Picture {
  /** The file name without its extension. */
  readonly name: string
  readonly title: string
  readonly shell: keyof typeof shells
  /** Steps that the picture does not show. The last of them clears the screen. */
  readonly before?: readonly Step[]
  readonly steps: readonly Step[]
  /** The height of the terminal, for programs that fill the screen. */
  readonly rows?: number
  /** Bob has no profile, and the roles of a large organization in IAM Identity Center. */
  readonly isOrganization?: true
}

const assumeDev: readonly Step[] = [
  { types: 'assume dev 123456', until: /59m\) ~ / },
  { types: 'clear', until: /^\(dev 59m\) ~ .$/ },
]

/** The prompt segment during a session, and with a production session. */
const sessionLife: readonly Step[] = [
  { types: 'assume dev 123456', until: /59m/ },
  { types: 'sleep 55m', until: /4m/ },
  { types: 'sleep 4m', until: /\(dev \d\ds\)|\[\d\ds\]/ },
  // The pattern matches the prompt only. The message before it also contains "expired".
  { types: 'sleep 1m', until: /\(dev expired\)|\[X\]/ },
  { types: 'assume prod', until: /Type prod to continue:$/ },
  { types: 'prod', until: /prod.*59m/ },
]

/** The picker redraws after each letter. */
const letters = (text: string, until = /type to filter$/): readonly Step[] =>
  [...text].map((types) => ({ types, key: '', until }))

export const pictures: readonly Picture[] = [
  { name: 'bash', title: 'bash', shell: 'bash', steps: sessionLife },
  { name: 'zsh', title: 'zsh', shell: 'zsh', steps: sessionLife },
  { name: 'fish', title: 'fish', shell: 'fish', steps: sessionLife },
  { name: 'starship', title: 'starship', shell: 'starship', steps: sessionLife },
  {
    name: 'picker',
    title: 'assume',
    shell: 'bash',
    before: assumeDev,
    steps: [{ types: 'assume', until: /type to filter$/ }, ...letters('dev')],
    rows: 12,
  },
  {
    name: 'list',
    title: 'assume list',
    shell: 'bash',
    before: assumeDev,
    steps: [{ types: 'assume list', until: /~ \$$/ }],
  },
  {
    name: 'roles',
    title: 'assume roles payments-dev admin',
    shell: 'bash',
    before: [{ types: 'clear', until: /^~ .$/ }],
    steps: [{ types: 'assume roles payments-dev admin', until: /~ \$$/ }],
    isOrganization: true,
  },
  {
    name: 'picker-roles',
    title: 'assume',
    shell: 'bash',
    before: [{ types: 'clear', until: /^~ .$/ }],
    steps: [{ types: 'assume', until: /old\)$/ }, ...letters('pay adm', /old\)$/)],
    rows: 12,
    isOrganization: true,
  },
  {
    name: 'status',
    title: 'assume status',
    shell: 'bash',
    before: [
      ...assumeDev,
      { types: 'sleep 20m', until: /39m/ },
      { types: 'clear', until: /^\(dev 39m/ },
    ],
    steps: [{ types: 'assume status', until: /~ \$$/ }],
  },
]
