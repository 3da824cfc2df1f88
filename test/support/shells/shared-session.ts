import { rmSync } from 'node:fs'
import { fastPathFormat } from '../../../src/formats/fast-path-format.ts'
import { aws } from '../aws/aws.ts'
import { changeableHome, expectUntouched } from '../home.ts'
import { ShellSession } from './shell-session.ts'
import { folderOfTests } from './shells.ts'

/**
 * Bob's home for all tests of a file, for which it does not matter that another test has already taken the
 * same role: STS is asked for a session once. A wrapper asks the core all the same, since what is left for
 * the fast path goes before each test.
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
