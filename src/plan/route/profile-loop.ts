import { AssumeError } from '../../model/errors.ts'

/** Told apart, since each profile on the way to one has it. */
export class ProfileLoop extends AssumeError {
  /** In the order of the loop, each once. */
  readonly names: readonly string[]

  /** @param key by which each of them names the next. */
  constructor(
    key: 'source_profile' | 'credential_process',
    names: readonly string[],
    hint: string,
  ) {
    super(`${key} loops: ${[...names, names[0]].join(' → ')}`, [hint])
    this.names = names
  }
}

/** @param place of the line that closes it. */
export const processLoop = (names: readonly string[], place: string | undefined) =>
  new ProfileLoop(
    'credential_process',
    names,
    `let it name a profile that gets its keys in another way: ${place}`,
  )
