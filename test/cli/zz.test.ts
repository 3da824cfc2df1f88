import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { demoRole, noMfaRole } from '../../src/demo/story.ts'
import { roleArn } from '../../src/demo/world.ts'
import { Scene } from '../support/scene.ts'
it('bench', async () => {
  const scene = await Scene.open({ config: `[profile plain]\nrole_arn = ${roleArn(noMfaRole)}\nsource_profile = Bob\n` })
  await scene.assume(['plain'])
  for (const [en, base] of Object.entries({ empty: { PATH: process.env.PATH }, full: process.env })) {
    const env: any = { ...base, ...scene.home.env }
    const cases: any = { floor: ['-e', '0'], version: ['dist/bin.js', '--version'], cached: ['dist/bin.js', 'plain', '-f', 'posix'] }
    const r: any = {}
    for (let i = 0; i < 31; i++) for (const [k, a] of Object.entries<any>(cases)) { const t = process.hrtime.bigint(); const o = spawnSync(process.execPath, a, { env }); if (o.status !== 0) throw new Error(String(o.stderr)); (r[k] ??= []).push(Number(process.hrtime.bigint() - t) / 1e6) }
    for (const k in r) { r[k].sort((a: number, b: number) => a - b); console.log(en, k, r[k][15].toFixed(1), (r[k][15] / r.floor[15]).toFixed(2)) }
  }
  expect(scene.aws.calls).toHaveLength(1)
}, 60000)
