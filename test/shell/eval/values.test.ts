import { existsSync } from 'node:fs'
import { alter } from 'aws-stand-in'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fish as fishCode } from '../../../src/formats/fish.ts'
import { posix } from '../../../src/formats/posix.ts'
import { takeSession } from '../../../src/formats/shell-change.ts'
import { sessionVariables } from '../../../src/formats/variables.ts'
import { AssumeError } from '../../../src/model/errors.ts'
import type { Session } from '../../../src/model/session.ts'
import { aws } from '../../support/aws/aws.ts'
import { hostileText } from '../../support/shells/hostile-text.ts'
import { usualWays } from '../../support/shells/posix-shells.ts'
import { ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn } from '../../support/shells/shells.ts'

const session: Session = {
  label: 'role',
  credentials: {
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'sesame',
    sessionToken: 'open',
    expiration: new Date('2030-01-01T00:00:00Z'),
  },
  accountId: '123456789012',
  settings: {},
}

/** For each variable, a session in which a text replaces the value from AWS. */
const places: Readonly<Record<string, (text: string) => Session>> = {
  AWS_ACCESS_KEY_ID: (accessKeyId) => withKeys({ accessKeyId }),
  AWS_SECRET_ACCESS_KEY: (secretAccessKey) => withKeys({ secretAccessKey }),
  AWS_SESSION_TOKEN: (sessionToken) => withKeys({ sessionToken }),
  AWS_ACCOUNT_ID: (accountId) => ({ ...session, accountId }),
  AWS_REGION: (region) => ({ ...session, settings: { AWS_REGION: region } }),
  AWS_USE_FIPS_ENDPOINT: (text) => ({ ...session, settings: { AWS_USE_FIPS_ENDPOINT: text } }),
}

const withKeys = (keys: Partial<Session['credentials']>): Session => ({
  ...session,
  credentials: { ...session.credentials, ...keys },
})

test.each(Object.keys(places))('%s is printed unchanged or refused', (name) => {
  const place = places[name]
  const isKeyPart = /KEY|TOKEN/.test(name)
  const value = fc.oneof(
    hostileText,
    fc.string({ maxLength: 20 }),
    fc.stringMatching(/^[a-zA-Z0-9/+=]*$/),
  )
  const check = fc.property(value, (text) => {
    if (!place || text === '') return
    try {
      expect(sessionVariables(place(text))[name]).toBe(text)
      expect(text).toMatch(isKeyPart ? /^[\x20-\x7e]+$/ : /^[\w/+=.-]+$/)
    } catch (error) {
      if (!(error instanceof AssumeError)) throw error
      expect(error.message).toContain(name)
      if (/SECRET|TOKEN/.test(name) && text.length > 3) expect(error.message).not.toContain(text)
    }
  })
  fc.assert(check, { numRuns: 500 })
})

const canary = "'; touch canary; $(touch canary) `touch canary` '\n"

for (const way of usualWays) {
  const { shell, assume } = way
  const tests = () => {
    test('refuses values that AWS cannot return, and does not run them', async () => {
      const bob = new ShellSession(aws)
      const elements = ['AccessKeyId', 'SecretAccessKey', 'SessionToken', 'Expiration']
      aws.faults.next = elements.map((element) => alter({ [element]: canary }))
      const lines = elements.map(() => `${assume('plain')}; echo "${shell.status} [$ASSUME_ROLE]"`)
      const run = await bob.go(way, lines)
      expect(run.stdout.split('\n')).toEqual(elements.map(() => '1 []'))
      expect(run.stderr.match(/^assume: (?!warning)/gm)).toHaveLength(elements.length)
      expect(run.stderr).not.toContain("touch canary; $(touch canary) `touch canary` '\n")
      expect(existsSync(bob.path('canary'))).toBe(false)
    })

    test('refuses invalid values of options and profiles, and does not run them', async () => {
      const bob = new ShellSession(aws, {
        '.aws/config': [
          '[profile region]',
          'role_arn = arn:aws:iam::123456789012:role/demo-no-mfa-role',
          'source_profile = Bob',
          `region = ${canary}`,
          '[profile endpoint]',
          'role_arn = arn:aws:iam::123456789012:role/demo-no-mfa-role',
          'source_profile = Bob',
          `endpoint_url = ${canary}`,
          '[profile role]',
          `role_arn = ${canary}`,
          'source_profile = Bob',
          '',
        ].join('\n'),
      })
      const quoted = `"'; touch canary; '"`
      const words = [
        'region',
        'endpoint',
        'role',
        `Bob demo-no-mfa-role --region ${quoted}`,
        `Bob demo-no-mfa-role --session-name ${quoted}`,
        `Bob demo-no-mfa-role --duration ${quoted}`,
        `Bob demo-no-mfa-role --serial-number ${quoted} 123456`,
        `Bob demo-no-mfa-role --token-code ${quoted}`,
        `Bob ${quoted}`,
        quoted,
      ]
      const lines = words.map((each) => `${assume(each)}; echo "${shell.status} [$ASSUME_ROLE]"`)
      const run = await bob.go(way, lines)
      expect(run.stdout.split('\n')).toEqual(words.map(() => expect.stringMatching(/^[12] \[\]$/)))
      expect(run.stderr.match(/^assume: (?!warning)/gm)).toHaveLength(words.length)
      expect(existsSync(bob.path('canary'))).toBe(false)
    })

    test('sets a path and an endpoint URL with special characters unchanged', async () => {
      const bundle = `/my "own"/it's $HOME/*.pem`
      const endpoint = `http://127.0.0.1:9/it's/$(touch%20canary)/%`
      const bob = new ShellSession(aws, {
        '.aws/config': [
          '[profile odd]',
          'role_arn = arn:aws:iam::123456789012:role/demo-no-mfa-role',
          'source_profile = Bob',
          'services = odd',
          '[services odd]',
          's3 =',
          `  endpoint_url = ${endpoint}`,
          '',
        ].join('\n'),
        '.aws/credentials': [
          '[Bob]',
          `aws_access_key_id = ${aws.world.users[0]?.accessKeys[0]?.accessKeyId}`,
          `aws_secret_access_key = ${aws.world.users[0]?.accessKeys[0]?.secretAccessKey}`,
          `ca_bundle = ${bundle}`,
          '',
        ].join('\n'),
      })
      const lines = [
        assume('odd'),
        'echo "$AWS_ENDPOINT_URL_S3"',
        assume('Bob'),
        'echo "$AWS_CA_BUNDLE"',
      ]
      const run = await bob.go(way, lines)
      expect(run).toEqual({ stdout: `${endpoint}\n${bundle}`, stderr: '', exitCode: 0 })
      expect(existsSync(bob.path('canary'))).toBe(false)
    })
  }
  describeIn(shell, tests, way.name)
}

test('the code needs no quotes: it contains no pattern that a file could match', () => {
  const change = takeSession(sessionVariables(session), { ASSUME_KEY_ID: 'old', AWS_REGION: 'x' })
  const words = posix(change).split(/\s+/)
  expect(words.filter((word) => /[*?[]/.test(word) && !word.includes('/dev/null/'))).toEqual([])
})

test('the code contains no comment, and each line ends with a semicolon', () => {
  const change = takeSession(sessionVariables(session), { AWS_REGION: 'x' })
  for (const code of [posix(change), fishCode(change)]) {
    const lines = code.trimEnd().split('\n')
    expect(lines.filter((line) => !line.endsWith(';') || /(^|\s)#/.test(line))).toEqual([])
  }
})
