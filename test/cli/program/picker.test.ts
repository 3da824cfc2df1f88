import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { noMfaRole } from '../../../src/demo/fixture.ts'
import { core } from '../../support/shells/posix-shells.ts'
import { describeIn, shells } from '../../support/shells/shells.ts'
import { plain, Terminal } from '../../support/terminal/pty.ts'
import { expectClean, TestAws } from '../../support/test-aws.ts'

const team = (index: number) => `[profile team-${index}]
role_arn = arn:aws:iam::${100_000_000_000 + index}:role/Reader
source_profile = Bob
region = eu-west-1
`

const configWith = (teams: number) => `[profile plain]
role_arn = ${roleArn(noMfaRole)}
source_profile = Bob
role_session_name = Bob
region = eu-central-1
[profile steer\x1b]0;title\x07ing]
role_arn = ${roleArn(noMfaRole)}
source_profile = Bob
${Array.from({ length: teams }, (_, index) => team(index)).join('')}`
const config = configWith(100)

/** Captures the output as a shell does, while the picker uses the terminal. */
const script = [
  'assume() { "$NODE" "$CORE" "$@"; }',
  'out=$(assume "$@"); echo "status $?"',
  'case $out in *ASIA*) echo "a session";; *) echo "printed $out";; esac',
  'eval "$out"; echo "for $ASSUME_ROLE"; printf "the %s\\n" end; read -r',
].join('\n')

/** Runs the core as its own process, which a signal informs about a new size. */
const asProcess = { NODE: process.execPath }

class Picker {
  private readonly terminal: Terminal

  private constructor(terminal: Terminal) {
    this.terminal = terminal
  }

  static open(
    testAws: TestAws,
    cols: number,
    env: Record<string, string> = {},
    words: readonly string[] = [],
  ) {
    const all = { NODE: core.node, CORE: core.script, ...testAws.home.env, ...env }
    const args = ['--norc', '-c', script, 'bash', ...words]
    return new Picker(Terminal.start('bash', args, testAws.home.path, all, { cols, rows: 24 }))
  }

  /** Types keys and waits until the text is shown. Returns the lines of the last frame. */
  async press(keys: string, shown: string | RegExp): Promise<readonly string[]> {
    this.terminal.type(keys)
    return this.see(shown)
  }

  async see(shown: string | RegExp): Promise<readonly string[]> {
    const drawn = await this.terminal.waitFor(shown)
    const frame = drawn.slice(drawn.lastIndexOf('\x1b[H') + 1)
    return plain(frame).split('\n')
  }

  /** Resizes the terminal and waits until the picker redraws without a key. */
  async resize(cols: number, rows: number, shown: RegExp): Promise<readonly string[]> {
    this.terminal.resize(cols, rows)
    return this.see(shown)
  }

  async raw(shown: string | RegExp): Promise<string> {
    return this.terminal.waitFor(shown)
  }

  /** Types keys and returns the output after the picker has closed. */
  async end(keys: string): Promise<string> {
    this.terminal.type(keys)
    const rest = await this.terminal.waitFor('the end')
    const gone = rest.lastIndexOf('\x1b[?1049l')
    const after = plain(gone < 0 ? rest : rest.slice(gone))
    expectClean(after)
    return after
  }
}

/** The last line of a frame. */
const foot = /type to filter|Enter: [^\n]*…/

const showing = (query: string) => new RegExp(`assume: ${query}▏[^▏]*(?:${foot.source})`)

