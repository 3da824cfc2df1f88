import { shells } from '../../src/shells/index.ts'
import type { Block } from './block.ts'
import { statement } from './statements.ts'

const file = 'install.sh'
const from = 'src/shells'

export const installBlocks: readonly Block[] = [
  {
    file,
    title: 'files that get the line',
    from,
    lines: [
      'case $1 in',
      ...shells.map(({ name, installedIn }) => {
        const paths = installedIn.map((path) => shellPaths(path)[0])
        return `  ${name}) printf '%s\\n' ${paths.join(' ')} ;;`
      }),
      'esac',
    ],
  },
  {
    file,
    title: 'files that shells read',
    from,
    lines: statement(
      "printf '%s\\n' ",
      shells.flatMap(({ startUpFiles }) => startUpFiles.flatMap(shellPaths)),
      '',
      { lineEnd: ' \\' },
    ),
  },
]

/** The path as words of install.sh. ZDOTDIR may have been set later than the file was changed. */
function shellPaths(path: string): [string, ...string[]] {
  const [, folder, rest] = /^([^/]+)(.*)$/.exec(path) ?? []
  if (folder === '$ZDOTDIR') return [`"$zdotdir${rest}"`, `"$HOME${rest}"`]
  return [folder === '~' ? `"$HOME${rest}"` : `"$config${rest}"`]
}
