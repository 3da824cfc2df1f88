import { aws } from '../aws/aws.ts'
import { FastPathSession } from './fast-path-session.ts'
import type { Invocation } from './posix-shells.ts'
import { folderOfTests } from './shells.ts'

/** Homes with cached sessions that the tests of a file share. `of` undoes the changes of the earlier tests. */
export class PrimedSessions {
  readonly #folder = folderOfTests()
  readonly #known = new Map<string, FastPathSession>()

  /** Returns a home with cached sessions for these words. `home`: a name, and a function that prepares the home. */
  async of(
    way: Invocation,
    words: readonly string[],
    [home, lay]: readonly [name: string, lay: (bob: FastPathSession) => void] = ['', () => {}],
  ): Promise<FastPathSession> {
    const name = [way.name, home, ...words].join()
    const known = this.#known.get(name)
    known?.restore()
    if (known) return known
    const bob = new FastPathSession(aws, way, this.#folder)
    lay(bob)
    await bob.prime(words)
    bob.save()
    this.#known.set(name, bob)
    return bob
  }
}
