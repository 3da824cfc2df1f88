import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { homeDirectory, shown } from '../../config/paths.ts'
import type { Context, Environment } from '../../model/context.ts'
import type { Check } from '../check-context.ts'
import { type StartUpLine, startUpLines } from '../start-up-files.ts'

/**
 * A theme whose default configuration shows neither the role nor the time, and to which no line adds the
 * segment.
 */
export interface SilentTheme {
  readonly name: string
  readonly shell: 'zsh' | 'fish'
  /** The text that the theme shows instead. */
  readonly why: string
  /** The line that adds the segment. */
  readonly line: string
  readonly at: Pick<StartUpLine, 'file' | 'line'>
}

export const promptTheme: Check = {
  title: 'the theme of the prompt',
  look: ({ context }) =>
    silentThemes(context).map(({ name, why, line, at }) => ({
      id: 'prompt-theme',
      severity: 'note',
      what: `${name} shows no segment of assume`,
      why,
      hints: [line],
      file: at.file,
      line: at.line,
    })),
}

export function silentThemes(context: Pick<Context, 'env'>): SilentTheme[] {
  const lines = startUpLines(context)
  return [powerlevel10k(lines, context), tide(lines, context)].filter(
    (theme) => theme !== undefined,
  )
}

type FindTheme = (
  lines: readonly StartUpLine[],
  context: Pick<Context, 'env'>,
) => SilentTheme | undefined

const powerlevel10k: FindTheme = (lines, context) => {
  const theme = lines.find(({ text }) => /^[^#]*(powerlevel10k|p10k\.zsh)/.test(text))
  const { env } = context
  const path = join(env.ZDOTDIR || homeDirectory(env), '.p10k.zsh')
  const texts = [...lines.map(({ text }) => text), ...linesOf(path)]
  if (!theme || texts.some((text) => p10kElement.test(text))) return undefined
  return {
    name: 'powerlevel10k',
    shell: 'zsh',
    why: 'its own aws segment shows the role only while you type a command such as aws, and never the time left',
    line: `echo 'POWERLEVEL9K_RIGHT_PROMPT_ELEMENTS+=(assume)' >> ${shown(path, context)}`,
    at: theme,
  }
}

/** `assume` as an element: on a line of its own, or on the line with the name of the list. */
const p10kElement = /^\s*assume\s*(#.*)?$|^[^#]*PROMPT_ELEMENTS\+?=.*\bassume\b/

/** `tide configure` stores everything in universal variables. */
const tide: FindTheme = (lines, context) => {
  const path = join(fishFolder(context.env), 'fish_variables')
  const file = shown(path, context)
  const variables = linesOf(path).map((text, index) => ({ file, line: index + 1, text }))
  const items = [...variables, ...lines].filter(({ text }) => tideItems.test(text))
  const [theme] = items
  if (!theme || items.some(({ text }) => tideItem.test(text))) return undefined
  return {
    name: 'tide',
    shell: 'fish',
    why: 'its own aws item shows AWS_PROFILE and the region, and neither the role nor the time left',
    line: 'set -U -a tide_right_prompt_items assume; tide reload',
    at: theme,
  }
}

const tideItems = /^[^#]*\btide_(left|right)_prompt_items\b/

/** fish writes `\x1e` between the items of a universal variable. */
const tideItem = /(:|\\x1e|\s)assume(\\x1e|\s|$)/

const fishFolder = (env: Environment) =>
  join(env.XDG_CONFIG_HOME || join(homeDirectory(env), '.config'), 'fish')

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n')
  } catch {
    return []
  }
}
