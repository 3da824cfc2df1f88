import { afterAll, beforeAll, beforeEach } from 'vitest'
import { aws, openAws } from '../aws/aws.ts'

// Vitest runs this file before each file of tests, also where these share their modules.

beforeAll(openAws)

afterAll(() => aws.close())

beforeEach(() => {
  aws.faults.next = []
})
