import { warningText } from '../config/warning.ts'
import { warningsAbout } from '../config/warnings-about.ts'
import type { Interaction } from '../model/interaction.ts'
import { mistypedRegion } from '../plan/mistyped-region.ts'
import { profilesUsed } from '../plan/profiles-used.ts'
import type { Request } from '../plan/request.ts'
import type { World } from '../plan/world.ts'

interface Warning {
  readonly message: string
  readonly hint?: string
}

/** About the files that the request leads to, and about a region that is mistyped. */
export function requestWarnings(request: Request, world: World): readonly Warning[] {
  const { settings, profiles } = world
  const region = mistypedRegion(request.options, world)
  const ofFiles = (warnings: typeof settings.warnings): Warning[] =>
    warnings.map((each) => ({ ...each, message: warningText(each) }))
  return [
    ...ofFiles(settings.warnings),
    ...(region ? [region] : []),
    ...ofFiles(warningsAbout(profiles, profilesUsed(request, world))),
  ]
}

export function tellWarnings(
  request: Request,
  world: World,
  { report }: Pick<Interaction, 'report'>,
): void {
  for (const { message, hint } of requestWarnings(request, world)) report.warning(message, hint)
}
