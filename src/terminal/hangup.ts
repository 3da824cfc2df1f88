/** What comes of it, or of a terminal that goes away meanwhile, which is seen by Node's errors. */
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
