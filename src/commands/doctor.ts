import { Command } from 'clipanion'
import { chosenFormat, textOrJson } from '../cli/chosen-format.ts'
import { commandUsage } from '../cli/command-usage.ts'
import type { CommandContext } from '../cli/context.ts'
import { formatOption, optionField } from '../cli/option-field.ts'
import { reportTo } from '../cli/report.ts'
import { wrapForTerminal } from '../cli/wrap-line.ts'
import { examine } from '../doctor/examine.ts'
import type { Finding } from '../doctor/finding.ts'
import { applyFix } from '../doctor/fix.ts'
import { inThisShell } from '../model/command-name.ts'
import { inCharset } from '../model/in-charset.ts'
import { sayIfSlow } from '../model/say-if-slow.ts'
import { visible } from '../model/visible.ts'
import { optionTable } from '../plan/options/options.ts'
import {
  type CheckedFinding,
  findingDocument,
  findingIndent,
  findingLines,
  summaryLine,
} from '../view/finding-text.ts'

/** Checks everything that obtaining a session depends on. */
export class DoctorCommand extends Command<CommandContext> {
  static override paths = [['doctor']]
  static override usage = commandUsage({
    group: 'Inspect',
    synopsis: '[OPTIONS]',
    description: 'check the setup, and say how to fix what is wrong',
    details: `
      Checks Node.js, the wrapper, AWS's files, the variables of this shell, the cache and the sign-ins.
      Then it calls STS. With --fix it repairs the cache of assume, removes abandoned locks, and replaces a
      line that loads a missing wrapper.

      The exit status is 1 if something is broken.
    `,
    examples: [
      ['Check everything', '$0 doctor'],
      ['Check without calling AWS', '$0 doctor --offline'],
      ['The findings, for a program', "$0 doctor --format json | jq '.findings[].id'"],
    ],
  })

  offline = optionField({ name: '--offline', help: 'do not call AWS' })
  fix = optionField({
    name: '--fix',
    help: 'repair the cache, and the line that loads the wrapper',
  })
  format = optionField(formatOption(textOrJson))
  debug = optionField(optionTable.debug)

  async execute(): Promise<number> {
    const { context } = this
    const format = chosenFormat(this.format, textOrJson)
    // The checks report the same problems as the notes.
    const report = reportTo(context, { quiet: true, debug: this.debug })
    const examined = await sayIfSlow(
      reportTo(context, { quiet: false, debug: false }),
      'the checks that call AWS',
      () => examine(context, report, this.offline),
    )
    const found: CheckedFinding[] = []
    for (const finding of examined.flatMap(({ findings }) => findings)) {
      found.push(this.fix ? await fixed(finding) : finding)
    }
    const left = found.filter(({ isFixed }) => !isFixed)
    const text =
      format === 'json'
        ? JSON.stringify({ findings: found.map(findingDocument) }, undefined, 2)
        : wrapForTerminal(
            [...found.flatMap(findingLines), '', summaryLine(left, this.offline)].map((line) =>
              inCharset(visible(inThisShell(line, context.env)), context.env),
            ),
            context,
            1,
            findingIndent,
          ).join('\n')
    await context.writer.toStdout(`${text}\n`)
    return left.some(({ severity }) => severity === 'broken') ? 1 : 0
  }
}

async function fixed(finding: Finding): Promise<CheckedFinding> {
  if (!finding.fix) return finding
  try {
    await applyFix(finding.fix)
    return { ...finding, isFixed: true }
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException
    const [, ...others] = finding.hints ?? []
    return { ...finding, hints: [`it could not be fixed (${code})`, ...others] }
  }
}
