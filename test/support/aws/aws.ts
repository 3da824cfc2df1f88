import { type AwsServer, startAwsServer } from 'aws-stand-in'
import { demoWorld } from '../../../src/demo/fixture.ts'

/** The AWS stand-in that all tests of a file share. Each test starts without faults. */
export let aws: AwsServer

export async function openAws(): Promise<void> {
  aws = await startAwsServer({ world: demoWorld })
}
