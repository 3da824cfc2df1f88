import { AssumeError } from '../model/errors.ts'
import { startOf } from '../model/start-of.ts'
import { type CalledService, endpointHint } from '../network/called-service.ts'
import { isLoopback } from '../network/loopback.ts'

/**
 * Checks a URL of a response before it is shown to the user and opened in a browser.
 *
 * @throws AssumeError unless the URL is https or a loopback address. Another scheme can start programs, and
 *   plain http reveals the sign-in to the network.
 */
export function checkedPage(url: unknown, what: string, service: CalledService): string {
  if (
    typeof url === 'string' &&
    /^https?:\/\/[\x21-\x7e]{1,4000}$/.test(url) &&
    URL.canParse(url)
  ) {
    const page = new URL(url)
    const isSafe = page.protocol === 'https:' || isLoopback(page)
    if (isSafe && page.username === '' && page.password === '') return url
  }
  const shown = typeof url === 'string' ? `"${startOf(url, 200)}"` : 'nothing'
  throw new AssumeError(
    `${what} failed: the page to sign in at is ${shown}, which is no https page`,
    [endpointHint(service)],
  )
}
