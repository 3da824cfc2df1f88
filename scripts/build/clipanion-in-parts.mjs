import { readFile, realpath } from 'node:fs/promises'

// esbuild follows links, and a module must not be in a bundle under two paths.
const lib = await realpath('node_modules/clipanion/lib')

/** The files that need clipanion's parser. A cached session does not. */
const usesParser = /\/src\/cli\/(parse-command|command-page)\.ts$/

/** The classes of commands and options. They share one constant with the parser. */
const classes = `
  export { Command } from './advanced/Command.mjs'
  export * as Option from './advanced/options/index.mjs'
`
const sharedConstant = 'const NoLimits = Symbol();'

/**
 * A plugin of esbuild. Bundles clipanion's ES modules, which its package.json does not name, so that
 * its parser is not in the main bundle. clipanion also accesses the standard streams and loads
 * node:tty for colours. assume uses neither, because cli.ts prints the output.
 */
export function clipanionInParts({ onResolve, onLoad }) {
  onResolve({ filter: /^clipanion$/ }, ({ importer }) =>
    usesParser.test(importer)
      ? { path: `${lib}/advanced/index.mjs` }
      : { path: 'classes', namespace: 'clipanion' },
  )
  onResolve({ filter: /^clipanion:no-limits$/ }, () => ({
    path: 'no-limits',
    namespace: 'clipanion',
  }))
  onResolve({ filter: /^\.\.\/platform$/ }, ({ resolveDir }) =>
    resolveDir.includes('/clipanion/lib') ? { path: `${lib}/platform/browser.mjs` } : undefined,
  )
  // clipanion imports it to validate a schema, which no command has.
  onResolve({ filter: /^typanion$/ }, () => ({ path: 'typanion', namespace: 'unused' }))
  onLoad({ filter: /./, namespace: 'unused' }, () => ({ contents: 'export {}' }))
  onLoad({ filter: /./, namespace: 'clipanion' }, ({ path }) => ({
    contents: path === 'classes' ? classes : `export ${sharedConstant}`,
    resolveDir: lib,
  }))
  onLoad({ filter: /\/clipanion\/lib\/.*\.mjs$/ }, async ({ path }) => {
    const code = await readFile(path, 'utf8')
    const shared = "import { NoLimits } from 'clipanion:no-limits';"
    const isParser = path.endsWith('/lib/core.mjs')
    if (isParser && !code.includes(sharedConstant)) throw new Error(`${path} has changed`)
    return {
      contents: code
        .replace(isParser ? sharedConstant : "import { NoLimits } from '../../core.mjs';", shared)
        .replaceAll(/process\.std(in|out|err)\b/g, 'null'),
    }
  })
}
