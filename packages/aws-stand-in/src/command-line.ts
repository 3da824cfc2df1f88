import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import example from '../example/world.json' with { type: 'json' }
import { sampleOrganization } from './sso/sample-organization.ts'
import { start } from './stand-in.ts'
import { parseWorld, type StandInWorld } from './state/parse-world.ts'

const help = `usage: aws-stand-in [--port N] [--world FILE | --organization] [--throttle N]

Simulates AWS's STS, IAM, IAM Identity Center, AWS Sign-In and instance metadata
on 127.0.0.1 until Ctrl-C. Prints its URL, then the variables to set.

  --port N      the port to listen on; by default a free port
  --world FILE  users, roles and policies, as JSON; by default the example of
                the package
  --organization
                the IAM Identity Center of an organization with 2,500 accounts
                in 40 organizational units, in each of which the user alice has
                4 permission sets
  --throttle N  the access portal answers N calls in a second; AWS answers 20
  --help        print this text
`

/** The part of `process` that the command line uses. */
type Host = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'once' | 'exitCode'>

/**
 * Runs the stand-in until a signal. Invalid arguments or an invalid world end it with exit status
 * 2.
 */
export async function run(args: readonly string[], host: Host): Promise<void> {
  try {
    const { values, problem } = parseArguments(args)
    if (problem !== undefined) throw new Error(`${problem}\n  hint: aws-stand-in --help`)
    if (values.help) return void host.stdout.write(help)
    const callsPerSecond = parseRate(values.throttle)
    const world = await worldFor(values)
    const { url, env, close, portal } = await start({ world, port: parsePort(values.port) })
    portal.callsPerSecond = callsPerSecond
    for (const signal of ['SIGINT', 'SIGTERM'] as const) host.once(signal, () => close())
    const variables = Object.entries(env).map(([name, value]) => `export ${name}=${value}`)
    host.stdout.write(`${[url, ...variables].join('\n')}\n`)
  } catch (error) {
    host.stderr.write(`aws-stand-in: ${errorMessage(error)}\n`)
    host.exitCode = 2
  }
}

function parseArguments(args: readonly string[]) {
  const options = {
    port: { type: 'string' },
    world: { type: 'string' },
    organization: { type: 'boolean' },
    throttle: { type: 'string' },
    help: { type: 'boolean' },
  } as const
  const { values, tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true })
  const problem = tokens.flatMap((token) => {
    if (token.kind === 'positional') return [`unexpected argument "${token.value}"`]
    if (token.kind !== 'option') return []
    if (!Object.hasOwn(options, token.name)) return [`unknown option "${token.rawName}"`]
    const needsValue = options[token.name as keyof typeof options].type === 'string'
    if (needsValue && !token.value) return [`${token.rawName} needs a value`]
    return !needsValue && token.value !== undefined ? [`${token.rawName} takes no value`] : []
  })[0]
  return { values: values as Values, problem }
}

interface Values {
  readonly port?: string
  readonly world?: string
  readonly organization?: boolean
  readonly throttle?: string
  readonly help?: boolean
}

async function worldFor({ world, organization }: Values): Promise<object> {
  if (world !== undefined && organization) {
    throw new Error('--world and --organization cannot be used together')
  }
  if (organization) return { ...example, sso: sampleOrganization() }
  return world === undefined ? example : readWorld(world)
}

function parseRate(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const rate = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (rate > 0) return rate
  throw new Error(`"${text}" is not a number of calls in a second: a number from 1 to 999999`)
}

function parsePort(text = '0'): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  throw new Error(`"${text}" is not a port: a number up to 65535, or 0 for a free one`)
}

async function readWorld(file: string): Promise<StandInWorld> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`"${file}" cannot be read`)
  })
  try {
    return parseWorld(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError) throw new Error(`"${file}" is not JSON`)
    throw new Error(`"${file}" is not a world:\n${errorMessage(error)}`.replaceAll('\n', '\n  '))
  }
}

function errorMessage(error: unknown): string {
  if (!(error instanceof Error)) return `${error}`
  if (!('code' in error && 'port' in error)) return error.message
  if (error.code === 'EACCES') return `port ${error.port} is reserved for root`
  return `port ${error.port} is in use\n  hint: take a free one with --port 0`
}
