import { describe, expect, it } from 'vitest'
import { checkedValue } from '../../../src/formats/checked-value.ts'

describe('values that AWS returns', () => {
  it.each([
    ['AWS_ACCESS_KEY_ID', 'ASIAIOSFODNN7EXAMPLE'],
    ['AWS_ACCESS_KEY_ID', 'test'],
    ['AWS_ACCESS_KEY_ID', "AKIA'; touch pwned #"],
    ['AWS_ACCESS_KEY_ID', 'x'.repeat(1024)],
    ['AWS_SECRET_ACCESS_KEY', "it's"],
    ['AWS_SESSION_TOKEN', 'two words'],
    ['ASSUME_PREVIOUS', 'a:b:0123456789abcdef'],
    ['AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
    ['AWS_SESSION_TOKEN', `${'IQoJb3JpZ2luX2VjE+/'.repeat(100)}==`],
    ['AWS_CREDENTIAL_EXPIRATION', '2026-11-23T19:22:12Z'],
    ['AWS_ACCOUNT_ID', '123456789012'],
    ['AWS_REGION', 'eu-west-1'],
    ['AWS_DEFAULT_REGION', 'us-gov-west-1'],
    ['AWS_USE_FIPS_ENDPOINT', 'true'],
    ['AWS_ENDPOINT_URL_S3', 'http://[::1]:9000/a?b=c#d'],
    ['AWS_CA_BUNDLE', "/home/o'neill/my ca.pem"],
    ['ASSUME_ROLE', 'any name: 🦊 $(id) `id` "\' \\'],
    ['ASSUME_ROLE', ''],
  ])('%s %j are accepted', (name, value) => {
    expect(checkedValue(name, value)).toBe(value)
  })
})

describe('values that AWS never returns', () => {
  it.each([
    ['AWS_CREDENTIAL_EXPIRATION', '2026-11-23T19:22:12'],
    ['AWS_CREDENTIAL_EXPIRATION', 'Invalid Date'],
    ['AWS_ACCOUNT_ID', '12345678901'],
    ['AWS_ACCOUNT_ID', '١٢٣٤٥٦٧٨٩٠١٢'],
    ['AWS_REGION', 'EU-WEST-1'],
    ['AWS_DEFAULT_REGION', 'evil.example/x'],
    ['AWS_USE_DUALSTACK_ENDPOINT', 'yes'],
    ['ASSUME_ROLE', 'two\nlines'],
    ['ASSUME_PREVIOUS', 'te\nst:0123456789abcdef'],
    ['ASSUME_PREVIOUS', ':0123456789abcdef'],
    ['ASSUME_PREVIOUS', 'test:0123'],
    ['AWS_CA_BUNDLE', 'a\x00b'],
    ['AWS_CA_BUNDLE', 'a\ufffdb'],
  ])('%s %j are rejected, and shown', (name, value) => {
    expect(() => checkedValue(name, value)).toThrow(
      `the value "${value.slice(0, 80)}" for ${name} is not one AWS could give; it was not used`,
    )
  })

  it.each([
    ['AWS_ACCESS_KEY_ID', '', 'is empty'],
    ['AWS_ACCESS_KEY_ID', 'x'.repeat(1025), 'has 1025 characters, which no key id has'],
    ['AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE\n', 'holds a line feed'],
    ['ASSUME_KEY_ID', 'АKIAIOSFODNN7EXAMPLE', 'holds a character that is not ASCII'],
  ])('%s %j are rejected, and shown', (name, value, problem) => {
    expect(() => checkedValue(name, value)).toThrow(
      `the value "${value.slice(0, 80)}" for ${name} ${problem}; it was not used`,
    )
  })

  it.each([
    ['AWS_SECRET_ACCESS_KEY', '', 'is empty'],
    ['AWS_SECRET_ACCESS_KEY', 'x\ty', 'holds a tab'],
    ['AWS_SESSION_TOKEN', 'x'.repeat(65_537), 'has 65537 characters, which no token has'],
  ])('%s %j are rejected, and not shown', (name, value, problem) => {
    expect(() => checkedValue(name, value)).toThrow(
      `the value for ${name} ${problem}; it was not used`,
    )
  })
})
