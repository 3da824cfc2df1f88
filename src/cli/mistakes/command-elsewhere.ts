import { shellWord } from '../../formats/posix.ts'

/**
 * What people type who know granted, aws-vault, awsume, aws-sso-cli or the AWS CLI, and what does it here.
 * The words after the command are in `words`.
 */
const elsewhere: Readonly<Record<string, string | ((words: readonly string[]) => string)>> = {
  version: 'for the version: assume --version',
  man: 'for the help: assume --help',
  completion: (words) => `the shell function completes words: ${loading(words)}`,
  completions: (words) => `the shell function completes words: ${loading(words)}`,
  sso: ([what]) =>
    what === 'logout'
      ? 'to sign out of IAM Identity Center: assume logout'
      : 'to sign in to IAM Identity Center: assume login',
  signin: 'to sign in to IAM Identity Center: assume login',
  signout: 'to sign out of IAM Identity Center: assume logout',
  add: (words) => `to store the keys of a user: aws configure${asProfile(words)}`,
  configure: (words) => `to store the keys of a user: aws configure${asProfile(words)}`,
  create: (words) => `to store the keys of a user: aws configure${asProfile(words)}`,
  config: 'to see what the files say about a profile: assume explain prod',
  export: (words) => `to print the variables: assume ${target(words)} --format posix`,
  env: (words) => `to print the variables: assume ${target(words)} --format posix`,
  eval: (words) => `to set the variables in this shell: assume ${target(words)}`,
  use: (words) => `without a command: assume ${target(words)}`,
  switch: (words) => `without a command: assume ${target(words)}`,
  assume: (words) => `without a command: assume ${target(words)}`,
  role: (words) => `without a command: assume ${target(words)}`,
  profile: (words) => `without a command: assume ${target(words)}`,
  run: (words) => `to run a program: assume exec ${target(words)} -- aws s3 ls`,
  shell: (words) => `to start a shell with the credentials: assume exec ${target(words)}`,
  server: (words) => `to run a program with renewed credentials: ${served(words)}`,
  ecs: (words) => `to run a program with renewed credentials: ${served(words)}`,
  open: (words) => `to open the console: assume console ${target(words)}`,
  web: (words) => `to open the console: assume console ${target(words)}`,
  browser: (words) => `to open the console: assume console ${target(words)}`,
  profiles: 'to list the profiles: assume list',
  current: 'for the session of this shell: assume status',
  renew: 'to renew the session of this shell: assume refresh',
  back: 'to go back to the previous role: assume -',
  previous: 'to go back to the previous role: assume -',
  rotate: 'assume does not change the keys of users; the AWS CLI does: aws iam create-access-key',
  off: 'to drop the session: assume unset',
  drop: 'to drop the session: assume unset',
  stop: 'to drop the session: assume unset',
  clean: 'to drop the session: assume unset',
  clear: 'to delete the cached sessions: assume cache clear',
  flush: 'to delete the cached sessions: assume cache clear',
  remove: 'to delete the cached sessions: assume cache clear',
  check: 'to check the setup: assume doctor',
  uninstall: 'to uninstall, in the folder of the clone: ./install.sh --uninstall',
}

/** The hint for a command that another tool has. */
export function commandElsewhere([word = '', ...others]: readonly string[]): string | undefined {
  const name = word.toLowerCase()
  const hint = Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined
  return typeof hint === 'function' ? hint(others) : hint
}

const loading = ([shell = '']: readonly string[]) =>
  `eval "$(assume init ${['bash', 'zsh', 'fish'].includes(shell) ? shell : 'bash'})"`

const asProfile = ([name]: readonly string[]) =>
  name === undefined ? '' : ` --profile ${shellWord(name)}`

const target = (words: readonly string[]) =>
  words.length === 0 ? 'prod' : words.map(shellWord).join(' ')

const served = (words: readonly string[]) => `assume exec --server ${target(words)} -- ./job`
