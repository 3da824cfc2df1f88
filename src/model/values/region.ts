import { invalidValue } from './invalid-value.ts'

/**
 * Checks a region before it becomes part of a host name. `evil.example/x` would send a signed
 * request and an MFA code to that host.
 */
export function checkedRegion(region: string, where: string): string {
  if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(region)) return region
  throw invalidValue(where, `"${region}" is not an AWS region`, ['a region looks like eu-west-1'])
}
