import type { Agent } from 'node:http'
import type { Environment } from '../model/context.ts'
import type { Reporter } from '../model/reporter.ts'
import { type CaBundle, readCaBundle } from './ca-bundle.ts'
import { nodeTrust, trustedCertificates, unreadSystemCertificates } from './node-trust.ts'
import { namesProxy, proxyFor } from './proxy-for.ts'
import { verified } from './verified.ts'

/** Returns the HTTP agent for a URL, or undefined if Node's default agent is sufficient. */
export type AgentFor = (url: URL) => Promise<Agent | undefined>

/**
 * The proxies and certificates for calls, from the environment and the profile. Undefined if
 * neither configures any, which saves the load time.
 *
 * @returns a function that throws AssumeError for an unreadable CA bundle or an invalid proxy URL.
 */
export async function agentsOf(
  env: Environment,
  caBundle: CaBundle | undefined,
  report: Reporter,
): Promise<AgentFor | undefined> {
  const trusted = caBundle ? undefined : await trustedCertificates(env)
  if (caBundle) report.debug(`trusting the certificates in ${caBundle.path} (${caBundle.from})`)
  else if (nodeTrust(env) === 'system') {
    report.debug(
      trusted === undefined
        ? unreadSystemCertificates
        : 'trusting the certificates of the system as well (NODE_OPTIONS)',
    )
  }
  if (!caBundle && trusted === undefined && !namesProxy(env)) return undefined
  // Reads the certificates only for TLS, because a missing file does not matter to other calls.
  let read: string | undefined
  const certificates = () => {
    if (caBundle) read ??= readCaBundle(caBundle)
    return read ?? trusted
  }
  return async (url) => {
    const proxy = proxyFor(url, env)
    if (proxy) {
      report.debug(`${url.host} through the proxy ${proxy.url.host} (${proxy.from})`)
      const isTls = url.protocol !== 'http:' || proxy.url.protocol === 'https:'
      const ca = isTls ? certificates() : undefined
      const { ProxyAgent } = await import('./proxy-agent.ts')
      return new ProxyAgent(proxy.url, ca)
    }
    const ca = url.protocol === 'http:' ? undefined : certificates()
    if (ca === undefined) return undefined
    const https = await import('node:https')
    return new https.Agent({ ca, ...verified })
  }
}
