// Draws docs/pictures/ anew: real shells in a real terminal (tmux) with the built program and the
// demo's AWS. What is never the same twice, key ids and times of day, is written as one of each, so a
// picture changes only when what it shows has changed.
//
//   npm run pictures                  all of them
//   npm run pictures -- picker zsh    these
//
// It takes tmux. A picture stays as it is where what it shows is not installed.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { which } from 'zx'
import { bundled } from './bundled.mjs'

const work = await mkdtemp(join(tmpdir(), 'assume-pictures-'))
try {
  const { draw, scenes, shells } = await bundled(
    { entryPoints: ['scripts/pictures/draw.ts'] },
    work,
  )
  for (const scene of asked(scenes)) {
    const path = `docs/pictures/${scene.name}.svg`
    const missing = await notInstalled(['tmux', ...shells[scene.shell].needs])
    if (missing.length > 0) {
      console.log(`${path} stays as it is: ${missing.join(', ')} not installed`)
      continue
    }
    const home = join(work, scene.name)
    await mkdir(home)
    await writeFile(path, await draw(scene, home))
    console.log(path)
  }
} finally {
  await rm(work, { recursive: true, force: true })
}

function asked(scenes) {
  const names = process.argv.slice(2)
  const unknown = names.filter((name) => !scenes.some((scene) => scene.name === name))
  if (unknown.length > 0) throw new Error(`there is no picture ${unknown.join(', ')}`)
  return names.length === 0 ? scenes : scenes.filter(({ name }) => names.includes(name))
}

async function notInstalled(programs) {
  const found = await Promise.all(programs.map((program) => which(program, { nothrow: true })))
  return programs.filter((_, index) => !found[index])
}
