import type { ServiceModel, ServiceName, Shape } from './model.ts'

/** Limits that AWS's documentation states and the service models do not, by service and shape. */
const documentedLimits: Partial<Record<ServiceName, Readonly<Record<string, Partial<Shape>>>>> = {
  sts: {
    // "The plaintext that you use for both inline and managed session policies can't exceed 2,048
    // characters": https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, Policy
    unrestrictedSessionPolicyDocumentType: { max: 2048 },
    // "You can provide up to 10 managed policy ARNs": the same page, PolicyArns
    policyDescriptorListType: { max: 10 },
  },
}

export function withDocumentedLimits(name: ServiceName, model: ServiceModel): ServiceModel {
  const limits = Object.entries(documentedLimits[name] ?? {})
  const limited = limits.map(([shape, limit]) => [shape, { ...model.shapes[shape], ...limit }])
  return { ...model, shapes: { ...model.shapes, ...Object.fromEntries(limited) } }
}
