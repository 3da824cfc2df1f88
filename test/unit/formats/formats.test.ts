import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { formats, staysInShell } from '../../../src/formats/index.ts'
import { plainVariables, takeSession } from '../../../src/formats/shell-change.ts'
import { sessionVariables } from '../../../src/formats/variables.ts'
import { AssumeError } from '../../../src/model/errors.ts'
import type { Session } from '../../../src/model/session.ts'
import { codePoint } from '../../support/code-point.ts'
import { hostileText } from '../../support/shells/hostile-text.ts'

const keys = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: 'IQoJ/+==',
  expiration: new Date('2030-01-01T00:00:00.500Z'),
}
const session: Session = {
  label: 'prod',
  credentials: keys,
  accountId: '123456789012',
  settings: {},
}

const { sessionToken: _, expiration: __, ...userKeys } = keys
const userSession: Session = { label: 'bob', credentials: userKeys, settings: {} }

const withBundle = (bundle: string): Session => ({
  ...session,
  settings: { AWS_CA_BUNDLE: bundle },
})

/** Formats a session in an empty shell. */
function printed(name: string, of: Session): string {
  const format = formats.find((each) => each.name === name)
  if (format?.kind === 'document') return format.document(of)
  if (format?.kind === 'github-env') return format.variables(of)
  if (format?.kind !== 'assignments') throw new Error(`${name} needs a shell`)
  return format.lines(plainVariables(takeSession(sessionVariables(of), {})))
}

const awsOnly = {
  AWS_ACCESS_KEY_ID: keys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
  AWS_SESSION_TOKEN: keys.sessionToken,
  AWS_CREDENTIAL_EXPIRATION: '2030-01-01T00:00:00Z',
  AWS_ACCOUNT_ID: '123456789012',
}

const ours = {
  AWSUME_PROFILE: 'prod',
  ASSUME_ROLE: 'prod',
  ASSUME_EXPIRES: '1893456000',
  ASSUME_KEY_ID: keys.accessKeyId,
}

type Values = Readonly<Record<string, string | null>>

/**
 * Parses the output as PowerShell does: a quote in a literal is doubled.
 *
 * https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules
 */
function readPowershell(text: string): Values {
  const literal = /'(?:[^'‘’‚‛]|''|‘‘|’’|‚‚|‛‛)*'|\[char\]0x[0-9a-f]{2,4}/
  const expression = new RegExp(`^\\((${literal.source})( \\+ (${literal.source}))*\\)$`)
  return Object.fromEntries(
    text.split(/(?<=\n)/).map((line) => {
      const [, name = '', value = ''] = /^\$Env:(\w+) = ([\x20-\x7e]+)\n$/.exec(line) ?? []
      expect(name, line).not.toBe('')
      if (value === '$null') return [name, null]
      if (!value.startsWith('(')) expect(value).toMatch(new RegExp(`^${literal.source}$`))
      else expect(value).toMatch(expression)
      const parts = value.match(new RegExp(literal, 'g')) ?? []
      return [name, parts.map(powershellValue).join('')]
    }),
  )
}

const powershellValue = (part: string) =>
  part.startsWith('[')
    ? String.fromCharCode(Number(part.slice(6)))
    : part.slice(1, -1).replaceAll("''", "'")

/**
 * Parses the output as cmd does: outside quotes `& | < > ^ ( )` and space are special, in quotes
 * only `%` is, and `!` if delayed expansion is on.
 */
function readCmd(text: string): Values {
  return Object.fromEntries(
    text.split(/(?<=\r\n)/).map((line) => {
      const { quoted, plain } =
        /^set (?:"(?<quoted>[^"%!\r\n]+)"|(?<plain>[^"%!&|<>^() \r\n]+))\r\n$/.exec(line)?.groups ??
        {}
      const [name = '', value] = (quoted ?? plain ?? '').split(/=(.*)/s)
      expect(name, line).toMatch(/^\w+$/)
      return [name, value === '' ? null : `${value}`]
    }),
  )
}

/** Parses the output as FileCommandManager in actions/runner does, including `NAME<<DELIMITER`. */
function readGithub(text: string): Values {
  const values: Record<string, string> = {}
  const lines = text.split(/\r\n|\n|\r/)
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line === '') continue
    const [equals, heredoc] = [line.indexOf('='), line.indexOf('<<')]
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      values[line.slice(0, equals)] = line.slice(equals + 1)
      continue
    }
    expect(heredoc, line).toBeGreaterThan(0)
    const end = lines.indexOf(line.slice(heredoc + 2), at + 1)
    values[line.slice(0, heredoc)] = lines.slice(at + 1, end).join('\n')
    at = end
  }
  return values
}

/** Parses the output as `docker run --env-file` does: the value follows the first `=`. */
const readDocker = (text: string): Values =>
  Object.fromEntries(
    text
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/=(.*)/s) as [string, string]),
  )

const readNushell = (text: string): Values => JSON.parse(text)

const readJson = (text: string): Values => JSON.parse(text).variables

const readers: Readonly<Record<string, (text: string) => Values>> = {
  powershell: readPowershell,
  'windows-cmd': readCmd,
  nushell: readNushell,
  github: readGithub,
  dotenv: readDocker,
  json: readJson,
}

const given = (values: Values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))

const dropped = (values: Values) => Object.keys(values).filter((name) => values[name] === null)

