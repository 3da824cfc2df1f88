import models from './models.json' with { type: 'json' }

/**
 * The part of AWS's service models that describes the input of operations.
 * scripts/service-models.py copies it from botocore, without the documentation.
 */
export interface ServiceModel {
  readonly operations: Readonly<Record<string, OperationModel>>
  readonly shapes: Shapes
}

export interface OperationModel {
  /**
   * For example `GET /assignment/accounts`. Absent if a parameter or a header names the operation (STS,
   * IAM, Organizations).
   */
  readonly http?: string
  /** The name of a shape. Absent if the operation has no input. */
  readonly input?: string
}

export interface Shape {
  readonly type: 'structure' | 'list' | 'string' | 'integer' | 'boolean'
  /** `required`, `members` and `payload` belong to structures. */
  readonly required?: readonly string[]
  readonly members?: Readonly<Record<string, Member>>
  /** The member that is the body of the request. */
  readonly payload?: string
  /** The name of the shape of a list's members. */
  readonly member?: string
  /** The minimum length of a string or list, or the minimum value of an integer. */
  readonly min?: number
  readonly max?: number
  /** A regular expression that must match the whole string. */
  readonly pattern?: string
  readonly enum?: readonly string[]
  readonly sensitive?: boolean
}

/** The members of an operation's input, by name. */
export type OperationInput = Readonly<Record<string, unknown>>

export type Shapes = Readonly<Record<string, Shape>>

export interface Member {
  readonly shape: string
  readonly location?: 'querystring' | 'header'
  readonly locationName?: string
}

export type ServiceName = 'iam' | 'organizations' | 'signin' | 'sso' | 'sso-oidc' | 'sts'

const loadedModels = new Map<ServiceName, ServiceModel>()

function serviceModel(name: ServiceName): ServiceModel {
  const model =
    loadedModels.get(name) ?? withDocumentedLimits(name, models.services[name] as ServiceModel)
  loadedModels.set(name, model)
  return model
}

/**
 * Returns the name of the operation at an HTTP method and path, for example `GET
 * /assignment/accounts`.
 */
export function operationAt(service: ServiceName, http: string): string | undefined {
  const { operations } = serviceModel(service)
  return Object.keys(operations).find((name) => operations[name]?.http === http)
}

/**
 * @throws Error if models.json does not contain the operation, so that no operation stays
 * unvalidated.
 */
export function inputShapeOf(
  service: ServiceName,
  operation: string,
): { readonly shape: Shape; readonly shapes: Shapes } {
  const { operations, shapes } = serviceModel(service)
  const described = operations[operation]
  if (!described) {
    throw new Error(
      `the stand-in has no model of ${service} ${operation}: scripts/service-models.py`,
    )
  }
  const { input } = described
  return { shape: (input !== undefined && shapes[input]) || { type: 'structure' }, shapes }
}

export function shapeNamed(name: string, shapes: Shapes): Shape {
  const shape = shapes[name]
  if (shape) return shape
  throw new Error(`the service model has no shape ${name}`)
}

/**
 * Limits that the documentation of AWS states and the service models do not, by service and shape.
 */
const documentedLimits: Partial<Record<ServiceName, Readonly<Record<string, Partial<Shape>>>>> = {
  sts: {
    // "The plaintext that you use for both inline and managed session policies can't exceed 2,048
    // characters": https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, Policy
    unrestrictedSessionPolicyDocumentType: { max: 2048 },
    // "You can provide up to 10 managed policy ARNs": the same page, PolicyArns
    policyDescriptorListType: { max: 10 },
  },
}

function withDocumentedLimits(name: ServiceName, model: ServiceModel): ServiceModel {
  const limits = Object.entries(documentedLimits[name] ?? {})
  const limited = limits.map(([shape, limit]) => [shape, { ...model.shapes[shape], ...limit }])
  return { ...model, shapes: { ...model.shapes, ...Object.fromEntries(limited) } }
}
