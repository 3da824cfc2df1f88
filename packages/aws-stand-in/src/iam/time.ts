/** As IAM shows it: whole seconds. */
export const shownTime = (time: Date) => time.toISOString().replace(/\.\d+Z$/, 'Z')

/** When that came to be which is there from the beginning. */
export const longAgo = '2020-11-23T19:22:12Z'
