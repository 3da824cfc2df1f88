import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { homeDirectory } from '../config/paths.ts'
import type { Environment } from '../model/context.ts'
import type { Check } from './patient.ts'
import { startUpLines } from './start-up-files.ts'

/** Themes whose stock configuration shows neither the role nor the time. */
export const promptTheme: Check = {
  title: 'the theme of the prompt',
  look({ context }) {
    const lines = startUpLines(context)
    const theme = lines.find(({ text }) => /^[^#]*(powerlevel10k|p10k\.zsh)/.test(text))
    const own = [...lines.map(({ text }) => text), ...p10kLines(context.env)]
    if (!theme || own.some((text) => namesSegment.test(text))) return []
    return [
      {
        id: 'prompt-theme',
        severity: 'note',
        what: 'powerlevel10k shows no segment of assume',
        why: 'its own aws segment shows the role only while a command such as aws is typed, and no time',
        mend: ["echo 'POWERLEVEL9K_RIGHT_PROMPT_ELEMENTS+=(assume)' >> ~/.p10k.zsh"],
        file: theme.file,
        line: theme.line,
      },
    ]
  },
}

/** `assume` among the elements: on a line of its own, or in one with the name of the list. */
const namesSegment = /^\s*assume\s*(#.*)?$|^[^#]*PROMPT_ELEMENTS\+?=.*\bassume\b/

function p10kLines(env: Environment): readonly string[] {
  const path = join(env.ZDOTDIR || homeDirectory(env), '.p10k.zsh')
  try {
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
  } catch {
    return []
  }
}
