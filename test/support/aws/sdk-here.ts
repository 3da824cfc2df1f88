import { STS } from '@aws-sdk/client-sts'
import { replaceEnvironment } from '../in-process/run-here.ts'
import { printedVariables } from '../printed-variables.ts'

/**
 * The caller whose keys the SDK for JavaScript finds in an environment that `env -0` has printed. The SDK runs
 * in this process: a separate process would take 350 ms, most of it to load the SDK.
 */
export async function callerIn(printed: string): Promise<string | undefined> {
  const restoreEnvironment = replaceEnvironment(Object.fromEntries(printedVariables(printed)))
  const sts = new STS({})
  try {
    return (await sts.getCallerIdentity()).Arn
  } finally {
    sts.destroy()
    restoreEnvironment()
  }
}
