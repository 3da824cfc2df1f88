import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The notices that the licences of bundled packages want to be handed on, each text once. */
export async function licences(folders) {
  const packagesByText = new Map()
  for (const folder of [...folders].sort()) {
    const { name, text } = await licence(folder)
    packagesByText.set(text, [...(packagesByText.get(text) ?? []), name])
  }
  return [...packagesByText]
    .map(([text, names]) => `${names.join('\n')}\n\n${text}`)
    .join(`\n${'-'.repeat(80)}\n\n`)
}

async function licence(folder) {
  const { name, version, license } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  )
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice)(\.|$)/i.test(file))
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  return { name: `${name} ${version} (${license})`, text: texts.join('\n') }
}
