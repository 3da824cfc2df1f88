import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readRequest } from '../http/request.ts'
import type { HttpFault } from '../http/send-answer.ts'
import { sendAnswer } from '../http/send-answer.ts'
import type { AwsServer } from '../query/aws-server.ts'
import { openSignInService, type SignInService } from './sign-in-service.ts'

/** The token endpoint of AWS Sign-In, which renews what `aws login` has got. */
export interface SignInServer {
  /** For `AWS_ENDPOINT_URL_SIGNIN`. */
  readonly url: string
  /** Every request, in the order of their arrival. */
  readonly calls: readonly SignInCall[]
  /** One for each request to come, in order. Can be changed at any time. */
  readonly faults: HttpFault[]
  readonly login: SignInService['login']
  close(): Promise<void>
}

/** Holds no token. */
export interface SignInCall {
  readonly host: string | undefined
  /** `ok`, or the code of an error, whatever the fault then made of it. */
  readonly outcome: string
}

/** Listens on a free port of 127.0.0.1 and gives out sessions that `aws` knows. */
export async function startSignInServer(aws: AwsServer): Promise<SignInServer> {
  const calls: SignInCall[] = []
  const faults: HttpFault[] = []
  const service = openSignInService(aws)

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const received = await readRequest(request)
    const answer = service.answer(received)
    calls.push({ host: received.headers.host, outcome: answer.outcome })
    sendAnswer(answer, faults.shift(), response)
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy())
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    faults,
    login: service.login,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}
