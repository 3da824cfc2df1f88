import fc from 'fast-check'
import { codePoint } from '../code-point.ts'

/** Each would make a file named canary, were any of it run. */
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

/** Strings that a careless quoter would let a shell run. No process can be given a NUL. */
export const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...pieces), withoutNul), { maxLength: 6 })
  .map((parts) => parts.join(''))
