import { stsCauses } from '../../src/diagnosis/sts-hints.ts'
import { proxyCauses } from '../../src/network/proxy-refusal.ts'
import { transportCauses } from '../../src/network/transport-failure.ts'

const titles = (causes: readonly { readonly title: string }[]) => causes.map(({ title }) => title)

/** The titles of the causes in error messages, by the chapter of docs/troubleshooting.md. */
export const catalogue = {
  'AWS rejects or denies': titles(stsCauses),
  'AWS does not answer': titles(transportCauses),
  Proxy: titles(proxyCauses),
} as const