describe('assume alone on a terminal', () => {
  for (const cols of [40, 120]) {
    it(`finds one of 10,000 profiles, key by key, at ${cols} columns`, async () => {
      const testAws = await TestAws.open({ config: configWith(10_000) })
      const picker = Picker.open(testAws, cols, asProcess)
      expect(await picker.see(foot)).toContainEqual(expect.stringMatching(/^> plain/))
      for (const [keys, query, line] of [
        ['t', 't', /^> team-0 /],
        ['7', 't7', /^> team-7 /],
        ['\x1b[B', 't7', /^> team-70 /],
        ['\x1b[A', 't7', /^> team-7 /],
        ['77', 't777', /^> team-777 /],
        ['\x7f\x7f\x7f\x7f', '', /^> plain/],
        ['100000001234', '100000001234', /^> team-1234 /],
        ['\x15', '', /^> plain/],
        ['tema-1999', 'tema-1999', /^> team-1999/],
        ['\x15', '', /^> plain/],
        ['pln', 'pln', /^> plain/],
      ] as const) {
        const lines = await picker.press(keys, showing(query))
        expect(lines).toContainEqual(expect.stringMatching(line))
        // Erasing the rest of a full line also erases its last character.
        for (const each of lines) expect([...each].length).toBeLessThan(cols)
        expect(lines.length).toBeLessThanOrEqual(24)
      }
      const after = await picker.end('\r')
      expect(after).toContain('status 0\na session\nfor plain\n')
      expect(testAws.aws.calls).toHaveLength(1)
    })
  }

  it('selects the same profile after the terminal is resized', async () => {
    const testAws = await TestAws.open({ config })
    const picker = Picker.open(testAws, 120, asProcess)
    await picker.see(foot)
    for (const letter of ['t', 'te', 'tea', 'team'])
      await picker.press(letter.at(-1) ?? '', showing(letter))
    await picker.press('\x1b[B', showing('team'))
    for (const [cols, rows] of [
      [40, 24],
      [24, 8],
      [120, 5],
      [120, 24],
    ] as const) {
      const lines = await picker.resize(cols, rows, showing('team'))
      expect(lines).toContainEqual(expect.stringMatching(/^> team-1 /))
      expect(lines).toHaveLength(Math.min(rows, 22))
      for (const each of lines) expect([...each].length).toBeLessThanOrEqual(cols)
    }
    expect(await picker.end('\x1b')).toContain('status 130')
  })

  it('shows the account, region and role, and later how long a session is cached', async () => {
    const testAws = await TestAws.open({ config })
    const first = Picker.open(testAws, 120)
    expect(await first.see(foot)).toContainEqual(
      expect.stringMatching(/^> plain +123456789012 +eu-central-1 +demo-no-mfa-role/),
    )
    expect(await first.end('\r')).toContain('for plain')
    const again = Picker.open(testAws, 120)
    expect(await again.see(foot)).toContainEqual(
      expect.stringMatching(/^> plain +123456789012 +cached (59 min|1 h 0 min)/),
    )
  })

  it.each([
    ['Esc', '\x1b'],
    ['Ctrl-C', '\x03'],
  ])('changes nothing after %s', async (_, key) => {
    const testAws = await TestAws.open({ config })
    const picker = Picker.open(testAws, 120)
    await picker.see(foot)
    await picker.press('team', showing('team'))
    expect(await picker.end(key)).toBe('status 130\nprinted (exit 130);\nfor \nthe end')
    expect(testAws.aws.calls).toEqual([])
    expect(existsSync(join(testAws.home.path, '.cache/assume/used'))).toBe(false)
  })

  it('escapes control characters in names, and uses no colour with NO_COLOR', async () => {
    const testAws = await TestAws.open({ config })
    const picker = Picker.open(testAws, 120, { NO_COLOR: '1' })
    const drawn = await picker.raw('/103')
    for (const steering of ['\x1b]', '\x07', '\x1b[1', '\x1b[2m']) {
      expect(drawn).not.toContain(steering)
    }
    await picker.press('stee', showing('stee'))
    const lines = await picker.press('r', showing('steer'))
    expect(lines).toContainEqual(expect.stringMatching(/^> steer\\x1b\]0;title\\x07ing/))
  })

  it('lists the targets used most first, including roles without a profile', async () => {
    const testAws = await TestAws.open({ config })
    for (const words of [
      ['team-5', '--no-input'],
      ['Bob', 'demo-no-mfa-role'],
    ]) {
      await testAws.assume(words)
    }
    const used = join(testAws.home.path, '.cache/assume/used')
    expect(readFileSync(used, 'utf8')).toMatch(/^user-role\tBob\tdemo-no-mfa-role\t1\t\d{10}\n$/)
    expect(statSync(used).mode & 0o777).toBe(0o600)
    await testAws.assume(['cache', 'clear'])
    expect(existsSync(used)).toBe(false)
    await testAws.assume(['Bob', 'demo-no-mfa-role'])
    const picker = Picker.open(testAws, 120)
    expect(await picker.see(foot)).toContainEqual(expect.stringMatching(/^> Bob demo-no-mfa-role/))
    expect(await picker.end('\r')).toContain('status 0\na session\nfor demo-no-mfa-role')
  })

  it('does not open without a terminal, with --no-input or with TERM=dumb', async () => {
    const testAws = await TestAws.open({ config })
    expect(await testAws.assume([])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('no target'),
    })
    const dumb = Picker.open(testAws, 120, { TERM: 'dumb' })
    const noInput = Picker.open(testAws, 120, {}, ['--no-input'])
    for (const picker of [dumb, noInput]) expect(await picker.end('')).toContain('no target')
  })

  it.each([
    [['--duration', 'abc'], '"abc" is not a duration'],
    [['--region', 'a b'], '"a b"'],
    [['exec', '--duration', 'abc', '--', 'true'], '"abc" is not a duration'],
    [['console', '--duration', 'abc'], '"abc" is not a duration'],
  ])('does not open for an option with an invalid value: %j', async (words, error) => {
    const testAws = await TestAws.open({ config })
    const picker = Picker.open(testAws, 120, {}, words)
    expect(await picker.end('')).toContain(error)
  })
})

