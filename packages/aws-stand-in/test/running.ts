import { afterEach } from 'vitest'
import { story } from '../../../src/demo/story.ts'
import { type AwsServer, type AwsServerOptions, startAwsServer } from '../src/query/aws-server.ts'

const running: AwsServer[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((aws) => aws.close()))
})

/** A demo of this test's own, closed when the test is over. */
export async function standIn(options?: AwsServerOptions): Promise<AwsServer> {
  const aws = await startAwsServer({ world: story, ...options })
  running.push(aws)
  return aws
}
