import { expect, it } from 'vitest'
import { visible } from '../../../src/model/visible.ts'

it.each([
  ['a plain name', 'a plain name'],
  ["quotes ' and \\ stay", "quotes ' and \\ stay"],
  ['é 🦊 日本', 'é 🦊 日本'],
  ['\x1b[31mred', '\\x1b[31mred'],
  ['two\nlines\tand\r', 'two\\x0alines\\x09and\\x0d'],
  ['\x00\x7f\x9b', '\\x00\\x7f\\x9b'],
  ['user\u202egnp.exe', 'user\\u202egnp.exe'],
  ['\u200bzero\ufeff', '\\u200bzero\\ufeff'],
  ['line\u2028sep\u2029', 'line\\u2028sep\\u2029'],
  ['\u2066isolate\u2069 \u061c', '\\u2066isolate\\u2069 \\u061c'],
  ['soft\u00adhyphen \u2060 \u3164 \ufff9', 'soft\\xadhyphen \\u2060 \\u3164 \\ufff9'],
  ['tags \u{e0041}\u{e007f}', 'tags \\u{e0041}\\u{e007f}'],
  ['a\ufe0f b\u200dc \u{e0100}', 'a\\ufe0f b\\u200dc \\u{e0100}'],
  ['half \ud83d', 'half \\ud83d'],
  ['👨‍👩‍👧 ❤️ 1️⃣ 🏳️‍🌈 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇩🇪 👍🏽', '👨‍👩‍👧 ❤️ 1️⃣ 🏳️‍🌈 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇩🇪 👍🏽'],
  ['🦊\u200d\u200d🦊 ❤\ufe0f\ufe0f', '🦊\\u200d\\u200d🦊 ❤\ufe0f\\ufe0f'],
  ['👨‍👩‍👧\x1b[2J\u202e', '👨‍👩‍👧\\x1b[2J\\u202e'],
  ['e\u0301 שָׁלוֹם العربية नि', 'e\u0301 שָׁלוֹם العربية नि'],
])('shows %j as %j', (text, shown) => {
  expect(visible(text)).toBe(shown)
})
