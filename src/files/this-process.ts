import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { fingerprint } from '../model/fingerprint.ts'

/** One run of one program: a pid alone comes again, and means another elsewhere. */
export interface ProcessId {
  readonly pid: number
  /** When it started, in the system's own terms, without white space. */
  readonly start: string
  /** Machine, boot and container, in which alone its pid means something. */
  readonly place: string
}

let own: ProcessId | undefined

/** Undefined where the system tells neither by /proc nor by ps. */
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

/** Undefined where only its own machine or container could tell. */
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
  // The name of the program, in brackets, may hold brackets and spaces.
  const rest = text?.slice(text.lastIndexOf(')') + 2).split(' ')
  const [state = '', start] = [rest?.[0], rest?.[19]]
  if (text === undefined || start === undefined) return undefined
  // A zombie holds nothing any more.
  return { pid: Number.parseInt(text, 10), start, isOver: /^[ZXx]$/.test(state) }
}

/**
 * After a restart of the machine, and in another container, a pid is another process's. It is short,
 * for where a link's target has no more than 59 bytes many file systems need no block for it.
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

/** Run by a shell, whose parent we are: `$$` among the arguments is that shell. */
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
