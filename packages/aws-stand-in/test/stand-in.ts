import { afterEach } from 'vitest'
import { type AwsServer, type AwsServerOptions, startAwsServer } from '../src/query/aws-server.ts'
import { accounts } from './fixture.ts'

const running: AwsServer[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((aws) => aws.close()))
})

/** Starts a stand-in for one test. It is closed after the test. */
export async function standIn(options?: AwsServerOptions): Promise<AwsServer> {
  const aws = await startAwsServer({ world: accounts, ...options })
  running.push(aws)
  return aws
}
