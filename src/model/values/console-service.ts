/** The first word, or two, of the address of a service in the console: `s3`, `route53/v2`. */
export const isConsoleService = (text: string) => /^[a-z0-9-]{1,64}(\/[a-z0-9-]{1,64})?$/.test(text)