describe('a part of a name on a terminal', () => {
  it('is the first filter of the picker', async () => {
    const testAws = await TestAws.open({ config })
    const picker = Picker.open(testAws, 120, {}, ['TEAM-77', '123456'])
    const lines = await picker.see(showing('TEAM-77'))
    expect(lines).toContainEqual(expect.stringMatching(/^> team-77 /))
    await picker.press('\x15', showing(''))
    expect(await picker.press('plain', showing('plain'))).toContainEqual(
      expect.stringMatching(/^> plain/),
    )
    expect(await picker.end('\r')).toContain('status 0\na session\nfor plain')
  })

  it('assumes no role before a choice, even if only one name contains it', async () => {
    const testAws = await TestAws.open({ config })
    const picker = Picker.open(testAws, 120, {}, ['plai'])
    expect(await picker.see(showing('plai'))).toContainEqual(expect.stringMatching(/^> plain/))
    expect(await picker.end('\x1b')).toBe('status 130\nprinted (exit 130);\nfor \nthe end')
    expect(testAws.aws.calls).toEqual([])
  })

  it.each([
    [['plai', '--no-input'], 'did you mean "plain"?'],
    [['plai', '--cached'], 'did you mean "plain"?'],
    [['plian', '--quiet'], 'did you mean "plain"?'],
    [['plai', 'admin'], 'did you mean "plain"?'],
  ])('opens no picker for %j', async (words, hint) => {
    const testAws = await TestAws.open({ config })
    expect(await Picker.open(testAws, 120, {}, words).end('')).toContain(`hint: ${hint}`)
  })

  it('opens the picker also for assume exec', async () => {
    const testAws = await TestAws.open({ config })
    const program = ['exec', 'plai', '--', 'printenv', 'ASSUME_ROLE']
    const picker = Picker.open(testAws, 120, {}, program)
    expect(await picker.see(showing('plai'))).toContainEqual(expect.stringMatching(/^> plain/))
    expect(await picker.end('\r')).toContain('status 0\nprinted plain\n')
  })
})

for (const shell of shells) {
  describeIn(shell, () => {
    it('gets the chosen session from the wrapper', async () => {
      const testAws = await TestAws.open({ config })
      const load = shell.load({ node: process.execPath, script: core.script })
      const terminal = await Terminal.open(shell, testAws.home.path, [load], {
        ...testAws.home.env,
        ASSUME_PROMPT: 'off',
      })
      terminal.type('assume\r')
      await terminal.waitFor(foot)
      // The signal must also reach the core in the command substitution of the wrapper.
      terminal.resize(40, 12)
      await terminal.waitFor(foot)
      terminal.type('plain\r')
      await terminal.waitFor('~~> ')
      const { output } = await terminal.run('echo "for $ASSUME_ROLE"')
      expect(output).toContain('\nfor plain\n')
    })

    it('runs a program with the chosen session, or does not start it after Esc', async () => {
      const testAws = await TestAws.open({ config })
      const load = shell.load({ node: process.execPath, script: core.script })
      const terminal = await Terminal.open(shell, testAws.home.path, [load], testAws.home.env)
      terminal.type(`assume exec -- sh -c 'echo "for <$ASSUME_ROLE>"'\r`)
      await terminal.waitFor(foot)
      terminal.type('plain\r')
      await terminal.waitFor('for <plain>')
      await terminal.waitFor('~~> ')
      terminal.type('assume exec -- touch mark\r')
      await terminal.waitFor(foot)
      terminal.type('\x1b')
      await terminal.waitFor('~~> ')
      await terminal.run('true')
      expect(existsSync(join(testAws.home.path, 'mark'))).toBe(false)
    })
  })
}
