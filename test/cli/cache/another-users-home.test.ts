import { chmodSync, chownSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn } from 'aws-stand-in'
import { describe, expect } from 'vitest'
import { bob, noMfaRole } from '../../../src/demo/fixture.ts'
import { aws } from '../../support/aws/aws.ts'
import { changeableHome, keysOf } from '../../support/home.ts'
import {
  assumeAsSecondUser,
  secondUserId,
  withSecondUser,
} from '../../support/processes/second-user.ts'
import { assume } from '../../support/program.ts'
import { session } from '../../support/sign-in/sso.ts'

const config = `${session}
[profile dev]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Admin
`

/** The home directory of the second user, who also owns all files in it. */
async function homeOfAnother() {
  const home = changeableHome({ '.aws/config': config, '.aws/credentials': keysOf(bob) }, aws)
  const { path, env } = home
  const giveToOwner = () => {
    for (const name of ['', ...readdirSync(path, { recursive: true, encoding: 'utf8' })]) {
      chownSync(join(path, name), secondUserId, secondUserId)
    }
  }
  giveToOwner()
  const asOwner = (args: readonly string[]) => assumeAsSecondUser(args, env)
  const files = () => readdirSync(path, { recursive: true, encoding: 'utf8' }).sort()
  /** Creates a folder that only root can read, as an earlier `sudo -E` would. */
  const leaveToRoot = (folder: string) => {
    mkdirSync(join(path, folder), { recursive: true, mode: 0o700 })
    const [top = ''] = folder.split('/')
    if (top === '.cache') chownSync(join(path, top), secondUserId, secondUserId)
  }
  return { env, path, asOwner, files, leaveToRoot, giveToOwner }
}

const role = ['Bob', noMfaRole.name]

describe('assume as root in the home of another user', () => {
  withSecondUser('prints a session, and writes nothing to that home', async () => {
    const { env, path, files } = await homeOfAnother()
    const before = files()
    const { stderr, exitCode } = await assume([...role, '--format', 'process'], { env })
    expect(exitCode).toBe(0)
    expect(stderr).toBe(
      `assume: warning: the session cannot be cached in ${path}/.cache/assume/sessions: it is in a folder of user ${secondUserId}, where root creates nothing (sudo -H takes root's own home)\n`,
    )
    expect(files()).toEqual(before)
  })
})

describe('a folder of root in the home of a user', () => {
  withSecondUser('is reported with its owner if it is the cache', async () => {
    const { asOwner, leaveToRoot } = await homeOfAnother()
    leaveToRoot('.cache/assume')
    const taken = await asOwner([...role, '--format', 'process'])
    expect(taken.exitCode).toBe(0)
    const doctor = await asOwner(['doctor', '--offline', '--format', 'json'])
    expect(JSON.parse(doctor.stdout).findings).toContainEqual(
      expect.objectContaining({
        id: 'cache-unreadable',
        severity: 'broken',
        what: 'it belongs to root',
        file: '~/.cache/assume',
      }),
    )
    const told = {
      stderr:
        'assume: cannot read the cache: ~/.cache/assume: it belongs to root\n  hint: check its owner and mode: ls -ld ~/.cache/assume',
      exitCode: 1,
    }
    expect(await asOwner(['cache', 'list'])).toMatchObject(told)
    expect(await asOwner(['cache', 'clear'])).toMatchObject(told)
  })

  withSecondUser(
    'is reported as unreadable, not as a missing sign-in, if it is ~/.aws/sso',
    async () => {
      const { asOwner, leaveToRoot, path } = await homeOfAnother()
      leaveToRoot('.aws/sso')
      const { stderr, exitCode } = await asOwner(['dev', '--format', 'process'])
      expect(exitCode).toBe(3)
      expect(stderr).toMatch(
        /\(\w+\): ~\/\.aws\/sso\/cache\/\w+\.json cannot be read: ~\/\.aws\/sso: it belongs to root\n/,
      )
      const doctor = await asOwner(['doctor', '--offline', '--format', 'json'])
      expect(JSON.parse(doctor.stdout).findings).toContainEqual(
        expect.objectContaining({
          id: 'sso-token-unreadable',
          severity: 'broken',
          file: '~/.aws/sso',
        }),
      )
      chmodSync(join(path, '.aws/sso'), 0o755)
      mkdirSync(join(path, '.aws/sso/cache'))
      const file = readFileName(stderr)
      writeFileSync(join(path, file), '{', { mode: 0o644 })
      const broken = await asOwner(['dev', '--format', 'process'])
      expect(broken.stderr).toContain(`: ~/${file} cannot be read: it belongs to root\n`)
      chownSync(join(path, file), secondUserId, secondUserId)
      const empty = await asOwner(['dev', '--format', 'process'])
      expect(empty.stderr).toContain(`: there is no sign-in in ~/${file}\n`)
    },
  )
})

