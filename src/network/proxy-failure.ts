/** What went wrong before the proxy had connected us. */
export interface ProxyFailure {
  /** Without a user name and a password: `http://proxy.example:3128`. */
  readonly proxy: string
  /** `HTTP 407`, or Node's code of a socket error. */
  readonly reason: string
  /** Of a 407: `Basic`, `NTLM`. */
  readonly schemes?: readonly string[]
}
