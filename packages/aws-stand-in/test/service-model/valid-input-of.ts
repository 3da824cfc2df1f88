import type { ServiceName } from '../../src/service-model/model.ts'
import type { AllServices } from './all-services.ts'
import { validInputs } from './valid-inputs.ts'

/** Returns the valid input of an operation. Throws if this file has none. */
export function validInputOf(service: ServiceName, operation: string, standIn: AllServices) {
  const make = validInputs[`${service} ${operation}`]
  if (!make) throw new Error(`valid-inputs.ts has none for ${service} ${operation}`)
  return make(standIn)
}
