import { Command, Option } from 'clipanion'
import { commandUsage } from '../cli/command-usage.ts'
import type { CommandContext } from '../cli/context.ts'
import { optionField } from '../cli/option-field.ts'
import { withoutSaved } from '../formats/active-session.ts'
import type { TrustOptions } from '../iam/conditions.ts'
import { type PolicyDocument, printed } from '../iam/document.ts'
import { homeOf } from '../iam/home.ts'
import { identityPolicy } from '../iam/identity-policy.ts'
import {
  type HomeOf,
  permissionSet,
  roleArn,
  rootArn,
  servicePrincipal,
  userArn,
} from '../iam/principals.ts'
import { trustPolicy } from '../iam/trust-policy.ts'
import { UsageError } from '../model/errors.ts'
import { checkedExternalId } from '../plan/values/external-id.ts'
import { readPlanInputs } from '../session/read-plan-inputs.ts'

/** Prints one of the two documents that allow a principal to assume a role. */
export class PolicyCommand extends Command<CommandContext> {
  static override paths = [['policy']]
  static override usage = commandUsage({
    group: 'Set up',
    synopsis: '<trust|identity> [OPTIONS]',
    description: 'print the IAM policy that a role or its user needs',
    details: `
      assume policy trust prints a trust policy, which says who can assume the role. Name users, roles,
      permission sets of IAM Identity Center, services or the whole account. Users need MFA unless you
      give --no-mfa. The account needs it with --mfa.

      assume policy identity prints a policy that allows the roles to be assumed.

      USER and ROLE are a name, PATH/NAME or an ARN. Their account is that of --account, or of the keys
      that the AWS CLI uses, if the key ID contains it. AWS is not called.
    `,
    examples: [
      ['A role that Bob can assume with MFA', '$0 policy trust --user Bob'],
      ['A role for an EC2 instance', '$0 policy trust --service ec2.amazonaws.com'],
      [
        'A role for another account, with an external ID',
        '$0 policy trust --root --account 210987654321 --external-id a1b2',
      ],
      ['The policy of a user of two roles', '$0 policy identity --role admin --role reader'],
    ],
  })

  kind = Option.String({ name: 'trust|identity' })
  users = optionField({
    name: '--user',
    metavariable: 'USER',
    isRepeatable: true,
    help: 'user to trust',
  })
  roles = optionField({
    name: '--role',
    metavariable: 'ROLE',
    isRepeatable: true,
    help: 'role to trust; for identity: role to allow',
  })
  permissionSets = optionField({
    name: '--sso-role',
    metavariable: 'NAME',
    isRepeatable: true,
    help: 'permission set of IAM Identity Center whose role to trust',
  })
  root = optionField({ name: '--root', help: 'trust the whole account' })
  services = optionField({
    name: '--service',
    metavariable: 'SERVICE',
    isRepeatable: true,
    help: 'service to trust: ec2.amazonaws.com',
  })
  mfa = optionField({
    name: '--mfa',
    hasNegation: true,
    help: 'require MFA; --no-mfa: do not',
  })
  externalId = optionField({
    name: '--external-id',
    metavariable: 'ID',
    help: 'external ID to require',
  })
  tagSession = optionField({
    name: '--tag-session',
    help: 'also allow session tags (sts:TagSession)',
  })
  setSourceIdentity = optionField({
    name: '--set-source-identity',
    help: 'also allow a source identity (sts:SetSourceIdentity)',
  })
  account = optionField({
    name: '--account',
    metavariable: 'ACCOUNT',
    help: 'account of the names, twelve digits',
  })
  partition = optionField({
    name: '--partition',
    metavariable: 'PARTITION',
    help: 'aws, aws-cn, aws-us-gov …',
  })
  profile = optionField({
    name: '--profile',
    short: '-p',
    metavariable: 'PROFILE',
    completes: 'profile',
    help: 'profile of the account of the names',
  })

  async execute(): Promise<number> {
    const { context } = this
    const inputs = { ...(await readPlanInputs(context)), env: withoutSaved(context.env) }
    let asked = false
    const document = this.document((account = this.account) => {
      asked = true
      return homeOf({ ...this, account }, inputs)
    })
    const unread = ['account', 'partition', 'profile'] as const
    const useless = unread.find((name) => this[name] !== undefined)
    if (useless && !asked) {
      throw new UsageError(`--${useless} has no effect here: each name contains its account`)
    }
    await context.writer.toStdout(`${printed(document)}\n`)
    return 0
  }

  private document(home: HomeOf): PolicyDocument {
    if (this.kind === 'trust') return this.trust(home)
    if (this.kind === 'identity') return this.identity(home)
    throw new UsageError(`there is no policy "${this.kind}"`, [
      'there are trust and identity: assume policy --help',
    ])
  }

  private trust(home: HomeOf): PolicyDocument {
    const { users = [], roles = [], permissionSets = [], services = [], root } = this
    const mayHaveMfa = users.length > 0 || root
    const mayHaveExternalId = mayHaveMfa || roles.length > 0 || permissionSets.length > 0
    if (!mayHaveExternalId && services.length === 0) throw nobody()
    if (this.mfa !== undefined && !mayHaveMfa) {
      throw new UsageError('--mfa and --no-mfa need --user or --root', [
        'the session of a role or a service never has MFA',
      ])
    }
    if (this.externalId !== undefined && !mayHaveExternalId) {
      throw new UsageError(
        '--external-id cannot be used with --service: services send no external ID',
      )
    }
    return trustPolicy(
      {
        users: users.map((word) => userArn(word, home)),
        accounts: root ? [rootArn(home)] : [],
        roles: roles.map((word) => roleArn(word, home)),
        permissionSets: permissionSets.map((name) => permissionSet(name, home)),
        services: services.map(servicePrincipal),
      },
      this.asked(),
    )
  }

  private identity(home: HomeOf): PolicyDocument {
    const { users, roles = [], permissionSets, services, root } = this
    if (users || permissionSets || services || root) {
      throw new UsageError('an identity policy names only roles', [
        'name the roles to allow with --role, and no users or services',
      ])
    }
    if (roles.length === 0) {
      throw new UsageError('no role to assume', ['name the role with --role'])
    }
    const arns = roles.map((word) => roleArn(word, home))
    return identityPolicy(arns, this.asked())
  }

  private asked(): TrustOptions {
    const { mfa, externalId, tagSession, setSourceIdentity } = this
    return {
      mfa,
      ...(externalId !== undefined && {
        externalId: checkedExternalId(externalId, '--external-id'),
      }),
      tagSession,
      setSourceIdentity,
    }
  }
}

const nobody = () =>
  new UsageError('a trust policy needs somebody to trust', [
    'name who may assume the role with --user, --role, --sso-role, --root or --service',
  ])
