import { defineConfig } from 'vitest/config'

/** Where .ci/run wants to read how many tests passed. */
const report = process.env.TEST_REPORT

/** These run the program in the process of the tests, which loads it once for all files. */
const inProcess = {
  isolate: false,
  globalSetup: ['test/support/in-process/start-aws-cli.ts'],
  setupFiles: ['test/support/in-process/before-each-file.ts'],
  // Its ES modules import a folder, which Node itself refuses.
  server: { deps: { inline: ['clipanion'] } },
}

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 30_000 },
      },
      {
        extends: true,
        test: {
          name: 'stand-in',
          include: ['packages/aws-stand-in/test/**/*.test.ts'],
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          ...inProcess,
          name: 'cli',
          include: ['test/cli/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          ...inProcess,
          isolate: true,
          name: 'shell',
          include: ['test/shell/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
