import { shellWord } from '../../../formats/posix.ts'
import type { Check } from '../../check-context.ts'
import { ok } from '../../finding.ts'
import { queryIam } from '../../query-iam.ts'

/** Days. CIS AWS Foundations Benchmark, 1.14. */
const maxDays = 90

/** The age of the user's access keys, if the user's policies allow ListAccessKeys. */
export const keyAge: Check = {
  title: 'age of keys',
  calls: true,
  async look(checkContext) {
    const told = await queryIam('ListAccessKeys', checkContext, (iam, call) => iam.accessKeys(call))
    const now = checkContext.context.now().getTime()
    return (told?.answer ?? []).flatMap(({ id, createdAt }) => {
      if (!id || !createdAt) return []
      const days = Math.floor((now - createdAt.getTime()) / 86_400_000)
      if (days <= maxDays) return [ok('key-age', `the key ${id} is ${days} days old`)]
      return [
        {
          id: 'key-old',
          severity: 'warning' as const,
          what: `the key ${id} is ${days} days old`,
          why: 'the older a key is, the more copies of it there are',
          hints: [
            `aws iam create-access-key, then aws configure --profile ${shellWord(told?.profile ?? 'default')}`,
            `when all works: aws iam delete-access-key --access-key-id ${shellWord(id)}`,
          ],
        },
      ]
    })
  },
}
