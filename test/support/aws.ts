import { type AwsServer, startAwsServer } from 'aws-stand-in'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { story } from '../../src/demo/story.ts'

/** The AWS of a test file that imports it: one for all its tests, each of which begins faultless. */
export let aws: AwsServer

beforeAll(async () => {
  aws = await startAwsServer({ world: story })
})

afterAll(() => aws.close())

beforeEach(() => {
  aws.faults.next = []
})
