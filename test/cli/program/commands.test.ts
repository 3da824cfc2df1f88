import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn } from 'aws-stand-in'
import { expect, it } from 'vitest'
import { demoRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { assume } from '../../support/program.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const folder = join(import.meta.dirname, '../../../src/commands')
const wordsIn = (text = '') => [...text.matchAll(/'([^']+)'/g)].map(([, word = '']) => word)

/** The words of each command in the registry, which finds a command without loading the others. */
const registered = [
  ...readFileSync(join(folder, 'index.ts'), 'utf8').matchAll(/words: \[([^\]]*)\]/g),
].map(([, list]) => wordsIn(list))

/** The words that each command declares itself. */
const own = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .map((text) => wordsIn(/static override paths = \[(.*)\]\n/.exec(text)?.[1]))
  .filter((words) => words.length > 0)

const named = registered.filter((words) => words.length > 0)

it('commands are registered under the words that they declare', () => {
  expect(named.toSorted()).toEqual(own.toSorted())
  expect(named.flat()).toContain('whoami')
})

it.each(named)('assume %s --help shows the help of that command', async (word) => {
  const { stdout, exitCode } = await assume([word, '--help'])
  expect({ title: stdout.split(': ')[0], exitCode }).toEqual({
    title: `assume ${word}`,
    exitCode: 0,
  })
})

/** For each first word of a command: a command line, and a part of its output. */
const commandLines: Readonly<Record<string, readonly [words: string, printed: RegExp]>> = {
  '': [`Bob ${noMfaRole.name}`, /AWS_ACCESS_KEY_ID='ASIA/],
  refresh: ['refresh', /AWS_ACCESS_KEY_ID='ASIA/],
  '-': ['-', /ASSUME_ROLE='Bob'/],
  unset: ['unset', /unset .*AWS_ACCESS_KEY_ID/],
  exec: ['exec dev -- printenv ASSUME_ROLE', /^dev\n$/],
  each: ['each dev -- printenv ASSUME_ROLE', /^dev \| dev\n$/],
  console: ['console dev --url', /^http.*SigninToken=/],
  'credential-process': ['credential-process dev', /"AccessKeyId": "ASIA/],
  login: ['login', /no profile has a sign-in/],
  logout: ['logout', /you are not signed in/],
  status: ['status', new RegExp(`^${demoRole.name}, account `)],
  list: ['list', /^PROFILE[\s\S]*\ndev /],
  roles: ['roles', /there is no sign-in/],
  profiles: ['profiles', /assume profiles needs --from-/],
  explain: ['explain dev', /AssumeRole/],
  cache: ['cache list', new RegExp(`^${demoRole.name} `)],
  doctor: ['doctor --offline', /Node\.js/],
  init: ['init bash', /assume\.bash/],
  setup: ['setup Bob reader --account 123456789012', /reader/],
  policy: ['policy trust --user Bob --account 123456789012', /"sts:AssumeRole"/],
  demo: ['demo --help', /^assume demo/],
}

it('every command has a command line in this test', () => {
  expect(Object.keys(commandLines)).toEqual(registered.map(([word = '']) => word))
})

it.each(Object.values(commandLines))('assume %s runs as a process', async (words, printed) => {
  const config = `[profile dev]\nrole_arn = ${roleArn(noMfaRole)}\nsource_profile = Bob\n`
  const testAws = await TestAws.open({ config })
  const { stdout: first } = await testAws.assume(['Bob'])
  const { stdout: code } = await testAws.assume(['Bob', demoRole.name, '123456'], {
    env: await evaluated(first),
  })
  const env = {
    ...(await evaluated(code)),
    AWS_ENDPOINT_URL_SIGNIN_FEDERATION: testAws.aws.url,
  }
  const ran = await testAws.assume(words.split(' '), { env, asProcess: true })
  expect(ran.stdout + ran.stderr).toMatch(printed)
})
