import { execa } from 'execa'

/** Those of these process groups in which something still runs. */
export async function runningGroups(leaders: readonly string[]): Promise<string[]> {
  const { stdout } = await execa('ps', ['-e', '-o', 'pgid=,stat='])
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([group = '', state]) => leaders.includes(group) && !state?.startsWith('Z'))
    .map(([group = '']) => group)
}
