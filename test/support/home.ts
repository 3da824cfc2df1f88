import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { AwsServer, User } from 'aws-stand-in'
import { expect, onTestFinished } from 'vitest'

export interface Home {
  readonly path: string
  /** HOME, and the endpoint of the stand-in's STS if there is a stand-in. */
  readonly env: Readonly<Record<string, string>>
}

/** The contents of files by their path in the home directory: `{'.aws/config': '…'}`. */
export type Files = Readonly<Record<string, string>>

/**
 * Creates a temporary home directory, which is removed after the test. The test fails if the content, the
 * mode, the inode or the time of one of these files has changed by then.
 */
export function temporaryHome(files: Files, aws?: AwsServer): Home {
  const home = changeableHome(files, aws)
  expectUntouched(home.path, Object.keys(files))
  return home
}

/** Like `temporaryHome`, for a test that changes the files. The caller removes a given folder. */
export function changeableHome(files: Files, aws?: AwsServer, folder?: string): Home {
  const path = mkdtempSync(join(folder ?? tmpdir(), 'assume-home-'))
  if (folder === undefined) onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true, mode: 0o700 })
    writeFileSync(join(path, name), text, { mode: 0o600 })
  }
  return { path, env: { HOME: path, ...(aws && { AWS_ENDPOINT_URL_STS: aws.url }) } }
}

/** Fails the current test if one of these files changes before the test ends. */
export function expectUntouched(home: string, names: readonly string[]): void {
  const before = fingerprints(home, names)
  onTestFinished(() => {
    expect(fingerprints(home, names)).toEqual(before)
  })
}

function fingerprints(home: string, names: readonly string[]) {
  return names.map((name) => {
    const { ino, mtimeNs, ctimeNs, mode } = statSync(join(home, name), { bigint: true })
    return { name, ino, mtimeNs, ctimeNs, mode, text: readFileSync(join(home, name), 'latin1') }
  })
}

/** A section of `~/.aws/credentials` with the keys of a user of the demo. */
export function keysOf(user: User, profile = user.name): string {
  const [key] = user.accessKeys
  if (!key) throw new Error(`${user.name} has no keys`)
  return `[${profile}]
aws_access_key_id = ${key.accessKeyId}
aws_secret_access_key = ${key.secretAccessKey}
`
}
