import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  withheldVariables,
  withWithheldVariables,
} from '../../../src/formats/withheld-variables.ts'

const root = join(import.meta.dirname, '../../..')

describe('the variables that are hidden from Node.js', () => {
  it('are the same in src/launcher/launcher.sh', () => {
    const code = readFileSync(join(root, 'src/launcher/launcher.sh'), 'utf8').replace(
      /^\s*#.*$/gm,
      '',
    )
    const [list = ''] = /\bNODE_OPTIONS NODE_PATH[A-Z0-9_\s\\]*/.exec(code) ?? []
    expect(list.split(/[\s\\]+/).filter(Boolean)).toEqual(withheldVariables)
  })

  it('are restored under their own names, and empty differs from absent', () => {
    const env = { ASSUME_WITHHELD_NODE_OPTIONS: '--x', ASSUME_WITHHELD_NODE_DEBUG: '', HOME: '/h' }
    expect(withWithheldVariables(env)).toEqual({ NODE_OPTIONS: '--x', NODE_DEBUG: '', HOME: '/h' })
  })

  it('are read under their own names if they are set there', () => {
    const env = { NODE_OPTIONS: '', ASSUME_WITHHELD_NODE_OPTIONS: '--stale' }
    expect(withWithheldVariables(env)).toEqual({ NODE_OPTIONS: '' })
  })

  it('are exactly these', () => {
    const env = { ASSUME_WITHHELD_AWS_PROFILE: 'prod' }
    expect(withWithheldVariables(env).AWS_PROFILE).toBeUndefined()
  })
})
