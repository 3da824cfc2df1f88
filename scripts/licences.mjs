import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const separator = '-'.repeat(80)

/** Returns the licence texts of bundled packages, each text once. */
export async function licences(folders) {
  const packages = await Promise.all([...folders].sort().map(licence))
  const packagesByText = new Map()
  for (const { name, text = textOfSameOwner(name, packages) } of packages) {
    packagesByText.set(text, [...(packagesByText.get(text) ?? []), name])
  }
  return [...packagesByText]
    .map(([text, names]) => `${names.join('\n')}\n\n${text}`)
    .join(`\n${separator}\n\n`)
}

/** Parses the result of `licences`: name, version, licence and whether the text is present. */
export function packagesIn(text) {
  return text.split(`\n${separator}\n\n`).flatMap((block) => {
    const [names, ...words] = block.split('\n\n')
    const hasText = words.join('').trim() !== ''
    return [...names.matchAll(/^(\S+) (\S+) \((.*)\)$/gm)].map(([, name, version, license]) => ({
      name,
      version,
      license,
      hasText,
    }))
  })
}

async function licence(folder) {
  const { name, version, license } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  )
  const files = (await readdir(folder)).sort()
  const texts = await Promise.all(
    files
      .filter((file) => /^(licen[cs]e|notice)(\.|$)/i.test(file))
      .map((file) => readFile(join(folder, file), 'utf8')),
  )
  const readMe = files.find((file) => /^readme\.md$/i.test(file))
  const text =
    texts.length > 0
      ? texts.join('\n')
      : readMe && licenceSection(await readFile(join(folder, readMe), 'utf8'))
  return { name: `${name} ${version} (${license})`, text }
}

/** Some packages have their licence only in the README. */
function licenceSection(readMe) {
  const [, text] = /^#+ licen[cs]e.*\n([\s\S]*?)(?=^#|(?![\s\S]))/im.exec(readMe) ?? []
  return text && /permission|warranty/i.test(text) ? `${text.trim()}\n` : undefined
}

/**
 * A package without a licence text uses the text of another package with the same owner and
 * licence.
 */
function textOfSameOwner(name, packages) {
  const [owner, license] = [/^@[^/]+\//.exec(name)?.[0], /\(.*\)$/.exec(name)?.[0]]
  const other = packages.find(
    (each) => owner && each.text && each.name.startsWith(owner) && each.name.endsWith(license),
  )
  return other?.text ?? ''
}
