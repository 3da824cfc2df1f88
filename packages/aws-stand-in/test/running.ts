import { afterEach } from 'vitest'
import { story } from '../../../src/demo/story.ts'
import { type DemoAws, type DemoOptions, startDemoAws } from '../src/query/aws.ts'

const running: DemoAws[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((aws) => aws.close()))
})

/** A demo of this test's own, closed when the test is over. */
export async function demo(options?: DemoOptions): Promise<DemoAws> {
  const aws = await startDemoAws({ world: story, ...options })
  running.push(aws)
  return aws
}
