import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, it } from 'vitest'
import { noMoto, startMoto } from '../../support/aws/moto.ts'
import { temporaryHome } from '../../support/home.ts'
import { assume, program } from '../../support/program.ts'
import { Terminal } from '../../support/terminal/pty.ts'

const noAwsCli = spawnSync('aws', ['--version'], { stdio: 'ignore' }).status !== 0

const words = ['setup', 'Bob', 'reader', '--attach-policy', 'ReadOnlyAccess']
const options = ['--mfa', '--access-key', '--apply']

it.skipIf(noMoto || noAwsCli)(
  'assume setup with moto creates everything once, gives the role, and undoes all of it',
  async () => {
    const moto = await startMoto({ MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' })
    const home = temporaryHome({})
    const env = {
      ...home.env,
      AWS_ENDPOINT_URL: moto.url,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'testing',
      AWS_SECRET_ACCESS_KEY: 'testing',
      AWS_EC2_METADATA_DISABLED: 'true',
    }

    const terminal = Terminal.start(
      'bash',
      [
        '-c',
        '"$@" >"$HOME/credentials"; echo "status $?"',
        'bash',
        process.execPath,
        program,
        ...words,
        ...options,
      ],
      home.path,
      env,
    )
    for (const title of ['create the user', 'create the role', 'let the role', 'let Bob']) {
      await terminal.waitFor(`assume: ${title}`)
    }
    await terminal.waitFor(/or type it in: [A-Z2-7]{16,}\r\n/)
    await terminal.waitFor('Code that the app shows: ')
    terminal.type('111111\r')
    await terminal.waitFor('The code after that')
    terminal.type('222222\r')
    await terminal.waitFor('status 0')

    const again = await assume([...words, ...options], { env })
    expect(again).toMatchObject({ stdout: '', exitCode: 0 })
    expect(again.stderr).toMatch(
      /exists already: the user Bob, the role reader, ReadOnlyAccess at the role, the policy assume-reader, that policy at Bob, the MFA device arn:aws:iam::123456789012:mfa\/Bob, the access key AKIA\w+, whose secret/,
    )
    expect(again.stderr).not.toMatch(/warning|assume: (create|let|make)/)

    // From here on moto checks the permissions of Bob, which setup created.
    await moto.enforce()
    const credentials = readFileSync(join(home.path, 'credentials'), 'utf8')
    // GetSessionToken of moto returns the same keys to every caller, and moto does not accept them.
    const settings = { '.config/assume/config': 'cache = off\n' }
    const ofBob = temporaryHome({ '.aws/credentials': credentials, ...settings })
    const session = await assume(['Bob', 'reader', '333333', '--format', 'process'], {
      env: { ...ofBob.env, AWS_ENDPOINT_URL: moto.url, AWS_REGION: 'us-east-1' },
    })
    expect(session).toMatchObject({
      stderr: expect.stringMatching(/^assume: the code goes to the role itself: .*\n$/),
      exitCode: 0,
    })
    expect(JSON.parse(session.stdout)).toMatchObject({ AccountId: '123456789012' })

    await moto.enforce(1000)
    const undone = await assume([...words, '--undo', '--apply'], { env })
    expect(undone).toMatchObject({ stdout: '', exitCode: 0 })
    expect(undone.stderr).not.toContain('stays')
    expect(await left(env)).toEqual([[], [], [], []])
  },
  300_000,
)

/** Returns the existing users, roles, policies and MFA devices. */
async function left(env: Readonly<Record<string, string>>) {
  const lists = [
    ['list-users'],
    ['list-roles'],
    ['list-policies', '--scope', 'Local'],
    ['list-virtual-mfa-devices'],
  ]
  const answers = lists.map((list) =>
    execa('aws', ['iam', ...list, '--output', 'json'], {
      env: { PATH: process.env.PATH ?? '', ...env },
      extendEnv: false,
    }),
  )
  return (await Promise.all(answers)).map(({ stdout }) => Object.values(JSON.parse(stdout))[0])
}
