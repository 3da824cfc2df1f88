import { spawnSync } from 'node:child_process'

/** Whether the installed programs support AWS_ENDPOINT_URL. Older versions would call AWS. */
export const boto3TakesUrl = isNewer(
  output('python3', '-c', 'import boto3; print("boto3/" + boto3.__version__)'),
  { boto3: [1, 28] },
)

const awsVersion = output('aws', '--version')
export const awsCliTakesUrl =
  isNewer(awsVersion, { 'aws-cli': [2, 13] }) ||
  (awsVersion.startsWith('aws-cli/1.') && isNewer(awsVersion, { 'aws-cli': [1, 29] }))

/** Requests to AWS itself go to a proxy that does not exist. */
export const noAws = { HTTPS_PROXY: 'http://127.0.0.1:9' }

function output(program: string, ...args: readonly string[]): string {
  return spawnSync(program, args, { encoding: 'utf8' }).stdout ?? ''
}

function isNewer(version: string, wanted: Readonly<Record<string, readonly [number, number]>>) {
  return Object.entries(wanted).some(([name, [major, minor]]) => {
    const [, found, part] = new RegExp(`^${name}/(\\d+)\\.(\\d+)`).exec(version) ?? []
    return Number(found) > major || (Number(found) === major && Number(part) >= minor)
  })
}
