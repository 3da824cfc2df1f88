import { afterEach } from 'vitest'
import { type DemoAws, type DemoOptions, startDemoAws } from '../../../src/demo/aws.ts'

const running: DemoAws[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((aws) => aws.close()))
})

/** A demo of this test's own, closed when the test is over. */
export async function demo(options?: DemoOptions): Promise<DemoAws> {
  const aws = await startDemoAws(options)
  running.push(aws)
  return aws
}
