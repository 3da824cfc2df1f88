import { join } from 'node:path'
import { readPrivate, writePrivate } from '../files/private-file.ts'
import { makePrivateFolder } from '../files/private-folder.ts'
import { removePath } from '../files/remove-path.ts'
import type { Interaction } from '../model/interaction.ts'
import type { Target } from '../plan/request.ts'
import type { Cache } from './cache.ts'

/** A target that shells have used. The file lists the most used first. Wrappers read it for completion. */
export interface UsedTarget {
  readonly kind: Target['kind']
  /** The words as typed. */
  readonly words: readonly [string] | readonly [string, string]
  readonly count: number
  /** Seconds since 1970. */
  readonly last: number
}

/** The limit is higher than the number of targets that a user chooses from. */
const maxTargets = 200

/** Seconds. A script that calls assume in a loop counts once. */
const apart = 3600

/**
 * Counts a use of a target in the file `used`. Each line has tab-separated fields: the kind, two words (`-`
 * if there is no second), the count and the time. The format is plain, because shells read it.
 */
export function countTarget(target: Target, cache: Cache, { now, report }: Interaction): void {
  const words = targetWords(target)
  if (!words.every(isPlain)) return
  const seconds = Math.floor(now().getTime() / 1000)
  const used = usedTargets(cache)
  const isSame = (other: UsedTarget) =>
    other.kind === target.kind && other.words.join('\t') === words.join('\t')
  const before = used.find(isSame)
  if (before && seconds >= before.last && seconds - before.last < apart) return
  const made = { kind: target.kind, words, count: (before?.count ?? 0) + 1, last: seconds }
  const latest = [made, ...used.filter((other) => !isSame(other))]
    .sort((one, other) => other.last - one.last)
    .slice(0, maxTargets)
  const lines = latest.sort((one, other) => other.count - one.count || other.last - one.last)
  try {
    makePrivateFolder(cache.folder, cache.shells.userId)
    writePrivate(pathOf(cache), lines.map(lineOf).join(''))
  } catch (error) {
    report.debug(`the used targets are not stored in ${cache.folder}: ${String(error)}`)
  }
}

export function usedTargets(cache: Cache): readonly UsedTarget[] {
  const text = readPrivate(pathOf(cache), cache.shells.userId) ?? ''
  return text.split('\n').flatMap((line) => {
    const [, kind, first, second, count, last] = form.exec(line) ?? []
    if (kind === undefined || first === undefined || second === undefined) return []
    const words = kind === 'user-role' ? ([first, second] as const) : ([first] as const)
    return [{ kind: kind as UsedTarget['kind'], words, count: Number(count), last: Number(last) }]
  })
}

export const forgetUsed = (cache: Cache) => removePath(pathOf(cache))

const pathOf = ({ folder }: Cache) => join(folder, 'used')

const form = /^(profile|role|sso-role|user-role)\t([^\t]+)\t([^\t]+)\t(\d{1,9})\t(\d{1,12})$/

/** Excludes control characters and field separators. Loading the classes of Unicode takes half a millisecond. */
const isPlain = (word: string) =>
  /^[\x20-\x7e]+$/.test(word) || /^[^\p{C}\p{Zl}\p{Zp}]+$/u.test(word)

export function targetWords(target: Target): UsedTarget['words'] {
  switch (target.kind) {
    case 'profile':
      return [target.profile]
    case 'role':
      return [target.roleArn]
    case 'sso-role':
      return [target.word]
    case 'user-role':
      return [target.user, target.role]
  }
}

const lineOf = ({ kind, words: [first, second = '-'], count, last }: UsedTarget) =>
  `${[kind, first, second, count, last].join('\t')}\n`
