import type { AccessTrouble } from '../config/access.ts'
import { pastedPath } from '../config/paths.ts'
import type { Context } from '../model/context.ts'
import type { Finding } from './finding.ts'
import { shown } from './patient.ts'

/** Something of this user's that another user owns, or whose mode lets nobody read it. */
export function unusable(
  id: string,
  { path, why: what }: AccessTrouble,
  why: string,
  context: Context,
): Finding {
  const file = shown(path, context)
  const pasted = pastedPath(file)
  const mend = what.startsWith('it belongs to')
    ? `sudo chown -R "$(id -u):$(id -g)" ${pasted}`
    : `chmod u+rwX ${pasted}`
  return { id, severity: 'broken', what, why, mend: [`ls -ld ${pasted}`, mend], file }
}
