import { describe, expect, it } from 'vitest'
import { AssumeError } from '../../../src/model/errors.ts'
import { namesProxy, proxyFor } from '../../../src/network/proxy-for.ts'

const sts = 'https://sts.eu-west-1.amazonaws.com'

const chosen = (env: Record<string, string>, url = sts) => proxyFor(new URL(url), env)?.url.href

describe('the proxy', () => {
  it.each([
    [{ HTTPS_PROXY: 'http://p:3128' }, 'http://p:3128/'],
    [{ HTTPS_PROXY: 'https://p' }, 'https://p/'],
    [{ HTTPS_PROXY: 'p:3128' }, 'http://p:3128/'],
    [{ HTTPS_PROXY: '//p:3128' }, 'http://p:3128/'],
    [{ HTTPS_PROXY: 'me:hush@p:3128' }, 'http://me:hush@p:3128/'],
    [{ HTTPS_PROXY: 'http://big', https_proxy: 'http://small' }, 'http://small/'],
    [{ HTTPS_PROXY: 'http://big', https_proxy: '' }, undefined],
    [{ HTTPS_PROXY: '' }, undefined],
    [{ HTTP_PROXY: 'http://p' }, undefined],
    [{ ALL_PROXY: 'http://p', all_proxy: 'http://p' }, undefined],
    [{}, undefined],
  ])('of %j is %s', (env, proxy) => {
    expect(chosen(env)).toBe(proxy)
    expect(namesProxy(env)).toBe(proxy !== undefined || 'HTTP_PROXY' in env)
  })

  it('of an http URL is http_proxy', () => {
    const env = { HTTP_PROXY: 'http://p', HTTPS_PROXY: 'http://other' }
    expect(chosen(env, 'http://sts.example')).toBe('http://p/')
    expect(chosen({ ...env, REQUEST_METHOD: 'GET' }, 'http://sts.example')).toBeUndefined()
  })

  it.each(['http://localhost:1', 'https://127.0.0.1', 'https://127.1.2.3', 'http://[::1]:4566'])(
    'is undefined for %s',
    (url) => {
      expect(chosen({ HTTPS_PROXY: 'http://p', HTTP_PROXY: 'http://p' }, url)).toBeUndefined()
    },
  )
})

describe('NO_PROXY, parsed as urllib does', () => {
  it.each([
    ['amazonaws.com', true],
    ['.amazonaws.com', true],
    ['AmazonAWS.com', true],
    ['x.example, amazonaws.com ,y', true],
    ['sts.eu-west-1.amazonaws.com', true],
    ['*', true],
    ['*.amazonaws.com', false],
    ['*,x', false],
    ['aws.com', false],
    ['sts', false],
    ['10.0.0.0/8', false],
    [',', false],
    ['', false],
  ])('%j', (NO_PROXY, isExempt) => {
    const env = { HTTPS_PROXY: 'http://p', NO_PROXY }
    expect(chosen(env) === undefined).toBe(isExempt)
  })

  it.each([
    ['sts.example:8443', true],
    ['sts.example', true],
    ['example:8443', true],
    ['sts.example:443', false],
  ])('excludes %s by port', (NO_PROXY, isExempt) => {
    const env = { HTTPS_PROXY: 'http://p', NO_PROXY }
    expect(chosen(env, 'https://sts.example:8443') === undefined).toBe(isExempt)
  })

  it('is overridden by its lower-case form', () => {
    const env = { HTTPS_PROXY: 'http://p', NO_PROXY: '*', no_proxy: '' }
    expect(chosen(env)).toBe('http://p/')
  })
})

describe('a character in the user name or password that a URL parser would misread', () => {
  const hintFor = (https_proxy: string) => {
    try {
      chosen({ https_proxy })
    } catch (error) {
      if (error instanceof AssumeError) return error.hints[0]
    }
    return undefined
  }

  it.each([
    ['http://CORP\\jane:hush@proxy.example:3128', '\\ as %5C'],
    ['CORP\\jane:hush@proxy.example:3128', '\\ as %5C'],
    ['http://jane:hu#sh@proxy.example:3128', '# as %23'],
    ['http://jane:1/hush@proxy.example:3128', '/ as %2F'],
    ['http://jane:hu?sh@proxy.example:3128', '? as %3F'],
  ])('%s', (url, words) => {
    expect(hintFor(url)).toBe(
      `in USER and PASSWORD write ${words}; it looks like https_proxy=http://USER:PASSWORD@proxy.example:3128`,
    )
  })

  it.each([
    ['http://jane:p%ss@proxy.example:3128', 'p%ss'],
    ['http://jane:p@ss@proxy.example:3128', 'p@ss'],
    ['http://jane:100%@proxy.example:3128', '100%'],
    ['http://jane:%41%5c@proxy.example:3128', 'A\\'],
  ])('does not include %s, which is parsed as the AWS CLI does', (https_proxy, password) => {
    const url = new URL(chosen({ https_proxy }) ?? '')
    expect([url.host, decodeURIComponent(url.password)]).toEqual(['proxy.example:3128', password])
  })
})

it.each(['http://', 'http://me:hush@', 'http://me:hush%ff@p', 'socks5://me:hush@p:1', 'a b'])(
  '%j is not a proxy, and is not repeated in the message',
  (https_proxy) => {
    expect(() => chosen({ https_proxy })).toThrow(/^https_proxy is not the URL of a proxy$/)
  },
)
