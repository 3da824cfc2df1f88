import { SignInNeeded } from '../../sso/sign-in-needed.ts'
import type { Attempts } from './plan-and-confirm.ts'

/** Runs `act`. If it needs a sign-in to IAM Identity Center, offers the sign-in and runs it again. */
export async function orSignIn<T>(
  act: () => Promise<T>,
  { asker, interaction }: Pick<Attempts, 'asker' | 'interaction'>,
): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof SignInNeeded)) throw error
    const { offerSignIn } = await import('../../sso/sign-in/offer-sign-in.ts')
    if (!(await offerSignIn(error, asker.context, interaction))) throw error
    return act()
  }
}
