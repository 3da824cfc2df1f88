import type { Agent } from 'node:http'
import type { Environment } from '../model/context.ts'
import type { Reporter } from '../model/reporter.ts'
import { type CaBundle, readCaBundle } from './ca-bundle.ts'
import {
  extraCertificates,
  nodeTrust,
  type Trust,
  trustedCertificates,
  unreadSystemCertificates,
} from './node-trust.ts'
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
  if (caBundle) report.debug(`trusting the certificates in ${caBundle.path} (${caBundle.from})`)
  const known = nodeTrust(env)
  const hasOwn =
    caBundle !== undefined || known === 'system' || extraCertificates(env) !== undefined
  if (!hasOwn && !namesProxy(env)) return undefined
  // Reads the certificates only for TLS, because a missing file does not matter to other calls.
  const trust = async (): Promise<Trust | undefined> => {
    if (caBundle) return { ca: readCaBundle(caBundle) }
    const trusted = await trustedCertificates(env, ({ message, hints: [hint] }) =>
      report.warning(`${message}, and is ignored`, hint),
    )
    if (known === 'system')
      report.debug(trusted && 'ca' in trusted ? systemTrust : unreadSystemCertificates)
    return trusted
  }
  return async (url) => {
    const proxy = proxyFor(url, env)
    if (proxy) {
      report.debug(`${url.host} through the proxy ${proxy.url.host} (${proxy.from})`)
      const isTls = url.protocol !== 'http:' || proxy.url.protocol === 'https:'
      const trusted = isTls ? await trust() : undefined
      const { ProxyAgent } = await import('./proxy-agent.ts')
      return new ProxyAgent(proxy.url, trusted)
    }
    const trusted = url.protocol === 'http:' ? undefined : await trust()
    if (trusted === undefined) return undefined
    const https = await import('node:https')
    return new https.Agent({ ...trusted, ...verified, keepAlive: true })
  }
}

const systemTrust = 'trusting the certificates of the system as well (NODE_OPTIONS)'
