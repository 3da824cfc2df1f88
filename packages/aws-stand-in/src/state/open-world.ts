import { checkWorld } from './check-world.ts'
import type { World } from './world.ts'

/** The world as it is at the moment. It is changed only as a whole, and each is data that stays. */
export interface OpenWorld {
  readonly world: World
  /** Throws, and leaves the world as it was, if this one holds what the demo cannot play. */
  change(next: World): void
}

export function openWorld(first: World): OpenWorld {
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
