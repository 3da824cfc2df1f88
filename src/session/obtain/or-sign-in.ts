import { LoginNeeded } from '../../aws-login/login-needed.ts'
import { SignInNeeded } from '../../sso/sign-in-needed.ts'
import type { Attempts } from './plan-and-confirm.ts'

/** Runs `act`. If it needs a sign-in, offers the sign-in and runs it again. */
export async function orSignIn<T>(
  act: () => Promise<T>,
  attempts: Pick<Attempts, 'asker' | 'interaction'>,
): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (!(await hasSignedIn(error, attempts))) throw error
    return act()
  }
}

async function hasSignedIn(
  error: unknown,
  { asker: { inputs, context }, interaction }: Pick<Attempts, 'asker' | 'interaction'>,
): Promise<boolean> {
  if (error instanceof SignInNeeded) {
    const { offerSignIn } = await import('../../sso/sign-in/offer-sign-in.ts')
    return offerSignIn(error, context, interaction)
  }
  if (error instanceof LoginNeeded) {
    const { offerLogin } = await import('../../aws-login/offer-login.ts')
    return offerLogin(error, inputs, context, interaction)
  }
  return false
}