describe('the error names root as the owner of', () => {
  const denied = 'permission denied: '
  const root = 'it belongs to root'

  /** The first line of stderr and the exit status for the owner of the home, if root owns `path` in it. */
  async function told(path: string, args: readonly string[]) {
    const home = await homeOfAnother()
    writeFileSync(join(home.path, 'token'), 'token')
    writeFileSync(
      join(home.path, '.aws/config'),
      `${config}[profile web]\nrole_arn = ${roleArn(noMfaRole)}\nweb_identity_token_file = ${home.path}/token\n`,
    )
    for (const folder of ['.config/assume', '.aws/sso/cache']) {
      mkdirSync(join(home.path, folder), { recursive: true })
    }
    writeFileSync(join(home.path, '.config/assume/config'), '')
    writeFileSync(join(home.path, '.aws/sso/cache/corp.json'), '{"accessToken":"token"}')
    home.giveToOwner()
    chownSync(join(home.path, path), 0, 0)
    chmodSync(join(home.path, path), 0o700)
    const { stderr, exitCode } = await home.asOwner(args)
    return { first: stderr.split('\n')[0]?.replaceAll(home.path, 'HOME'), exitCode }
  }

  const dev = ['dev', '--format', 'process']
  const web = ['web', '--format', 'process']

  withSecondUser('the settings file, or a folder above it', async () => {
    const settings = 'assume: cannot read ~/.config/assume/config:'
    for (const [path, why] of [
      ['.config/assume/config', root],
      ['.config/assume', `~/.config/assume: ${root}`],
      ['.config', `~/.config: ${root}`],
    ] as const) {
      expect(await told(path, dev)).toEqual({ first: `${settings} ${denied}${why}`, exitCode: 1 })
    }
  })

  withSecondUser("AWS's config file, or its folder", async () => {
    const files = 'assume: cannot read ~/.aws/config:'
    expect(await told('.aws/config', dev)).toMatchObject({ first: `${files} ${denied}${root}` })
    expect(await told('.aws', ['list'])).toMatchObject({
      first: `${files} ${denied}~/.aws: ${root}`,
    })
  })

  withSecondUser('the token file of a web identity', async () => {
    expect(await told('token', web)).toEqual({
      first: `assume: web_identity_token_file of "web" (~/.aws/config:12): HOME/token cannot be read: ${denied}${root}`,
      exitCode: 1,
    })
  })

  withSecondUser('the cached sign-ins that logout deletes', async () => {
    for (const path of ['.aws/sso', '.aws/sso/cache/corp.json']) {
      expect(await told(path, ['logout'])).toEqual({
        first: `assume: cannot read files of sign-ins: ~/${path}: ${root}`,
        exitCode: 1,
      })
    }
  })

  withSecondUser(
    'the folder above the cache, in a warning that the session cannot be cached',
    async () => {
      const { asOwner, path } = await homeOfAnother()
      mkdirSync(join(path, '.cache'), { mode: 0o700 })
      const { stderr, exitCode } = await asOwner([...role, '--format', 'process'])
      expect({ stderr, exitCode }).toEqual({
        stderr: `assume: warning: the session cannot be cached in ${path}/.cache/assume/sessions: ${denied}${path}/.cache: ${root}`,
        exitCode: 0,
      })
    },
  )
})

const readFileName = (text: string) => /~\/(\.aws\/sso\/cache\/\w+\.json)/.exec(text)?.[1] ?? ''
