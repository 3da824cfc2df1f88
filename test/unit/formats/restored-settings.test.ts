import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { activeSession } from '../../../src/formats/active-session.ts'
import { fastPathSettings } from '../../../src/formats/fast-path-format.ts'

const names = [
  ...fastPathSettings,
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_ENDPOINT_URL_STS',
  'AWS_ENDPOINT_URL_',
  'AWS_REGION_X',
  'AWS_PROFILE',
  'X_AWS_REGION',
  'PATH',
]

/** The names stand in patterns, which `npm run generate` does not write. */
test.each(['bash', 'zsh', 'fish'])(
  'the wrapper for %s restores the settings of a session',
  (shell) => {
    const wrapper = readFileSync(`shell/assume.${shell}`, 'utf8')
    const [, code = ''] =
      /function __assume_put_back\b(.*?)\n(?:\}|end)\n/s.exec(wrapper.replaceAll('\\\n', '')) ?? []
    const patterns =
      shell === 'fish'
        ? [/'\^(\S+)\$'/.exec(code)?.[1] ?? '']
        : (code.match(/\bAWS_[A-Z_?*]+/g) ?? []).map((each) => each.replace('?*', '.+'))
    const restored = names.filter((name) => patterns.some((each) => RegExp(`^${each}$`).test(name)))
    const env = { ASSUME_KEY_ID: 'ASIA', ASSUME_SETTINGS: names.join(' ') }
    expect(restored).toEqual(activeSession(env).settings)
    expect(restored).toContain('AWS_ENDPOINT_URL_STS')
  },
)