describe.each(Object.entries(readers))('%s', (name, read) => {
  const isShell = formats.some((format) => format.name === name && staysInShell(format))

  it('contains the whole session, and the variables for the prompt if the format has a shell', () => {
    expect(given(read(printed(name, session)))).toEqual(isShell ? { ...awsOnly, ...ours } : awsOnly)
  })

  it(isShell ? 'unsets what would upset the keys' : 'has nothing for what is not there', () => {
    const upsetting = ['AWS_PROFILE', 'AWS_SECURITY_TOKEN', 'AWS_SESSION_TOKEN', 'ASSUME_EXPIRES']
    const names = dropped(read(printed(name, userSession)))
    if (isShell) expect(names).toEqual(expect.arrayContaining(upsetting))
    else expect(names).toEqual([])
  })

  test('preserves or rejects every value', () => {
    const check = (bundle: string) => {
      try {
        const text = printed(name, withBundle(bundle))
        expect(read(text).AWS_CA_BUNDLE).toBe(bundle)
      } catch (error) {
        if (!(error instanceof AssumeError)) throw error
        expect(error.message).toContain('AWS_CA_BUNDLE')
      }
    }
    const value = fc.oneof(hostileText, fc.string({ unit: codePoint, maxLength: 8 }))
    fc.assert(
      fc.property(value, (text) => {
        if (text !== '') check(text)
      }),
      { numRuns: 500 },
    )
  })
})

describe('a value is rejected', () => {
  it.each([
    ['windows-cmd', 'C:\\50%\\ca.pem'],
    ['windows-cmd', 'C:\\"ca".pem'],
    ['windows-cmd', 'C:\\ca!.pem'],
    ['windows-cmd', 'C:\\é.pem'],
    ['dotenv', '/my/$HOME/ca.pem'],
    ['dotenv', '"/my/ca.pem"'],
    ['dotenv', '/my/ca.pem # mine'],
    ['dotenv', ' /my/ca.pem'],
  ])('by %s if it is %j, with the name of the variable', (name, bundle) => {
    expect(() => printed(name, withBundle(bundle))).toThrow(
      `AWS_CA_BUNDLE is "${bundle}", which --format ${name} cannot hold: `,
    )
  })

  it.each([
    [
      'windows-cmd',
      'C:\\Program Files\\a & b (c)^.pem',
      'set "AWS_CA_BUNDLE=C:\\Program Files\\a & b (c)^.pem"\r\n',
    ],
    ['windows-cmd', 'C:\\ca.pem', 'set AWS_CA_BUNDLE=C:\\ca.pem\r\n'],
    ['dotenv', '/my ca/é=x.pem', 'AWS_CA_BUNDLE=/my ca/é=x.pem\n'],
    [
      'powershell',
      "/it's/‘é’",
      "$Env:AWS_CA_BUNDLE = ('/it''s/' + [char]0x2018 + '' + [char]0xe9 + '' + [char]0x2019 + '')\n",
    ],
    ['powershell', '/$HOME/`ca', "$Env:AWS_CA_BUNDLE = '/$HOME/`ca'\n"],
    ['env', '/ca.pem', 'export AWS_CA_BUNDLE=/ca.pem\n'],
    ['env', "/it's $HOME", `export AWS_CA_BUNDLE='/it'"'"'s $HOME'\n`],
    ['env-no-export', '=x', "AWS_CA_BUNDLE='=x'\n"],
  ])('by %s not if it is %j', (name, bundle, line) => {
    expect(printed(name, withBundle(bundle))).toContain(line)
  })
})

describe('compared with the output of the AWS CLI', () => {
  const four = Object.entries(awsOnly).slice(0, 4)
  it.each([
    ['env', (name: string, value: string) => `export ${name}=${value}\n`],
    ['env-no-export', (name: string, value: string) => `${name}=${value}\n`],
    ['windows-cmd', (name: string, value: string) => `set ${name}=${value}\r\n`],
  ])('%s has the same lines for ordinary values', (name, line) => {
    expect(printed(name, session)).toContain(four.map(([key, value]) => line(key, value)).join(''))
  })
})

it('a second session unsets the variables that only the first one has set', () => {
  const env = {
    ...awsOnly,
    ...ours,
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    ASSUME_SETTINGS: 'AWS_REGION AWS_DEFAULT_REGION',
  }
  const change = takeSession(sessionVariables(session), env)
  expect(plainVariables(change)).toMatchObject({ AWS_REGION: null, AWS_DEFAULT_REGION: null })
})

it('json contains the session and the variables to unset', () => {
  expect(JSON.parse(printed('json', session))).toEqual({
    label: 'prod',
    accountId: '123456789012',
    expiration: '2030-01-01T00:00:00Z',
    variables: awsOnly,
    unset: expect.arrayContaining(['AWS_PROFILE', 'AWS_CONTAINER_CREDENTIALS_FULL_URI']),
  })
  expect(JSON.parse(printed('json', userSession))).toEqual({
    label: 'bob',
    variables: { AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey },
    unset: expect.arrayContaining(['AWS_SESSION_TOKEN', 'AWS_ACCOUNT_ID']),
  })
})

it('github masks the three keys in the log, and the token only if there is one', () => {
  const format = formats.find((each) => each.kind === 'github-env')
  expect(format?.masks(session)).toBe(
    `::add-mask::${keys.accessKeyId}\n::add-mask::${keys.secretAccessKey}\n::add-mask::${keys.sessionToken}\n`,
  )
  expect(format?.masks(userSession).split('\n')).toHaveLength(3)
})
