import { Command } from 'clipanion'
import { processDocument } from '../formats/process.ts'
import { lastingSession } from '../session/lasting-session.ts'
import { TargetCommand } from './target.ts'

/** What `credential_process` of a profile can run, so that every tool of AWS's has our sessions. */
export class CredentialProcessCommand extends TargetCommand {
  static override paths = [['credential-process']]
  static override usage = Command.Usage({
    description: 'print a session as credential_process wants it',
    details: `
      For a line in ~/.aws/config. A code is asked for on the terminal, if there is one; stdin and
      stdout are left to the tool that runs it.
    `,
    examples: [['In a profile of its own', 'credential_process = $0 credential-process prod']],
  })

  // There is but one.
  override format = undefined

  override async execute(): Promise<number> {
    const { context } = this
    const session = await lastingSession(this.request(), context, this.interaction())
    await context.writer.toDescriptor(1, processDocument(session))
    return 0
  }
}
