import { parseAuthorization } from '../http/authorization.ts'
import type { HttpRequest } from '../http/request.ts'
import type { Parameters } from './parameters.ts'

/** A request to STS, IAM or Organizations. It contains no secret except MFA codes and web identity tokens. */
export interface Call {
  /** Empty if the request has no Action. */
  readonly action: string
  readonly params: Parameters
  /** The access key ID of the request. It is verified only if `caller` is defined. */
  readonly accessKeyId: string | undefined
  /** The ARN of the caller. It is defined if the signature is valid. */
  readonly caller: string | undefined
  /** The region of the credential scope. */
  readonly region: string | undefined
  readonly host: string | undefined
  readonly userAgent: string | undefined
  /** `ok`, an error code, `raw` for a raw fault, or `none` if no response was sent. */
  readonly outcome: string
  /** The stand-in's time. */
  readonly time: Date
}

/** A call whose response was not sent yet. */
export type OpenCall = { -readonly [Name in keyof Call]: Call[Name] }

/** @param operation the operation of a service whose requests have no Action. */
export function openCall(
  { parameters, headers }: HttpRequest,
  time: Date,
  operation?: string,
): OpenCall {
  const { Action = '', Version, ...params } = operation === undefined ? parameters : {}
  const claimed = parseAuthorization(headers.authorization ?? '')
  return {
    action: operation ?? Action,
    params,
    accessKeyId: claimed?.accessKeyId,
    caller: undefined,
    region: claimed?.region,
    host: headers.host,
    userAgent: headers['user-agent'],
    outcome: 'none',
    time,
  }
}
