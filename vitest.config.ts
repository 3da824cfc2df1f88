import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'
import { compiledModules } from './test/support/compiled-modules.ts'

/** Where .ci/run wants to read how many tests passed. */
const report = process.env.TEST_REPORT

// Tests call loopback addresses alone, and Node.js takes 70 ms to read all authorities at each start.
delete process.env.NODE_EXTRA_CA_CERTS

/**
 * Most functions run too seldom here for V8 to save the time that it takes to optimize them. The V8 of newer
 * versions of Node.js has no such option.
 */
const execArgv = /^v20\./.test(process.version) ? ['--interrupt-budget=1000000'] : []

/** Called before the tests of each project. */
const temporaryFolders = 'test/support/temporary-folders.ts'
const startPython = 'test/support/in-process/start-python.ts'

const setupFiles = ['test/support/in-process/before-each-file.ts']

/** These run the program in the process of the tests, which loads it once for all files. */
const inProcess = {
  isolate: false,
  globalSetup: [temporaryFolders, startPython, 'test/support/in-process/compile-client.ts'],
  setupFiles,
  // Its ES modules import a folder, which Node itself refuses.
  server: { deps: { inline: ['clipanion'] } },
}

/** Tests that measure time. Programs beside them would take it. */
const withDeadlines = ['test/cli/sso/roles/{login-deadline,roles-at-the-limit}.test.ts']

const exclude = [...configDefaults.exclude, ...withDeadlines]

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

// As in scripts/build/bundle-options.mjs.
const define = { __VERSION__: JSON.stringify(version) }

const modules = compiledModules({ folders: ['test/cli', 'test/shell'], setupFiles, define })

export default defineConfig({
  define,
  resolve: { tsconfigPaths: true },
  test: {
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    // A test waits most of its time: for a shell, a program or a terminal.
    maxWorkers: availableParallelism() + 6,
    execArgv,
    // Few, since each worker of a project loads its modules.
    projects: [
      {
        extends: true,
        plugins: [
          compiledModules({
            folders: ['test/unit', 'packages/aws-stand-in/test'],
            setupFiles: [],
            define,
          }),
        ],
        test: {
          name: 'unit',
          include: ['{test/unit,packages/aws-stand-in/test}/**/*.test.ts'],
          isolate: false,
          globalSetup: [temporaryFolders, startPython],
          server: inProcess.server,
          // They do not wait.
          maxWorkers: availableParallelism(),
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        plugins: [modules],
        test: {
          ...inProcess,
          name: 'program',
          sequence: { groupOrder: 1 },
          include: ['test/{cli,shell}/**/*.test.ts'],
          exclude,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        plugins: [modules],
        test: {
          ...inProcess,
          name: 'deadlines',
          include: withDeadlines,
          // One of the two files waits, the other works.
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          testTimeout: 120_000,
        },
      },
    ],
  },
})
