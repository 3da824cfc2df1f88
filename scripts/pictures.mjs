// Draws docs/pictures/ with real shells in a real terminal (tmux), the built program and the AWS stand-in.
// Key IDs and times of day are replaced by fixed values, so that a picture changes only with its content.
//
//   npm run pictures                  draws all pictures
//   npm run pictures -- picker zsh    draws these pictures
//
// tmux is required. A picture is not drawn if its shell is not installed.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { which } from 'zx'
import { bundled } from './bundled.mjs'

const work = await mkdtemp(join(tmpdir(), 'assume-pictures-'))
try {
  const { draw, pictures, shells } = await bundled(
    { entryPoints: ['scripts/pictures/draw.ts'] },
    work,
  )
  for (const picture of selected(pictures)) {
    const path = `docs/pictures/${picture.name}.svg`
    const missing = await notInstalled(['tmux', ...shells[picture.shell].needs])
    if (missing.length > 0) {
      console.log(`${path} is not drawn: ${missing.join(', ')} not installed`)
      continue
    }
    const home = join(work, picture.name)
    await mkdir(home)
    await writeFile(path, await draw(picture, home))
    console.log(path)
  }
} finally {
  await rm(work, { recursive: true, force: true })
}

function selected(pictures) {
  const names = process.argv.slice(2)
  const unknown = names.filter((name) => !pictures.some((picture) => picture.name === name))
  if (unknown.length > 0) throw new Error(`there is no picture ${unknown.join(', ')}`)
  return names.length === 0 ? pictures : pictures.filter(({ name }) => names.includes(name))
}

async function notInstalled(programs) {
  const found = await Promise.all(programs.map((program) => which(program, { nothrow: true })))
  return programs.filter((_, index) => !found[index])
}
