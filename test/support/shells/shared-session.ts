import { rmSync } from 'node:fs'
import { fastPathFormat } from '../../../src/formats/fast-path-format.ts'
import { aws } from '../aws/aws.ts'
import { changeableHome, expectUntouched } from '../home.ts'
import { ShellSession } from './shell-session.ts'
import { folderOfTests } from './shells.ts'

/**
 * Returns Bob's home, which all tests of a file share. A session that an earlier test has obtained is cached, so
 * assume calls STS only once for each session. A wrapper still starts the core, since the files of the fast path
 * are removed before each test.
 */
export function sharedSession(): () => ShellSession {
  const folder = folderOfTests()
  let bob: ShellSession | undefined
  return () => {
    bob ??= new ShellSession(aws, {}, (files) => changeableHome(files, aws, folder))
    rmSync(bob.path(`.cache/assume/fast-path-${fastPathFormat}`), { recursive: true, force: true })
    expectUntouched(bob.home.path, ['.aws/credentials', '.aws/config'])
    return bob
  }
}
