import { describe, expect, it } from 'vitest'
import { commandName, inThisShell } from '../../../src/model/command-name.ts'

describe('commandName', () => {
  it.each([
    [undefined, 'assume'],
    ['', 'assume'],
    ['as', 'as'],
    ['as; id', 'assume'],
    ['\x1b[31m', 'assume'],
  ])('of %j is %s', (ASSUME_CMD, name) => {
    expect(commandName({ ASSUME_CMD })).toBe(name)
  })
})

describe('inThisShell', () => {
  it.each([
    ['assume refresh, or drop it: assume unset', 'as refresh, or drop it: as unset'],
    ['assume cache list, or assume cache clear', 'as cache list, or as cache clear'],
    ['  assume PROFILE [CODE]\n  assume --help', '  as PROFILE [CODE]\n  as --help'],
    ['try: assume -', 'try: as -'],
  ])('%s', (text, said) => {
    expect(inThisShell(text, { ASSUME_CMD: 'as' })).toBe(said)
    expect(inThisShell(text, {})).toBe(text)
  })

  it.each([
    'delete one of them',
    'eval "$(command assume init zsh)"',
    'run sts:AssumeRole, or let assume',
    'fix or delete it; assume skips it',
    'assume: an AWS role',
  ])('leaves %s unchanged', (text) => {
    expect(inThisShell(text, { ASSUME_CMD: 'as' })).toBe(text)
  })
})
