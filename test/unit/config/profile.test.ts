import { expect, it } from 'vitest'
import { nestedText, placeOf, text } from '../../../src/config/profile.ts'
import { readProfiles } from '../../../src/config/read-profiles.ts'

const CONFIG = `
[profile x]
region = a
output = json
[services local]
sts =
  endpoint_url = http://localhost:4566
[profile empty]
`
const CREDENTIALS = '[x]\nregion = b\n[only]\naws_access_key_id = AK\n'

const read = readProfiles({
  config: { file: 'c', text: CONFIG },
  credentials: { file: 'k', text: CREDENTIALS },
})

function profile(name: string) {
  return read.profiles.get(name) ?? { name, keys: new Map() }
}

it('prefers values of the credentials file to those of the config file', () => {
  expect(profile('x')).toEqual({
    name: 'x',
    header: { file: 'c', line: 2 },
    keys: new Map([
      ['region', { value: 'b', file: 'k', line: 2, origin: 'credentials' }],
      ['output', { value: 'json', file: 'c', line: 4, origin: 'config' }],
    ]),
  })
  expect([...read.profiles.keys()]).toEqual(['x', 'empty', 'only'])
})

it('returns values, nested values and their locations', () => {
  const services = read.services.get('local') ?? profile('')
  expect(text(profile('x'), 'region')).toBe('b')
  expect(text(profile('x'), 'toString')).toBeUndefined()
  expect(text(services, 'sts')).toBeUndefined()
  expect(nestedText(services, 'sts', 'endpoint_url')).toBe('http://localhost:4566')
  expect(nestedText(services, 'sts', 'constructor')).toBeUndefined()
  expect(nestedText(profile('x'), 'region', 'length')).toBeUndefined()
  expect(placeOf(profile('x'), 'output')).toBe('c:4')
  expect(placeOf(profile('x'), 'role_arn')).toBe('c:2')
  expect(placeOf(profile('empty'))).toBe('c:8')
  expect(placeOf(profile('no such'))).toBeUndefined()
})

it('accepts names that are properties of every object', () => {
  const names = ['__proto__', 'constructor', 'toString']
  const config = names.map((name) => `[profile ${name}]\n__proto__ = 1\n`).join('')
  const credentials = names.map((name) => `[${name}]\nconstructor = 2\n`).join('')
  const { profiles } = readProfiles({
    config: { file: 'c', text: config },
    credentials: { file: 'k', text: credentials },
  })
  expect([...profiles.keys()]).toEqual(names)
  for (const each of profiles.values()) {
    expect(text(each, '__proto__')).toBe('1')
    expect(text(each, 'constructor')).toBe('2')
  }
  expect(Object.keys(Object.prototype)).toEqual([])
})
