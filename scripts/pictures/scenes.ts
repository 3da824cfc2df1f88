import type { shells } from './shells.ts'

/** What is typed, and what the last line shows when that is done. */
interface Step {
  readonly types: string
  /** By which it ends: `Enter` unless given. */
  readonly key?: string
  readonly until: RegExp
}

/** What happens in one terminal before its picture is drawn. */
export interface Scene {
  /** Of its file. */
  readonly name: string
  readonly title: string
  readonly shell: keyof typeof shells
  /** Not to be seen in the picture: the last of them clears the screen. */
  readonly before?: readonly Step[]
  readonly steps: readonly Step[]
  /** Of the terminal, where a program fills all of it. */
  readonly rows?: number
}

const took: readonly Step[] = [
  { types: 'assume dev 123456', until: /59m\) ~ / },
  { types: 'clear', until: /^\(dev 59m\) ~ .$/ },
]

/** The segment through the life of a session, and of one of production. */
const life: readonly Step[] = [
  { types: 'assume dev 123456', until: /59m/ },
  { types: 'sleep 55m', until: /4m/ },
  // In the prompt: the message before it says "expired" too.
  { types: 'sleep 5m', until: /\(dev expired\)|\[X\]/ },
  { types: 'assume prod', until: /type Admin to go on:$/ },
  { types: 'Admin', until: /prod.*59m/ },
]

/** The picker draws at each. */
const letters = (text: string): readonly Step[] =>
  [...text].map((types) => ({ types, key: '', until: /Esc leaves$/ }))

/** A picture each. */
export const scenes: readonly Scene[] = [
  { name: 'bash', title: 'bash', shell: 'bash', steps: life },
  { name: 'zsh', title: 'zsh', shell: 'zsh', steps: life },
  { name: 'fish', title: 'fish', shell: 'fish', steps: life },
  { name: 'starship', title: 'starship', shell: 'starship', steps: life },
  {
    name: 'picker',
    title: 'assume',
    shell: 'bash',
    before: took,
    steps: [{ types: 'assume', until: /Esc leaves$/ }, ...letters('dev')],
    rows: 12,
  },
  {
    name: 'list',
    title: 'assume list',
    shell: 'bash',
    before: took,
    steps: [{ types: 'assume list', until: /~ \$$/ }],
  },
  {
    name: 'status',
    title: 'assume status',
    shell: 'bash',
    before: [
      ...took,
      { types: 'sleep 20m', until: /39m/ },
      { types: 'clear', until: /^\(dev 39m/ },
    ],
    steps: [{ types: 'assume status', until: /~ \$$/ }],
  },
]
