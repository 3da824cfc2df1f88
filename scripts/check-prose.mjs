// Reports pages that are hard to read, and long sentences in the README and in the help. Without arguments it
// checks; with `--list` it prints the reading ease of each page.
import { readdirSync, readFileSync } from 'node:fs'
import { flesch } from 'flesch'
import { marked } from 'marked'
import { syllable } from 'syllable'
import { $ } from 'zx'

$.quiet = true

/** Flesch reading ease: 60 to 70 is plain English. https://en.wikipedia.org/wiki/Flesch–Kincaid_readability_tests */
const leastReadingEase = 60
const mostWords = 30

const root = new URL('../', import.meta.url)
const pages = ['README.md', ...readdirSync(new URL('docs/', root)).map((name) => `docs/${name}`)]
  .filter((page) => page.endsWith('.md'))
  .map((page) => ({ page, text: readFileSync(new URL(page, root), 'utf8') }))

const sentenceSegmenter = new Intl.Segmenter('en', { granularity: 'sentence' })
const wordSegmenter = new Intl.Segmenter('en', { granularity: 'word' })

/** The paragraphs and list items of a page. Headings, tables and blocks of code are no sentences. */
function paragraphsOf(markdown, code) {
  const paragraphs = []
  const visit = (tokens) => {
    for (const token of tokens) {
      if (token.type === 'paragraph' || (token.type === 'text' && token.tokens)) {
        paragraphs.push(inline(token.tokens, code))
      } else if (token.type === 'list') {
        for (const item of token.items) visit(item.tokens)
      } else if (token.type === 'blockquote') visit(token.tokens)
    }
  }
  visit(marked.lexer(markdown))
  return paragraphs
}

const inline = (tokens, code) =>
  tokens
    .map((token) => {
      if (token.type === 'codespan') return code(token.text)
      if (token.type === 'image' || token.type === 'html') return ''
      if (token.tokens) return inline(token.tokens, code)
      return token.type === 'br' ? ' ' : (token.text ?? '')
    })
    .join('')

/** A line break is a space. An item of a list can have no full stop. */
function sentencesOf(paragraphs) {
  return paragraphs.flatMap((paragraph) => {
    const text = `${paragraph.replaceAll(/\s+/g, ' ').trim()}\n`
    return [...sentenceSegmenter.segment(text)].map(({ segment }) => segment.trim())
  })
}

const wordsOf = (sentence) =>
  [...wordSegmenter.segment(sentence)].filter(({ isWordLike }) => isWordLike)

/** A name in code is one word of one syllable, because it cannot be written in another way. */
function readingEaseOf(markdown) {
  const sentences = sentencesOf(paragraphsOf(markdown, () => 'code')).filter(
    (sentence) => wordsOf(sentence).length > 0,
  )
  const words = sentences.flatMap(wordsOf).map(({ segment }) => segment)
  const syllables = words.reduce((sum, word) => sum + Math.max(syllable(word), 1), 0)
  return flesch({ sentence: sentences.length, word: words.length, syllable: syllables })
}

const tooLong = (place, sentences) =>
  sentences
    .map((sentence) => ({ sentence, words: sentence.split(/\s+/).length }))
    .filter(({ words }) => words > mostWords)
    .map(({ sentence, words }) => `${place} has a sentence of ${words} words: ${sentence}`)

/** The help of all commands, without its columns of options and examples. */
async function helpSentences() {
  const help = async (...words) => (await $`node dist/bin.js ${[...words, '--help']}`).stdout
  const overview = await help()
  const names = new Set(
    [...overview.matchAll(/^ {2}assume ([a-z][a-z-]+) /gm)].map(([, name]) => name),
  )
  const texts = await Promise.all([...names].map((name) => help(name)))
  return [overview, ...texts].flatMap((text) =>
    sentencesOf(
      text
        .split('\n\n')
        .map((part) => part.trim())
        .flatMap((part) => (/^\S+.*:\n/.test(part) ? part.split('\n') : [part])),
    ),
  )
}

const eases = pages.map(({ page, text }) => ({ page, ease: readingEaseOf(text) }))
if (process.argv.includes('--list')) {
  for (const { page, ease } of eases) console.log(ease.toFixed(1), page)
}
const readme = pages.find(({ page }) => page === 'README.md').text
const complaints = [
  ...eases
    .filter(({ ease }) => ease < leastReadingEase)
    .map(
      ({ page, ease }) =>
        `${page} has a reading ease of ${ease.toFixed(1)}; ${leastReadingEase} is the least`,
    ),
  ...tooLong('README.md', sentencesOf(paragraphsOf(readme, (text) => text))),
  ...tooLong('the help', await helpSentences()),
]
for (const complaint of complaints) console.log(complaint)
process.exitCode = complaints.length === 0 ? 0 : 1
