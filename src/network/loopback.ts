import { hostname as nameOfThisMachine, networkInterfaces } from 'node:os'

/** Returns true for this machine. Nobody can intercept the traffic, and no proxy reaches it. */
export const isLoopback = (url: URL) => isLoopbackName(url) || isOwnName(url)

/** A connection to `0.0.0.0` or `::` also reaches this machine. */
const isLoopbackName = ({ hostname }: URL) =>
  /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0|\[::\])$/.test(hostname)

/** Traffic to the machine's own address does not leave it. */
function isOwnName({ hostname }: URL): boolean {
  if (hostname === nameOfThisMachine().toLowerCase()) return true
  if (!/^[\d.]+$|^\[/.test(hostname)) return false
  const bare = hostname.replace(/^\[|\]$/g, '')
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address }) => address === bare),
  )
}
