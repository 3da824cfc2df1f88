import type { Shell } from '../shells/shells.ts'

/**
 * The command line that runs a program under strace, which writes these system calls of the program and of
 * its children to a file. strace stops them at no other call, so they are as fast as without strace.
 */
export const strace = (calls: string, log: string): readonly string[] => [
  ...['strace', '-f', '--seccomp-bpf', '-qq', '-s', '4096', '-o', log, '-e', `trace=${calls}`],
]

/** The shell with arguments for strace, which then starts the shell. */
export function straced(shell: Shell, calls: string, log: string): Shell {
  const [, ...options] = strace(calls, log)
  const interactive = (rcFile: string) => [...options, shell.name, ...shell.interactive(rcFile)]
  return { ...shell, interactive }
}

/** The system calls that start a process. */
export const processStarts = 'execve,fork,vfork,clone,clone3'
