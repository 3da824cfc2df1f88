import { describe, expect, it } from 'vitest'
import { everyPage, type ReadPage } from '../../../src/aws-api/every-page.ts'

const list = (read: ReadPage, abortSignal = new AbortController().signal) =>
  everyPage({ what: 'ListAccounts', hints: ['look there'], abortSignal }, read)

describe('a list in pages', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['an empty string', ''],
    ['a number', 3],
  ])('ends if nextToken is %s', async (_, end) => {
    const asked: unknown[] = []
    const pages = await list(async (nextToken) => {
      asked.push(nextToken)
      return { items: [asked.length], nextToken: asked.length < 3 ? `page ${asked.length}` : end }
    })
    expect(pages).toEqual([[1], [2], [3]])
    expect(asked).toEqual([undefined, 'page 1', 'page 2'])
  })

  it.each([
    ['the same nextToken', ['a']],
    ['two nextTokens in turn', ['a', 'b']],
  ])('fails if the server repeats %s endlessly', async (_, tokens) => {
    let count = 0
    const read: ReadPage = async () => ({ items: [], nextToken: tokens[count++ % tokens.length] })
    await expect(list(read)).rejects.toMatchObject({
      message: 'ListAccounts failed: the list never ends: the server sent the same nextToken twice',
      hints: ['look there'],
    })
    expect(count).toBe(tokens.length + 1)
  })

  it('fails if the server sends a new nextToken endlessly', async () => {
    let count = 0
    await expect(list(async () => ({ items: [], nextToken: `${count++}` }))).rejects.toMatchObject({
      message: 'ListAccounts failed: the list is longer than 1000 pages',
    })
    expect(count).toBe(1000)
  })

  it('fails at the deadline of the whole list', async () => {
    const whole = new AbortController()
    const read: ReadPage = async (_, signal) => {
      whole.abort()
      signal.throwIfAborted()
      return { items: [], nextToken: undefined }
    }
    await expect(list(read, whole.signal)).rejects.toMatchObject({ name: 'AbortError' })
  })
})
