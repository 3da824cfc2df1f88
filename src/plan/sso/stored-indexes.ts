import { AssumeError } from '../../model/errors.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import { namesContaining } from '../similar-names.ts'
import type { SessionIndex } from './role-pairs.ts'
import { type SsoSession, sessionNames, ssoSessionNamed } from './sso-session.ts'

/** The cached accounts and roles of all sessions. A session without them, or with an invalid section, is left out. */
export const storedIndexes = (inputs: PlanInputs): readonly SessionIndex[] =>
  sessionNames(inputs).flatMap((name) => {
    const session = validSession(name, inputs)
    if (!session) return []
    const index = inputs.ssoIndex(session)
    return index.header ? [{ session, index }] : []
  })

/** The names of the cached accounts that contain a word, in any case. */
export function accountsContaining(word: string, inputs: PlanInputs): readonly string[] {
  const part = word.toLowerCase()
  const accounts = storedIndexes(inputs).flatMap(({ index }) =>
    index.filter((line) => line.toLowerCase().includes(part)),
  )
  return namesContaining(word, new Set(accounts.map(({ accountName }) => accountName)))
}

function validSession(name: string, inputs: PlanInputs): SsoSession | undefined {
  try {
    return ssoSessionNamed(name, inputs)
  } catch (error) {
    if (error instanceof AssumeError) return undefined
    throw error
  }
}
