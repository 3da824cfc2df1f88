import { describe, expect, it } from 'vitest'
import { isOwnUserOrRoot, socketOwner } from '../../../src/network/connection-user.ts'

const client = { address: '127.0.0.1', port: 40_916 }
const server = { address: '127.0.0.1', port: 39_099 }

/** The format of Linux: the listener, the client’s socket, the server’s socket. */
const tcp = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:98BB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 16461 1 000000005f148323 100 0 0 10 0
   1: 0100007F:9FD4 0100007F:98BB 01 00000000:00000000 02:0000176F 00000000 12345        0 16475 3 000000002ea8aeb6 20 0 0 11 -1
   2: 0100007F:98BB 0100007F:9FD4 01 00000000:0000004F 00:00000000 00000000     7        0 15597 1 0000000096f36bbf 20 4 30 10 -1
`

const tcp6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0000000000000000FFFF00000100007F:9FD4 0000000000000000FFFF00000100007F:98BB 01 00000000:00000000 02:0000176F 00000000  1001        0 16475 3 000000002ea8aeb6 20 0 0 11 -1
`

describe('the owner of the other end of a connection', () => {
  it('is the owner of the socket whose local address is the client’s', () => {
    expect(socketOwner(tcp, client, server, 'LE')).toBe(12_345)
    expect(socketOwner(tcp, server, client, 'LE')).toBe(7)
  })

  it('is found for an IPv4 address in IPv6', () => {
    expect(socketOwner(tcp6, client, server, 'LE')).toBe(1001)
    const mapped = { ...client, address: '::ffff:127.0.0.1' }
    expect(socketOwner(tcp6, mapped, server, 'LE')).toBe(1001)
    expect(socketOwner(tcp, mapped, server, 'LE')).toBe(12_345)
  })

  it('is found on big-endian machines', () => {
    expect(socketOwner(tcp.replaceAll('0100007F', '7F000001'), client, server, 'BE')).toBe(12_345)
    expect(socketOwner(tcp, client, server, 'BE')).toBeUndefined()
  })

  it.each([
    ['that its program has closed', tcp.replace('98BB 01', '98BB 04')],
    ['in TIME_WAIT, which belongs to root', tcp.replace('98BB 01', '98BB 06')],
    ['from another port', tcp.replace('9FD4', '9FD5')],
    ['to another port', tcp.replace(':98BB 01', ':98BC 01')],
    ['from another address', tcp.replace('0100007F:9FD4', '0200007F:9FD4')],
    ['without a number', tcp.replace('12345 ', 'x ')],
    ['that is in no table', ''],
  ])('is unknown for a socket %s', (_, table) => {
    expect(socketOwner(table, client, server, 'LE')).toBeUndefined()
  })
})

it('may be the current user or root', () => {
  const may = [0, 1000, 1001].map((userId) => isOwnUserOrRoot(userId, 1000))
  expect(may).toEqual([true, true, false])
  expect(isOwnUserOrRoot(1000, undefined)).toBe(false)
})
