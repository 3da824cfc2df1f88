import type { TestAws } from '../test-aws.ts'
import { type Dialogue, dialogue } from './dialogue.ts'

/** Like `dialogue`, but returns only the parameters of the calls, without their actions. */
export async function onTerminal(
  testAws: TestAws,
  lines: readonly string[],
  answers: Dialogue = [],
) {
  const { shown, calls } = await dialogue(testAws, lines, answers)
  return { shown, calls: calls.map(({ action: _, ...params }) => params) }
}
