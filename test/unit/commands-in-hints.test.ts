import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = new URL('../../', import.meta.url).pathname

/** The help pages contain placeholders, and the stand-in contains messages of AWS. */
const files = ['src', 'shell']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      join(folder, name),
    ),
  )
  .filter((path) => /\.(ts|bash|zsh|fish)$/.test(path))
  .filter((path) => !path.startsWith('src/demo/') && path !== 'src/cli/help.ts')

/** A command at the beginning of a text or after a colon, up to the end of the literal text. */
const command =
  /(?:['"`]|: |\bor )((?:command |eval )?["$(]*(?:assume|aws|export|unset|\$__assume_cmd) [^'"`;]*)/g

/** Placeholders, and dots that stand for more of them. */
const placeholder =
  /…|\b(NAME|NAMESPACE|USER|ROLE|ROLE_ARN|PROFILE|(ADMIN|ROLE)_PROFILE|TARGET|ACCOUNT|VALUE|CODE|SECONDS|FILE|PATH|CMD|COMMAND|PROGRAM|POLICY|REGION|CLUSTER|HOST|PORT|PASSWORD)\b/

/** An option in a hint that contains no command. */
const option =
  /--[a-z][a-z-]+[ =](?:ARN|NAME|PROFILE|ROLE|USER|REGION|KEY=VALUE|VALUE|CODE|FILE)\b/g

it('no command in a hint contains a placeholder', () => {
  const found = files.flatMap((path) => {
    const code = readFileSync(join(root, path), 'utf8').replaceAll(
      /^\s*(\/\/|\/?\*|#).*$|\bdetails: `[^`]*`/gm,
      '',
    )
    return [...code.matchAll(command)]
      .map(([, text = '']) => text)
      .filter((text) => placeholder.test(text))
      .concat(code.match(option) ?? [])
      .map((text) => `${path}: ${text}`)
  })
  expect(found).toEqual([])
})
