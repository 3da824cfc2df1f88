import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type OrganizationOptions, type SsoWorld, sampleOrganization } from 'aws-stand-in'
import { expect } from 'vitest'
import { program } from '../program.ts'
import { Terminal } from '../terminal/pty.ts'
import { SsoScene, session } from './sso.ts'

/** For tests that measure time. Other programs on the machine can delay one run, but not each of three. */
export const often = { retry: 2 }

/** An organization in which Bob has all permission sets, with the start URL of the tests. */
function organization(options: OrganizationOptions = {}): SsoWorld {
  const { browserUser: _, ...world } = sampleOrganization(options)
  return {
    ...world,
    startUrl: 'https://demo.awsapps.com/start',
    users: world.users.map((user) => ({ ...user, name: 'bob' })),
  }
}

interface SceneOptions {
  readonly config?: string
  readonly files?: Readonly<Record<string, string>>
  readonly isSignedIn?: boolean
}

/** Bob at an organization, signed in unless stated otherwise. */
export async function atOrganization(
  options: OrganizationOptions & SceneOptions = {},
): Promise<SsoScene> {
  const { config = session, files = {}, isSignedIn = true, ...size } = options
  const sso = await SsoScene.open({ config, files, sso: organization(size) })
  if (isSignedIn) await sso.signIn()
  return sso
}

/** The answered requests of the portal with the account and the token of the page. */
export const answered = (sso: SsoScene): readonly string[] =>
  sso.portal.requests
    .filter(({ status, step }) => status === 200 && step !== 'credentials')
    .map(({ step, query }) => `${step} ${query.account_id ?? ''} ${query.next_token ?? ''}`)

/** The calls for an organization: pages of accounts, and one page of roles for each account. */
export const callsFor = (accounts: number) => Math.ceil(accounts / 100) + accounts

/** No page was answered twice, and at most 8 calls were in flight. */
export function expectEachOnce(sso: SsoScene, count: number): void {
  const calls = answered(sso)
  expect(new Set(calls).size).toBe(calls.length)
  expect(calls).toHaveLength(count)
  expect(sso.portal.inFlight.most).toBeLessThanOrEqual(8)
}

/** The folder of the cached indexes. */
const indexFolder = (sso: SsoScene) => join(sso.testAws.home.path, '.cache/assume/sso-index')

/** The only cached index. */
export class StoredIndex {
  readonly path: string

  constructor(sso: SsoScene) {
    const folder = indexFolder(sso)
    const names = existsSync(folder) ? readdirSync(folder) : []
    const [name = 'none', ...more] = names.filter((each) => !each.endsWith('.lock'))
    if (more.length > 0) throw new Error(`there are several: ${names}`)
    this.path = join(folder, name)
  }

  get mode(): string {
    return (statSync(this.path).mode & 0o777).toString(8)
  }

  get text(): string {
    return readFileSync(this.path, 'utf8')
  }

  /** Moves the time of the fetch into the past. */
  age(milliseconds: number): void {
    const older = (time: string) => String(Number(time) - milliseconds)
    writeFileSync(
      this.path,
      this.text.replace(/\t(\d+)\t/, (_, time) => `\t${older(time)}\t`),
    )
  }
}

/** Runs `assume` in bash on a terminal. Then it prints the status, the role and `the end`. */
export function startAssume(sso: SsoScene, words: string): Terminal {
  const env = { ...sso.testAws.home.env, ...sso.env }
  const script = [
    // A process of its own, since a full terminal blocks the picker until the test reads.
    `out=$('${process.execPath}' '${program}' ${words}); echo "status $?"`,
    'eval "$out"; echo "$ASSUME_ROLE"; printf "the %s\\n" end; read -r _',
  ].join('\n')
  return Terminal.start('bash', ['--norc', '-c', script], sso.testAws.home.path, env)
}
