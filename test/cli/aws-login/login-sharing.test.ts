import { existsSync, lstatSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromLoginCredentials } from '@aws-sdk/credential-provider-login'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { bob } from '../../../src/demo/fixture.ts'
import { loginByBotocore, noBotocore } from '../../support/aws/botocore.ts'
import { program } from '../../support/program.ts'
import { bobs, fileOf, LoginScene } from '../../support/sign-in/login-scene.ts'

const keyIdOf = (scene: LoginScene) => scene.saved().accessToken.accessKeyId

/** Marks the credentials in the file as expired. The refresh token stays valid. */
function expire(scene: LoginScene): void {
  const { accessToken, ...others } = scene.saved()
  const over = { ...accessToken, expiresAt: '2020-01-01T00:00:00Z' }
  writeFileSync(join(scene.folder, fileOf(bobs)), JSON.stringify({ ...others, accessToken: over }))
}

describe('the file of assume login', () => {
  it.skipIf(noBotocore)('is read by botocore', async () => {
    const scene = await LoginScene.open()
    await scene.signedIn()
    const { accessKeyId, expiresAt } = scene.saved().accessToken
    expect(await loginByBotocore(bobs, scene.home.env)).toBe(
      `${accessKeyId} ${bob.account} ${expiresAt}`,
    )
  })

  it('is read and renewed by the SDK for JavaScript', async () => {
    onTestFinished(() => void vi.unstubAllEnvs())
    const scene = await LoginScene.open()
    await scene.signedIn()
    vi.stubEnv('AWS_LOGIN_CACHE_DIRECTORY', scene.folder)
    vi.stubEnv('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true')
    const keyId = async () => {
      const fromFile = fromLoginCredentials({
        profile: 'me',
        configFilepath: join(scene.home.path, '.aws/config'),
        filepath: '/dev/null',
        clientConfig: { endpoint: scene.signIn.url, region: 'us-east-1' },
      })
      return (await fromFile()).accessKeyId
    }
    const first = await keyId()
    expect(first).toBe(keyIdOf(scene))
    expire(scene)
    const second = await keyId()
    expect(second).not.toBe(first)
    expect(second).toBe(keyIdOf(scene))
    const { stdout } = await scene.run(['me', '--format', 'process'])
    expect(JSON.parse(stdout).AccessKeyId).toBe(second)
  })

  it('has mode 600 whatever the umask, and is the only file in its folder', async () => {
    const scene = await LoginScene.open()
    const command = [process.execPath, program, 'login', 'me', '--no-browser']
    const words = ['-c', 'umask 000; exec "$@"', 'sh', ...command]
    const login = scene.start('sh', words, { DISPLAY: ':99' })
    await fetch(await login.page())
    expect(await login.done).toMatchObject({ exitCode: 0 })
    expect(scene.files()).toEqual([fileOf(bobs)])
    expect([scene.mode('.'), scene.mode(fileOf(bobs))]).toEqual(['700', '600'])
  })

  it('replaces a broken file, and a symbolic link to it stays a link', async () => {
    const scene = await LoginScene.open()
    await scene.signedIn()
    const path = join(scene.folder, fileOf(bobs))
    const real = join(scene.home.path, 'dotfiles.json')
    writeFileSync(real, 'broken')
    rmSync(path)
    symlinkSync(real, path)
    expect(await scene.signedIn()).toMatchObject({ exitCode: 0 })
    expect(lstatSync(path).isSymbolicLink()).toBe(true)
    expect(scene.saved().accessToken.accountId).toBe(bob.account)
  })

  it('is in the folder of AWS_LOGIN_CACHE_DIRECTORY', async () => {
    const scene = await LoginScene.open()
    const elsewhere = { AWS_LOGIN_CACHE_DIRECTORY: '~/elsewhere' }
    expect(await scene.signedIn(['me'], elsewhere)).toMatchObject({ exitCode: 0 })
    const path = join(scene.home.path, 'elsewhere', fileOf(bobs))
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ tokenType: 'aws_sigv4' })
    expect(scene.files()).toEqual([])
    expect(await scene.run(['me', '--format', 'process'], elsewhere)).toMatchObject({ exitCode: 0 })
    await scene.run(['logout', 'me'], elsewhere)
    expect(existsSync(path)).toBe(false)
  })

  it('is not replaced while another assume renews it', async () => {
    const scene = await LoginScene.open()
    await scene.signedIn()
    expire(scene)
    scene.signIn.faults.push({ kind: 'hang' })
    const words = [program, 'me', '--format', 'env']
    const renewing = scene.start(process.execPath, words)
    const lock = join(scene.folder, `${fileOf(bobs)}.lock`)
    await expect.poll(() => scene.signIn.calls.length, { timeout: 10_000 }).toBe(2)
    const old = keyIdOf(scene)
    const login = scene.login()
    await fetch(await login.page())
    await expect.poll(() => scene.signIn.calls.length, { timeout: 10_000 }).toBe(3)
    await new Promise((waited) => setTimeout(waited, 300))
    expect(keyIdOf(scene)).toBe(old)
    renewing.end('SIGKILL')
    expect(await login.done).toMatchObject({ exitCode: 0 })
    expect(keyIdOf(scene)).not.toBe(old)
    expect(() => readFileSync(lock)).toThrow(/ENOENT/)
    expect(scene.files()).toEqual([fileOf(bobs)])
  })
})
