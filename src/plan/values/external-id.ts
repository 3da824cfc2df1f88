import { invalidValue } from '../../model/values/invalid-value.ts'

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, ExternalId */
export function checkedExternalId(value: string, where: string): string {
  if (/^[\w+=,.@:/-]{2,1224}$/.test(value)) return value
  throw invalidValue(where, 'that is not an external id', [
    '2 or more letters, digits and _+=,.@:/-',
  ])
}
