import { splitWords } from '../config/parse/shlex.ts'
import type { Environment } from '../model/context.ts'

/** A program and its arguments, of which one is the URL. */
export type BrowserCommand = readonly [program: string, ...args: string[]]

/** Where PowerShell is, as a Linux inside Windows sees it. */
const powerShell = '/mnt/c/Windows/System32/WindowsPowerShell/v1.0/powershell.exe'

/**
 * The commands that could open a URL in a graphical browser, the best first. None where there is no
 * such browser to be had.
 *
 * `BROWSER` is what others read too: programs with `:` between them, `%s` for the URL or else it
 * comes last. https://docs.python.org/3/library/webbrowser.html
 *
 * @param url of printable ASCII alone.
 * @param platform of Node's.
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
    // Encoded, since PowerShell reads what it gets as code.
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

/** A file of ours is on a network drive there. wslview knows that by itself. */
const asWindowsSeesIt = (url: string, distribution = '') =>
  url.replace(/^file:\/\/\//, () => `file://wsl.localhost/${encodeURIComponent(distribution)}/`)

const powerShellCode = (url: string) =>
  Buffer.from(`Start-Process '${url.replaceAll("'", "''")}'`, 'utf16le').toString('base64')
