import { setTimeout as wait } from 'node:timers/promises'
import { type Faults, none } from '../http/faults.ts'
import { type Closeable, listen, type Serve, type Service } from '../http/listen.ts'
import { openFederation, type SignIn } from '../sign-in/federation.ts'
import { openCredentialStore } from '../state/credential-store.ts'
import { mfaCodes } from '../state/mfa-codes.ts'
import { openStateStore } from '../state/state-store.ts'
import type { Role, User, World } from '../state/world.ts'
import {
  roleSession,
  type ServiceSession,
  type SessionCredentials,
  serviceSession,
  userSession,
} from '../sts/issue-session.ts'
import { type Call, type OpenCall, openCall } from './call.ts'
import type { AwsState } from './operation.ts'
import { respond } from './respond.ts'

/** STS, IAM, and the sign-in of the console for holders of keys. */
export interface Aws {
  /**
   * For `AWS_ENDPOINT_URL_STS` and `AWS_ENDPOINT_URL_IAM`, where a request says which it is for, and
   * for `AWS_ENDPOINT_URL_SIGNIN_FEDERATION`.
   */
  readonly url: string
  readonly port: number
  /** Every request of STS and IAM, in the order of their arrival. */
  readonly calls: readonly Call[]
  /** Every request of the console's sign-in. */
  readonly signIns: readonly SignIn[]
  /** As it is by now: what IAM is told to change is another one. */
  readonly world: World
  readonly faults: Faults
  /** The stand-in's own time, skewed as `faults` says. */
  now(): Date
  /** Keys of a role's session that nobody asked STS for, such as IAM Identity Center gives. */
  issueRoleSession(role: Role, sessionName: string): SessionCredentials
  /** The same for a service that assumes the role, if the role trusts it. */
  issueServiceSession(role: Role, session: ServiceSession): SessionCredentials | undefined
  /** Keys of a user's session that nobody asked STS for, such as `aws login` gets. */
  issueUserSession(user: User, seconds: number): SessionCredentials
  /** Ends every session given out so far, as if its time had come. */
  expireSessions(): void
}

export interface AwsServer extends Aws, Closeable {}

export interface AwsServerOptions {
  /** Without users and roles unless given. */
  readonly world?: World
  /** It plays AWS unless given: `store` is the STS of another store, such as Ceph. */
  readonly kind?: 'aws' | 'store'
  readonly now?: () => Date
}

/** Listens on a free port of 127.0.0.1. Throws if the world holds what the stand-in cannot play. */
export const startAwsServer = (options: AwsServerOptions = {}): Promise<AwsServer> =>
  listen((url) => awsService(options, url))

export function awsService(options: AwsServerOptions, url: string): Service<Aws> {
  const { world = { users: [], roles: [] }, kind = 'aws', now: clock = () => new Date() } = options
  const store = openStateStore(world)
  const calls: OpenCall[] = []
  const faults: Faults = { next: [], at: {}, always: none, skewSeconds: 0 }
  const now = () => new Date(clock().getTime() + faults.skewSeconds * 1000)
  const state: AwsState = {
    get world() {
      return store.world
    },
    setWorld: store.setWorld,
    isAws: kind === 'aws',
    credentialStore: openCredentialStore(store),
    ...mfaCodes(now),
    sessionSeconds: (seconds) => faults.lifetimeSeconds ?? seconds,
    now,
  }
  const federation = openFederation(state)

  const serve: Serve = async (request, response) => {
    const isSignIn = federation.isFor(request)
    const call = openCall(request, now())
    if (!isSignIn) calls.push(call)
    const fault = faults.next.shift() ?? faults.at[call.action] ?? faults.always
    if (fault.kind === 'hang') return
    if (fault.kind === 'drop') return void response.socket?.destroy()
    if (fault.kind === 'slow') await wait(fault.milliseconds, undefined, { ref: false })
    if (isSignIn) {
      const signIn = federation.respond(request)
      const { status, headers = {}, body } = fault.kind === 'raw' ? fault : signIn
      return void response.writeHead(status, headers).end(body)
    }
    const { status, body, outcome } = await respond(request, fault, call, state)
    call.outcome = outcome
    response.writeHead(status, { 'Content-Type': 'text/xml', Date: now().toUTCString() }).end(body)
  }

  const controls: Aws = {
    url,
    port: Number(new URL(url).port),
    calls,
    signIns: federation.signIns,
    get world() {
      return store.world
    },
    faults,
    now,
    issueRoleSession: (role, name) => roleSession(role, name, state),
    issueServiceSession: (role, session) => serviceSession(role, session, state),
    issueUserSession: (user, seconds) => userSession(user, seconds, state),
    expireSessions: state.credentialStore.expireSessions,
  }
  return { serve, controls }
}
