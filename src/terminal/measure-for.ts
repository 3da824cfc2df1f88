import { isNarrow, narrowText, type TextMeasure } from './text-measure.ts'

/** Returns what measures these texts. Emoji and many scripts need a library, which is loaded for them. */
export async function measureFor(texts: Iterable<string>): Promise<TextMeasure> {
  for (const text of texts) {
    if (!isNarrow(text)) return (await import('./any-text.ts')).anyText
  }
  return narrowText
}
