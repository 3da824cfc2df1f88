import { afterEach } from 'vitest'
import { type AwsServer, type AwsServerOptions, startAwsServer } from '../src/query/aws-server.ts'
import { accounts } from './fixture.ts'

const running: AwsServer[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((aws) => aws.close()))
})

/** A demo of this test's own, closed when the test is over. */
export async function standIn(options?: AwsServerOptions): Promise<AwsServer> {
  const aws = await startAwsServer({ world: accounts, ...options })
  running.push(aws)
  return aws
}
