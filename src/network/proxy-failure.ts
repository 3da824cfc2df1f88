/** A failure before the proxy has established the connection. */
export interface ProxyFailure {
  /** The URL without user name and password: `http://proxy.example:3128`. */
  readonly proxy: string
  /** `HTTP 407`, or Node's code of a socket error. */
  readonly reason: string
  /** The schemes of an HTTP 407 response: `Basic`, `NTLM`. */
  readonly schemes?: readonly string[]
}
