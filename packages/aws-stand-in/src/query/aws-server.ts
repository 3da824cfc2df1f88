import { setTimeout as wait } from 'node:timers/promises'
import { type Faults, none } from '../http/faults.ts'
import { type Closeable, listen, type Serve, type Service } from '../http/listen.ts'
import { checkOrganization } from '../organizations/organization.ts'
import { operationIn, respond as respondAsOrganizations } from '../organizations/respond.ts'
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

/** STS, IAM, Organizations and the federation endpoint of the console. */
export interface Aws {
  /**
   * The value of `AWS_ENDPOINT_URL_STS`, `AWS_ENDPOINT_URL_IAM`, `AWS_ENDPOINT_URL_ORGANIZATIONS` and
   * `AWS_ENDPOINT_URL_SIGNIN_FEDERATION`. Each request names its service.
   */
  readonly url: string
  readonly port: number
  /** Every request to STS, IAM and Organizations, in order of arrival. */
  readonly calls: readonly Call[]
  /** Every request to the federation endpoint, in order of arrival. */
  readonly signIns: readonly SignIn[]
  /** The current world. An operation of IAM replaces it by a changed copy. */
  readonly world: World
  readonly faults: Faults
  /** The stand-in's time, with the skew of `faults`. */
  now(): Date
  /** Issues credentials of a role session without an STS request, as IAM Identity Center does. */
  issueRoleSession(role: Role, sessionName: string): SessionCredentials
  /**
   * Issues credentials for a service that assumes the role. Returns undefined if the role does not
   * trust the service.
   */
  issueServiceSession(role: Role, session: ServiceSession): SessionCredentials | undefined
  /** Issues credentials of a user session without an STS request, as `aws login` does. */
  issueUserSession(user: User, seconds: number): SessionCredentials
  /** Expires every session that the stand-in has issued. */
  expireSessions(): void
}

export interface AwsServer extends Aws, Closeable {}

export interface AwsServerOptions {
  /** By default a world without users and roles. */
  readonly world?: World
  /** By default `aws`. `store` simulates the STS of an object store, such as Ceph. */
  readonly kind?: 'aws' | 'store'
  readonly now?: () => Date
}

/** Listens on a free port of 127.0.0.1. Throws if the world contains something unsupported. */
export const startAwsServer = (options: AwsServerOptions = {}): Promise<AwsServer> =>
  listen((url) => awsService(options, url))

export function awsService(options: AwsServerOptions, url: string): Service<Aws> {
  const { world = { users: [], roles: [] }, kind = 'aws', now: clock = () => new Date() } = options
  if (world.organization) checkOrganization(world.organization)
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
    const operation = operationIn(request)
    const call = openCall(request, now(), operation)
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
    if (operation !== undefined) {
      const answer = await respondAsOrganizations(operation, request, fault, call, state)
      call.outcome = answer.outcome
      const headers = { Date: now().toUTCString(), ...answer.headers }
      return void response.writeHead(answer.status, headers).end(answer.body)
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
