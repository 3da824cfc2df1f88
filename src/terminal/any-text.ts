import stringWidth from 'string-width'
import { isNarrow, type TextMeasure } from './text-measure.ts'

// Import this file on demand: loading it takes longer than measuring thousands of narrow texts.

const segmenter = new Intl.Segmenter()

/** Measures every text. A cut does not split what the user sees as one character. */
export const anyText: TextMeasure = {
  width,
  cut(text, columns) {
    if (width(text) <= columns) return text
    let shown = ''
    let left = columns - 1
    for (const { segment } of segmenter.segment(text)) {
      left -= width(segment)
      if (left < 0) break
      shown += segment
    }
    return `${shown}…`
  },
}

function width(text: string): number {
  return isNarrow(text) ? text.length : stringWidth(text)
}
