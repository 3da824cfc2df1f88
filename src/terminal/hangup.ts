/**
 * Returns the answer, or `otherwise` if the terminal hangs up meanwhile. Node's error codes show
 * the hangup.
 */
export async function unlessHungUp<Answer, Otherwise>(
  ask: () => Promise<Answer>,
  otherwise: Otherwise,
): Promise<Answer | Otherwise> {
  try {
    return await ask()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (['EIO', 'ENXIO', 'ERR_TTY_INIT_FAILED'].includes(code)) return otherwise
    throw error
  }
}
