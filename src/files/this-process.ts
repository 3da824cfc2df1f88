import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { fingerprint } from '../model/fingerprint.ts'

/**
 * Identifies one run of one program. The system reuses pids, and a pid has another meaning on
 * another machine.
 */
export interface ProcessId {
  readonly pid: number
  /** The start time in the system's own format, without white space. */
  readonly start: string
  /** Identifies the machine, the boot and the container. A pid is meaningful only within them. */
  readonly place: string
}

let own: ProcessId | undefined

/** Undefined if neither /proc nor ps provides the data. */
export function thisProcess(): ProcessId | undefined {
  own ??= findThisProcess()
  return own
}

function findThisProcess(): ProcessId | undefined {
  const stat = statOf('self')
  if (stat) return { pid: stat.pid, start: stat.start, place: placeOfProc() }
  const pid = ps('-o', 'ppid=', '-p', '$$')
  const start = pid && startByPs(Number(pid))
  return start ? { pid: Number(pid), start, place: hostname() } : undefined
}

/** Undefined if the process belongs to another machine or container. */
export function isRunning(
  { pid, start, place }: ProcessId,
  self: ProcessId | undefined,
): boolean | undefined {
  if (self?.place !== place) return undefined
  const stat = statOf('self') ? statOf(pid) : { start: startByPs(pid), isOver: false }
  return stat !== undefined && stat.start === start && !stat.isOver
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: fields 1, 3 and 22. */
function statOf(pid: number | 'self') {
  const text = read(`/proc/${pid}/stat`)
  // The program name in brackets may contain brackets and spaces.
  const rest = text?.slice(text.lastIndexOf(')') + 2).split(' ')
  const [state = '', start] = [rest?.[0], rest?.[19]]
  if (text === undefined || start === undefined) return undefined
  // A zombie no longer holds a lock.
  return { pid: Number.parseInt(text, 10), start, isOver: /^[ZXx]$/.test(state) }
}

/**
 * A pid refers to another process after a reboot or in another container. The value is short,
 * because many file systems need no block for a link target of at most 59 bytes.
 */
function placeOfProc(): string {
  const boot = read('/proc/sys/kernel/random/boot_id')?.trim() ?? hostname()
  try {
    return fingerprint(`${boot}/${readlinkSync('/proc/self/ns/pid')}`)
  } catch {
    return fingerprint(boot)
  }
}

/** macOS and the BSDs have no /proc. */
function startByPs(pid: number): string | undefined {
  return ps('-o', 'lstart=', '-p', String(pid))?.replace(/\s+/g, '-') || undefined
}

/** A shell runs ps, and this process is its parent. So `$$` in the arguments is the pid of that shell. */
function ps(...args: readonly string[]): string | undefined {
  try {
    const env = { PATH: '/bin:/usr/bin', LC_ALL: 'C', TZ: 'UTC' }
    const stdio = ['ignore', 'pipe', 'ignore'] as const
    const command = `ps ${args.join(' ')}; exit $?`
    return execFileSync('/bin/sh', ['-c', command], {
      env,
      stdio: [...stdio],
      encoding: 'utf8',
    }).trim()
  } catch {
    return undefined
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return undefined
  }
}
