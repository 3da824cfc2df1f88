import { clockHint } from '../../../diagnosis/attempt.ts'
import { AssumeError } from '../../../model/errors.ts'
import type { Check } from '../../check-context.ts'
import { type Finding, ok } from '../../finding.ts'
import { probeSts } from '../../probe-sts.ts'

/** Seconds. AWS rejects signatures that differ by 15 minutes. */
const refused = 15 * 60
const noticed = 60

export const clock: Check = {
  title: 'the clock',
  calls: true,
  async look(checkContext) {
    const answer = await probeSts(checkContext)
    if (!answer || answer instanceof AssumeError || !answer.date) return []
    const seconds = Math.round((answer.here.getTime() - answer.date.getTime()) / 1000)
    return [finding(seconds)]
  },
}

/** @param ahead negative if this machine's clock is behind. */
function finding(ahead: number): Finding {
  const off = Math.abs(ahead)
  if (off < noticed) return ok('clock', 'the clock is right')
  const minutes = Math.round(off / 60)
  const isRefused = off >= refused
  return {
    id: 'clock',
    severity: isRefused ? 'broken' : 'warning',
    what: `the clock of this machine is ${minutes} min ${ahead > 0 ? 'ahead of' : 'behind'} AWS's clock`,
    why: isRefused
      ? 'AWS rejects such signatures of other tools; assume corrects its own'
      : 'expiration times are wrong by as much; from 15 min on AWS rejects signatures',
    hints: [clockHint],
  }
}
