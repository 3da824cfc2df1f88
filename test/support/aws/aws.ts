import { type AwsServer, startAwsServer } from 'aws-stand-in'
import { demoWorld } from '../../../src/demo/fixture.ts'

/** The AWS of a test file: one for all its tests, each of which begins faultless. */
export let aws: AwsServer

export async function openAws(): Promise<void> {
  aws = await startAwsServer({ world: demoWorld })
}
