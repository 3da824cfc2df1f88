import { checkWorld } from './check-world.ts'
import type { World } from './world.ts'

/** The world as it is at the moment. It is changed only as a whole, and each is data that stays. */
export interface WorldStore {
  readonly world: World
  /** Throws, and leaves the world as it was, if this one holds what the stand-in cannot play. */
  change(next: World): void
}

export function openWorldStore(first: World): WorldStore {
  checkWorld(first)
  let current = first
  return {
    get world() {
      return current
    },
    change(next) {
      checkWorld(next)
      current = next
    },
  }
}
