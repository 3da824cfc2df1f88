import { core } from '../shells/posix-shells.ts'
import { plain, Terminal } from '../terminal/pty.ts'
import type { LoginScene } from './login-scene.ts'

/** Starts `assume` with these words on a terminal. */
export function startOnTerminal(
  scene: LoginScene,
  words: string,
  env: Readonly<Record<string, string>> = {},
) {
  const script = `'${core.node}' '${core.script}' ${words}; echo "status $?"; read -r _`
  const all = { ...scene.env, ...env }
  return Terminal.start('bash', ['--norc', '-c', script], scene.home.path, all)
}

const shownPage = /(https?:\/\/\S+code_challenge=[\w-]{43})/

/** The page that the terminal shows above the prompt for the code. */
export async function pageOf(terminal: Terminal): Promise<URL> {
  const shown = plain(await terminal.waitFor('code: '))
  return new URL(shownPage.exec(shown.replaceAll('\n', ''))?.[1] ?? '')
}

/** The code that a browser on another machine shows. */
export async function codeAt(page: URL): Promise<string> {
  const html = await (await fetch(page)).text()
  return /<code>(.*)<\/code>/.exec(html)?.[1] ?? ''
}

/** All output up to the exit status. */
export const statusOf = async (terminal: Terminal) => plain(await terminal.waitFor(/status \d+/))
