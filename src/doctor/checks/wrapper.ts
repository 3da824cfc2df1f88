import type { Context } from '../../model/context.ts'
import { userShell } from '../../programs/user-shell.ts'
import type { Check } from '../check-context.ts'
import { type Finding, ok } from '../finding.ts'
import { type StartUpLine, startUpLines } from '../start-up-files.ts'
import { goneIn, loadingLines, renewed } from '../wrapper-lines.ts'

export const wrapper: Check = {
  title: 'the wrapper of this shell',
  look({ context }) {
    const loading = loadingLines(startUpLines(context))
    return [inThisShell(context, loading[0]), ...loading.flatMap((each) => gone(each, context))]
  },
}

/** The wrapper passes its version only to this program. */
function inThisShell(context: Context, loading: StartUpLine | undefined): Finding {
  const { env, version } = context
  const { ASSUME_WRAPPER: loaded, ASSUME_EVAL_FD: called, ASSUME_SHELL: shell = 'this shell' } = env
  if (loaded === version) return ok('wrapper', `the wrapper ${version} is loaded in ${shell}`)
  if (loaded !== undefined || called !== undefined) {
    return {
      id: 'wrapper-other-version',
      severity: 'warning',
      what: `the wrapper in this shell is ${loaded ?? 'an older one'}, and assume is ${version}`,
      why: 'a shell uses the functions that it loaded at its start, and the two versions may not work together',
      hints: ['open a new shell, or: exec $SHELL'],
    }
  }
  if (loading) {
    return {
      id: 'wrapper-not-used',
      severity: 'note',
      what: 'this was not run through the wrapper',
      why: 'without it, assume cannot set variables in this shell; new shells load it',
      hints: ['open a new shell and run assume doctor there'],
      file: loading.file,
      line: loading.line,
    }
  }
  return {
    id: 'wrapper-missing',
    severity: 'warning',
    what: 'no wrapper is loaded in this shell',
    why: 'without it, assume cannot set variables in this shell',
    hints: [userShell(context).loadNow, 'for all new shells: sh install.sh --rc'],
  }
}

function gone(loading: StartUpLine, context: Context): Finding[] {
  const path = goneIn(loading)
  if (path === undefined) return []
  const { file, line, text: before } = loading
  const after = renewed(loading, context.program)
  const fix =
    after !== undefined && ({ kind: 'line', path: loading.path, line, before, after } as const)
  return [
    {
      id: 'wrapper-gone',
      severity: 'broken',
      what: `the line that loads the wrapper names ${path}, which is gone`,
      why: 'assume does not work in new shells',
      hints: [
        ...(fix ? ['assume doctor --fix'] : []),
        `sh install.sh --rc, or put there what this prints: assume init ${userShell(context).name}`,
      ],
      file,
      line,
      ...(fix && { fix }),
    },
  ]
}
