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

/** Values that a session can contain. Control characters are refused earlier. */
const possible = hostileText.filter(
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out
  (text) => /^[^\x00-\x1f\x7f\ufffd\p{Surrogate}]+$/u.test(text),
)

/** A session with these values, each in its own variable. */
const holding = (values: readonly string[]): Session => ({
  label: 'prod',
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'a/+=' },
  settings: Object.fromEntries(values.map((value, at) => [`AWS_ENDPOINT_URL_T${at}`, value])),
})

/** The values in the environment of a program, in the order of the session. */
function valuesIn(environment: string): readonly string[] {
  const found = environment.split('\0').flatMap((entry) => {
    const [, at = '', value = ''] = /^AWS_ENDPOINT_URL_T(\d+)=(.*)$/s.exec(entry) ?? []
    return at === '' ? [] : [{ at: Number(at), value }]
  })
  return found.toSorted((one, other) => one.at - other.at).map(({ value }) => value)
}

const show = 'env -0'

const sh = posixShells.find(({ name }) => name === 'dash') as EvalShell

async function comeBack(
  shell: EvalShell,
  lines: readonly string[],
  text: (session: Session) => string,
  value: fc.Arbitrary<string> = possible,
) {
  const bob = new ShellSession(aws)
  const batches = fc.array(value, { minLength: 250, maxLength: 500 })
  const property = fc.asyncProperty(batches, async (values) => {
    bob.write('printed', [text(holding(values))])
    const { stdout } = await bob.run(shell, lines, { env: { AWS_PROFILE: 'mine' } })
    expect(valuesIn(stdout)).toEqual(values)
    expect(existsSync(bob.path('canary'))).toBe(false)
  })
  // One shell checks many values, because it starts slowly. The diff shows which of them fail.
  await fc.assert(property, { numRuns: 1, endOnFailure: true })
}

for (const shell of posixShells) {
  describeIn(shell, () => {
    test('eval sets any value of --format env unchanged, and does not run it', async () => {
      const code = (session: Session) => envCode(sessionVariables(session))
      await comeBack(shell, ['eval "$(cat printed)"', show], code)
    })

    test('eval after set -a exports any value of --format env-no-export unchanged', async () => {
      await comeBack(shell, ['set -a', 'eval "$(cat printed)"', 'set +a', show], envNoExport)
    })
  })
}

describeIn({ name: 'nu' }, () => {
  test('load-env sets any value of --format nushell unchanged', async () => {
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

  test('sets any value that --format dotenv accepts unchanged', async () => {
    const write = `for (const [name, value] of Object.entries(process.env)) process.stdout.write(name + '=' + value + '\\0')`
    const lines = [`'${process.execPath}' --env-file=printed -e "${write}"`]
    const harmless = fc.string({ unit: fc.constantFrom(...'aé/:.=&|;<>()*?[]{}~!%, ') })
    await comeBack(sh, lines, dotenv, fc.oneof(possible, harmless).filter(holds))
  })
})
