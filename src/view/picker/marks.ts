import type { Environment } from '../../model/context.ts'
import type { ChoiceMarks } from './choice.ts'

/** https://no-color.org: without colour the mark before the line shows the selection. */
export const marksFor = ({ NO_COLOR }: Environment): ChoiceMarks =>
  NO_COLOR
    ? { chosen: (line) => line, faint: (line) => line }
    : { chosen: (line) => `\x1b[1;36m${line}\x1b[0m`, faint: (line) => `\x1b[2m${line}\x1b[0m` }
