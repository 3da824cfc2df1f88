import type { ConfigWarning } from '../../config/warnings/warning.ts'
import type { Check } from '../check-context.ts'
import type { Finding } from '../finding.ts'

/** All warnings about AWS's files, for any profile. */
export const fileWarnings: Check = {
  title: 'warnings about files',
  look: ({ inputs }) => inputs.profiles.warnings.map(finding),
}

const finding = ({ file, line, message, hint, why, refused }: ConfigWarning): Finding => ({
  id: refused ? 'file-refused' : 'file-warning',
  severity: refused ? 'broken' : 'warning',
  what: message,
  why: refused
    ? 'the AWS CLI rejects the whole file because of this'
    : (why ?? "AWS's tools read it differently than it looks"),
  ...(hint && { hints: [hint] }),
  file,
  ...(line !== undefined && { line }),
})
