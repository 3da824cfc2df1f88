import { spawn } from 'node:child_process'
import { onTestFinished } from 'vitest'
import { isInstalled } from '../shells/shells.ts'

const server = 'moto_server'

/** Whether moto, an independent stand-in for AWS, is missing on this machine. */
export const noMoto = !isInstalled(server)

/** Starts moto for this test. It accepts all keys until `enforce` is called. */
export async function startMoto(env: Readonly<Record<string, string>> = {}) {
  const child = spawn(server, ['-H', '127.0.0.1', '-p', '0'], { env: { ...process.env, ...env } })
  onTestFinished(() => {
    child.kill()
  })
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stderr.on('data', (data) => {
      said += data
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? []
      if (found) resolve(found)
    })
    child.on('exit', () => reject(new Error(said)))
  })
  /** After this number of further calls, moto checks signatures and policies. */
  const enforce = (freeCalls = 0) =>
    fetch(`${url}/moto-api/reset-auth`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: String(freeCalls),
    })
  return { url, enforce }
}
