/** Measures texts in columns of a terminal. */
export interface TextMeasure {
  width(text: string): number
  /** Cuts a text to the width and marks the cut with an ellipsis. */
  cut(text: string, columns: number): string
}

/** Returns true if each UTF-16 unit of the text is a character of one column. */
export const isNarrow = (text: string) => narrow.test(text)

/** ASCII, Latin, Greek and Cyrillic letters, punctuation, arrows and the cursor of the picker. */
const narrow =
  /^[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1eff\u2010-\u2027\u2190-\u2193\u258f]*$/

/** Measures only texts for which `isNarrow` is true. */
export const narrowText: TextMeasure = {
  width: (text) => text.length,
  cut: (text, columns) =>
    text.length <= columns ? text : `${text.slice(0, Math.max(columns - 1, 0))}…`,
}
