import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Behaviour, complains, FakeAws } from '../../support/aws/fake-aws.ts'
import { temporaryHome } from '../../support/home.ts'
import { program } from '../../support/program.ts'
import { plain, Terminal } from '../../support/terminal/pty.ts'

const seed = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

/** Writes the seed to the file and not to stdout, as the AWS CLI does. */
const writesSeed = `while [[ $1 != --outfile ]]; do shift; done; printf %s ${seed} >"$2"; echo '{"VirtualMFADevice": {}}'`

/** Refuses the codes the first time. */
const takesCodes = `[[ -e $0.tried ]] || { touch "$0.tried"; ${complains('EnableMFADevice', 'InvalidAuthenticationCode', 'Wrong.')}; }`

function setUp(more: Behaviour = {}) {
  const home = temporaryHome({})
  const runtime = join(home.path, 'runtime')
  mkdirSync(runtime)
  const aws = new FakeAws(home.path, {
    'iam create-virtual-mfa-device': writesSeed,
    'iam enable-mfa-device': takesCodes,
    ...more,
  })
  const terminal = Terminal.start(
    'bash',
    // These files get all output that assume does not write to the terminal itself.
    [
      '-c',
      '"$@" >"$HOME/stdout" 2>"$HOME/stderr"; echo "status $?"',
      'bash',
      process.execPath,
      program,
      ...['setup', 'Bob', 'reader', '--mfa', '--apply'],
    ],
    home.path,
    { PATH: aws.path, XDG_RUNTIME_DIR: runtime },
  )
  const read = (name: string) => readFileSync(join(home.path, name), 'utf8')
  const log = () => `${read('stdout')}${read('stderr')}`
  return { aws, terminal, log, leftBehind: () => readdirSync(runtime) }
}

describe('assume setup --mfa --apply', () => {
  it('shows the seed only on the terminal, and asks again after two wrong codes', async () => {
    const { aws, terminal, log, leftBehind } = setUp()
    const shown = plain(await terminal.waitFor('Code that the app shows: '))
    expect(shown).toContain(
      'Scan this with the app that is to show the codes of arn:aws:iam::123456789012:mfa/Bob:',
    )
    expect(shown).toMatch(/[█▀▄]{20}/)
    expect(shown).toContain(`or type it in: ${seed}`)
    terminal.type('111111\r')
    await terminal.waitFor('The code after that')
    terminal.type('111111\r')
    await terminal.waitFor('that is the same code; wait for the next')
    terminal.type('222222\r')
    await terminal.waitFor('AWS does not take these two codes')
    await terminal.waitFor('Code that the app shows: ')
    terminal.type('333333\r')
    await terminal.waitFor('The code after that')
    terminal.type('444444\r')
    await terminal.waitFor('status 0')
    const enabled = aws.calls.filter((call) => call.includes('enable-mfa-device'))
    expect(enabled.map((call) => [call.at(-5), call.at(-3)])).toEqual([
      ['111111', '222222'],
      ['333333', '444444'],
    ])
    expect(log()).toContain('mfa_serial = arn:aws:iam::123456789012:mfa/Bob')
    expect(log()).not.toContain(seed)
    expect(aws.calls.flat().join(' ')).not.toContain(seed)
    expect(leftBehind()).toEqual([])
  })

  it.each([
    ['after three wrong pairs of codes', 'InvalidAuthenticationCode', 3],
    ['at once if AWS rejects something else', 'LimitExceeded', 1],
  ])('fails %s', async (_, code, pairs) => {
    const rejects = complains('EnableMFADevice', code, 'Wrong.')
    const { aws, terminal, log } = setUp({ 'iam enable-mfa-device': rejects })
    for (let pair = 1; pair <= pairs; pair++) {
      await terminal.waitFor('Code that the app shows: ')
      terminal.type(`${pair}11111\r`)
      await terminal.waitFor('The code after that')
      terminal.type(`${pair}22222\r`)
    }
    await terminal.waitFor('status 1')
    expect(log()).toContain(code)
    expect(aws.calls.filter((call) => call.includes('enable-mfa-device'))).toHaveLength(pairs)
  })

  it('lists the completed steps after Ctrl-C', async () => {
    const { terminal, log, leftBehind } = setUp()
    await terminal.waitFor('Code that the app shows: ')
    terminal.type('\x03')
    await terminal.waitFor('status 130')
    expect(log()).toMatch(
      /assume: cancelled while it was to make a virtual MFA device for Bob, which may have happened\n {2}hint: done before that: create the user Bob; .*\n {2}hint: to go on, without doing anything twice: assume setup Bob reader --mfa --apply\n/,
    )
    expect(leftBehind()).toEqual([])
  })

  it('replaces an existing device that is assigned to no user', async () => {
    const devices = `echo '{"VirtualMFADevices": [{"SerialNumber": "arn:aws:iam::123456789012:mfa/Bob"}]}'`
    const { aws, terminal } = setUp({ 'iam list-virtual-mfa-devices': devices })
    await terminal.waitFor('Code that the app shows: ')
    terminal.type('\x03')
    await terminal.waitFor('status 130')
    expect(aws.changes.slice(-2)).toEqual([
      'delete-virtual-mfa-device arn:aws:iam::123456789012:mfa/Bob',
      'create-virtual-mfa-device Bob',
    ])
  })

  it('uses the existing device of the user', async () => {
    const devices = `echo '{"MFADevices": [{"SerialNumber": "arn:aws:iam::123456789012:mfa/phone"}]}'`
    const { aws, terminal, log } = setUp({
      'iam get-user': `echo '{"User": {}}'`,
      'iam list-mfa-devices': devices,
    })
    await terminal.waitFor('status 0')
    expect(aws.changes).not.toContain('create-virtual-mfa-device Bob')
    expect(log()).toContain('mfa_serial = arn:aws:iam::123456789012:mfa/phone')
  })
})
