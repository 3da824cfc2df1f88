import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { loadingLine } from '../exports/loading-line.ts'
import type { Context, Environment } from '../model/context.ts'
import { type Finding, ok } from './finding.ts'
import type { Check } from './patient.ts'
import { type StartUpLine, startUpLines } from './start-up-files.ts'

export const wrapper: Check = {
  title: 'the wrapper of this shell',
  look({ context }) {
    const loading = startUpLines(context).filter(({ text }) => loads.test(text))
    return [inThisShell(context, loading[0]), ...loading.flatMap((each) => goneIn(each, context))]
  },
}

/** What `assume init` prints, wherever it was put. */
const loads = /^[^#]*__assume_script[ =].*assume\.(bash|zsh|fish)/

/** The wrapper says its version to the core alone. */
function inThisShell({ env, version }: Context, loading: StartUpLine | undefined): Finding {
  const { ASSUME_WRAPPER: loaded, ASSUME_EVAL_FD: called, ASSUME_SHELL: shell = 'this shell' } = env
  if (loaded === version) return ok('wrapper', `the wrapper ${version} is loaded in ${shell}`)
  if (loaded !== undefined || called !== undefined) {
    return {
      id: 'wrapper-other-version',
      severity: 'warning',
      what: `the wrapper in this shell is ${loaded ?? 'an older one'}, and assume is ${version}`,
      why: 'a shell keeps the functions that it was started with, and the two may not fit together',
      mend: ['open a new shell, or: exec $SHELL'],
    }
  }
  if (loading) {
    return {
      id: 'wrapper-not-used',
      severity: 'note',
      what: 'this was not run through the wrapper',
      why: 'without it no session gets into this shell; it is in new ones',
      mend: ['open a new shell and run assume doctor there'],
      file: loading.file,
      line: loading.line,
    }
  }
  return {
    id: 'wrapper-missing',
    severity: 'warning',
    what: 'no wrapper is loaded in this shell',
    why: 'a program cannot change the shell that it was started by, so no session gets into it',
    mend: [evaluated(env), 'for all shells to come: sh install.sh --rc'],
  }
}

function evaluated({ SHELL = '' }: Environment): string {
  const shell = basename(SHELL)
  if (shell === 'fish') return 'command assume init fish | source'
  return `eval "$(command assume init ${shell === 'zsh' ? 'zsh' : 'bash'})"`
}

/** A path that leads nowhere any more, as after `nvm uninstall`. */
function goneIn(startUpLine: StartUpLine, { program }: Context): Finding[] {
  const { file, path, line, text } = startUpLine
  const named = /(?:__assume_(?:node|script)[ =]|; (?:\.|source) )'([^'\\]+)'/g
  const gone = [...text.matchAll(named)]
    .map(([, each = '']) => each)
    .find((each) => each.startsWith('/') && !existsSync(each))
  if (gone === undefined) return []
  const after = newLine(text, program)
  return [
    {
      id: 'wrapper-gone',
      severity: 'broken',
      what: `the line that loads the wrapper names ${gone}, which is gone`,
      why: 'in every new shell assume does nothing but say so',
      mend: [
        ...(after === undefined ? [] : ['assume doctor --fix']),
        'sh install.sh --rc, or put there what this prints: assume init SHELL',
      ],
      file,
      line,
      ...(after !== undefined && { fix: { kind: 'line', path, line, before: text, after } }),
    },
  ]
}

/** The same for this very program, if there is nothing but what `assume init` prints on the line. */
function newLine(text: string, program: Context['program']): string | undefined {
  const [, shell] = asPrinted.exec(text) ?? []
  if (shell === undefined) return undefined
  const wrapper = join(dirname(program.script), '..', 'shell', `assume.${shell}`)
  return existsSync(wrapper) ? loadingLine(shell, { ...program, wrapper }) : undefined
}

const asPrinted =
  /^(?:set -g )?__assume_node[ =]'[^'\\]+'; (?:set -g )?__assume_script[ =]'[^'\\]+'; (?:\.|source) '[^'\\]+assume\.(bash|zsh|fish)';$/
