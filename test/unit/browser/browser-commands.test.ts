import { describe, expect, it } from 'vitest'
import { browserCommands } from '../../../src/browser/browser-commands.ts'

const url = 'https://oidc.eu-west-1.amazonaws.com/authorize?a=b&c=%27d%27'

describe('the command that opens a page', () => {
  it.each([
    ['on macOS', {}, 'darwin', [['open', url]]],
    ['with X11', { DISPLAY: ':0' }, 'linux', [['xdg-open', url]]],
    ['with Wayland', { WAYLAND_DISPLAY: 'wayland-0' }, 'linux', [['xdg-open', url]]],
    ['without a display', { DISPLAY: '' }, 'linux', []],
  ])('%s', (_, env, platform, commands) => {
    expect(browserCommands(url, env, platform)).toEqual(commands)
  })

  it('uses Windows programs in WSL, without PowerShell code from the URL', () => {
    const [first, second, third] = browserCommands(
      "https://x/'; calc '",
      {
        WSL_DISTRO_NAME: 'Debian',
        DISPLAY: ':0',
      },
      'linux',
    )
    expect(first).toEqual(['wslview', "https://x/'; calc '"])
    expect(second?.[0]).toMatch(/powershell\.exe$/)
    const code = Buffer.from(second?.at(-1) ?? '', 'base64').toString('utf16le')
    expect(code).toBe("Start-Process 'https://x/''; calc '''")
    expect(third?.[0]).toBe('xdg-open')
  })

  it('uses the Windows path of a file in WSL', () => {
    const file = 'file:///home/me/assume-console-a/open.html'
    const [first, second] = browserCommands(file, { WSL_DISTRO_NAME: 'My Debian' }, 'linux')
    expect(first).toEqual(['wslview', file])
    const code = Buffer.from(second?.at(-1) ?? '', 'base64').toString('utf16le')
    expect(code).toBe(
      "Start-Process 'file://wsl.localhost/My%20Debian/home/me/assume-console-a/open.html'",
    )
  })

  it.each([
    ['firefox', [['firefox', url]]],
    [
      'firefox:w3m',
      [
        ['firefox', url],
        ['w3m', url],
      ],
    ],
    ['firefox --new-tab %s', [['firefox', '--new-tab', url]]],
    ['open -a Safari --url=%s', [['open', '-a', 'Safari', `--url=${url}`]]],
    ["'/opt/my browser/run' -x", [['/opt/my browser/run', '-x', url]]],
    [':', []],
    ["'", []],
  ])('BROWSER=%s', (BROWSER, commands) => {
    expect(browserCommands(url, { BROWSER, DISPLAY: ':0' }, 'darwin')).toEqual(commands)
  })

  it('passes the URL unchanged', () => {
    expect(browserCommands('https://x/$&$1', { BROWSER: 'b %s' }, 'linux')).toEqual([
      ['b', 'https://x/$&$1'],
    ])
  })
})
