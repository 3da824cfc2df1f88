import { afterAll, beforeAll, beforeEach } from 'vitest'
import { type DemoAws, startDemoAws } from '../../src/demo/aws.ts'

/** The AWS of a test file that imports it: one for all its tests, each of which begins faultless. */
export let aws: DemoAws

beforeAll(async () => {
  aws = await startDemoAws()
})

afterAll(() => aws.close())

beforeEach(() => {
  aws.faults.next = []
})
