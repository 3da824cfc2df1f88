import { aws } from '../aws/aws.ts'
import { FastPathSession } from './fast-path-session.ts'
import type { Invocation } from './posix-shells.ts'
import { folderOfTests } from './shells.ts'

/** Sessions of somebody that several tests of a file use. What one changes there is put back for the next one. */
export class PrimedSessions {
  readonly #folder = folderOfTests()
  readonly #known = new Map<string, FastPathSession>()

  /** Has sessions of these words cached. `home`: what the home directory is like, and its name. */
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
