import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { once } from '../../support/once.ts'
import { type Layout, layouts } from '../../support/shells/layouts.ts'
import { Machine } from '../../support/shells/machine.ts'
import { folderOfTests, isInstalled } from '../../support/shells/shells.ts'

const begin = '# >>> assume >>>'
const end = '# <<< assume <<<'

/** Removes all from the first to the last line of the block, as a person would. */
const withoutBlock = (text: string) =>
  text.replace(new RegExp(`^${begin}\n[\\s\\S]*?^${end}\n`, 'm'), '')

/** The texts of all files of a layout, by their paths. */
const textsIn = (machine: Machine, { rc, others = [] }: Layout) =>
  Object.fromEntries([rc, ...others].map((path) => [path, machine.bytes(path)]))

/**
 * Installs on a machine that has a layout for each of several shells. Opens these shells, installs twice more (the
 * second time over an older block) and uninstalls.
 */
async function installIn(home: readonly Layout[]) {
  const machine = Machine.withProgram({ folder: mkdtempSync(join(folder, 'machine-')) })
  for (const { lay } of home) lay(machine)
  // fish 4 makes this folder itself.
  machine.write('.cache/fish/other', '')
  const system = home.find((layout) => layout.system !== undefined)?.system ?? 'Linux'
  machine.program('uname', `echo ${system}`)
  machine.asOrdinaryUser()
  const texts = () => new Map(home.map((layout) => [layout, textsIn(machine, layout)]))
  const before = { state: machine.state(), texts: texts() }

  expect(await machine.install('--rc')).toMatchObject({ exitCode: 0 })
  const installed = { state: machine.state(), texts: texts() }
  const looks = new Map<Layout, string>()
  for (const layout of home) {
    const look = [...(layout.start ?? []), '-ic', 'type assume; assume --version']
    looks.set(layout, (await machine.run(layout.shell, look)).stdout)
  }

  expect(await machine.install('--rc')).toMatchObject({ exitCode: 0 })
  const again = machine.state()

  for (const { rc } of home) {
    const block = machine.bytes(rc) ?? ''
    const older = block.replace(/^(if|fi|end| ).*\n/gm, 'eval "$(assume-0.0.1)"\n')
    expect(older).not.toBe(block)
    machine.overwrite(rc, older)
  }
  expect(await machine.install('--rc')).toMatchObject({ exitCode: 0 })
  const updated = machine.state()

  machine.write('.cache/assume/sessions/cached', 'a session')
  machine.asOrdinaryUser()
  expect(await machine.install('--uninstall')).toMatchObject({ exitCode: 0, stderr: '' })
  return {
    before,
    installed,
    looks,
    again,
    updated,
    after: { state: machine.state(), texts: texts() },
  }
}

const folder = folderOfTests()

/** Layouts of different shells share no files, so one home directory has a layout for each shell. */
const homes = inHomes(layouts.filter(({ shell }) => isInstalled(shell) || process.env.CI))

function inHomes(all: readonly Layout[]): Layout[][] {
  const made: Layout[][] = []
  for (const layout of all) {
    const home = made.find((each) => each.every(({ shell }) => shell !== layout.shell))
    if (home) home.push(layout)
    else made.push([layout])
  }
  return made
}

for (const home of homes) {
  const scene = once(() => installIn(home))

  describe.each(home)('$name', (layout) => {
    it('loads assume, installs again without a change, updates an old block and uninstalls completely', async () => {
      const { before, installed, looks, again, updated, after } = await scene()
      for (const [path, text] of Object.entries(installed.texts.get(layout) ?? {})) {
        const whole = before.texts.get(layout)?.[path] ?? ''
        const left = withoutBlock(text ?? '')
        expect(text).toContain(begin)
        expect(left).toBe(whole === '' || whole.endsWith('\n') ? whole : `${whole}\n`)
      }
      expect(looks.get(layout)).toMatch(/^assume is a (shell )?function[\s\S]*\n\d+\.\d+\.\d+$/)
      expect(again).toEqual(installed.state)
      expect(updated).toEqual(installed.state)
      expect(after).toEqual(before)
    }, 120_000)
  })
}
