import { lstatSync } from 'node:fs'
import { fastPathFolder, olderFastPathFolders } from '../../cache/fast-path-files.ts'
import { type Flaw, flawsOf, isExposed } from '../../cache/inspect-store.ts'
import { accessTrouble } from '../../config/access.ts'
import { pastedPath, shown } from '../../config/paths.ts'
import type { Check, CheckContext } from '../check-context.ts'
import { type Finding, ok } from '../finding.ts'
import { unusable } from '../unusable.ts'

/** The cache. An invalid entry is never used; it only takes space. */
export const cache: Check = {
  title: 'the cache',
  look(checkContext) {
    const { cache, context } = checkContext
    const { sessions, learnedFacts, shells, codes } = cache
    const trouble = accessTrouble(cache.folder, context.userId)
    if (trouble) return [unusable('cache-unreadable', trouble, whyUnused, context)]
    const flaws = [...(sessions ? [sessions] : []), learnedFacts, shells, codes].flatMap((store) =>
      flawsOf(store, context.now()),
    )
    const found = [
      ...ofFolder(checkContext),
      ...flaws.map((flaw) => finding(flaw, checkContext)),
      ...fastPathFindings(checkContext),
      ...olderFastPathFindings(checkContext),
    ]
    if (found.length > 0) return found
    const off = sessions ? '' : ', where no session is cached: the setting "cache" is off'
    return [ok('cache', `${shown(cache.folder, context)}${off}`)]
  },
}

const whyUnused =
  'nothing in it is used and nothing can be cached, so assume gets each session again'

/** A user who can write to the folder can replace the folders in it. */
function ofFolder({ cache: { folder }, context }: CheckContext): Finding[] {
  const mode = modeOf(folder)
  if (context.userId === undefined || (mode & 0o022) === 0) return []
  return [open({ path: folder, kind: 'open', mode: 0o700 }, shown(folder, context))]
}

/** The fast-path files, which contain sessions and are cheap to write again. */
function fastPathFindings(checkContext: CheckContext): Finding[] {
  const { cache, context } = checkContext
  const path = fastPathFolder(cache)
  const { userId } = context
  if (userId === undefined || !isExposed({ folder: path, userId })) return []
  const finding = {
    id: 'cache-open',
    what: 'other users can read or change it, or something in it',
    why: 'it contains sessions, which only you may read; the next call creates it again',
  }
  return [removable(path, finding, checkContext)]
}

/** Folders of an older version of assume, which stay until this version opens the cache. */
const olderFastPathFindings = (checkContext: CheckContext): Finding[] =>
  olderFastPathFolders(checkContext.cache).map((path) => {
    const finding = {
      id: 'cache-old-format',
      what: 'an older version of assume left it',
      why: 'it contains sessions and is never used again; the next session that you get removes it too',
    }
    return removable(path, finding, checkContext)
  })

/** A finding about a folder that `--fix` may remove. */
function removable(
  path: string,
  finding: Pick<Finding, 'id' | 'what' | 'why'>,
  { context }: CheckContext,
): Finding {
  const file = shown(path, context)
  return {
    ...finding,
    severity: 'warning',
    hints: ['assume doctor --fix', `or: rm -rf ${pastedPath(file)}`],
    file,
    fix: { kind: 'remove', path },
  }
}

function modeOf(path: string): number {
  try {
    return lstatSync(path).mode
  } catch {
    return 0
  }
}

function finding(flaw: Flaw, { context }: CheckContext): Finding {
  const { path, kind } = flaw
  const file = shown(path, context)
  const pasted = pastedPath(file)
  switch (kind) {
    case 'open':
      return open(flaw, file)
    case 'left over':
    case 'corrupt':
      return {
        id: kind === 'corrupt' ? 'cache-corrupt' : 'cache-left-over',
        severity: 'warning',
        what:
          kind === 'corrupt' ? 'it is no entry of the cache' : 'a run that was killed left this',
        why: 'it is never used; assume asks AWS again',
        hints: ['assume doctor --fix', `or: rm -rf ${pasted}`],
        file,
        fix: { kind: 'remove', path },
      }
    case 'stray':
      return {
        id: 'cache-stray',
        severity: 'note',
        what: 'assume did not create this',
        why: 'other programs should store nothing beside sessions',
        hints: [`look at it, then: rm -rf ${pasted}`],
        file,
      }
    case 'foreign':
      return {
        id: 'cache-foreign',
        severity: 'broken',
        what: 'it belongs to another user',
        why: 'assume does not use it, so it caches nothing and gets each session again',
        hints: [`sudo rm -rf ${pasted}`],
        file,
      }
    case 'not a folder':
      return {
        id: 'cache-no-folder',
        severity: 'broken',
        what: 'it is not a folder',
        why: 'nothing can be cached, so assume gets each session again',
        hints: [`mv ${pasted} ${pasted}.old`],
        file,
      }
  }
}

const open = ({ path, mode }: Flaw, file: string): Finding => ({
  id: 'cache-open',
  severity: 'warning',
  what: 'other users can read or change it',
  why: 'only you may read sessions; an entry that others can read is not used',
  hints: ['assume doctor --fix', `or: chmod ${mode.toString(8)} ${pastedPath(file)}`],
  file,
  fix: { kind: 'mode', path, mode },
})
