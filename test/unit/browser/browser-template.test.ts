import { expect, it } from 'vitest'
import { templateCommand } from '../../../src/browser/browser-template.ts'

const named = {
  url: 'http://127.0.0.1:1/x?',
  label: 'my prod',
  account: '123456789012',
  region: 'eu-west-1',
}

it.each([
  ['firefox --new-tab', ['firefox', '--new-tab', named.url]],
  [
    'google-chrome "--profile-directory=Profile 1" {url} --incognito',
    ['google-chrome', '--profile-directory=Profile 1', named.url, '--incognito'],
  ],
  [
    "firefox 'ext+container:name={encoded_label}-{account}&url={encoded_url}'",
    ['firefox', 'ext+container:name=my%20prod-123456789012&url=http%3A%2F%2F127.0.0.1%3A1%2Fx%3F'],
  ],
  ['x {other} {label} {region}', ['x', '{other}', 'my prod', 'eu-west-1', named.url]],
])('%j', (template, command) => {
  expect(templateCommand(template, named, 'config, browser')).toEqual(command)
})

it.each(['', '  ', 'firefox "x'])('%j is no command', (template) => {
  expect(() => templateCommand(template, named, 'config, browser')).toThrow('config, browser: ')
})
