import { spawnSync } from 'node:child_process'
import { it } from 'vitest'
import { noMfaRole } from '../../src/demo/story.ts'
import { roleArn } from '../../src/demo/world.ts'
import { Scene } from '../support/scene.ts'
it('prof', async () => {
  const scene = await Scene.open({ config: `[profile plain]\nrole_arn = ${roleArn(noMfaRole)}\nsource_profile = Bob\n` })
  await scene.assume(['plain'])
  const env: any = { PATH: process.env.PATH, ...scene.home.env }
  for (let i = 0; i < 12; i++) spawnSync(process.execPath, ['--cpu-prof', '--cpu-prof-interval', '50', '--cpu-prof-dir', '/tmp/prof', 'dist/bin.js', 'plain', '-f', 'posix'], { env })
}, 60000)
