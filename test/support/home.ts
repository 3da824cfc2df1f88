import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { AwsServer, User } from 'aws-stand-in'
import { expect, onTestFinished } from 'vitest'

export interface Home {
  readonly path: string
  /** HOME and nothing else, or HOME and the way to the demo's STS. */
  readonly env: Readonly<Record<string, string>>
}

/** The files of a home directory by their path in it: `{'.aws/config': '…'}`. */
export type Files = Readonly<Record<string, string>>

/**
 * A temporary home directory, gone after the test, which fails should anything have touched a file
 * in it: the same bytes, inode and time of change are there at the end.
 */
export function temporaryHome(files: Files, aws?: AwsServer): Home {
  const home = changeableHome(files, aws)
  expectUntouched(home.path, Object.keys(files))
  return home
}

/** The same for a test that changes the files itself. In a folder that is given it is gone with that. */
export function changeableHome(files: Files, aws?: AwsServer, folder?: string): Home {
  const path = mkdtempSync(join(folder ?? tmpdir(), 'assume-home-'))
  if (folder === undefined) onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true, mode: 0o700 })
    writeFileSync(join(path, name), text, { mode: 0o600 })
  }
  return { path, env: { HOME: path, ...(aws && { AWS_ENDPOINT_URL_STS: aws.url }) } }
}

/** The test that runs fails should anything touch these files until it ends. */
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
