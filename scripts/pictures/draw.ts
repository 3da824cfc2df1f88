import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type AwsServer, startAwsServer } from 'aws-stand-in'
import { HiddenTerminal } from './hidden-terminal.ts'
import { furnish, world } from './home.ts'
import type { Scene } from './scenes.ts'
import { shells } from './shells.ts'
import { terminalSvg } from './terminal-svg.ts'

export { scenes } from './scenes.ts'
export { shells } from './shells.ts'

const columns = 96

/**
 * Plays a scene and draws what the terminal shows at its end.
 *
 * @param home a folder of its own, short enough for the name of a socket in it.
 */
export async function draw(scene: Scene, home: string): Promise<string> {
  const aws = await startAwsServer({ world })
  try {
    const { text, cursor } = await play(scene, home, aws)
    return terminalSvg(settled(text), scene.title, columns, cursor)
  } finally {
    await aws.close()
  }
}

async function play({ shell, before = [], steps, rows = 30 }: Scene, home: string, aws: AwsServer) {
  const { wrapper, command, files } = shells[shell]
  const init = await promisify(execFile)(process.execPath, ['dist/bin.js', 'init', wrapper])
  await furnish(home, files(init.stdout))
  const env = {
    HOME: home,
    ZDOTDIR: home,
    XDG_RUNTIME_DIR: home,
    PATH: process.env.PATH ?? '',
    LC_ALL: 'C.UTF-8',
    AWS_ENDPOINT_URL_STS: aws.url,
    AWS_ENDPOINT_URL_IAM: aws.url,
  }
  const terminal = await HiddenTerminal.start({ command, columns, rows, env, folder: home })
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

/** What is never the same twice. */
const settled = (text: string) =>
  text
    .replaceAll(/\bASIA[A-Z2-7]{16}\b/g, 'ASIAIOSFODNN7EXAMPLE')
    .replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '2026-11-24T09:59:50Z')
    // starship counts them.
    .replaceAll(/(?<=\[\d+m)\d\ds(?=\])/g, '48s')
