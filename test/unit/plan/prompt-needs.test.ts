import { describe, expect, it } from 'vitest'
import type { Plan } from '../../../src/plan/plan.ts'
import { promptNeeds, renewAt } from '../../../src/plan/prompt-needs.ts'
import { failure, noSettings, settingsIn } from './planning.ts'

const danger = {
  pattern: '*',
  matches: 'profile x',
  words: ['x'],
  mayBeCached: true,
  place: 'config:1',
}

function needs(settings: string, sourceMayAsk = false, changes: Partial<Plan> = {}) {
  const plan = { steps: [], ...changes } as unknown as Plan
  return promptNeeds(plan, { ...noSettings, ...settingsIn(settings) }, sourceMayAsk)
}

describe('the variables of the prompt', () => {
  it('are empty without settings', () => {
    expect(needs('')).toEqual({ isDanger: false })
  })

  it('contain the time of renewal before the expiration', () => {
    expect(needs('auto_refresh = 10')).toEqual({ isDanger: false, renewSeconds: 600 })
    expect(needs('auto_refresh = 5m')).toMatchObject({ renewSeconds: 300 })
    expect(needs('auto_refresh = off')).not.toHaveProperty('renewSeconds')
  })

  it('disable the renewal if it could ask a question', () => {
    expect(needs('auto_refresh = 10', true)).toEqual({ isDanger: false })
    const mfa = { serial: 'x', from: 'y', processOf: 'settings' }
    const steps = [{ operation: 'AssumeRole', mfa }] as unknown as Plan['steps']
    expect(needs('auto_refresh = 10', false, { steps })).toEqual({ isDanger: false })
    expect(needs('auto_refresh = 10', false, { danger })).toEqual({ isDanger: true })
  })

  it.each(['0', 'on', '-5', '1h', '1000', '5 m'])('reject auto_refresh = %s', (autoRefresh) => {
    expect(failure(() => needs(`auto_refresh = ${autoRefresh}`))).toBe(
      `1 ~/.config/assume/config:1, auto_refresh: "${autoRefresh}" is neither a number of minutes nor off`,
    )
  })
})

describe('the style of the segment', () => {
  it.each([
    'off',
    'right',
    '  own  color=cyan urgent=none danger=red',
    'format=({role})',
    'left format=with spaces and color=wrong {left',
  ])('can be %j', (prompt) => {
    expect(needs(`prompt = ${JSON.stringify(prompt)}`).style).toBe(prompt)
  })

  it.each([
    ['middle', '1 ~/.config/assume/config:1, prompt: "middle" is not a word of it'],
    ['right color=pink', '1 ~/.config/assume/config:1, prompt: "color=pink" is not a word of it'],
    ['colour=red', '1 ~/.config/assume/config:1, prompt: "colour=red" is not a word of it'],
    ['right format=', '1 ~/.config/assume/config:1, prompt: the format is empty'],
  ])('cannot be %j', (prompt, message) => {
    expect(failure(() => needs(`prompt = ${JSON.stringify(prompt)}`))).toBe(message)
  })
})

describe('a session is renewed', () => {
  const now = new Date('2026-11-23T12:00:00Z')
  const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000)

  it('some minutes before it expires, and never in the first half of its remaining time', () => {
    expect(renewAt(600, inMinutes(60), now)).toEqual(inMinutes(50))
    expect(renewAt(600, inMinutes(12), now)).toEqual(inMinutes(6))
    expect(renewAt(3600, inMinutes(60), now)).toEqual(inMinutes(30))
  })
})
