import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bob as bobUser } from '../../../src/demo/fixture.ts'
import { evalQuoted } from '../../../src/formats/eval-quoted.ts'
import { aws } from '../../support/aws/aws.ts'
import { keysOf } from '../../support/home.ts'
import { printedVariables } from '../../support/printed-variables.ts'
import { runProgram } from '../../support/processes/run-program.ts'
import { hostileText } from '../../support/shells/hostile-text.ts'
import { makeMatchingFiles } from '../../support/shells/matching-files.ts'
import { bash, type EvalShell, posixShells, zsh } from '../../support/shells/posix-shells.ts'
import { ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn } from '../../support/shells/shells.ts'

/** Shells, and options with which they treat more characters as patterns or quotes. */
const variants: readonly (readonly [EvalShell, readonly string[]])[] = [
  ...posixShells.map((shell) => [shell, []] as const),
  [bash, ['-O', 'extglob', '-O', 'dotglob', '-O', 'globstar', '-O', 'nocaseglob']],
  [bash, ['--posix', '-O', 'extglob']],
  [zsh, ['-o', 'SH_WORD_SPLIT', '-o', 'RC_QUOTES']],
  [zsh, ['-o', 'GLOB_SUBST', '-o', 'SH_WORD_SPLIT', '-o', 'SH_GLOB', '-o', 'NO_NOMATCH']],
]

/** Values that a profile can contain. Control characters are refused earlier. */
const value = fc
  .array(
    fc.oneof(
      hostileText,
      fc.constantFrom('+(a)', '@(a|b)', '!(x)', '~(E).*', '(#i)a', 'a#', '^a', '<1-9>', '|*'),
      fc.constantFrom(
        '{1..3}',
        "{',*}",
        '{,;>canary;}',
        '/*/',
        '/../*',
        ' ~',
        ' =ls',
        '[/]',
        '[!a]',
      ),
    ),
    { maxLength: 4 },
  )
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  .map((parts) => parts.join('').replaceAll(/[\x00-\x1f\x7f\ufffd]/g, ''))

const values = fc.array(value, { minLength: 100, maxLength: 200 })

for (const [shell, options] of variants) {
  const tests = () => {
    test('an unquoted eval sets any value unchanged, even if file names match it', async () => {
      const bob = new ShellSession(aws)
      const folder = bob.path('folder')
      const asItIs = fc.asyncProperty(values, async (all) => {
        rmSync(folder, { recursive: true, force: true })
        const lines = all.map((text, index) => `\\export V${index}=${evalQuoted(text)};`)
        bob.write('code', lines)
        makeMatchingFiles(lines.join('\n'), folder)
        const before = readdirSync(folder)
        const variables = await environmentAfter(bob, shell, options, 'eval $(cat ../code)')
        expect(all.map((_, index) => variables.get(`V${index}`))).toEqual(all)
        expect(readdirSync(folder)).toEqual(before)
      })
      await fc.assert(asItIs, { numRuns: 6 })
    })

    test.each(formatsOf(shell))(
      'an unquoted eval of --format %s changes the shell as a quoted one does',
      async (format) => {
        const bob = oddBob()
        const folder = bob.path('folder')
        mkdirSync(folder)
        const take = `assume "${oddProfile}" --format ${format}`
        const { stdout: code } = await bob.run(shell, [take])
        expect(code).toContain('AWS_CA_BUNDLE')
        makeMatchingFiles(`${code} (exit 1);`, folder)
        const before = readdirSync(folder)
        const lines = [
          'cd folder; env -0 >../without',
          `(eval "$(${take})"; env -0 >../quoted)`,
          `eval $(${take}); env -0 >../unquoted`,
          `eval $(assume nobody --format ${format}) || env -0 >../failed`,
          `eval $(assume unset --format ${format}); env -0 >../unset`,
        ]
        await bob.run(shell, lines, { options })
        const variables = (name: string) => variablesIn(readFileSync(bob.path(name), 'utf8'))
        expect(variables('quoted').get('AWS_CA_BUNDLE')).toBe(caBundle)
        expect(variables('unquoted')).toEqual(variables('quoted'))
        expect(variables('failed')).toEqual(variables('quoted'))
        expect(variables('unset')).toEqual(variables('without'))
        expect(readdirSync(folder)).toEqual(before)
      },
    )
  }
  describeIn(shell, tests, [shell.name, ...options].join(' '))
}

/** If the shell drops a word without a match, or reports an error, an unquoted eval fails as a whole. */
const failing: readonly (readonly [EvalShell, readonly string[]])[] = [
  [bash, ['-O', 'nullglob']],
  [bash, ['-O', 'failglob']],
  [zsh, ['-o', 'GLOB_SUBST', '-o', 'EXTENDED_GLOB']],
]

for (const [shell, options] of failing) {
  const tests = () => {
    test('an unquoted eval fails and changes nothing', async () => {
      const bob = oddBob()
      const folder = bob.path('folder')
      mkdirSync(folder)
      const take = `assume "${oddProfile}"`
      const { stdout: code } = await bob.run(shell, [take])
      expect(code).toContain('AWS_CA_BUNDLE')
      makeMatchingFiles(code, folder)
      const before = readdirSync(folder)
      const without = await environmentAfter(bob, shell, options, ':')
      const line = `( eval $(${take}) ) && echo took; (eval $(${take}); env -0) 2>/dev/null | grep -z ^AWS_ACCESS`
      const run = await bob.run(shell, [`cd folder`, line], { options })
      expect(run.stdout).toBe('')
      expect(await environmentAfter(bob, shell, options, ':')).toEqual(without)
      expect(readdirSync(folder)).toEqual(before)
    })
  }
  describeIn(shell, tests, [shell.name, ...options].join(' '))
}

const caBundle = `/my "own"/it's  $HOME/*.pem?`

const oddProfile = 'odd*{a,b}?'

/** A shell session of Bob, whose files contain values with patterns, quotes and braces. */
const oddBob = () =>
  new ShellSession(aws, {
    '.aws/credentials': `${keysOf(bobUser, oddProfile)}ca_bundle = ${caBundle}\n`,
    '.aws/config': [
      `[profile ${oddProfile}]`,
      'services = odd',
      '[services odd]',
      's3 =',
      "  endpoint_url = http://[::1]:9/it's/*?x=';>canary;'",
      '',
    ].join('\n'),
    '.config/assume/config': 'prompt = color=cyan format=[{role}] *?\n',
  })

const formatsOf = ({ name }: EvalShell) => [
  ...(name === 'bash' || name === 'zsh' ? [name] : ['posix']),
  ...(name === 'bash' || name === 'dash' ? ['env'] : []),
]

/** The environment after a line. It does not use `ShellSession.run`, which removes a final newline. */
async function environmentAfter(
  bob: ShellSession,
  shell: EvalShell,
  options: readonly string[],
  line: string,
): Promise<ReadonlyMap<string, string>> {
  const command = [...shell.command, ...options, '-c', `${line}\nenv -0`]
  const { stdout, exitCode } = await runProgram(command, {
    cwd: bob.path('folder'),
    env: bob.env,
    stripFinalNewline: false,
  })
  expect(exitCode).toBe(0)
  return variablesIn(stdout)
}

/** The variables that `env -0` printed, without those that a shell sets for itself. */
function variablesIn(text: string): ReadonlyMap<string, string> {
  return new Map(printedVariables(text).filter(([name]) => !/^(_|A__z|SHLVL)$/.test(name)))
}
