import { AssumeError } from '../../../model/errors.ts'
import { isLoopback } from '../../../network/loopback.ts'
import type { Check } from '../../check-context.ts'
import { ok } from '../../finding.ts'
import { connectToSts } from '../../sts-connection.ts'

/** The addresses of the host that is called first: the proxy or STS. */
export const dns: Check = {
  title: 'names',
  calls: true,
  async look(checkContext) {
    const way = await connectToSts(checkContext)
    if (way instanceof AssumeError) return []
    const host = (way.proxy?.url ?? way.url).hostname
    if (isLoopback(way.proxy?.url ?? way.url)) return []
    const { lookup } = await import('node:dns/promises')
    try {
      const addresses = await lookup(host, { all: true })
      return [ok('dns', `${host} is ${addresses.map(({ address }) => address).join(', ')}`)]
    } catch (error) {
      const { code = String(error) } = error as NodeJS.ErrnoException
      return [
        {
          id: 'dns',
          severity: 'broken',
          what: `${host} has no address here (${code})`,
          why: way.proxy ? 'the proxy cannot be called' : 'STS cannot be called',
          hints: way.proxy
            ? [`is it right? see ${way.proxy.from}`]
            : [
                'is the network up, and the region right? a VPN may be needed, or a proxy (HTTPS_PROXY)',
              ],
        },
      ]
    }
  },
}
