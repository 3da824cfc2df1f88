import { startOf } from '../model/start-of.ts'
import { parsedJson } from './parsed-json.ts'

/** Characters. AWS's own messages take one line. */
const maxCharacters = 300

/**
 * The error message in the body of a failed response, on one line: code and message of JSON, or the text of
 * a page. Returns undefined if there is none.
 *
 * @param secrets sent values, which are removed from the text.
 */
export function failureText(body: string, secrets: readonly string[] = []): string | undefined {
  const value = parsedJson(body)
  const text =
    typeof value === 'object' && value !== null ? textOfJson({ ...value }) : bodyText(body)
  const shown = secrets
    .filter((secret) => secret.length > 3)
    .reduce((left, secret) => left.replaceAll(secret, '…'), text)
    // Removes anything that looks like a key.
    .replace(/[A-Za-z0-9+/=]{32,}/g, '…')
    .replace(/\s+/g, ' ')
    .trim()
  if (shown === '') return undefined
  return shown.length > maxCharacters ? `${startOf(shown, maxCharacters)}…` : shown
}

/** Instance metadata writes `Message`. The ECS agent writes `message`. */
function textOfJson(answer: Readonly<Record<string, unknown>>): string {
  const parts = [answer.Code ?? answer.code, answer.Message ?? answer.message]
  return parts.filter((part) => typeof part === 'string').join(': ')
}

/** Instance metadata responds with HTML pages whose title contains the error. */
function bodyText(body: string): string {
  const title = /<title>([^<]*)<\/title>/i.exec(body)?.[1]
  return title ?? body.replace(/<[^>]*>/g, ' ')
}
