import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { program } from '../program.ts'
import { expectClean, type TestAws } from '../test-aws.ts'
import { runProgram } from './run-program.ts'

/** The problem of a disk. */
export type Disk = 'full' | 'without an inode' | 'read-only'

const isRoot = process.getuid?.() === 0

/** Runs a command in a new mount namespace. Without root, this also requires a new user namespace. */
const own = isRoot ? ['unshare', '-m'] : ['unshare', '-rm']

const runs = ([file = '', ...args]: readonly string[]) => spawnSync(file, args).status === 0

/** Whether this process can mount a file system. Containers may forbid it. */
export const canMount = runs([...own, 'mount', '-t', 'tmpfs', 'none', '/mnt'])

const script = `
kind=$1 folder=$2; shift 2
mkdir -p "$folder" && copy=$(TMPDIR= mktemp -d) && cp -a "$folder/." "$copy"
mount -t tmpfs -o mode=700,size=64k none "$folder" && cp -a "$copy/." "$folder" && rm -r "$copy" || exit 99
case $kind in
  full) cat /dev/zero >"$folder/filler" 2>/dev/null ;;
  'without an inode') mount -o "remount,nr_inodes=$(find "$folder" | wc -l)" "$folder" ;;
  read-only) mount -o remount,ro "$folder" ;;
esac
"$@"
status=$?
(cd "$folder" && find . -type f ! -name filler -o -type l) >"$folder.left"
exit "$status"
`

/**
 * The command that runs another one with a folder on a small disk of its own. The disk has the files of the
 * folder, and then the given problem.
 */
export const onDisk = (disk: Disk, folder: string, command: readonly string[]) => [
  ...own,
  ...['sh', '-c', script, 'sh', disk, folder],
  ...command,
]

/** The paths in the folder of the files that are on the disk after the command. */
export const leftOn = (folder: string) =>
  readFileSync(`${folder}.left`, 'utf8').split('\n').filter(Boolean).sort()

/**
 * The command that runs another one as the same user, but without the privileges of root. It is empty if the
 * user is not root.
 */
export const unprivileged = isRoot ? ['unshare', '-U'] : []

/** Whether commands can run without the privileges of root, to which file modes do not apply. */
export const canDropPrivileges = !isRoot || runs([...unprivileged, 'true'])

/** The command that runs the built program. */
export const core = (words: readonly string[]) => [process.execPath, program, ...words]

/** Runs a command in the environment of a TestAws. Expects stderr to have no secret and no control character. */
export async function runCommand(
  { home }: Pick<TestAws, 'home'>,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const { stdout, stderr, exitCode } = await runProgram(command, {
    env: { PATH: process.env.PATH ?? '', ...home.env, ...env },
    stripFinalNewline: false,
    detached: true,
    input: '',
  })
  expectClean(stderr.replace(/\/[0-9a-f]{40}\.json/g, ''))
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/)
  return { stdout, stderr, exitCode }
}
