import fc from 'fast-check'
import { codePoint } from '../code-point.ts'

/** Texts with a special meaning in shells. A shell that runs one of the commands creates a file named canary. */
const pieces = [
  "'",
  '"',
  '`touch canary`',
  '$(touch canary)',
  ';touch canary;',
  '&touch canary&',
  '|touch canary',
  '\ntouch canary\n',
  '(touch canary)',
  '<(touch canary)',
  '$((touch canary))',
  '${x:=`touch canary`}',
  "';touch canary;'",
  '";touch canary;"',
  "\\';touch canary;\\'",
  '\\',
  '\\\\',
  "\\'",
  '!',
  '!!',
  '!touch',
  '%',
  '%s%n',
  '$HOME',
  '~',
  '*',
  '?',
  '[a-z]',
  '{a,b}',
  '#',
  '=',
  '-n',
  ' ',
  '  ',
  '\t',
  '\r',
  '\r\n',
  '\x1b]0;title\x07',
  '\x7f',
  '\x80',
  '\u2028',
  '\u202e',
  '\ufeff',
  '\ufffd',
  'é',
  'e\u0301',
  '😀',
  '👩‍👩‍👧',
  '\u{10ffff}',
]

const withoutNul = fc
  .string({ unit: codePoint, maxLength: 3 })
  .map((text) => text.replaceAll('\0', ''))

/** Strings that a shell runs if they are quoted wrongly. They have no NUL, since variables cannot contain it. */
export const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...pieces), withoutNul), { maxLength: 6 })
  .map((parts) => parts.join(''))
