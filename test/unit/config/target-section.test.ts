import { describe, expect, it } from 'vitest'
import { fileSettings } from '../../../src/config/settings/file-settings.ts'
import { styleWithColour } from '../../../src/config/settings/prompt-style.ts'
import { warningText } from '../../../src/config/warnings/warning.ts'

const file = '~/.config/assume/config'

const read = (...lines: string[]) => fileSettings(lines.join('\n'), file, '/home/bob')

const at = <T>(line: number, key: string, value: T) => ({
  value,
  location: `${file}:${line}, ${key}`,
})

describe('[target] in the settings', () => {
  it('has defaults, each with its line', () => {
    const { targets, guard, values, warnings } = read(
      'region = eu-west-1',
      '[target "payments-*:*"]',
      'region = eu-central-1 # home',
      'duration = 2h',
      'label = pay',
      'danger = on',
      'prompt_colour = red',
      'console_service = cloudwatch',
      '[target "*"]',
      'duration = max',
    )
    expect(targets).toEqual([
      {
        pattern: 'payments-*:*',
        file,
        line: 2,
        values: {
          region: at(3, 'region', 'eu-central-1'),
          duration: at(4, 'duration', 7200),
          label: at(5, 'label', 'pay'),
          promptColour: at(7, 'prompt_colour', 'red'),
          consoleService: at(8, 'console_service', 'cloudwatch'),
        },
      },
      { pattern: '*', file, line: 9, values: { duration: at(10, 'duration', 'max') } },
    ])
    expect(guard?.patterns).toEqual([
      { pattern: 'payments-*:*', written: 'payments-*:*', file, line: 6, isOfTarget: true },
    ])
    expect(values).toEqual({ region: at(1, 'region', 'eu-west-1') })
    expect(warnings).toEqual([])
  })

  it.each([
    ['[target "a.b:c"]', 'a.b:c'],
    ['[target   a.b]', 'a.b'],
    [`[target 'a b']`, 'a b'],
    ['[target "a]b"] # x', 'a]b'],
    ['[target "a#b;c"]', 'a#b;c'],
    ['[target a#b]', 'a#b'],
    ['[target "a\\q"]', 'a\\q'],
    ['[ target "x" ]', 'x'],
  ])('has a pattern: %s', (header, pattern) => {
    expect(read(header, 'danger = on')).toMatchObject({
      targets: [{ pattern }],
      guard: { patterns: [{ pattern, line: 2 }] },
    })
  })

  it('keeps equal sections apart, and their order', () => {
    const { targets } = read('[target "x"]', 'label = a', '[target "x"]', 'label = b')
    expect(targets?.map(({ line, values }) => [line, values.label?.value])).toEqual([
      [1, 'a'],
      [3, 'b'],
    ])
  })

  it.each([
    ['[target]', ':1: [target] has no pattern'],
    ['[target ""]', ':1: [target] has no pattern'],
    ['[target "x"]\nregion = eu west', ':2, region: "eu west" is not an AWS region'],
    ['[target "x"]\nduration = long', ':2, duration: "long" is not a duration'],
    ['[target "x"]\nprompt_colour = pink', ':2, prompt_colour: "pink" is not a colour'],
    ['[target "x"]\nconsole_service = ../x', ':2, console_service: "../x" is not the name'],
    [`[target "x"]\nlabel = ${'x'.repeat(64)}`, ':2, label: it is longer than 63 characters'],
    ['[target "x"]\ndanger = *prod*', ':2: danger "*prod*" of a [target] is neither on nor off'],
    ['[target "x"]\ndanger = true', ':2: danger "true" of a [target] is neither on nor off'],
    ['[target "x"]\nregion = true', ':2: the setting region has no value'],
  ])('%j is an error', (text, message) => {
    expect(() => read(text)).toThrow(`${file}${message}`)
  })

  it.each([
    ['[targets "x"]\nregion = eu-west-1', 'there is no section [targets "x"]'],
    ['[targets "x"]\nlabel = y', 'there is no section [targets "x"]', 'did you mean target?'],
    ['[target "x"]\nlable = y', 'a [target] has no setting "lable"', 'did you mean label?'],
    [
      '[target "x"]\nprompt_color = red',
      'a [target] has no setting "prompt_color"',
      'did you mean prompt_colour?',
    ],
    [
      '[target "x"]\ncache = off',
      'a [target] has no setting "cache"',
      'cache stands above the first [section]',
    ],
    ['[target "x"]\nlabel = a\nlabel = b', '"label" is set again in line 3'],
    ['[target "/prod/"]\nlabel = a', '[target "/prod/"], which looks like a regular expression'],
    [
      '[target "x"]\nregion = eu-wset-1',
      'region is "eu-wset-1", which is no region',
      'did you mean eu-west-1?',
    ],
  ])('%j is warned of', (text, message, hint?: string) => {
    const { warnings } = read(text)
    expect(warnings.map(warningText).join('\n')).toContain(message)
    if (hint !== undefined) expect(warnings.map((each) => each.hint)).toContain(hint)
  })

  it('guards even in a file of which only the guards count', () => {
    const text = '[target "x"]\nregion = no region\ndanger = on\ndanger_cache = off\n'
    expect(fileSettings(text, file, '/home/bob', true)).toEqual({
      values: {},
      guard: {
        patterns: [{ pattern: 'x', written: 'x', file, line: 3, isOfTarget: true }],
        accounts: new Map(),
      },
      dangerCache: 'off',
      warnings: [],
    })
  })

  it('guards by any of several lines', () => {
    const { guard } = read(
      '[target "x"]',
      'danger = off',
      'danger = on',
      '[target "y"]',
      'danger = off',
    )
    expect(guard?.patterns.map(({ pattern, line }) => [pattern, line])).toEqual([['x', 3]])
  })
})

it.each([
  ['', 'color=red danger=red'],
  ['right color=cyan', 'right color=cyan color=red danger=red'],
  ['format={role} color=x', 'color=red danger=red format={role} color=x'],
  ['left format=[{role}]', 'left color=red danger=red format=[{role}]'],
])('the colour of a target takes precedence in the style %j', (style, expected) => {
  expect(styleWithColour(style, 'red')).toBe(expected)
})
