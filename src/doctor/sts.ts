import { AssumeError } from '../model/errors.ts'
import { brokenBy, ok } from './finding.ts'
import { knock } from './knock.ts'
import type { Check } from './patient.ts'

/** Whether STS answers, and in which region. */
export const sts: Check = {
  title: 'STS',
  calls: true,
  async look(patient) {
    const answer = await knock(patient)
    if (!answer) return []
    return answer instanceof AssumeError
      ? [brokenBy('sts', answer, 'no role can be taken without STS')]
      : [ok('sts', `STS answers in ${answer.way.endpointConfig.region}, at ${answer.way.url.host}`)]
  },
}
