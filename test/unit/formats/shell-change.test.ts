import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { environmentBefore } from '../../../src/formats/active-session.ts'
import { endSession, takeSession } from '../../../src/formats/shell-change.ts'
import { credentialVariables, sessionVariables } from '../../../src/formats/variables.ts'
import type { Session } from '../../../src/model/session.ts'
import { changed, type ModelShell, type Values } from './model-shell.ts'

const settingNames = ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_CA_BUNDLE', 'AWS_ENDPOINT_URL_S3']
const names = [...credentialVariables, ...settingNames]

/** Any variables that a session can change. */
const values = fc.dictionary(fc.constantFrom(...names), fc.string({ minLength: 1 }), { maxKeys: 8 })

const shells = fc.record({ exported: values, unexported: values }).map(
  ({ exported, unexported }): ModelShell => ({
    exported,
    // A variable is either exported or not.
    unexported: Object.fromEntries(
      Object.entries(unexported).filter(([name]) => !Object.hasOwn(exported, name)),
    ),
  }),
)

const letters = fc.array(fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'), {
  minLength: 16,
  maxLength: 16,
})

const sessions = fc.record({
  id: letters.map((each) => `ASIA${each.join('')}`),
  settings: fc.subarray(settingNames),
})

type Taken = typeof sessions extends fc.Arbitrary<infer T> ? T : never

const variablesOf = ({ id, settings }: Taken) =>
  sessionVariables({
    label: `label of ${id}`,
    credentials: {
      accessKeyId: id,
      secretAccessKey: 's',
      sessionToken: 't',
      expiration: new Date('2099-01-01T00:00:00Z'),
    },
    accountId: '123456789012',
    settings: Object.fromEntries(settings.map((name) => [name, 'eu-west-1'])),
  })

const take = (shell: ModelShell, session: Taken) =>
  changed(shell, takeSession(variablesOf(session), shell.exported))

const end = (shell: ModelShell) => changed(shell, endSession(shell.exported))

/**
 * The environment that a wrapper passes to the program: the exported variables and the saved ones.
 */
const seen = ({ exported, unexported }: ModelShell): Values => ({
  ...Object.fromEntries(
    Object.entries(unexported).filter(([name]) => name.startsWith('__assume_saved')),
  ),
  ...exported,
})

const withoutUndefined = (env: object) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined))

describe('the variables of the shell before a session', () => {
  it('are restored when the session ends', () => {
    fc.assert(
      fc.property(shells, sessions, (before, session) => {
        expect(end(take(before, session))).toEqual(before)
      }),
    )
  })

  it('are restored after any number of sessions', () => {
    fc.assert(
      fc.property(shells, fc.array(sessions, { minLength: 2, maxLength: 4 }), (before, taken) => {
        expect(end(taken.reduce(take, before))).toEqual(before)
      }),
    )
  })

  it('are the environment that the next session is planned from', () => {
    fc.assert(
      fc.property(shells, sessions, sessions, (before, first, second) => {
        const env = environmentBefore(seen(take(take(before, first), second)))
        expect(withoutUndefined(env)).toEqual(before.exported)
      }),
    )
  })
})

describe('a session', () => {
  it('sets its variables, and leaves none of the previous session', () => {
    fc.assert(
      fc.property(shells, sessions, sessions, (before, first, second) => {
        const { exported } = take(take(before, first), second)
        const expected = variablesOf(second)
        for (const [name, value] of Object.entries(expected)) {
          expect([name, exported[name]]).toEqual([name, value ?? undefined])
        }
        for (const name of settingNames.filter((each) => !second.settings.includes(each))) {
          expect([name, exported[name]]).toEqual([name, before.exported[name]])
        }
      }),
    )
  })

  it('whose variables the user has replaced by their own keys leaves those keys unchanged', () => {
    const own = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'own' }
    fc.assert(
      fc.property(shells, sessions, (before, session) => {
        const taken = take(before, session)
        const { exported } = end({ ...taken, exported: { ...taken.exported, ...own } })
        expect(exported).toMatchObject(own)
        expect(Object.keys(exported).filter((name) => name.startsWith('ASSUME_'))).toEqual([])
        for (const name of ['AWS_SESSION_TOKEN', 'AWS_CREDENTIAL_EXPIRATION', 'AWS_ACCOUNT_ID']) {
          expect(exported).not.toHaveProperty(name)
        }
        for (const name of settingNames) expect(exported[name]).toBe(before.exported[name])
      }),
    )
  })

  it('is cleared if it is empty', () => {
    fc.assert(
      fc.property(shells, (before) => {
        expect(end(before)).toEqual(before)
      }),
    )
  })
})

describe('variables that another program can set', () => {
  it.each([
    'PATH',
    'HOME',
    'LD_PRELOAD',
    'AWS_CONFIG_FILE',
    'AWS_REGION;id',
    'aws_region',
    '$(id)',
  ])('are ignored if they are invalid: ASSUME_SETTINGS cannot name %s', (name) => {
    const env = {
      AWS_ACCESS_KEY_ID: 'x',
      ASSUME_KEY_ID: 'x',
      ASSUME_SETTINGS: `AWS_REGION ${name}`,
    }
    const { restore, set } = endSession(env)
    expect([...restore, ...Object.keys(set)]).not.toContain(name)
    expect(restore).toContain('AWS_REGION')
  })
})

describe('the variables of a session', () => {
  const session: Session = {
    label: 'admin\x1b',
    credentials: { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: 's/+=' },
    settings: {},
  }

  it('unset all variables that they do not set', () => {
    const { ASSUME_ROLE, ASSUME_KEY_ID, AWSUME_PROFILE, ...others } = sessionVariables(session)
    expect({ ASSUME_ROLE, ASSUME_KEY_ID, AWSUME_PROFILE }).toEqual({
      ASSUME_ROLE: 'admin\\x1b',
      ASSUME_KEY_ID: 'ASIAIOSFODNN7EXAMPLE',
      AWSUME_PROFILE: 'admin\\x1b',
    })
    const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...unset } = others
    expect(new Set(Object.values(unset))).toEqual(new Set([null]))
  })

  it.each([
    ['2026-11-23T19:22:12.999Z', '2026-11-23T19:22:12Z', '1795461732'],
    ['2026-11-23T19:22:12Z', '2026-11-23T19:22:12Z', '1795461732'],
  ])('contain the end of the session: %s', (date, time, epoch) => {
    const credentials = { ...session.credentials, expiration: new Date(date) }
    expect(sessionVariables({ ...session, credentials })).toMatchObject({
      AWS_CREDENTIAL_EXPIRATION: time,
      ASSUME_EXPIRES: epoch,
    })
  })
})
