import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Shell code for `aws SERVICE OPERATION`. By default, a read finds nothing, and a change succeeds silently. */
export type Behaviour = Readonly<Record<string, string>>

/** Shell code that fails with an error in the format of AWS CLI version 1. */
export const complains = (operation: string, code: string, words: string) =>
  `echo "An error occurred (${code}) when calling the ${operation} operation: ${words}" >&2; exit 254`

const administrator =
  'echo \'{"UserId": "A", "Account": "123456789012", "Arn": "arn:aws:iam::123456789012:user/admin"}\''

/** An `aws` for PATH that logs its arguments. It finds no resources, except as `behaviour` specifies. */
export class FakeAws {
  readonly bin: string
  readonly #log: string

  constructor(folder: string, behaviour: Behaviour = {}) {
    this.bin = join(folder, 'fake-bin')
    this.#log = join(folder, 'aws-calls')
    mkdirSync(this.bin)
    const all: Behaviour = { 'sts get-caller-identity': administrator, ...behaviour }
    const script = [
      '#!/bin/bash',
      // Each argument ends with a NUL, and each call with one more.
      `{ printf '%s\\0' "$@"; printf '\\0'; } >>'${this.#log}'`,
      'while [[ $1 == --* ]]; do shift 2; done',
      'case "$1 $2" in',
      ...Object.entries(all).map(([name, code]) => `"${name}") ${code} ;;`),
      `"iam get-"*) ${complains('Get', 'NoSuchEntity', 'There is none.')} ;;`,
      '"iam list-"*) echo "{}" ;;',
      'esac',
    ]
    const file = join(this.bin, 'aws')
    writeFileSync(file, `${script.join('\n')}\n`)
    chmodSync(file, 0o755)
  }

  get path(): string {
    return `${this.bin}${delimiter}${process.env.PATH}`
  }

  /** The arguments of each call, in order. */
  get calls(): string[][] {
    if (!existsSync(this.#log)) return []
    const calls = readFileSync(this.#log, 'utf8').split('\0\0').slice(0, -1)
    return calls.map((call) => call.split('\0'))
  }

  /** The operations that change a resource, with its name: `create-user Bob`. */
  get changes(): string[] {
    return this.calls
      .map((call) => call.slice(call.indexOf('iam')))
      .filter(
        ([service, operation = '']) => service === 'iam' && !/^(get|list|wait)/.test(operation),
      )
      .map(([, operation, , name]) => `${operation} ${name}`)
  }
}
