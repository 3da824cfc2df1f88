import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { alice, bob, noMfaRole } from '../../../src/demo/fixture.ts'
import { keysOf } from '../../support/home.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const arn = `role_arn = ${roleArn(noMfaRole)}`

const warning = (text: string, hint: string) => `assume: warning: ${text}\n  hint: ${hint}\n`

describe('a warning names the line of', () => {
  it('[profile bob] in the credentials file', async () => {
    const testAws = await TestAws.open({
      credentials: `${keysOf(alice)}\n${keysOf(bob, 'profile bob')}`,
    })
    expect(await testAws.assume(['bob'])).toEqual({
      stdout: '(exit 2);\n',
      stderr: `${warning(
        '~/.aws/credentials:5: the AWS CLI reads this as a profile named "profile bob"',
        'in this file write [bob]',
      )}assume: there is no profile or command "bob"\n  hint: did you mean "profile bob"?\n`,
      exitCode: 2,
      calls: [],
    })
  })

  it('source_arn instead of source_profile', async () => {
    const testAws = await TestAws.open({ config: `[profile prod]\n${arn}\nsource_arn = Bob\n` })
    expect((await testAws.assume(['prod'])).stderr).toBe(
      warning('~/.aws/config:3: no AWS tool reads source_arn', 'write source_profile = Bob') +
        'assume: profile "prod" has a role_arn, but no source_profile whose keys may assume it (~/.aws/config:1)\n' +
        '  hint: add a line to it: source_profile, with the name of the profile that has those keys\n',
    )
  })

  it('a duplicate key, for which the AWS CLI refuses the file', async () => {
    const config = `[profile prod]\n${arn}\nsource_profile = Alice\nsource_profile = Bob\n`
    const testAws = await TestAws.open({ config })
    const { stderr, calls } = await testAws.session(['prod'])
    expect(stderr).toBe(
      warning(
        '~/.aws/config:4: the AWS CLI refuses this whole file: "source_profile" is there already, in line 3',
        'keep one of the two; assume takes the last',
      ),
    )
    expect(calls).toMatchObject([{ by: bob.accessKeys[0]?.accessKeyId }])
  })

  it('a comment after a value', async () => {
    const config = `[profile prod]\n${arn}\nsource_profile = Bob\nregion = eu-west-1 # home\n`
    const testAws = await TestAws.open({ config })
    const { stderr, calls } = await testAws.session(['prod'])
    expect(stderr).toMatch(/^assume: warning: ~\/\.aws\/config:4: [^\n]+\n {2}hint: [^\n]+\n$/)
    expect(calls).toMatchObject([{ at: 'eu-west-1' }])
  })

  it('a mistake in a source profile, also if its name differs in case', async () => {
    const config = `[profile end]\n${arn}\nsource_profile = Bob\n[profile Bob]\nsource_arn = x\n`
    const testAws = await TestAws.open({ config })
    const text = warning(
      '~/.aws/config:5: no AWS tool reads source_arn',
      'write source_profile = x',
    )
    expect((await testAws.session(['end'])).stderr).toBe(text)
    expect((await testAws.session(['bob', noMfaRole.name])).stderr).toBe(text)
    expect((await testAws.session([roleArn(noMfaRole), '--source-profile', 'Bob'])).stderr).toBe(
      text,
    )
  })

  it('no mistake in an unused profile, and none with --quiet', async () => {
    const config = `[profile other]\nsource_arn = x\n[profile end]\n${arn}\nsource_profile = Bob\n`
    const testAws = await TestAws.open({ config })
    expect((await testAws.session(['end'])).stderr).toBe('')
    const { stderr } = await testAws.assume(['other', '--quiet'])
    expect(stderr).toMatch(/^assume: profile "other" has no credentials/)
  })

  it('a mistake next to a secret, without the secret', async () => {
    const secret = bob.accessKeys[0]?.secretAccessKey ?? ''
    const credentials = `${keysOf(bob)}aws_secret_access_key = ${secret}\n${secret}\n[broken ${secret}\n`
    const testAws = await TestAws.open({ credentials })
    const { stderr } = await testAws.assume(['Bob', '--debug'])
    expect(stderr).toContain('assume: warning: ~/.aws/credentials:4:')
    expect(stderr).not.toContain(secret)
  })
})

describe('control characters in a name are escaped', () => {
  const name = "x\x1b[31m'$(touch pwned)\u202e"
  const shown = "x\\x1b[31m'$(touch pwned)\\u202e"
  const config = `[profile "${name}"]\n${arn}\nsource_profile = Bob\n`

  it('in errors, hints and notes', async () => {
    const testAws = await TestAws.open({ config: `${config}duration_seconds = \x1b[1m\n` })
    expect((await testAws.assume([`${name}x`])).stderr).toBe(
      `assume: there is no profile or command "${shown}x"\n  hint: did you mean "${shown}"?\n`,
    )
    const { stderr } = await testAws.session([name])
    expect(stderr).toBe(
      'assume: ~/.aws/config:4, duration_seconds: "\\x1b[1m" is no number of seconds; it is ignored, as the AWS CLI does\n',
    )
  })

  it('in the variables that the prompt shows', async () => {
    const testAws = await TestAws.open({ config })
    const { stdout } = await testAws.assume([name])
    expect(await evaluated(stdout)).toMatchObject({ ASSUME_ROLE: shown, AWSUME_PROFILE: shown })
  })

  it('in the output of --debug', async () => {
    const testAws = await TestAws.open({ config })
    const { stderr } = await testAws.session([name, '--debug'])
    expect(stderr).toContain('"label":"x\\u001b[31m')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for them
    expect(stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f\u202e]/)
  })

  it('in the error about an invalid variable', async () => {
    const testAws = await TestAws.open()
    const env = { AWS_REGION: 'x\x1b[31m\n' }
    expect((await testAws.assume(['Bob', noMfaRole.name], { env })).stderr).toBe(
      'assume: AWS_REGION: "x\\x1b[31m\\x0a" is not an AWS region\n  hint: a region looks like eu-west-1\n',
    )
  })
})

describe('a profile can have any name', () => {
  const names = [
    ...['__proto__', 'constructor', 'toString', 'a.b', 'a/b', 'x y', ' x ', "o'neill", 'é', '🦊'],
    ...['$(touch pwned)', '`id`', '-x', '--', '"', '\\', '%n', '!', '*', '#a', '[b]', 'status'],
  ]
  const header = (name: string) => `[profile "${name.replaceAll(/["\\]/g, '\\$&')}"]`

  it.each(names)('%j', async (name) => {
    const config = names.map((each) => `${header(each)}\n${arn}\nsource_profile = Bob\n`).join('')
    const testAws = await TestAws.open({ config })
    const run = await testAws.assume([`--profile=${name}`])
    expect(run).toMatchObject({ stderr: '', exitCode: 0 })
    expect(await evaluated(run.stdout)).toMatchObject({ ASSUME_ROLE: name, AWSUME_PROFILE: name })
  })
})
