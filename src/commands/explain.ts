import { openCache } from '../cache/cache.ts'
import { type CachedSteps, cachedSteps } from '../cache/cached-steps.ts'
import { chosenFormat, textOrJson } from '../cli/chosen-format.ts'
import { commandUsage } from '../cli/command-usage.ts'
import { formatOption, optionField } from '../cli/option-field.ts'
import { reportTo } from '../cli/report.ts'
import type { Profiles } from '../config/profile.ts'
import type { Context } from '../model/context.ts'
import { inCharset } from '../model/in-charset.ts'
import { visible } from '../model/visible.ts'
import { serviceAddress } from '../plan/endpoint/service-address.ts'
import { type Explanation, explain } from '../plan/explain.ts'
import { makePlan } from '../plan/make-plan.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import type { Request } from '../plan/request.ts'
import { readPlanInputs } from '../session/read-plan-inputs.ts'
import { tellWarnings } from '../session/request-warnings.ts'
import { explanationDocument } from '../view/explanation-document.ts'
import { explanationText } from '../view/explanation-text.ts'
import { TargetCommand } from './target.ts'

/** Shows what the same words without `explain` would do. It reads files and calls, runs or asks nothing. */
export class ExplainCommand extends TargetCommand {
  static override paths = [['explain']]
  static override usage = commandUsage({
    group: 'Inspect',
    synopsis: '[TARGET] [OPTIONS]',
    description: 'show what assume would do for a target, and why',
    details: `
      Takes the same TARGET and options as assume. It calls nothing, so facts that only AWS knows are
      listed as not known.
    `,
    examples: [
      ['Which keys, roles, region and endpoint', '$0 explain prod'],
      ['For a program', '$0 explain prod --format json'],
    ],
  })

  override format = optionField(formatOption(textOrJson))

  override async execute(): Promise<number> {
    const { context } = this
    const isJson = chosenFormat(this.format, textOrJson) === 'json'
    const request = this.request()
    const inputs = await readPlanInputs(context)
    const report = reportTo(context, this)
    tellWarnings(request, inputs, { report })
    const explanation = explain(request, inputs)
    report.debug(`plan ${JSON.stringify(explanation)}`)
    const levels = levelsOf(request, explanation, inputs, context)
    const text = isJson
      ? JSON.stringify(documentOf(levels, inputs.profiles), undefined, 2)
      : levels
          .map((level) =>
            explanationText(...level, inputs.profiles)
              .map(visible)
              .join('\n'),
          )
          .join('\n\n')
    await context.writer.toStdout(`${isJson ? text : inCharset(text, context.env)}\n`)
    return 0
  }
}

/** A plan, its endpoint and its cached sessions. */
type Level = readonly [Explanation, endpoint: string, CachedSteps]

/** The plan, then the plan of its `credential_process` if that is assume itself, and so on. */
function levelsOf(
  request: Request,
  explanation: Explanation,
  inputs: PlanInputs,
  context: Context,
): readonly Level[] {
  const cached = cachedStepsOf(request, explanation, inputs, context)
  const { asks } = explanation
  return [
    [explanation, endpointOf(explanation), cached],
    ...(asks ? levelsOf(asks.request, asks.explanation, inputs, context) : []),
  ]
}

/** Each document contains the document of the plan that it starts from. */
const documentOf = (levels: readonly Level[], profiles: Profiles): object =>
  levels.reduceRight<object>(
    (asks, level, index) => ({
      ...explanationDocument(...level, profiles),
      ...(index < levels.length - 1 && { asks }),
    }),
    {},
  )

/** The cached sessions of an incomplete plan are unknown. */
function cachedStepsOf(
  request: Request,
  { needs }: Explanation,
  inputs: PlanInputs,
  context: Context,
): CachedSteps {
  const planned = needs.length > 0 ? undefined : makePlan(request, inputs)
  if (!planned || 'need' in planned) return []
  return cachedSteps(planned.value, openCache(context, inputs.settings), context.now())
}

/** A configured endpoint is shown as it is written. */
const endpointOf = ({ endpointConfig }: Explanation): string =>
  endpointConfig.endpoint ?? serviceAddress('sts', endpointConfig).url.origin
