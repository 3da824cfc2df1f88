import { commandUsage } from '../cli/command-usage.ts'
import { processDocument } from '../formats/process.ts'
import { lastingSession } from '../session/lasting-session.ts'
import { TargetCommand } from './target.ts'

/** The command for a `credential_process`, so that every AWS tool can use the sessions of assume. */
export class CredentialProcessCommand extends TargetCommand {
  static override paths = [['credential-process']]
  static override usage = commandUsage({
    group: 'Use credentials',
    synopsis: 'TARGET [OPTIONS]',
    description: 'print a session for a credential_process line',
    details: `
      For a line in ~/.aws/config. If AWS needs an MFA code, it asks on the terminal. stdin and stdout
      belong to the tool that runs it.
    `,
    examples: [['In a profile of its own', 'credential_process = $0 credential-process prod']],
  })

  // There is only one format.
  override format = undefined

  override async execute(): Promise<number> {
    const { context } = this
    const session = await lastingSession(this.request(), context, this.interaction())
    await context.writer.toDescriptor(1, processDocument(session))
    return 0
  }
}
