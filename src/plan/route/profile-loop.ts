import { AssumeError } from '../../model/errors.ts'

/**
 * A separate class, so that callers can report one loop once. Every profile that leads to the loop
 * fails with it.
 */
export class ProfileLoop extends AssumeError {
  /** The profiles in the order of the loop, each once. */
  readonly names: readonly string[]

  /** @param key the key that names the next profile. */
  constructor(
    key: 'source_profile' | 'credential_process',
    names: readonly string[],
    hint: string,
  ) {
    super(`${key} loops: ${[...names, names[0]].join(' → ')}`, [hint])
    this.names = names
  }
}

/** @param place the location of the line that closes the loop. */
export const processLoop = (names: readonly string[], place: string | undefined) =>
  new ProfileLoop(
    'credential_process',
    names,
    `let it name a profile that gets its keys in another way: ${place}`,
  )
