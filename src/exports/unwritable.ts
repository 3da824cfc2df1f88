import { AssumeError } from '../model/errors.ts'

/**
 * A value that a consumer would not read as it is. Keys and tokens never have such characters, so
 * it can be shown.
 */
export const unwritable = (name: string, value: string, format: string, why: string) =>
  new AssumeError(`${name} is "${value}", which --format ${format} cannot hold: ${why}`, [
    'take another format, or change the value where it comes from: assume --debug … shows the plan',
  ])
