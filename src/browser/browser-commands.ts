import { splitWords } from '../config/parse/shlex.ts'
import type { Environment } from '../model/context.ts'

/** A program and its arguments, which include the URL. */
export type BrowserCommand = readonly [program: string, ...args: string[]]

/** The path of PowerShell within WSL. */
const powerShell = '/mnt/c/Windows/System32/WindowsPowerShell/v1.0/powershell.exe'

/**
 * The commands that can open a URL in a graphical browser, in order of preference. Empty if there
 * is no such browser.
 *
 * `BROWSER` has the common format: programs separated by `:`, with `%s` for the URL. Without `%s`
 * the URL is the last argument. https://docs.python.org/3/library/webbrowser.html
 *
 * @param url contains printable ASCII only.
 * @param platform as Node names it.
 */
export function browserCommands(
  url: string,
  env: Environment,
  platform: string,
): readonly BrowserCommand[] {
  if (env.BROWSER) return env.BROWSER.split(':').flatMap((line) => commandIn(line, url))
  if (platform === 'darwin') return [['open', url]]
  const inWindows: readonly BrowserCommand[] = [
    ['wslview', url],
    // The command is encoded, because PowerShell interprets its arguments as code.
    [
      powerShell,
      '-NoProfile',
      '-NonInteractive',
      '-EncodedCommand',
      powerShellCode(asWindowsSeesIt(url, env.WSL_DISTRO_NAME)),
    ],
  ]
  const hasDisplay = Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
  return [
    ...(env.WSL_DISTRO_NAME || env.WSL_INTEROP ? inWindows : []),
    ...(hasDisplay ? [['xdg-open', url] as const] : []),
  ]
}

function commandIn(line: string, url: string): BrowserCommand[] {
  const [program, ...args] = splitWords(line) ?? []
  if (!program) return []
  const placed = args.map((word) => word.replaceAll('%s', () => url))
  return [[program, ...placed, ...(args.some((word) => word.includes('%s')) ? [] : [url])]]
}

/** Windows sees a file of WSL on a network drive. wslview converts the path itself. */
const asWindowsSeesIt = (url: string, distribution = '') =>
  url.replace(/^file:\/\/\//, () => `file://wsl.localhost/${encodeURIComponent(distribution)}/`)

const powerShellCode = (url: string) =>
  Buffer.from(`Start-Process '${url.replaceAll("'", "''")}'`, 'utf16le').toString('base64')
