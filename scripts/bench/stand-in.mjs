import { bundled } from '../bundled.mjs'

/** The number of targets of `assume each`. */
export const manyTargets = 200

/** Starts the AWS stand-in in this process. */
export async function startStandIn(work) {
  const contents = `export { startAwsServer } from 'aws-stand-in'
    export { demoRole, demoWorld } from './fixture.ts'`
  const stdin = { contents, resolveDir: 'src/demo' }
  const { startAwsServer, demoRole, demoWorld } = await bundled({ stdin }, work)
  const roles = Array.from({ length: manyTargets }, (_, index) => ({
    ...demoRole,
    name: `each-${index}`,
  }))
  return startAwsServer({ world: { ...demoWorld, roles: [...demoWorld.roles, ...roles] } })
}
