/** A UTF-16 code unit as a JSON escape: `\u20ac`. */
export const jsonEscape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
