import { afterAll, beforeAll, beforeEach } from 'vitest'
import { aws, openAws } from '../aws/aws.ts'

// Vitest runs this file before each test file, even if test files share their modules.

beforeAll(openAws)

afterAll(() => aws.close())

beforeEach(() => {
  aws.faults.next = []
})
