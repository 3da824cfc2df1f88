import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { endianness } from 'node:os'

/** One end of a TCP connection. */
export interface EndPoint {
  readonly address: string
  readonly port: number
}

/**
 * The user id of the client program of a local connection. Linux lists the sockets of all users
 * with their owners.
 *
 * @returns undefined if there is no such list, as on macOS, or if the list lacks the client, as for
 *   a Windows browser and a WSL that mirrors its network.
 */
export function clientUserId(socket: Socket): number | undefined {
  const { remoteAddress, remotePort, localAddress, localPort } = socket
  if (!remoteAddress || !localAddress || !remotePort || !localPort) return undefined
  const client = { address: remoteAddress, port: remotePort }
  const server = { address: localAddress, port: localPort }
  for (const table of tables) {
    const userId = socketOwner(read(table) ?? '', client, server)
    if (userId !== undefined) return userId
  }
  return undefined
}

/** Returns true if this system lists the sockets of all users. */
export const canKnowClients = () => tables.some((table) => read(table) !== undefined)

/**
 * root may be the relay of WSL, which connects for a Windows browser. root can read this process's
 * memory anyway.
 */
export const isOwnUserOrRoot = (userId: number, ownUserId: number | undefined) =>
  userId === 0 || userId === ownUserId

/** IPv6 programs use IPv6 sockets also for connections to an IPv4 address. */
const tables = ['/proc/net/tcp', '/proc/net/tcp6']

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return undefined
  }
}

/**
 * The owner of the socket whose own end is `local`, from the text of /proc/net/tcp or tcp6. Only an
 * established connection counts, because the kernel assigns a socket that its program has closed to
 * root.
 * https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html
 */
export function socketOwner(
  table: string,
  local: EndPoint,
  remote: EndPoint,
  order = endianness(),
): number | undefined {
  const [locals, remotes] = [hexForms(local, order), hexForms(remote, order)]
  for (const row of table.split('\n')) {
    const [, from = '', to = '', state, , , , userId = ''] = row.trim().split(/\s+/)
    if (state !== established || !locals.includes(from) || !remotes.includes(to)) continue
    return /^\d+$/.test(userId) ? Number(userId) : undefined
  }
  return undefined
}

const established = '01'

/** The address as IPv4 and as IPv4-mapped IPv6: `0100007F:1F90` for 127.0.0.1:8080. */
function hexForms({ address, port }: EndPoint, order: 'LE' | 'BE'): readonly string[] {
  const octets = address.replace(/^::ffff:/i, '').split('.')
  const word = (bytes: readonly number[]) =>
    hex(order === 'LE' ? bytes.toReversed() : bytes).toUpperCase()
  const end = `:${hex([port >> 8, port & 255]).toUpperCase()}`
  const ipv4 = word(octets.map(Number))
  return [`${ipv4}${end}`, `${'0'.repeat(16)}${word([0, 0, 255, 255])}${ipv4}${end}`]
}

const hex = (bytes: readonly number[]) => Buffer.from(bytes).toString('hex')
