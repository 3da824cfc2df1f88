import { describe, expect, it } from 'vitest'
import { isInstalled } from '../../support/shells/shells.ts'
import { core } from '../../support/terminal/dialogue.ts'
import { type Emulated, type Emulator, inTmux, inXterm } from '../../support/terminal/emulators.ts'
import { TestAws } from '../../support/test-aws.ts'

const names = [
  'plain',
  '👨‍👩‍👧',
  '🇩🇪🇫🇷',
  '❤️',
  '1️⃣',
  '👍🏽',
  '🏳️‍🌈',
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  '漢字𠮷',
  '한국어',
  'ｱｶﾞ',
  'e\u0301',
  'नि',
  'עברית',
  'שָׁלוֹם',
  'العربية',
]

const accountOf = (index: number) => `${100_000_000_000 + index}`
const roleOf = (index: number) => `role-${String(index).padStart(2, '0')}`

const config = names
  .map(
    (name, index) =>
      `[profile ${name}]\nrole_arn = arn:aws:iam::${accountOf(index)}:role/${roleOf(index)}\nsource_profile = Bob\nrole_session_name = session-${index}\n`,
  )
  .join('')

const emulators = [
  { name: 'tmux', start: inTmux, isThere: isInstalled('tmux') },
  { name: 'xterm.js', start: inXterm(false), isThere: true },
  { name: 'xterm.js with graphemes', start: inXterm(true), isThere: true },
]

for (const { name, start, isThere } of emulators) {
  describe.skipIf(!isThere)(`in ${name}`, () => {
    const run = async (assume: string, rows = 24): Promise<Emulator> => {
      const { home } = await TestAws.open({ config })
      const load = `assume() { ${core} "$@"; }`
      const script = `${load}; ${assume}; echo the end; read -r line`
      const command: Emulated['command'] = ['sh', '-c', script]
      return start({ command, columns: 100, rows, home: home.path, env: home.env })
    }

    const columnsOf = async (emulator: Emulator, texts: readonly string[]) => [
      ...new Set(await emulator.columnsOf(texts)),
    ]

    it('assume list aligns its columns for names with emoji and of all scripts', async () => {
      const emulator = await run('assume list --quiet')
      await emulator.waitFor(/the end/)
      expect(
        await columnsOf(emulator, ['ACCOUNT', ...names.map((_, index) => accountOf(index))]),
      ).toEqual([9])
      expect(
        await columnsOf(emulator, ['ROLE', ...names.map((_, index) => roleOf(index))]),
      ).toEqual([23])
    })

    it('the picker aligns its columns, also after a search replaces rows', async () => {
      const emulator = await run('code=$(assume)')
      await emulator.waitFor(/\/17 /)
      const all = [...names.keys()]
      expect(await columnsOf(emulator, all.map(accountOf))).toEqual([11])
      expect(await columnsOf(emulator, all.map(roleOf))).toEqual([25])
      await emulator.type('role-0')
      await emulator.waitFor(/^10\/17 /)
      const found = all.slice(0, 10)
      expect(await columnsOf(emulator, found.map(accountOf))).toEqual([10])
      expect(await columnsOf(emulator, found.map(roleOf))).toEqual([24])
    })

    it('assume explain aligns the values of a profile', async () => {
      const shown = [1, 3, 8, 13, 14]
      const each = shown.map((index) => `assume explain '${names[index]}'`)
      const emulator = await run(each.join('; '), 100)
      await emulator.waitFor(/the end/)
      expect(
        await columnsOf(
          emulator,
          shown.map((index) => `session-${index} `),
        ),
      ).toEqual([16])
      // tmux does not find cells that contain several code points.
      const found = name === 'tmux' ? [8, 13] : shown
      expect(
        await columnsOf(
          emulator,
          found.map((index) => `${names[index]}, ~/.aws/`),
        ),
      ).toEqual([16])
    })
  })
}
