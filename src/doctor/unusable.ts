import type { AccessTrouble } from '../config/access.ts'
import { pastedPath, shown } from '../config/paths.ts'
import type { Context } from '../model/context.ts'
import type { Finding } from './finding.ts'

/** A file of this user that another user owns, or that its mode makes unreadable. */
export function unusable(
  id: string,
  { path, why: what }: AccessTrouble,
  why: string,
  context: Context,
): Finding {
  const file = shown(path, context)
  const pasted = pastedPath(file)
  const fix = what.startsWith('it belongs to')
    ? `sudo chown -R "$(id -u):$(id -g)" ${pasted}`
    : `chmod u+rwX ${pasted}`
  return { id, severity: 'broken', what, why, hints: [`ls -ld ${pasted}`, fix], file }
}
