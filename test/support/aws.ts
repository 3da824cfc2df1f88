import { type DemoAws, startDemoAws } from 'aws-stand-in'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { story } from '../../src/demo/story.ts'

/** The AWS of a test file that imports it: one for all its tests, each of which begins faultless. */
export let aws: DemoAws

beforeAll(async () => {
  aws = await startDemoAws({ world: story })
})

afterAll(() => aws.close())

beforeEach(() => {
  aws.faults.next = []
})
