import { hostname as nameOfThisMachine, networkInterfaces } from 'node:os'

/** This very machine: nobody listens on the way, and no proxy reaches it. */
export const isLoopback = (url: URL) => isLoopbackName(url) || isOwnName(url)

/** `0.0.0.0` and `::` stand for this machine too where they are connected to. */
const isLoopbackName = ({ hostname }: URL) =>
  /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0|\[::\])$/.test(hostname)

/** What is sent to an address of one's own does not leave the machine. */
function isOwnName({ hostname }: URL): boolean {
  if (hostname === nameOfThisMachine().toLowerCase()) return true
  if (!/^[\d.]+$|^\[/.test(hostname)) return false
  const bare = hostname.replace(/^\[|\]$/g, '')
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address }) => address === bare),
  )
}
