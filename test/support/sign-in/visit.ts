import { fileURLToPath } from 'node:url'

/** A bash script that visits the page whose URL is its argument. */
export const visit = fileURLToPath(new URL('visit.bash', import.meta.url))
