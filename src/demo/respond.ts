import { type Answer, errorAnswer, resultAnswer } from './answer.ts'
import { authenticate } from './authenticate.ts'
import type { OpenCall } from './call.ts'
import type { Fault } from './faults.ts'
import type { Sts } from './operation.ts'
import { operations, unsignedOperations } from './operations.ts'
import type { Received } from './received.ts'
import { StsError } from './sts-error.ts'
import type { Tree } from './xml.ts'

/** STS's answer to a request, with what the fault makes of it. Never throws. */
export async function respond(
  received: Received,
  fault: Fault,
  call: OpenCall,
  sts: Sts,
): Promise<Answer> {
  if (fault.kind === 'raw') return { ...fault, outcome: 'raw' }
  try {
    if (fault.kind === 'refuse') throw new StsError(fault.code, fault.status, fault.message)
    const { Action = '', Version = '' } = received.parameters
    if (Version !== '2011-06-15') throw invalidAction(Action, Version)
    const result = await resultOf(Action, received, call, sts)
    return resultAnswer(Action, fault.kind === 'alter' ? altered(result, fault.elements) : result)
  } catch (error) {
    return errorAnswer(error)
  }
}

async function resultOf(
  action: string,
  received: Received,
  call: OpenCall,
  sts: Sts,
): Promise<Tree> {
  const unsigned = unsignedOperations.get(action)
  if (unsigned) return unsigned(received.parameters, sts)
  const operation = operations.get(action)
  if (!operation) throw invalidAction(action, received.parameters.Version ?? '')
  const caller = await authenticate(received, sts.keyring, sts.now())
  call.caller = caller.arn
  return operation(received.parameters, caller, sts)
}

function invalidAction(action: string, version: string): StsError {
  const message = `Could not find operation ${action} for version ${version}`
  return new StsError('InvalidAction', 400, message)
}

function altered(tree: Tree, elements: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([name, content]) => {
      if (Object.hasOwn(elements, name)) return [name, elements[name]]
      return [name, content instanceof Object ? altered(content, elements) : content]
    }),
  )
}
