import { runProgram } from './run-program.ts'

/** Returns the process groups in which a process still runs. */
export async function runningGroups(leaders: readonly string[]): Promise<string[]> {
  if (!leaders.some(isThere)) return []
  const { PATH } = process.env
  const { stdout } = await runProgram(['ps', '-e', '-o', 'pgid=,stat='], { env: { PATH } })
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([group = '', state]) => leaders.includes(group) && !state?.startsWith('Z'))
    .map(([group = '']) => group)
}

/** Whether the process group exists. Its processes may have ended, if their parents have not waited for them. */
function isThere(leader: string): boolean {
  if (!/^\d+$/.test(leader)) return false
  try {
    process.kill(-Number(leader), 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
