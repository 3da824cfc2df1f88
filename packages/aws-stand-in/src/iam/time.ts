/** As IAM shows it: whole seconds. */
export const isoSeconds = (time: Date) => time.toISOString().replace(/\.\d+Z$/, 'Z')

/** When that came to be which is there from the beginning. */
export const defaultCreateDate = '2020-11-23T19:22:12Z'
