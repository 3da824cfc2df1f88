import { AssumeError } from '../../../model/errors.ts'
import type { Check } from '../../check-context.ts'
import { brokenBy, ok } from '../../finding.ts'
import { probeSts } from '../../probe-sts.ts'

/** Checks that STS responds, and shows the region. */
export const sts: Check = {
  title: 'STS',
  calls: true,
  async look(checkContext) {
    const answer = await probeSts(checkContext)
    if (!answer) return []
    return answer instanceof AssumeError
      ? [brokenBy('sts', answer, 'no role can be taken without STS')]
      : [ok('sts', `STS answers in ${answer.way.endpointConfig.region}, at ${answer.way.url.host}`)]
  },
}
