import { describe, expect, it } from 'vitest'
import { helpAbout, helpFor } from '../../../src/cli/help.ts'

describe('help on a narrow terminal', () => {
  it('wraps the descriptions in their column', async () => {
    const lines = (await helpFor(['exec'], 80)).split('\n')
    const at = lines.findIndex((line) => line.includes('--sso-session'))
    expect(lines.slice(at, at + 3)).toEqual([
      '  --sso-session NAME        the [sso-session] to use for ACCOUNT:ROLE, if there',
      '                            are several',
      '  -r, --region REGION       region of the session and of STS',
    ])
  })

  it('leaves a description with a command to paste whole', async () => {
    expect(await helpAbout(['exec'], 60)).toContain(
      '  -p, --profile PROFILE     the profile, if its name is also a command: assume -p list\n',
    )
  })

  it.each([[[]], [['exec']], [['each']]])('has the same words as in a pipe: %j', async (argv) => {
    const words = (page: string) => page.split(/\s+/)
    expect(words(await helpFor(argv, 72))).toEqual(words(await helpFor(argv)))
  })
})
