import { expect, it } from 'vitest'
import { isAwsEndpoint } from '../../../../src/plan/endpoint/aws-endpoint.ts'

it.each([
  ['https://sts.amazonaws.com', true],
  ['https://sts.eu-west-1.amazonaws.com.', true],
  ['https://sts.cn-north-1.amazonaws.com.cn', true],
  ['https://vpce-1.sts.eu-west-1.vpce.amazonaws.com', true],
  ['https://sts.eu-west-1.api.aws', true],
  [undefined, true],
  ['https://amazonaws.com.example.org', false],
  ['https://notamazonaws.com', false],
  ['http://127.0.0.1:9000', false],
])('the answer to whether %s is an endpoint of AWS is %s', (endpoint, isOfAws) => {
  expect(isAwsEndpoint(endpoint)).toBe(isOfAws)
})
