import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SsoScene, session } from '../../support/sign-in/sso.ts'
import { evaluated } from '../../support/test-aws.ts'

const startUrl = 'https://demo.awsapps.com/start'

const config = `${session}
[profile granted]
granted_sso_start_url = ${startUrl}
granted_sso_region = eu-west-1
granted_sso_account_id = 123456789012
granted_sso_role_name = Admin
common_fate_generated_from = aws-sso
credential_process = ./granted credential-process --profile granted

[profile aws-sso]
credential_process = ./aws-sso -S "Default" process --arn arn:aws:iam::123456789012:role/Admin
region = eu-west-1

[profile wrong]
granted_sso_start_url = ${startUrl}
granted_sso_region = eu-west-1
granted_sso_account_id = 1234
granted_sso_role_name = Admin
`

/** Bob with profiles of other tools, whose programs must not run. */
async function openScene() {
  const sso = await SsoScene.open({ config })
  const cwd = sso.testAws.home.path
  for (const name of ['granted', 'aws-sso']) {
    writeFileSync(join(cwd, name), '#!/bin/sh\n: >ran\n', { mode: 0o700 })
  }
  const assume = (args: readonly string[]) => sso.testAws.assume(args, { cwd, env: { ...sso.env } })
  return { sso, assume, hasRun: () => existsSync(join(cwd, 'ran')) }
}

describe('a profile of another tool', () => {
  it.each([
    ['granted', 'old'],
    ['aws-sso', 'dev'],
  ])('%s gives its IAM Identity Center role without running the tool', async (profile, token) => {
    const { sso, assume, hasRun } = await openScene()
    await sso.signIn(token)
    const { stdout, stderr } = await assume([profile])
    expect(stderr).toBe('')
    const variables = await evaluated(stdout)
    expect(variables).toMatchObject({ ASSUME_ROLE: profile, AWS_ACCOUNT_ID: '123456789012' })
    expect(await sso.testAws.callerOf(variables)).toMatch(/AWSReservedSSO_Admin_\w+\/bob$/)
    expect(sso.portal.requests.map(({ step }) => step)).toEqual(['credentials'])
    expect(hasRun()).toBe(false)
  })

  it('needs a sign-in to its access portal', async () => {
    const { assume, hasRun } = await openScene()
    const { stderr, exitCode } = await assume(['granted'])
    expect(exitCode).toBe(3)
    expect(stderr).toContain(`you are not signed in to IAM Identity Center (${startUrl})`)
    expect(stderr).toContain('assume login granted')
    expect(hasRun()).toBe(false)
  })

  it.each([
    ['granted', '~/.aws/config:7, granted_sso_start_url'],
    ['aws-sso', '~/.aws/config:15, credential_process'],
  ])('explain shows the line that %s comes from', async (profile, place) => {
    const { assume, hasRun } = await openScene()
    const { stdout } = await assume(['explain', profile])
    expect(stdout).toContain(`source: IAM Identity Center of profile "${profile}"`)
    expect(stdout).toMatch(new RegExp(`^ {2}from +${place.replace('.', '\\.')}$`, 'm'))
    expect(hasRun()).toBe(false)
  })

  it('an error names the line and the original key of an invalid setting', async () => {
    const { assume } = await openScene()
    const { stderr, exitCode } = await assume(['wrong'])
    expect(exitCode).toBe(1)
    expect(stderr).toContain('~/.aws/config:21, granted_sso_account_id: "1234" is not an account')
  })

  it('list shows the role, and doctor does not suggest deleting the settings', async () => {
    const { assume, hasRun } = await openScene()
    const { stdout } = await assume(['list'])
    for (const profile of ['granted', 'aws-sso']) {
      expect(stdout).toMatch(new RegExp(`^${profile} .*123456789012.*SSO`, 'm'))
    }
    const examined = await assume(['doctor', '--offline', '--format', 'json'])
    expect(examined.stdout).not.toMatch(/no AWS tool reads|delete it/)
    expect(hasRun()).toBe(false)
  })
})
