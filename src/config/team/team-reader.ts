import { addTeam } from './add-team.ts'
import { loadTeam } from './load-team.ts'
import { refuseKeys } from './refuse-keys.ts'

// Import this file on demand: most people have no profiles of a team.

/** Reads the profiles of a team, adds them to one's own, and removes the keys that they may not have. */
export const teamReader = { loadTeam, addTeam, refuseKeys }
