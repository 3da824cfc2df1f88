import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../../support/catalogue.ts'

const text = readFileSync(new URL('../../../docs/troubleshooting.md', import.meta.url), 'utf8')

/** The entries of each chapter by their headings. */
const chapters = new Map(
  text
    .split(/^## /m)
    .slice(1)
    .map((chapter) => {
      const [title = ''] = chapter.split('\n')
      const entries = chapter
        .split(/^### /m)
        .slice(1)
        .map((entry) => {
          const [heading = '', ...lines] = entry.split('\n')
          return { heading, body: lines.join('\n').trim() }
        })
      return [title, entries] as const
    }),
)

describe('docs/troubleshooting.md', () => {
  it.each(Object.entries(catalogue))(
    '%s: contains one entry for each cause, in order',
    (title, causes) => {
      expect(chapters.get(title)?.map(({ heading }) => heading)).toEqual(causes)
    },
  )

  it('has a chapter for other tools, for each part of the catalogue and for the local system', () => {
    expect([...chapters.keys()]).toEqual([
      'Messages of the AWS CLI and SDKs',
      ...Object.keys(catalogue),
      'This machine',
    ])
  })

  it('has a text in each entry', () => {
    const empty = [...chapters.values()].flat().filter(({ body }) => body.length < 20)
    expect(empty).toEqual([])
  })
})
