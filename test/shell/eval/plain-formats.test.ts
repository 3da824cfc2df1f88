import { existsSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dotenv } from '../../../src/formats/dotenv.ts'
import { envCode, envNoExport } from '../../../src/formats/env.ts'
import { nushell } from '../../../src/formats/nushell.ts'
import { sessionVariables } from '../../../src/formats/variables.ts'
import { AssumeError } from '../../../src/model/errors.ts'
import type { Session } from '../../../src/model/session.ts'
import { aws } from '../../support/aws/aws.ts'
import { hostileText } from '../../support/shells/hostile-text.ts'
import { type EvalShell, posixShells } from '../../support/shells/posix-shells.ts'
import { ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn } from '../../support/shells/shells.ts'

/** What a session can hold at all: no control character ever gets into one. */
const possible = hostileText.filter(
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out
  (text) => /^[^\x00-\x1f\x7f\ufffd\p{Surrogate}]+$/u.test(text),
)

const few = { numRuns: 5 }

/** A session with these values, each in a variable of its own. */
const holding = (values: readonly string[]): Session => ({
  label: 'prod',
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'a/+=' },
  settings: Object.fromEntries(values.map((value, at) => [`AWS_ENDPOINT_URL_T${at}`, value])),
})

/** Each value as the reader has it, in that order. */
const show = `'${process.execPath}' -p 'JSON.stringify(Object.entries(process.env).filter(([name]) => /^AWS_ENDPOINT_URL_T/.test(name)).sort(([a], [b]) => a.slice(18) - b.slice(18)).map(([, value]) => value))'`

const sh = posixShells.find(({ name }) => name === 'dash') as EvalShell

async function comeBack(
  shell: EvalShell,
  lines: readonly string[],
  text: (session: Session) => string,
  value: fc.Arbitrary<string> = possible,
) {
  const bob = new ShellSession(aws)
  const batches = fc.array(value, { minLength: 50, maxLength: 100 })
  const property = fc.asyncProperty(batches, async (values) => {
    bob.write('printed', [text(holding(values))])
    const { stdout } = await bob.run(shell, lines, { env: { AWS_PROFILE: 'mine' } })
    expect(JSON.parse(stdout)).toEqual(values)
    expect(existsSync(bob.path('canary'))).toBe(false)
  })
  await fc.assert(property, few)
}

for (const shell of posixShells) {
  describeIn(shell, () => {
    test('any value of --format env comes back from eval, and runs nothing', async () => {
      const code = (session: Session) => envCode(sessionVariables(session))
      await comeBack(shell, ['eval "$(cat printed)"', show], code)
    })

    test('any value of --format env-no-export comes back from eval after set -a', async () => {
      await comeBack(shell, ['set -a', 'eval "$(cat printed)"', 'set +a', show], envNoExport)
    })
  })
}

describeIn({ name: 'nu' }, () => {
  test('any value of --format nushell comes back from load-env', async () => {
    const script = 'open --raw printed | from json | load-env; ^sh show'
    const lines = [`cat > show <<'END'\n${show}\nEND`, `nu --no-config-file -c '${script}'`]
    await comeBack(sh, lines, (session) => nushell(sessionVariables(session)))
  })
})

describe('node --env-file', () => {
  const holds = (text: string) => {
    try {
      return dotenv(holding([text])) !== ''
    } catch (error) {
      if (error instanceof AssumeError) return false
      throw error
    }
  }

  test('any value that --format dotenv does not refuse comes back', async () => {
    const lines = [show.replace(' -p ', ' --env-file=printed -p ')]
    const harmless = fc.string({ unit: fc.constantFrom(...'aé/:.=&|;<>()*?[]{}~!%, ') })
    await comeBack(sh, lines, dotenv, fc.oneof(possible, harmless).filter(holds))
  })
})
