import { parsedJson } from './parsed-json.ts'

/** AWS's own texts of this kind take a line. In characters. */
const maxCharacters = 300

/**
 * What the body of a failed answer says, in one line: code and message of JSON, or the text of a page.
 * Undefined where it says nothing.
 *
 * @param secrets were sent, and are not shown should the body repeat them.
 */
export function failureText(body: string, secrets: readonly string[] = []): string | undefined {
  const value = parsedJson(body)
  const text =
    typeof value === 'object' && value !== null ? textOfJson({ ...value }) : bodyText(body)
  const shown = secrets
    .filter((secret) => secret.length > 3)
    .reduce((left, secret) => left.replaceAll(secret, '…'), text)
    // Whatever looks like a key.
    .replace(/[A-Za-z0-9+/=]{32,}/g, '…')
    .replace(/\s+/g, ' ')
    .trim()
  if (shown === '') return undefined
  return shown.length > maxCharacters ? `${shown.slice(0, maxCharacters)}…` : shown
}

/** Instance metadata writes `Message`, the agent of ECS `message`. */
function textOfJson(answer: Readonly<Record<string, unknown>>): string {
  const parts = [answer.Code ?? answer.code, answer.Message ?? answer.message]
  return parts.filter((part) => typeof part === 'string').join(': ')
}

/** Instance metadata answers with pages whose title says it all. */
function bodyText(body: string): string {
  const title = /<title>([^<]*)<\/title>/i.exec(body)?.[1]
  return title ?? body.replace(/<[^>]*>/g, ' ')
}
