import { readFileSync } from 'node:fs'
import { assume } from './program.ts'

/** One finding in the output of `assume doctor --format json`. */
export interface SaidFinding {
  readonly id: string
  readonly severity: 'ok' | 'note' | 'warning' | 'broken'
  readonly what: string
  readonly why?: string
  readonly hints: readonly string[]
  readonly file?: string
  readonly line?: number
  readonly canFix?: true
  readonly fixed?: true
}

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

/** The variables of a shell with the wrapper. */
export const wrapped = { ASSUME_WRAPPER: String(version), ASSUME_SHELL: 'bash' }

/** Runs `assume doctor`, by default with the variables of a shell with the wrapper. */
export async function examined(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  shell: Readonly<Record<string, string>> = wrapped,
): Promise<{ findings: readonly SaidFinding[]; exitCode: number | undefined; stderr: string }> {
  const run = await assume(['doctor', '--format', 'json', ...args], { env: { ...shell, ...env } })
  const { findings } = JSON.parse(run.stdout)
  return { findings, exitCode: run.exitCode, stderr: run.stderr }
}

/** The findings that are not `ok`, such as `broken half-keys` and `warning ~/.aws/config:4 misspelt-key`. */
export const faults = (findings: readonly SaidFinding[]) =>
  findings
    .filter(({ severity }) => severity !== 'ok')
    .map(({ severity, id, file, line }) =>
      [
        severity,
        ...(file === undefined ? [] : [line === undefined ? file : `${file}:${line}`]),
        id,
      ].join(' '),
    )
