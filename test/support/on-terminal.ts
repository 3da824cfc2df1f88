import { type Dialogue, dialogue } from './dialogue.ts'
import type { Scene } from './scene.ts'

/** The same, for who looks at the parameters of the calls alone. */
export async function onTerminal(scene: Scene, lines: readonly string[], answers: Dialogue = []) {
  const { shown, calls } = await dialogue(scene, lines, answers)
  return { shown, calls: calls.map(({ action: _, ...params }) => params) }
}
