/** The principals that a trust policy allows, as far as its text shows. */
export interface Trust {
  /** `unknown` if a statement denies or has an unsupported form. */
  readonly letsIn: 'by name' | 'by account' | 'nobody of the kind' | 'unknown'
  readonly asksForMfa: boolean
  readonly wantsExternalId: boolean
}

/**
 * Reads a trust policy for one caller. The result is only for hints and never for a decision.
 *
 * @param document the JSON text from IAM.
 * @param callerArn the ARN of an IAM user or of a role session.
 * @returns undefined if the text is not a policy.
 */
export function readTrust(document: string, callerArn: string): Trust | undefined {
  const statements = statementsIn(document)
  if (!statements) return undefined
  return {
    letsIn: letsIn(statements, callerArn),
    asksForMfa: /"aws:MultiFactorAuth(Present|Age)"/i.test(document),
    wantsExternalId: /"sts:ExternalId"/i.test(document),
  }
}

type UncheckedStatement = Readonly<Record<string, unknown>>

function statementsIn(document: string): readonly UncheckedStatement[] | undefined {
  try {
    const policy: { Statement?: unknown } | null = JSON.parse(document)
    const statements = listed(policy?.Statement)
    const isEach = statements.length > 0 && statements.every((each) => each instanceof Object)
    return isEach ? (statements as UncheckedStatement[]) : undefined
  } catch {
    return undefined
  }
}

function letsIn(statements: readonly UncheckedStatement[], callerArn: string): Trust['letsIn'] {
  const plain = ({ Effect, Principal, Action, Condition }: UncheckedStatement) =>
    Effect === 'Allow' &&
    Principal !== undefined &&
    Action !== undefined &&
    listed(Action).every((each) => isAssumeRole(each) || !/[*?]/.test(String(each))) &&
    conditionKeys(Condition).every((key) => told.test(key))
  if (!statements.every(plain)) return 'unknown'
  const principals = statements
    .filter(({ Action }) => listed(Action).some(isAssumeRole))
    .flatMap(({ Principal }) =>
      Principal === '*' ? ['*'] : listed((Principal as { AWS?: unknown } | null)?.AWS),
    )
  const [, partition, account] = /^arn:([\w-]+):\w+::(\d{12}):/.exec(callerArn) ?? []
  const [, role] = /:assumed-role\/([^/]+)\//.exec(callerArn) ?? []
  const isNamed = (principal: unknown) =>
    principal === callerArn ||
    principal === '*' ||
    (role !== undefined &&
      String(principal).startsWith(`arn:${partition}:iam::${account}:role/`) &&
      String(principal).endsWith(`/${role}`))
  if (principals.some(isNamed)) return 'by name'
  const root = `arn:${partition}:iam::${account}:root`
  const isAccount = (principal: unknown) => principal === root || principal === account
  return principals.some(isAccount) ? 'by account' : 'nobody of the kind'
}

/** The conditions that `Trust` reports in fields of their own. */
const told = /^(aws:MultiFactorAuth(Present|Age)|sts:ExternalId)$/i

const conditionKeys = (condition: unknown) =>
  Object.values(condition ?? {}).flatMap((asked) => Object.keys(asked ?? {}))

const isAssumeRole = (action: unknown) => /^(sts:AssumeRole|sts:\*|\*)$/i.test(String(action))

const listed = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
