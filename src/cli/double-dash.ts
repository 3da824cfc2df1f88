/** Splits the words at the first `--` into the words of assume and the program with its arguments. */
export function splitAtDoubleDash(argv: readonly string[]) {
  const at = argv.indexOf('--')
  return at < 0 ? { ours: argv } : { ours: argv.slice(0, at), program: argv.slice(at + 1) }
}
