import { createRequire } from 'node:module'
import { join } from 'node:path'
import { noBotocore } from './botocore.ts'

const require = createRequire(import.meta.url)

/** A program that signs GetCallerIdentity with the keys that an SDK finds by itself, and prints `KEY_ID ARN`. */
export interface Sdk {
  readonly name: string
  readonly command: readonly string[]
  /** Whether the SDK is not installed, so that its tests are skipped. CI needs it. */
  readonly isMissing: boolean
  /** The SDK is from before 2024, and cannot read the token of `exec --server` from a file. */
  readonly isOld?: true
}

const javascript2 = `
const STS = require(process.argv[1])
const endpoint = process.env.AWS_ENDPOINT_URL_STS
const sts = new STS({ endpoint, region: 'us-east-1' })
sts.getCallerIdentity({}, (error, answer) => {
  if (error) throw error
  console.log(sts.config.credentials.accessKeyId, answer.Arn)
})`

const javascript3 = `
const { GetCallerIdentityCommand, STSClient } = require(process.argv[1])
const sts = new STSClient({ region: 'us-east-1' })
sts.send(new GetCallerIdentityCommand({})).then(async ({ Arn }) => {
  console.log((await sts.config.credentials()).accessKeyId, Arn)
})`

const botocore = `
from botocore.session import Session
session = Session()
arn = session.create_client('sts', region_name='us-east-1').get_caller_identity()['Arn']
print(session.get_credentials().get_frozen_credentials().access_key, arn)`

/** The folder of `aws-sdk` 2. It has 100 MB, so it is no dependency, and `.ci/run` fetches it. */
const sdk2 = process.env.TEST_AWS_SDK_2

export const javascriptSdk2: Sdk = {
  name: 'aws-sdk 2 for JavaScript',
  command: [process.execPath, '-e', javascript2, `${sdk2}/clients/sts`],
  isMissing: !sdk2,
}

/** The folder with the programs of `test/fixtures/go`, which `.ci/run` builds with Debian's SDKs. */
const goPrograms = process.env.TEST_GO_SDKS

const goSdk = (version: number): Sdk => ({
  name: `AWS SDK for Go ${version}`,
  command: [join(goPrograms ?? '', `sdk-${version}`)],
  isMissing: !goPrograms,
  isOld: true,
})

export const sdks: readonly Sdk[] = [
  javascriptSdk2,
  {
    name: '@aws-sdk 3 for JavaScript',
    command: [process.execPath, '-e', javascript3, require.resolve('@aws-sdk/client-sts')],
    isMissing: false,
  },
  { name: 'botocore', command: ['python3', '-c', botocore], isMissing: noBotocore },
  goSdk(1),
  goSdk(2),
]

/** Prevents warnings of the SDKs that they, or Node.js, are old. */
export const quietSdks = {
  AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
}
