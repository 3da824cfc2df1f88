import { expect, it } from 'vitest'
import { templateCommand } from '../../../src/browser/browser-template.ts'
import { settingRecords } from '../../../src/config/settings/setting-values.ts'

const named = {
  url: 'http://127.0.0.1:1/x?',
  label: 'my prod',
  account: '123456789012',
  region: 'eu-west-1',
}

const wordsOf = (template: string) =>
  settingRecords.browser.parse(template, 'config, browser', '/home/bob')

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
])('%j is accepted', (template, command) => {
  expect(templateCommand(wordsOf(template), named)).toEqual(command)
})

it.each(['', '  ', 'firefox "x'])('%j is rejected', (template) => {
  expect(() => wordsOf(template)).toThrow('config, browser: ')
})

it.each([
  ['x --new-tab', ['x', '--new-tab', 'covered(http://127.0.0.1:1/x?)']],
  ['x --app={url} {label}', ['x', '--app=covered(http://127.0.0.1:1/x?)', 'my prod']],
  ['x --to={encoded_url}', ['x', '--to=covered(http%3A%2F%2F127.0.0.1%3A1%2Fx%3F)']],
  ['x ext+c:u={encoded_url}', ['x', 'covered(ext+c:u=http%3A%2F%2F127.0.0.1%3A1%2Fx%3F)']],
])('%j would show another address than the page’s', (template, command) => {
  const cover = (address: string) => `covered(${address})`
  expect(templateCommand(wordsOf(template), named, cover)).toEqual(command)
})
