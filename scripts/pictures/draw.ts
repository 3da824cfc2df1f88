import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type AwsServer, startAwsServer } from 'aws-stand-in'
import { HeadlessTerminal } from './headless-terminal.ts'
import { world, writeHomeFiles } from './home.ts'
import { organizationConfig, writeRoles } from './organization.ts'
import type { Picture } from './pictures.ts'
import { shells } from './shells.ts'
import { terminalSvg } from './terminal-svg.ts'

export { pictures } from './pictures.ts'
export { shells } from './shells.ts'

const columns = 96

/**
 * Runs the steps of a picture in a terminal and draws the screen as an SVG.
 *
 * @param home an empty folder. Its path must be short, because it contains a socket.
 */
export async function draw(picture: Picture, home: string): Promise<string> {
  const aws = await startAwsServer({ world })
  try {
    const { text, cursor } = await captureScreen(picture, home, aws)
    return terminalSvg(withFixedValues(text), picture.title, columns, cursor)
  } finally {
    await aws.close()
  }
}

async function captureScreen(
  { shell, before = [], steps, rows = 30, isOrganization }: Picture,
  home: string,
  aws: AwsServer,
) {
  const { wrapper, command, files } = shells[shell]
  const init = await promisify(execFile)(process.execPath, ['dist/bin.js', 'init', wrapper])
  const config = isOrganization && { '.aws/config': organizationConfig, '.aws/credentials': '' }
  await writeHomeFiles(home, { ...files(init.stdout), ...config })
  if (isOrganization) writeRoles(home)
  const env = {
    HOME: home,
    ZDOTDIR: home,
    XDG_RUNTIME_DIR: home,
    PATH: process.env.PATH ?? '',
    LC_ALL: 'C.UTF-8',
    AWS_ENDPOINT_URL_STS: aws.url,
    AWS_ENDPOINT_URL_IAM: aws.url,
  }
  const terminal = await HeadlessTerminal.start({ command, columns, rows, env, folder: home })
  try {
    await terminal.waitFor(/~ [^ ]+$/)
    for (const { types, key = 'Enter', until } of [...before, ...steps]) {
      await terminal.type(types, key)
      await terminal.waitFor(until)
    }
    return await terminal.screen()
  } finally {
    await terminal.close()
  }
}

/** Replaces values that differ in every run. */
const withFixedValues = (text: string) =>
  text
    .replaceAll(/\bASIA[A-Z2-7]{16}\b/g, 'ASIAIOSFODNN7EXAMPLE')
    .replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '2026-11-24T09:59:50Z')
    .replaceAll(/(?<=\buntil )(?:\d{4}-\d\d-\d\d )?\d\d:\d\d\b/g, '10:59')
    // In the last minute, and always in starship, seconds are shown.
    .replaceAll(/(?<=\[\d*m?|\bdev )\d\ds(?=[\])])/g, '48s')
    // The function that moves the end of the session. Between the words there are colours.
    .replaceAll(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
      /(?<=[ m])sleep((?:\x1b\[[0-9;]*m)*) ((?:\x1b\[[0-9;]*m)*)(\d+)m/g,
      (_, before, after, minutes) =>
        `# ${minutes} ${minutes === '1' ? 'minute' : 'minutes'} later${before}${after}`,
    )
