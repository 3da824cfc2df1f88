import { execFileSync } from 'node:child_process'
import {
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  readSsoToken,
  ssoTokenPath,
  writeSsoToken,
} from '../../../src/sso/token/sso-token-cache.ts'
import { temporaryHome } from '../../support/home.ts'

const session = {
  name: 'corp',
  startUrl: 'https://corp.awsapps.com/start',
  region: 'eu-west-1',
  scopes: [],
}
const token = {
  accessToken: 'access',
  expiresAt: new Date('2030-01-31T12:00:00.000Z'),
  refreshToken: 'refresh',
  clientId: 'client',
  clientSecret: 'secret',
  registrationExpiresAt: new Date('2030-03-31T12:00:00.000Z'),
}
const text = JSON.stringify({ accessToken: 'access', expiresAt: '2030-01-31T12:00:00Z' })

/** Creates a home directory, with the token file if there is one. */
function homeWith(make: (path: string) => void = () => {}) {
  const env = { HOME: temporaryHome({}).path }
  const path = ssoTokenPath(session, env)
  mkdirSync(dirname(path), { recursive: true })
  make(path)
  return { env, path }
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

describe('the token file', () => {
  it('has the name that botocore uses', () => {
    const env = { HOME: '/home/bob' }
    // printf my-sso | sha1sum
    expect(ssoTokenPath({ ...session, name: 'my-sso' }, env)).toBe(
      '/home/bob/.aws/sso/cache/0ad374308c5a4e22f723adf10145eafad7c4031c.json',
    )
    const { name: _, ...old } = session
    const ofUrl = ssoTokenPath(old, env)
    expect(ofUrl).not.toBe(ssoTokenPath({ ...old, startUrl: `${old.startUrl}#/` }, env))
  })

  it('has the format of botocore, is private, and preserves unknown values', () => {
    const { env, path } = homeWith((file) =>
      writeFileSync(file, '{"theirs":[1],"refreshToken":"old","startUrl":"old"}', { mode: 0o644 }),
    )
    writeSsoToken(session, token, env)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      theirs: [1],
      startUrl: session.startUrl,
      region: session.region,
      ...token,
      expiresAt: '2030-01-31T12:00:00Z',
      registrationExpiresAt: '2030-03-31T12:00:00Z',
    })
    expect(modeOf(path)).toBe('600')
    expect(readdirSync(dirname(path))).toHaveLength(1)
    expect(readSsoToken(session, env)).toEqual(token)
  })

  it('does not keep the values of the previous token', () => {
    const { env, path } = homeWith((file) => writeFileSync(file, '{"refreshToken":"old"}'))
    const { accessToken, expiresAt } = token
    writeSsoToken(session, { accessToken, expiresAt }, env)
    expect(readFileSync(path, 'utf8')).not.toContain('old')
  })

  it('creates private folders', () => {
    const env = { HOME: temporaryHome({}).path }
    writeSsoToken(session, token, env)
    expect(modeOf(join(env.HOME, '.aws/sso/cache'))).toBe('700')
  })

  it('is not written through a link', () => {
    const { env, path } = homeWith((file) => {
      writeFileSync(`${file}.theirs`, 'unchanged')
      symlinkSync(`${file}.theirs`, file)
    })
    writeSsoToken(session, token, env)
    expect(readFileSync(`${path}.theirs`, 'utf8')).toBe('unchanged')
    expect(readSsoToken(session, env)).toEqual(token)
  })

  it('that cannot be written is reported with its path, and leaves no temporary file', () => {
    const { env, path } = homeWith((file) => mkdirSync(file))
    expect(() => writeSsoToken(session, token, env)).toThrow(
      /^~\/\.aws\/sso\/cache\/\w{40}\.json cannot be written \(EISDIR\)$/,
    )
    expect(readdirSync(dirname(path))).toHaveLength(1)
  })
})

function link(path: string): void {
  writeFileSync(`${path}.theirs`, text)
  symlinkSync(`${path}.theirs`, path)
}

describe('a token file is rejected', () => {
  it.each<[string, (path: string) => void]>([
    ['if it does not exist', () => {}],
    ['if it is a link', link],
    ['if it is a folder', (path) => mkdirSync(path)],
    ['if it is a pipe', (path) => void execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', path])],
    ['if it is too long', (path) => writeFileSync(path, text + ' '.repeat(1_000_001))],
  ])('%s', (_, make) => {
    expect(readSsoToken(session, homeWith(make).env)).toBeUndefined()
  })

  it.each([
    '',
    'no JSON',
    'null',
    '[]',
    '"access"',
    '{}',
    '{"accessToken":"x"}',
    '{"accessToken":1,"expiresAt":"2030-01-31T12:00:00Z"}',
    '{"accessToken":"x\\r\\nHost: evil.example","expiresAt":"2030-01-31T12:00:00Z"}',
    '{"accessToken":"","expiresAt":"2030-01-31T12:00:00Z"}',
    '{"accessToken":"x","expiresAt":1893456000}',
    '{"accessToken":"x","expiresAt":"soon"}',
    '{"accessToken":"x","expiresAt":"2030-13-31T12:00:00Z"}',
    '{"__proto__":{"accessToken":"x","expiresAt":"2030-01-31T12:00:00Z"}}',
  ])('%s', (broken) => {
    const { env } = homeWith((path) => writeFileSync(path, broken))
    expect(readSsoToken(session, env)).toBeUndefined()
  })

  it.skipIf(process.getuid?.() !== 0)('if it belongs to another user', () => {
    const { env } = homeWith((path) => {
      writeFileSync(path, text)
      chownSync(path, 65_534, 65_534)
    })
    expect(readSsoToken(session, env)).toBeUndefined()
  })

  it('but other invalid values are omitted', () => {
    const { env } = homeWith((path) =>
      writeFileSync(path, text.replace('{', '{"refreshToken":["x"],"clientId":"a\\nb",')),
    )
    expect(readSsoToken(session, env)).toEqual({
      accessToken: 'access',
      expiresAt: token.expiresAt,
    })
  })
})
