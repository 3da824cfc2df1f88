import { AssumeError } from '../model/errors.ts'
import type { Callback, Listener } from './loopback-listener.ts'

/** The AWS CLI also waits this long for the browser. */
export const browserMinutes = 10

/** A sign-in that ends in a browser on this machine. */
export interface BrowserSignIn {
  /** Required in the browser's request. */
  readonly state: string
  /** The user whose browser may return to this machine. */
  readonly ownUserId: number | undefined
  /** The same sign-in again: `assume login`. */
  readonly command: string
  /** The option for a browser on another machine. */
  readonly elsewhere: string
  /** Shows the page that returns to the redirect URI. */
  show(redirectUri: string): Promise<void>
}

/**
 * Waits for the authorization code that the browser brings back.
 *
 * @param redeem exchanges the code, while the browser's port is still open.
 * @throws AssumeError if the user declines, or does not answer for ten minutes.
 */
export async function withCodeFromBrowser<T>(
  signIn: BrowserSignIn,
  redeem: (code: string, redirectUri: string) => Promise<T>,
): Promise<T> {
  const listener = await listen(signIn)
  try {
    await signIn.show(listener.redirectUri)
    const callback = await inTime(listener, signIn)
    if ('refused' in callback) {
      throw new AssumeError(`the sign-in was denied in the browser: ${callback.refused}`)
    }
    return await redeem(callback.code, listener.redirectUri)
  } finally {
    listener.close()
  }
}

async function listen({ state, ownUserId, command, elsewhere }: BrowserSignIn): Promise<Listener> {
  const { listenForCallback } = await import('./loopback-listener.ts')
  return listenForCallback(state, ownUserId).catch((error: NodeJS.ErrnoException) => {
    throw new AssumeError(`assume cannot listen on 127.0.0.1 for the browser (${error.code})`, [
      `sign in with a code: ${command} ${elsewhere}`,
    ])
  })
}

async function inTime(
  { callback }: Listener,
  { command, elsewhere }: BrowserSignIn,
): Promise<Callback> {
  let timer: NodeJS.Timeout | undefined
  const timeOut = new Promise<never>((_, over) => {
    timer = setTimeout(() => {
      const hints = [`try again: ${command}`, `or sign in on another device: ${elsewhere}`]
      over(new AssumeError(`no sign-in within ${browserMinutes} minutes`, hints))
    }, browserMinutes * 60_000)
  })
  try {
    return await Promise.race([callback, timeOut])
  } finally {
    clearTimeout(timer)
  }
}
