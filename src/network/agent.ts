import type { Agent } from 'node:http'
import type { Environment } from '../model/context.ts'
import type { Report } from '../model/report.ts'
import { type CaBundle, readCaBundle } from './ca-bundle.ts'
import { nodeTrust, trustedCertificates, unreadSystemCertificates } from './node-trust.ts'
import { namesProxy, proxyFor } from './proxy-for.ts'
import { verified } from './verified.ts'

/** Gives the agent for a URL, or none where Node's own will do. */
export type AgentFor = (url: URL) => Promise<Agent | undefined>

/**
 * How calls get out, as the environment and the profile say. Undefined where they say nothing, which
 * costs nothing.
 *
 * @throws AssumeError for certificates that cannot be had.
 */
export async function agentsOf(
  env: Environment,
  caBundle: CaBundle | undefined,
  report: Report,
): Promise<AgentFor | undefined> {
  const ca = caBundle ? readCaBundle(caBundle) : await trustedCertificates(env)
  if (caBundle) report.debug(`trusting the certificates in ${caBundle.path} (${caBundle.from})`)
  else if (nodeTrust(env) === 'system') {
    report.debug(
      ca === undefined
        ? unreadSystemCertificates
        : 'trusting the certificates of the system as well (NODE_OPTIONS)',
    )
  }
  if (ca === undefined && !namesProxy(env)) return undefined
  return async (url) => {
    const proxy = proxyFor(url, env)
    if (proxy) {
      report.debug(`${url.host} through the proxy ${proxy.url.host} (${proxy.from})`)
      const { ProxyAgent } = await import('./proxy-agent.ts')
      return new ProxyAgent(proxy.url, ca)
    }
    if (ca === undefined || url.protocol === 'http:') return undefined
    const https = await import('node:https')
    return new https.Agent({ ca, ...verified })
  }
}
