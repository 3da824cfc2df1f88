import { warningText } from '../config/warnings/warning.ts'
import { warningsAbout } from '../config/warnings/warnings-about.ts'
import type { Interaction } from '../model/interaction.ts'
import { mistypedRegion } from '../plan/endpoint/mistyped-region.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import type { Request } from '../plan/request.ts'
import { profilesUsed } from '../plan/route/profiles-used.ts'

interface Warning {
  readonly message: string
  readonly hint?: string
}

/** Warnings about the files that the request uses, and about a mistyped region. */
export function requestWarnings(request: Request, inputs: PlanInputs): readonly Warning[] {
  const { settings, profiles } = inputs
  const region = mistypedRegion(request.options, inputs)
  const ofFiles = (warnings: typeof settings.warnings): Warning[] =>
    warnings.map((each) => ({ ...each, message: warningText(each) }))
  return [
    ...ofFiles(settings.warnings),
    ...(region ? [region] : []),
    ...ofFiles(warningsAbout(profiles, profilesUsed(request, inputs))),
  ]
}

export function tellWarnings(
  request: Request,
  inputs: PlanInputs,
  { report }: Pick<Interaction, 'report'>,
): void {
  for (const { message, hint } of requestWarnings(request, inputs)) report.warning(message, hint)
}
