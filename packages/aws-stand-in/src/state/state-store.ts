import { checkWorld } from './check-world.ts'
import type { World } from './world.ts'

/** The world as it is at the moment. It is changed only as a whole, and each is data that stays. */
export interface StateStore {
  readonly world: World
  /** Throws, and leaves the world as it was, if this one holds what the stand-in cannot play. */
  setWorld(next: World): void
}

export function openStateStore(first: World): StateStore {
  checkWorld(first)
  let current = first
  return {
    get world() {
      return current
    },
    setWorld(next) {
      checkWorld(next)
      current = next
    },
  }
}
