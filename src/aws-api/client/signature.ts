import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Credentials } from '../../model/credentials.ts'
import type { HttpRequest } from './http-exchange.ts'

// This file loads the AWS SDK. Import it on demand.

/** Signs requests with the keys of an AWS user or session. */
export function signature(
  credentials: Credentials,
  region: string,
  service: string,
): (request: HttpRequest, time: Date) => Promise<HttpRequest> {
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256 })
  return (request, signingDate) => signer.sign(request, { signingDate })
}

/** The hash of the signer. The SDK's own contains another implementation for old browsers. */
class Sha256 {
  readonly #hash: Hash | Hmac

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined
        ? createHash('sha256')
        : createHmac('sha256', secret as string | Uint8Array)
  }

  update(data: Uint8Array): void {
    this.#hash.update(data)
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }
}
