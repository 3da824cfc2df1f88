import { expect, it } from 'vitest'
import { mistypedName } from '../../../src/model/mistyped-name.ts'

it.each([
  ['amdin', 'admin'],
  ['Admin', 'admin'],
  ['read-olny', 'read-only'],
  ['readonly', 'read-only'],
  ['team-a-deplyo', 'team-a-deploy'],
  ['powerusr', 'poweruser'],
])('%s is probably %s', (name, known) => {
  expect(mistypedName(name, ['other', known])).toBe(known)
})

it.each([
  ['team-a', 'team-b'],
  ['prod1', 'prod2'],
  ['admin-2', 'admin-3'],
  ['eu-admin', 'us-admin'],
  ['dev', 'prod'],
  ['auditor', 'admin'],
  ['reader', 'team/reader'],
])('%s differs from %s on purpose', (name, known) => {
  expect(mistypedName(name, ['other', known])).toBeUndefined()
})
