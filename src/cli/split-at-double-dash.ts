/** The words before the first `--`, and the program with its arguments behind it, if there is one. */
export function splitAtDoubleDash(argv: readonly string[]) {
  const at = argv.indexOf('--')
  return at < 0 ? { ours: argv } : { ours: argv.slice(0, at), program: argv.slice(at + 1) }
}
