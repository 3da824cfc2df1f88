import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { posixWithBuiltin } from '../../../src/formats/posix.ts'
import { wrapperFolder } from '../../support/shells/shells.ts'

/*
 * The tests cannot run the bash 3.2 of macOS: neither Debian nor npm has it or its source. So the tests search
 * for constructs that are newer than 3.2. cases.test.ts and completion.test.ts also run a current bash that
 * BASH_COMPAT makes as similar to 3.2 as possible.
 */
const newer: Readonly<Record<string, RegExp>> = {
  'mapfile, 4.0': /\b(mapfile|readarray)\b/,
  'arrays by name, 4.0': /\b(declare|local|typeset) -\w*A/,
  'case of letters, 4.0': /\$\{!?\w+(\[[^\]]*\])?(,|\^)/,
  '&>> and |&, 4.0': /&>>|\|&/,
  ';& and ;;&, 4.0': /;&/,
  'coproc, 4.0': /\bcoproc\b/,
  'steps and zeros in braces, 4.0': /\{0\d*\.\.|\{[\w-]+\.\.[\w-]+\.\./,
  'BASHPID, 4.0': /\bBASHPID\b(?!-)/,
  'compopt that is said not to be there, 4.0': /\bcompopt\b(?!.*2>\/dev\/null)/,
  'parts of a second and characters for read, 4.0': /\bread\b.* -(N|i|t ?\d*\.)/,
  'a number for a redirection, 4.1': /\{\w+\}[<>]/,
  'printf into an element, 4.1': /printf -v ["']?\w+\[/,
  'declare -g, 4.2': /\b(declare|typeset) -\w*g/,
  '[[ -v, 4.2': /(\[\[|\btest|\[) (! )?-v /,
  'the time by printf, 4.2': /%\([^)]*\)T/,
  'lengths from the end, 4.2': /\$\{\w+(\[[^\]]*\])?:[^}:]*: *-/,
  '\\u, 4.2': /\$'[^']*\\[uU]/,
  'lastpipe, 4.2': /shopt -s .*\b(lastpipe|globstar|direxpand)\b/,
  'names for names, 4.3': /\b(declare|local|typeset) -\w*n/,
  'elements from the end, 4.3': /\[-\d/,
  'wait -n, 4.3': /\bwait -\w*n/,
  '${name@Q} and local -, 4.4': /\$\{!?\w+(\[[^\]]*\])?@\w|\blocal -( |$)/,
  'EPOCHSECONDS, 5.0': /\b(EPOCH(SECONDS|REALTIME)|BASH_ARGV0|SRANDOM)\b/,
  '${ command; }, 5.3': /\$\{[ |]/,
  'a pattern of case in $(…), whose bracket ends that': /\$\([^()]*\bcase\b[^(]*\)/,
}

/** The code without comments, and without blocks that run only after a check of BASH_VERSINFO. */
function forAny(code: string): string {
  let end: RegExp | undefined
  const remaining = code.split('\n').filter((line) => {
    if (end?.test(line)) end = undefined
    const [, indent] = /^( *)(?:if|elif) .*BASH_VERSINFO/.exec(line) ?? []
    if (indent !== undefined) end = RegExp(`^${indent}(elif|else|fi)\\b`)
    return end === undefined && !/^ *#/.test(line)
  })
  return remaining.join('\n')
}

const read = (name: string) => readFileSync(join(wrapperFolder, name), 'utf8')

const texts = {
  'assume.bash': forAny(read('assume.bash')),
  'completion.bash': forAny(read('completion.bash')),
  'what is printed': posixWithBuiltin({
    session: 'begins',
    restore: ['AWS_REGION'],
    forget: ['AWS_PROFILE'],
    save: [{ name: 'AWS_PROFILE', exported: true }],
    set: { AWS_ACCESS_KEY_ID: 'ASIAKEY', AWS_PROFILE: null },
  }),
}

test.each(Object.entries(texts))('%s contains no construct that bash 3.2 lacks', (_, text) => {
  const found = Object.entries(newer).filter(([, construct]) => construct.test(text))
  expect(found.map(([name]) => name)).toEqual([])
})

test('the patterns find the newer constructs in the complete files', () => {
  const text = read('completion.bash') + read('assume.bash')
  const found = Object.entries(newer).filter(([, construct]) => construct.test(text))
  expect(found.map(([name]) => name)).toEqual([
    'mapfile, 4.0',
    'the time by printf, 4.2',
    '${name@Q} and local -, 4.4',
    'EPOCHSECONDS, 5.0',
  ])
})
