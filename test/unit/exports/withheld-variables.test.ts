import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  withheldVariables,
  withWithheldVariables,
} from '../../../src/formats/withheld-variables.ts'

const root = join(import.meta.dirname, '../../..')

describe('the variables that Node.js does not see', () => {
  it.each(['src/launcher.sh', 'shell/assume.bash', 'shell/assume.zsh', 'shell/assume.fish'])(
    'are the same in %s',
    (path) => {
      const code = readFileSync(join(root, path), 'utf8').replace(/^\s*#.*$/gm, '')
      const [list = ''] = /\bNODE_OPTIONS NODE_PATH[A-Z0-9_\s\\]*/.exec(code) ?? []
      expect(list.split(/[\s\\]+/).filter(Boolean)).toEqual(withheldVariables)
    },
  )

  it('come back under their own names, empty and absent told apart', () => {
    const env = { ASSUME_WITHHELD_NODE_OPTIONS: '--x', ASSUME_WITHHELD_NODE_DEBUG: '', HOME: '/h' }
    expect(withWithheldVariables(env)).toEqual({ NODE_OPTIONS: '--x', NODE_DEBUG: '', HOME: '/h' })
  })

  it('count as they are where they are there under their own names', () => {
    const env = { NODE_OPTIONS: '', ASSUME_WITHHELD_NODE_OPTIONS: '--stale' }
    expect(withWithheldVariables(env)).toEqual({ NODE_OPTIONS: '' })
  })

  it('are no others', () => {
    const env = { ASSUME_WITHHELD_AWS_PROFILE: 'prod' }
    expect(withWithheldVariables(env).AWS_PROFILE).toBeUndefined()
  })
})
