import { describe, expect, it } from 'vitest'
import { wrapForTerminal, wrapLine } from '../../../src/cli/wrap-line.ts'

describe('wrapLine', () => {
  it('breaks a message at spaces, with the indent of a hint', () => {
    const line =
      '  hint: does the role require MFA? A role session cannot provide it; start from the keys of a user'
    expect(wrapLine(line, 60)).toEqual([
      '  hint: does the role require MFA? A role session cannot',
      '        provide it; start from the keys of a user',
    ])
    for (const columns of [40, 50, 77, 90]) {
      const lines = wrapLine(line, columns)
      expect(lines.map((each) => each.trim()).join(' ')).toBe(line.trim())
      for (const each of lines) expect(each.length).toBeLessThanOrEqual(columns)
    }
  })

  it('leaves a line that fits, and every line of a very narrow terminal', () => {
    expect(wrapLine('assume: short', 80)).toEqual(['assume: short'])
    const words = 'assume: many words that do not fit into such a narrow terminal'
    expect(wrapLine(words, 30)).toEqual([words])
    expect(wrapLine(words, 0)).toEqual([words])
  })

  it.each([
    '  hint: to drop it in this shell and in all others: assume unset',
    '  hint: assume login a-profile-with-quite-a-long-name --no-browser',
    '  hint: see the permissions of the file: chmod 600 the-file-of-keys',
    '  hint: or change the role itself: aws iam update-assume-role-policy',
    'assume: cannot read ~/.aws/config: it belongs to another user here',
    'assume: the file in /var/lib/assume is not one that assume has made',
    'assume: AssumeRole of arn:aws:iam::123456789012:role/a failed here',
    '  hint: the page to look at in this case is https://example.com/page',
    '  hint: name the device with the option --serial-number of the ARN',
    '  hint: unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN',
    '  hint: write into the profile the line AWS_REGION=eu-west-1 at its end',
    'assume: the answer of the server at localhost:4566 is not from STS at all',
  ])('never breaks what is to be pasted: %s', (line) => {
    expect(wrapLine(line, 50)).toEqual([line])
  })

  it('knows the name of the command in this shell', () => {
    const line = '  hint: to drop it in this shell and in all others: as unset'
    expect(wrapLine(line, 50, 'as')).toEqual([line])
    expect(wrapLine(line, 50)).toHaveLength(2)
  })

  it('does not break a name in quotes', () => {
    const line = 'assume: IAM Identity Center has no account with the name "Prod Account of Us"'
    expect(wrapLine(line, 66)[1]).toBe('        "Prod Account of Us"')
  })

  it('counts wide characters as two columns', () => {
    const line = `assume: ${'日本 '.repeat(12).trim()}`
    for (const each of wrapLine(line, 40)) {
      expect([...each].reduce((sum, char) => sum + (char > '\u2e80' ? 2 : 1), 0)).toBeLessThan(41)
    }
  })
})

describe('wrapForTerminal', () => {
  const lines = ['assume: a message of many words, which is longer than this terminal is wide']
  const terminal = (isTerminal: boolean) => ({
    env: {},
    isTerminal: () => isTerminal,
    columns: () => 50,
  })

  it('wraps nothing in a pipe', () => {
    expect(wrapForTerminal(lines, terminal(false))).toEqual(lines)
    expect(wrapForTerminal(lines, terminal(true))).toHaveLength(2)
  })
})
