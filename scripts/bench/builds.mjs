import { existsSync } from 'node:fs'
import { cp, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { $ } from 'zx'

/** Builds a revision in a new folder. Returns the folder. */
export async function buildOf(revision, folder) {
  await mkdir(folder)
  await $({ quiet: true })`git archive ${revision} | tar -x -C ${folder}`
  return built(folder)
}

/** Builds the work tree in a new folder, including uncommitted files. Returns the folder. */
export async function buildOfWorkTree(folder) {
  await mkdir(folder)
  const { stdout } = await $({
    quiet: true,
  })`git ls-files -z --cached --others --exclude-standard`
  for (const path of stdout.split('\0').filter((path) => path && existsSync(path))) {
    await cp(path, join(folder, path), { verbatimSymlinks: true })
  }
  return built(folder)
}

async function built(folder) {
  if (!existsSync(join(folder, 'scripts/bench/subjects.mjs'))) {
    throw new Error('the revision is older than bench --compare and does not define its subjects')
  }
  const [lock, ownLock] = await Promise.all(
    [folder, '.'].map((each) => readFile(join(each, 'package-lock.json'), 'utf8')),
  )
  if (lock === ownLock) await $`cp -a node_modules ${folder}/`
  else await $({ cwd: folder, quiet: true })`npm ci --no-audit --no-fund`
  await $({ cwd: folder, quiet: true })`npm run build`
  return folder
}
