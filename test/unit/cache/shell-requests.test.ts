import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openCache } from '../../../src/cache/cache.ts'
import { putEntry } from '../../../src/cache/entry-store.ts'
import { activeRequest } from '../../../src/cache/shell-requests.ts'
import { noSettings } from '../../../src/config/settings/load-settings.ts'
import { temporaryFolder } from '../../support/shells/shells.ts'

const now = new Date('2026-11-29T12:00:00Z')
const endpoints = { portal: { region: 'eu-west-1' }, oidc: { region: 'eu-west-1' } }

it.each([
  [{ longLived: true }, { isLongTerm: true }],
  [{ longLived: false }, { isLongTerm: false }],
  [
    { longLived: false, sso: { roleName: 'r', places: endpoints } },
    { isLongTerm: false, sso: { roleName: 'r', endpoints } },
  ],
  [{ isLongTerm: true }, { isLongTerm: true }],
])('reads a stored request with the source %j', (stored, source) => {
  const home = temporaryFolder()
  const key = 'ASIAIOSFODNN7EXAMPLE'
  const env = { HOME: home, AWS_ACCESS_KEY_ID: key, ASSUME_KEY_ID: key }
  const cache = openCache(
    { env: { ...env, XDG_CACHE_HOME: join(home, 'cache') }, userId: process.getuid?.() },
    noSettings(env),
  )
  const plan = { source: { kind: 'access-key', ...stored }, steps: [], settings: {} }
  const request = { target: { kind: 'profile', profile: 'prod' }, options: {} }
  const value = [{ request, plan, takenAt: now.getTime() }]
  putEntry(cache.shells, { key, until: now.getTime() + 60_000, value })
  expect(activeRequest(env, cache, now)?.plan.source).toEqual({ kind: 'access-key', ...source })
})
