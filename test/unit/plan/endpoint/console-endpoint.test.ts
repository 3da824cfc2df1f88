import { describe, expect, it } from 'vitest'
import {
  checkedDestination,
  consoleEndpoint,
  consolePage,
  signInUrl,
  signOutUrl,
} from '../../../../src/plan/console/console-endpoint.ts'

describe('the console of a partition', () => {
  it.each([
    ['aws', 'eu-west-1', 'signin.aws.amazon.com', 'eu-west-1.console.aws.amazon.com'],
    ['aws', undefined, 'signin.aws.amazon.com', 'us-east-1.console.aws.amazon.com'],
    ['aws', 'cn-north-1', 'signin.aws.amazon.com', 'us-east-1.console.aws.amazon.com'],
    ['aws-cn', 'cn-north-1', 'signin.amazonaws.cn', 'cn-north-1.console.amazonaws.cn'],
    [
      'aws-us-gov',
      'us-gov-east-1',
      'signin.amazonaws-us-gov.com',
      'us-gov-east-1.console.amazonaws-us-gov.com',
    ],
    [
      'aws-iso',
      'us-iso-west-1',
      'us-iso-west-1.signin.c2shome.ic.gov',
      'us-iso-west-1.console.c2shome.ic.gov',
    ],
    [
      'aws-iso-b',
      undefined,
      'us-isob-east-1.signin.sc2shome.sgov.gov',
      'us-isob-east-1.console.sc2shome.sgov.gov',
    ],
    [
      'aws-iso-e',
      'eu-isoe-west-1',
      'eu-isoe-west-1.signin.csphome.adc-e.uk',
      'eu-isoe-west-1.console.csphome.adc-e.uk',
    ],
    [
      'aws-iso-f',
      undefined,
      'us-isof-south-1.signin.csphome.hci.ic.gov',
      'us-isof-south-1.console.csphome.hci.ic.gov',
    ],
    [
      'aws-eusc',
      undefined,
      'eusc-de-east-1.signin.amazonaws-eusc.eu',
      'eusc-de-east-1.console.amazonaws-eusc.eu',
    ],
  ])('%s in %s: %s and %s', (partition, region, signIn, host) => {
    const place = consoleEndpoint(partition, region)
    expect(place.signIn).toBe(`https://${signIn}`)
    expect(new URL(consolePage(place, undefined)).host).toBe(host)
    const page = `https://${host}/s3/buckets?x=1#y`
    expect(checkedDestination(page, place)).toBe(page)
  })

  const place = consoleEndpoint('aws', 'eu-west-1')

  it('has a page for each service', () => {
    const home = 'https://eu-west-1.console.aws.amazon.com'
    expect(consolePage(place, undefined)).toBe(`${home}/console/home?region=eu-west-1`)
    expect(consolePage(place, 's3')).toBe(`${home}/s3/home?region=eu-west-1`)
    expect(consolePage(place, 'vpc')).toBe(`${home}/vpcconsole/home?region=eu-west-1`)
    expect(consolePage(place, 'logs')).toBe(
      `${home}/cloudwatch/home?region=eu-west-1#logsV2:log-groups`,
    )
    for (const name of ['', 'S3', '../x', 'a b', 'x?y', 'a/b/c', '.evil.example']) {
      expect(() => consolePage(place, name)).toThrow('is not the name of a service')
    }
  })

  it.each([
    'http://console.aws.amazon.com/',
    'https://evil.example/',
    'https://console.aws.amazon.com.evil.example/',
    'https://evilconsole.aws.amazon.com/',
    'https://console.aws.amazon.com@evil.example/',
    'https://user@console.aws.amazon.com/',
    'https://console.aws.amazon.com:8443/',
    'https://console.amazonaws.cn/',
    'https://console.aws.amazon.com/\n',
    'https://console.aws.amazon.com/\u0000',
    `https://console.aws.amazon.com/${'ü'.repeat(400)}`,
    'javascript:alert(1)',
    's3',
  ])('rejects the path %j', (url) => {
    expect(() => checkedDestination(url, place)).toThrow(/--destination/)
  })

  it.each([
    [
      'https://console.aws.amazon.com/s3/my bucket?p=ü&q=1#a b',
      'https://console.aws.amazon.com/s3/my%20bucket?p=%C3%BC&q=1#a%20b',
    ],
    [
      'https://console.aws.amazon.com\\@evil.example/',
      'https://console.aws.amazon.com/@evil.example/',
    ],
  ])('encodes a destination as a browser does: %j', (url, encoded) => {
    expect(checkedDestination(url, place)).toBe(encoded)
  })

  it('uses one host for signing in and signing out', () => {
    const url = new URL(signInUrl(place.signIn, 'https://x.example/?a=1&b=2#c', 'a+b/c=&d'))
    expect(url.origin + url.pathname).toBe('https://signin.aws.amazon.com/federation')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      Action: 'login',
      Issuer: 'assume',
      Destination: 'https://x.example/?a=1&b=2#c',
      SigninToken: 'a+b/c=&d',
    })
    expect(signOutUrl(place.signIn)).toBe('https://signin.aws.amazon.com/oauth?Action=logout')
  })
})
