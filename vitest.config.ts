import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'

/** Where .ci/run wants to read how many tests passed. */
const report = process.env.TEST_REPORT

// Tests call loopback addresses alone, and Node.js takes 70 ms to read all authorities at each start.
delete process.env.NODE_EXTRA_CA_CERTS

/** These run the program in the process of the tests, which loads it once for all files. */
const inProcess = {
  isolate: false,
  globalSetup: [
    'test/support/temporary-folders.ts',
    'test/support/in-process/start-python.ts',
    'test/support/in-process/compile-client.ts',
  ],
  setupFiles: ['test/support/in-process/before-each-file.ts'],
  // Its ES modules import a folder, which Node itself refuses.
  server: { deps: { inline: ['clipanion'] } },
}

/** Tests that measure time. Programs beside them would take it. */
const withDeadlines = ['test/cli/sso/roles/{login-deadline,roles-at-the-limit}.test.ts']

const exclude = [...configDefaults.exclude, ...withDeadlines]

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

export default defineConfig({
  // As in scripts/build.mjs.
  define: { __VERSION__: JSON.stringify(version) },
  resolve: { tsconfigPaths: true },
  test: {
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    // A test waits most of its time: for a shell, a program or a terminal.
    maxWorkers: availableParallelism() + 6,
    // Few, since each worker of a project loads its modules.
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{test/unit,packages/aws-stand-in/test}/**/*.test.ts'],
          isolate: false,
          server: inProcess.server,
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          ...inProcess,
          name: 'program',
          include: ['test/{cli,shell}/**/*.test.ts'],
          exclude,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          ...inProcess,
          name: 'deadlines',
          include: withDeadlines,
          // One of the two files waits, the other works.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
        },
      },
    ],
  },
})
