import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { whyRefused } from '../config/access.ts'
import { loadProfiles } from '../config/load.ts'
import { homeDirectory } from '../config/paths.ts'
import { profileWithoutCredentials } from '../config/profile-without-credentials.ts'
import { loadSettings } from '../config/settings/load-settings.ts'
import { removePath } from '../files/remove-path.ts'
import { environmentBefore } from '../formats/active-session.ts'
import { programEnvironment } from '../formats/program-environment.ts'
import { handedDocument, serverVariables } from '../formats/server-variables.ts'
import type { Context, Environment } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import type { Interaction } from '../model/interaction.ts'
import type { Request, Target } from '../plan/request.ts'
import { type Program, runProgram } from '../programs/run-program.ts'
import type { MissingToken } from './credential-server.ts'
import { obtainSession } from './obtain/obtain.ts'
import { renewedSession } from './renewed-session.ts'

/**
 * Runs a program and serves its credentials while it runs, through the container credentials endpoint.
 *
 * @param tokenInVariable for SDKs that do not support a token file.
 * @throws AssumeError for keys without an expiration, which SDKs reject from this endpoint.
 */
export async function runServed(
  program: Program,
  request: Request,
  tokenInVariable: boolean,
  context: Context,
  interaction: Interaction,
): Promise<number> {
  const { session } = await obtainSession(request, context, interaction)
  if (!session.credentials.sessionToken || !session.credentials.expiration) {
    throw new AssumeError(
      `the keys of ${session.label} never expire, so there is nothing to renew`,
      ['assume exec, without --server'],
    )
  }
  const sessions = renewedSession(session, request, context, interaction)
  const { serveCredentials } = await import('./credential-server.ts')
  const server = await serveCredentials(
    async () => {
      try {
        return { keys: handedDocument(await sessions.current()) }
      } catch (error) {
        if (!(error instanceof AssumeError)) throw error
        return { refusal: error.message }
      }
    },
    missingToken(tokenInVariable, interaction),
  )
  const files = privateFolder(environmentBefore(context.env))
  try {
    const env = programEnvironment(
      serverVariables(session, {
        url: server.url,
        token: tokenInVariable
          ? { variable: server.token }
          : { file: write(files, 'token', server.token) },
        configFile: write(files, 'config', await configOf(request.target, context.env)),
      }),
      context.env,
    )
    return await runProgram(program, env, context)
  } finally {
    server.close()
    removePath(files)
  }
}

/** Old SDKs show the response or nothing at all, so a warning also appears on stderr. */
function missingToken(tokenInVariable: boolean, { report }: Interaction): MissingToken {
  const [why, instead] = tokenInVariable
    ? [
        'this program does not read AWS_CONTAINER_AUTHORIZATION_TOKEN',
        'assume exec, without --server',
      ]
    : ['this program is older than 2024', 'assume exec --server --token-variable']
  const tell = () =>
    report.warning(`a program requested keys without a token and got none; ${why}`, instead)
  return { message: `no token was sent: ${why}; use ${instead}`, tell }
}

/** Creates a folder that only this user can read, because the token in it gives access to the credentials. */
function privateFolder({ XDG_RUNTIME_DIR }: Environment): string {
  const folder = XDG_RUNTIME_DIR && isAbsolute(XDG_RUNTIME_DIR) ? XDG_RUNTIME_DIR : tmpdir()
  try {
    return mkdtempSync(join(folder, 'assume-exec-'))
  } catch (error) {
    throw noRoom('no folder for the token', folder, error)
  }
}

function write(folder: string, name: string, text: string): string {
  const path = join(folder, name)
  try {
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' })
    return path
  } catch (error) {
    throw noRoom(`no ${name}`, dirname(folder), error)
  }
}

const noRoom = (what: string, folder: string, error: unknown) =>
  new AssumeError(`${what} of --server can be made in ${folder} (${whyRefused(error)})`, [
    'XDG_RUNTIME_DIR, else TMPDIR, says where',
  ])

/** The config file for the program: the settings of the profile without its credentials. */
async function configOf(target: Target, env: Environment): Promise<string> {
  const before = environmentBefore(env)
  const settings = await loadSettings(before)
  const files = await loadProfiles(before, homeDirectory(before), settings)
  return profileWithoutCredentials(target.kind === 'profile' ? target.profile : undefined, files)
}
