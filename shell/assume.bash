# shellcheck shell=bash
# assume for bash, 3.2 and later. docs/shells.md says how to load it and what it does.
#
# This file can be sourced twice, under any options, and beside aliases and functions of any name. So it
# uses `builtin`, and locals with names that nobody makes readonly. It starts no process while it loads or
# at a prompt. Only bash before 4.2, which has no clock of its own, runs `date` once.

# ---- loading -------------------------------------------------------------------------------------

# bash expands aliases while it reads a function, so the user's aliases would become part of our functions.
if \builtin shopt -q expand_aliases; then
  \builtin shopt -u expand_aliases
  __assume_expand_aliases=1
fi

# The core and the files that are loaded later must have this version.
__assume_version=0.1.0
# The format of the fast-path file: docs/design.md, "The fast path".
__assume_fast_path_format=3

# The files that are loaded later are in this folder.
__assume_folder=${BASH_SOURCE[0]}
[[ $__assume_folder == /* ]] || __assume_folder=$PWD/$__assume_folder
__assume_folder=${__assume_folder%/*}
# These functions may be of another version.
builtin unset -f __assume_take_cached __assume_offer_words

# The name of the command. It can be set before this file is read; the default is `assume`.
case ${__assume_cmd-} in
  '' | [!A-Za-z]* | *[!A-Za-z0-9_]*) __assume_cmd=assume ;;
esac

# An alias of another tool would take precedence over our function.
builtin unalias "$__assume_cmd" 2>/dev/null || builtin true

# The line in the rc file names node and the program by absolute path, so that another PATH, such as that of
# nvm, does not break it. If the file is sourced alone, it uses the node that install.sh has linked, or
# npm's own.
[[ -n ${__assume_script-} ]] || __assume_script=$__assume_folder/../dist/bin.js
if [[ -z ${__assume_node-} ]]; then
  for __assume_node in "${__assume_script%/dist/*}/node" \
    "${__assume_script%/lib/node_modules/*}/bin/node" node; do
    if [[ -f $__assume_node && -x $__assume_node ]]; then builtin break; fi
  done
fi

# ---- the command ---------------------------------------------------------------------------------

# The core writes shell code to fd 3. It has the stdin, stdout and stderr of the caller, so lists, pagers,
# pipes and questions work as without the wrapper.
function __assume_run() {
  # Under `set -k`, `local` and `export` do not get assignments as arguments and print all variables.
  case $- in
    *k*)
      builtin set +k
      __assume_run_without_k "$@"
      return
      ;;
  esac
  # If stdout is closed, the redirection below fails, and the shell treats that as an error of its own.
  { { builtin :; } 4>&1; } 2>/dev/null || {
    __assume_run "$@" >/dev/null
    return
  }
  case ${1-} in
    # These commands hand the terminal to another program, and Ctrl-Z does not work inside $(…).
    demo)
      __assume_core "$@"
      return
      ;;
    exec | each)
      __assume_exec "$@"
      return
      ;;
  esac
  builtin local __assume_options="$-" __assume_status=1 __assume_code=''
  # A trace and the echo of evaluated code would show the keys. The output of a DEBUG trap would become part
  # of the code.
  case $- in *[vxT]*) { builtin set +vxT; } 2>/dev/null ;; esac
  # Only the core gets the variables that the shell had before the session, so a subshell exports them.
  # Before 5.2 bash reads the content of $(…) when it runs it, so a backslash excludes aliases there.
  # shellcheck disable=SC2034,SC2086
  if __assume_fast_path "$@"; then
    __assume_status=0
  elif __assume_unsets_alone "$@"; then
    __assume_status=0
  else
    __assume_code=$(
      IFS=$' \t\n'
      \builtin export ASSUME_EVAL_FD=3 ASSUME_SHELL=bash ASSUME_WRAPPER="$__assume_version" ${!__assume_saved@}
      __assume_core "$@" 3>&1 1>&4 4>&-
    ) && __assume_status=0 || __assume_status=$?
  fi 4>&1
  # If the core dies halfway, the shell must not have a new key id beside an old secret.
  if [[ $__assume_status == 0 && -n $__assume_code ]]; then
    builtin eval "$__assume_code" || __assume_status=$?
    # A later PROMPT_COMMAND=… may have removed the hook.
    case $- in
      *i*)
        __assume_remember
        case ${PROMPT_COMMAND[*]-}${bash_preexec_imported-}${__bp_imported-} in
          *__assume_prompt* | *defined*) ;;
          *) __assume_hook ;;
        esac
        ;;
    esac
  else
    __assume_code=''
  fi
  if ((${BASH_SUBSHELL-0} > 0)) || __assume_is_uncounted_subshell; then
    __assume_pass_on
  fi
  case $__assume_options in *T*) builtin set -T ;; esac
  case $__assume_options in *v*) builtin set -v ;; esac
  case $__assume_options in *x*) builtin set -x ;; esac
  return "$__assume_status"
}

function __assume_run_without_k() {
  builtin local __assume_status=0
  __assume_run "$@" || __assume_status=$?
  builtin set -k
  return "$__assume_status"
}

builtin eval "function $__assume_cmd() { __assume_run \"\$@\"; }"

# A subshell takes the session and becomes the program, so nothing of assume waits for it. The core looks
# for the program first. It prints no code if it only shows help.
function __assume_exec() (
  case $- in *[vxT]*) { builtin set +vxT; } 2>/dev/null ;; esac
  builtin set +ae
  builtin shopt -u execfail
  builtin local __assume_exports='' __assume_word='' __assume_server=0
  builtin local IFS=$' \t\n'
  [[ $1 != each ]] || __assume_server=1
  for __assume_word; do
    case $__assume_word in
      --) builtin break ;;
      --server) __assume_server=1 ;;
    esac
  done
  # Commands that need Node for as long as programs run.
  if ((__assume_server)); then
    for __assume_word in ${!__assume_saved@}; do builtin export "${__assume_word?}"; done
    __assume_core "$@"
    builtin exit
  fi
  # shellcheck disable=SC2034,SC2086
  {
    __assume_exports=$(
      \builtin export ASSUME_EVAL_FD=3 ASSUME_SHELL=bash ${!__assume_saved@}
      __assume_core "$@" 3>&1 1>&4 4>&-
    ) || builtin exit
  } 4>&1
  [[ -n $__assume_exports ]] || builtin exit 0
  builtin eval "$__assume_exports" || builtin exit
  # shellcheck disable=SC2086
  builtin unset -v ${!ASSUME_WITHHELD_@}
  while (($# > 0)) && [[ $1 != -- ]]; do builtin shift; done
  builtin shift "$(($# > 0))"
  (($# > 0)) || builtin set -- "${SHELL:-$BASH}"
  builtin exec -- "$@"
)

function __assume_core() {
  builtin local __assume_gone=''
  __assume_find_gone
  # shellcheck disable=SC2034
  builtin local -x ASSUME_CMD="$__assume_cmd"
  if [[ -n $__assume_gone ]]; then
    __assume_say_gone
    return 127
  fi
  (__assume_become_core "$@")
}

# A subshell becomes the core. Node.js must not see variables that make it run other code or write what it
# sees to other places: src/launcher.sh. The core restores them for the programs that it runs.
function __assume_become_core() {
  builtin local __assume_name='' __assume_attributes='' __assume_readonly=''
  for __assume_name in \
    NODE_OPTIONS NODE_PATH NODE_PRESERVE_SYMLINKS NODE_PRESERVE_SYMLINKS_MAIN NODE_ICU_DATA \
    NODE_V8_COVERAGE NODE_COMPILE_CACHE NODE_REDIRECT_WARNINGS NODE_PENDING_DEPRECATION \
    NODE_DEBUG NODE_DEBUG_NATIVE NODE_USE_ENV_PROXY \
    OPENSSL_CONF OPENSSL_CONF_INCLUDE OPENSSL_MODULES OPENSSL_ENGINES SSLKEYLOGFILE; do
    builtin unset -v "ASSUME_WITHHELD_$__assume_name"
    [[ -n ${!__assume_name+set} ]] || builtin continue
    __assume_attributes=$(builtin declare -p "$__assume_name")
    __assume_attributes=${__assume_attributes#declare -}
    __assume_attributes=${__assume_attributes%%"$__assume_name"*}
    [[ $__assume_attributes == *x* ]] || builtin continue
    builtin export "ASSUME_WITHHELD_$__assume_name=${!__assume_name}"
    case $__assume_attributes in
      *r*) __assume_readonly+=" $__assume_name" ;;
      *) builtin unset -v "$__assume_name" ;;
    esac
  done
  builtin set -- "$__assume_script" "$@"
  case " ${ASSUME_WITHHELD_NODE_OPTIONS-} " in
    *' --use'[-_]'openssl'[-_]'ca '*) builtin set -- --use-openssl-ca "$@" ;;
  esac
  builtin set -- "$__assume_node" "$@"
  # sh removes the variables that bash cannot unset.
  if [[ -n $__assume_readonly ]]; then
    builtin set -- /bin/sh -c "unset -v$__assume_readonly; exec \"\$@\"" sh "$@"
  fi
  builtin exec -- "$@"
}

# Reads another file of assume, without the user's aliases in it, and without `set -a`, which would export
# its functions to all programs.
function __assume_read() {
  [[ -r $__assume_folder/$1 ]] || return 1
  builtin local __assume_allexport="$-" __assume_aliases=1
  builtin set +a
  builtin shopt -q expand_aliases || __assume_aliases=0
  builtin shopt -u expand_aliases
  # shellcheck source=/dev/null
  builtin source "$__assume_folder/$1"
  ((__assume_aliases == 0)) || builtin shopt -s expand_aliases
  case $__assume_allexport in *a*) builtin set -a ;; esac
}

# ---- without the core ----------------------------------------------------------------------------

# Sets __assume_gone to the file that this wrapper needs and that no longer exists.
function __assume_find_gone() {
  if [[ $__assume_node != */* ]]; then
    builtin type -P "$__assume_node" >/dev/null || __assume_gone=$__assume_node
  elif [[ ! -x $__assume_node ]]; then
    __assume_gone=$__assume_node
  fi
  [[ -e $__assume_script ]] || __assume_gone=$__assume_script
}

function __assume_say_gone() {
  builtin local __assume_what=assume
  [[ $__assume_gone != "$__assume_node" ]] || __assume_what='the Node.js that assume was installed with'
  builtin printf '%s\n' "assume: $__assume_gone is gone: $__assume_what was removed or moved" \
    '  hint: to install assume again: npm install -g assume-shell, or in a clone: sh install.sh --rc; then open a new shell' >&2
  if [[ -n ${ASSUME_KEY_ID-} ]]; then
    builtin printf '%s\n' "  hint: to drop the keys that this shell still holds: $__assume_cmd unset" >&2
  fi
}

# Succeeds if these words end the session and the core no longer exists. Sets __assume_code to the code that
# ends the session. After an uninstallation no file of assume exists, so everything that this needs is here.
function __assume_unsets_alone() {
  case $#:${1-}:${2-} in
    1:unset: | 1:--unset: | 1:-u: | 2:unset:--quiet | 2:--unset:--quiet | 2:-u:--quiet) ;;
    *) return 1 ;;
  esac
  builtin local __assume_gone=''
  __assume_find_gone
  [[ -n $__assume_gone ]] || return 1
  # `||` prevents `set -e` from ending the shell that evaluates this code halfway.
  __assume_code='__assume_unset_alone || (exit 1);'
  if [[ -z ${ASSUME_KEY_ID-} ]]; then
    __assume_code=''
    [[ ${2-} == --quiet ]] || builtin printf '%s\n' 'assume: this shell holds no session of assume' >&2
  fi
}

# Ends the session as the core's code does: src/formats/posix.ts.
function __assume_unset_alone() {
  builtin local IFS=$' \t\n' __assume_allexport="$-" __assume_name='' __assume_settings="${ASSUME_SETTINGS-}"
  builtin local __assume_own='ASSUME_ROLE ASSUME_EXPIRES ASSUME_KEY_ID ASSUME_SETTINGS ASSUME_REQUEST
    ASSUME_PREVIOUS ASSUME_DANGER ASSUME_STYLE ASSUME_RENEW_AT'
  builtin local __assume_keys='AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
    AWS_CREDENTIAL_EXPIRATION AWS_ACCOUNT_ID AWSUME_PROFILE AWS_SESSION_EXPIRATION AWS_SECURITY_TOKEN
    AWS_CREDENTIAL_SCOPE AWS_PROFILE AWS_DEFAULT_PROFILE AWS_ROLE_ARN AWS_ROLE_SESSION_NAME
    AWS_WEB_IDENTITY_TOKEN_FILE AWS_CONTAINER_CREDENTIALS_RELATIVE_URI
    AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_AUTHORIZATION_TOKEN
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'
  case $__assume_settings in *[!A-Z0-9_\ ]*) __assume_settings='' ;; esac
  # shellcheck disable=SC2086
  (builtin unset -v $__assume_own $__assume_keys $__assume_settings) || {
    builtin printf '%s\n' \
      'assume: the variable named above is readonly in this shell; nothing was changed' \
      '  hint: a readonly variable cannot be freed; open a new shell and take the role there' >&2
    return 1
  }
  if [[ -z ${__assume_saved-} ]]; then
    builtin printf '%s\n' \
      'assume: a parent of this shell took the session, so nothing was there to put back; it is dropped here alone' >&2
  fi
  # The user has exported other keys over the session.
  if [[ ${AWS_ACCESS_KEY_ID-} != "$ASSUME_KEY_ID" ]]; then
    __assume_end
    return 0
  fi
  builtin set +a
  for __assume_name in $__assume_keys; do __assume_restore; done
  for __assume_name in $__assume_settings; do __assume_put_back; done
  # shellcheck disable=SC2086
  builtin unset -v $__assume_own __assume_saved
  case $__assume_allexport in *a*) builtin set -a ;; esac
}

# ---- without a process ---------------------------------------------------------------------------

# The rest is loaded when it is needed. Before 4.4 bash does not tell which variables are exported.
function __assume_fast_path() {
  ((BASH_SUBSHELL == 0 && ($# == 1 || $# == 2))) || return 1
  ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)) || return 1
  builtin declare -F __assume_take_cached >/dev/null || __assume_read fast-path.bash || return 1
  __assume_take_cached "$@"
}

# ---- eval "$(assume …)" --------------------------------------------------------------------------

# Before 4.4 BASH_SUBSHELL does not count <(…), and it loses its meaning when a user unsets it. In all other
# cases this function does not read the number of the process, because `set` would then show that variable.
function __assume_is_uncounted_subshell() {
  ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] < 404)) || [[ -z ${BASH_SUBSHELL+set} ]] || return 1
  [[ ${BASHPID-$$} != "$$" ]]
}

# The code took effect in a subshell only. Inside $(…) the outer shell must evaluate it too. In `(assume
# prod; plan) | tee log` the function must not print it, because the log would contain the keys.
function __assume_pass_on() {
  builtin local __assume_captured=0
  __assume_is_captured || __assume_captured=$?
  case $__assume_captured:$__assume_status in
    1:*) ;;
    2:0)
      [[ -z $__assume_code ]] || builtin printf '%s\n' "builtin printf '%s\\n' \
'assume: bash cannot tell here whether eval or a pipe reads this, so no keys were printed' \
'  hint: call $__assume_cmd itself, without eval' >&2; (exit 2);"
      ;;
    *:0) [[ -z $__assume_code ]] || builtin printf '%s\n' "$__assume_code" ;;
    # eval "" would succeed, and the script would continue with its old keys.
    *) builtin printf '(exit %d);\n' "$__assume_status" ;;
  esac
}

# Returns whether an outer shell reads our stdout, as with $(…) and <(…): 0 yes, 1 no, 2 unknown. Variables
# are the same in $(assume), `assume | cat` and (assume). But for $(…) the shell that forked us sleeps and
# has the read end of the pipe open. For a pipeline it closes this end before it sleeps; while it runs, it
# has not yet closed it.
function __assume_is_captured() {
  [[ -p /dev/fd/1 ]] || return 1
  builtin local __assume_pid="${BASHPID-}" __assume_stat='' __assume_parent='' __assume_fd=''
  builtin local -i __assume_tries=0
  while [[ $__assume_pid != "$$" ]]; do
    __assume_read_stat "$__assume_pid" || return 2
    __assume_parent=${__assume_stat#* }
    __assume_parent=${__assume_parent%% *}
    while ((1)); do
      __assume_read_stat "$__assume_parent" || return 2
      [[ -r /proc/$__assume_parent/fd ]] || return 2
      __assume_holds_other_end || break
      [[ $__assume_stat != S* ]] || return 0
      ((++__assume_tries < 10000)) || return 2
    done
    # In $( (assume x) ) the subshell in between also has the stdout of the $(…).
    [[ /proc/$__assume_parent/fd/1 -ef /dev/fd/1 ]] || return 1
    __assume_pid=$__assume_parent
  done
  return 1
}

# From `123 (a name) with) spaces) S 45 …`, reads the part that begins with the state and the parent's
# number.
function __assume_read_stat() {
  __assume_stat=''
  [[ -n $1 && -r /proc/$1/stat ]] || return 1
  IFS='' builtin read -r -d '' __assume_stat <"/proc/$1/stat" || builtin true
  __assume_stat=${__assume_stat##*') '}
}

# 0 to 2 do not count: under `lastpipe` the last part of a pipeline reads from 0.
function __assume_holds_other_end() {
  for ((__assume_fd = 3; __assume_fd < 256; __assume_fd++)); do
    if [[ /proc/$__assume_parent/fd/$__assume_fd -ef /dev/fd/1 ]] && __assume_is_for_reading; then
      return 0
    fi
  done
  return 1
}

# The flags are octal, and the last digit of O_RDONLY is 0. A script can have its own stdout open twice.
function __assume_is_for_reading() {
  builtin local __assume_info=''
  IFS='' builtin read -r -d '' __assume_info 2>/dev/null \
    <"/proc/$__assume_parent/fdinfo/$__assume_fd" || builtin true
  __assume_info=${__assume_info#*flags:}
  [[ ${__assume_info%%$'\n'*} == *0 ]]
}

# ---- the session this shell holds ----------------------------------------------------------------

# Remembers the key and token of the session, to recognize them beside keys that the user exports. It does
# not export them, even under `set -a`.
function __assume_remember() {
  if [[ -z ${ASSUME_KEY_ID-} ]]; then
    builtin unset -v __assume_key __assume_token __assume_parts __assume_text
  elif [[ ${__assume_key-} != "$ASSUME_KEY_ID" && ${AWS_ACCESS_KEY_ID-} == "$ASSUME_KEY_ID" ]]; then
    builtin unset -v __assume_key __assume_token
    builtin local __assume_allexport="$-"
    builtin set +a
    __assume_key=$ASSUME_KEY_ID
    __assume_token=${AWS_SESSION_TOKEN-}
    case $__assume_allexport in *a*) builtin set -a ;; esac
  fi
}

# Succeeds if AWS_CREDENTIAL_EXPIRATION, a date in UTC, is the expiration of our session.
function __assume_ends_with_ours() {
  builtin local __assume_date="${AWS_CREDENTIAL_EXPIRATION-}"
  case $__assume_date in
    [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z) ;;
    *) return 1 ;;
  esac
  builtin local __assume_year=$((10#${__assume_date:0:4})) __assume_month=$((10#${__assume_date:5:2}))
  # If the year begins in March, its leap day is the last day.
  if ((__assume_month < 3)); then
    __assume_year=$((__assume_year - 1)) __assume_month=$((__assume_month + 12))
  fi
  builtin local __assume_leaps=$((__assume_year / 4 - __assume_year / 100 + __assume_year / 400))
  builtin local __assume_days=$(((153 * __assume_month - 457) / 5 + 10#${__assume_date:8:2} - 719469))
  builtin local __assume_hours=$(((__assume_year * 365 + __assume_leaps + __assume_days) * 24 + 10#${__assume_date:11:2}))
  builtin local __assume_minutes=$((__assume_hours * 60 + 10#${__assume_date:14:2}))
  [[ $((__assume_minutes * 60 + 10#${__assume_date:17:2})) == "${ASSUME_EXPIRES-}" ]]
}

# The user has exported other keys over the session. These keys stay. Variables that came with the session
# and break these keys are removed: an old expiration makes botocore refuse new keys, and an old token fails
# with them.
function __assume_end() {
  builtin local IFS=$' \t\n' __assume_allexport="$-" __assume_name=''
  builtin set +a
  case ${AWS_ACCESS_KEY_ID-} in
    # The user has unset only our key id.
    '') builtin unset -v AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN ;;
    # The keys of a user have no token.
    AKIA*) builtin unset -v AWS_SESSION_TOKEN ;;
    *) [[ ${AWS_SESSION_TOKEN-} != "${__assume_token-}" ]] || builtin unset -v AWS_SESSION_TOKEN ;;
  esac
  if __assume_ends_with_ours; then
    builtin unset -v AWS_CREDENTIAL_EXPIRATION
  fi
  if [[ ${AWSUME_PROFILE-} == "${ASSUME_ROLE-}" ]]; then
    builtin unset -v AWSUME_PROFILE
  fi
  # Anyone can set this variable: a name counts only if a session can set it.
  case ${ASSUME_SETTINGS-} in
    *[!A-Z0-9_\ ]*) ;;
    *) for __assume_name in ${ASSUME_SETTINGS-}; do __assume_put_back; done ;;
  esac
  # shellcheck disable=SC2086
  builtin unset -v AWS_ACCOUNT_ID ASSUME_ROLE ASSUME_EXPIRES ASSUME_KEY_ID ASSUME_SETTINGS \
    ASSUME_REQUEST ASSUME_PREVIOUS ASSUME_DANGER ASSUME_STYLE ASSUME_RENEW_AT \
    __assume_key __assume_token __assume_parts __assume_text \
    ${!__assume_saved@}
  case $__assume_allexport in *a*) builtin set -a ;; esac
}

# Anyone can set ASSUME_SETTINGS: a name counts only if a session can set it.
function __assume_put_back() {
  case $__assume_name in
    AWS_REGION | AWS_DEFAULT_REGION | AWS_USE_FIPS_ENDPOINT | AWS_USE_DUALSTACK_ENDPOINT | \
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS | AWS_CA_BUNDLE | AWS_ENDPOINT_URL | AWS_ENDPOINT_URL_?*)
      __assume_restore
      ;;
  esac
}

# Does the same as the core's code at the end of a session. printf is needed because a plain assignment to a
# readonly variable would end the whole prompt hook.
function __assume_restore() {
  builtin local __assume_exported="__assume_saved_$__assume_name"
  builtin local __assume_plain="__assume_saved_unexported_$__assume_name"
  builtin unset -v "$__assume_name" || return 0
  if [[ -n ${!__assume_exported+set} ]]; then
    builtin export "$__assume_name=${!__assume_exported}"
  elif [[ -n ${!__assume_plain+set} ]]; then
    builtin printf -v "$__assume_name" %s "${!__assume_plain}"
  fi
  builtin unset -v "$__assume_exported" "$__assume_plain"
}

# ---- the prompt ----------------------------------------------------------------------------------

# Runs before each prompt. It preserves `$?` for everything that runs afterwards.
function __assume_prompt() {
  builtin set -- "$?"
  case $- in
    *k*)
      builtin set +k
      __assume_prompt_without_k "$1"
      return
      ;;
    *[ax]*)
      builtin local __assume_status="$1" __assume_options="$-"
      { builtin set +ax; } 2>/dev/null
      ;;
    *) builtin local __assume_status="$1" __assume_options="$-" ;;
  esac
  # Checking each alias would slow down each prompt. Counting 200 aliases takes 0.03 ms, and counting a few
  # takes none.
  [[ ${#BASH_ALIASES[@]} == "${__assume_alias_count-}" ]] || __assume_complete_aliases
  __assume_segment='' __assume_right='' __assume_color='' __assume_uncolor=''
  [[ -z ${__assume_literal-} ]] || __assume_undraw
  if [[ -n ${ASSUME_KEY_ID-} ]]; then
    if [[ ${AWS_ACCESS_KEY_ID-} != "$ASSUME_KEY_ID" ]]; then
      __assume_end 2>/dev/null || builtin true
    else
      [[ ${__assume_key-} == "$ASSUME_KEY_ID" ]] || __assume_remember
      [[ -z ${ASSUME_RENEW_AT-} ]] || __assume_renew
      __assume_show
    fi
  elif [[ -n ${__assume_key-} ]]; then
    __assume_remember
  fi
  case $__assume_options in
    *[aex]*)
      # Under `set -e` this status would end the shell.
      case $__assume_options in *e*) __assume_status=0 ;; esac
      case $__assume_options in *a*) builtin set -a ;; esac
      case $__assume_options in *x*) builtin set -x ;; esac
      ;;
  esac
  return "$__assume_status"
}

function __assume_prompt_without_k() {
  __assume_prompt
  builtin set -k
  case $- in *e*) return 0 ;; esac
  return "$1"
}

# Prints the segment for a prompt of the user's own: PS1='$(assume_segment) \$ '. readline must know which
# characters have no width. `assume_segment plain` prints no colors.
function assume_segment() {
  builtin set -- "$?" "$@"
  case $- in
    *k*)
      builtin set +k
      assume_segment "${2-}"
      builtin set -k
      return "$1"
      ;;
  esac
  builtin local __assume_status="$1" __assume_shade=''
  if [[ -n ${ASSUME_KEY_ID-} && ${AWS_ACCESS_KEY_ID-} == "$ASSUME_KEY_ID" ]]; then
    __assume_compose
    if [[ $__assume_place == off ]]; then
      builtin true
    elif [[ -z $__assume_shade || ${2-} == plain ]]; then
      builtin printf %s "$__assume_text"
    else
      builtin printf '\001\033[%sm\002%s\001\033[0m\002' "$__assume_shade" "$__assume_text"
    fi
  fi
  return "$__assume_status"
}

# Puts the segment into PS1. It checks PS1 at each prompt, because other tools rewrite it.
# shellcheck disable=SC2016
function __assume_show() {
  builtin local __assume_shade=''
  __assume_compose
  case $__assume_place:${TERM-dumb} in
    left:* | right:dumb) ;;
    right:*)
      if builtin shopt -q promptvars; then __assume_show_at_right; else __assume_draw_literal; fi
      return 0
      ;;
    *) return 0 ;;
  esac
  if ! builtin shopt -q promptvars; then
    __assume_draw_literal
    return 0
  fi
  case ${PS1-} in
    *'${__assume_segment-}'*) ;;
    *)
      __assume_draw '\[${__assume_color-}\]${__assume_segment-}\[${__assume_uncolor-}\]' || return 0
      ;;
  esac
  __assume_segment="$__assume_text "
  if [[ -n $__assume_shade ]]; then
    __assume_color=$'\e['${__assume_shade}m __assume_uncolor=$'\e[0m'
  fi
}

# Without `promptvars`, as with liquidprompt, bash expands only escapes in PS1 and no variables.
function __assume_draw_literal() {
  __assume_draws_itself && return 0
  builtin local __assume_new="${__assume_text//\\/\\\\} "
  [[ -z $__assume_shade ]] || __assume_new="\\[\\e[${__assume_shade}m\\]$__assume_new\\[\\e[0m\\]"
  builtin printf -v PS1 '%s%s' "$__assume_new" "${PS1-}" 2>/dev/null || return 0
  __assume_literal=$__assume_new
}

# Removes the segment of the last prompt, unless a theme has rewritten PS1.
function __assume_undraw() {
  case ${PS1-} in
    "$__assume_literal"*) builtin printf -v PS1 %s "${PS1#"$__assume_literal"}" 2>/dev/null ;;
  esac
  __assume_literal=''
}

# The segment comes before the prompt: the cursor moves to the end of the line and back.
# shellcheck disable=SC2016
function __assume_show_at_right() {
  case ${PS1-} in
    *'${__assume_right-}'*) ;;
    *) __assume_draw '\[${__assume_right-}\]' || return 0 ;;
  esac
  __assume_right=$'\e7\e[999C\e['$((${#__assume_text} - 1))D$'\e['${__assume_shade}m$__assume_text$'\e[0m\e8'
}

# Sets __assume_text and its color, __assume_shade. Plain keys do not expire, so they have no time.
function __assume_compose() {
  builtin local __assume_time='' __assume_now=0 __assume_left=300
  case ${ASSUME_EXPIRES-} in
    '' | *[!0-9]* | ????????????????*) ;;
    *)
      __assume_clock
      __assume_left=$((10#$ASSUME_EXPIRES - __assume_now))
      if ((__assume_left <= 0)); then
        __assume_time=expired
        __assume_say_expired
      elif ((__assume_left < 60)); then
        __assume_time=1m
      elif ((__assume_left < 3600)); then
        __assume_time=$((__assume_left / 60))m
      else
        builtin printf -v __assume_time '%dh%02dm' \
          "$((__assume_left / 3600))" "$((__assume_left % 3600 / 60))"
      fi
      ;;
  esac
  # The text stays the same for a minute, and most prompts come sooner.
  [[ ${__assume_parts-} == "$__assume_time:${ASSUME_ROLE-}:${ASSUME_DANGER-}:${AWS_ACCOUNT_ID-}:${AWS_REGION-}:${ASSUME_STYLE-}:${ASSUME_PROMPT-}" ]] ||
    __assume_join
  if [[ ${TERM-dumb} == dumb || -n ${NO_COLOR-} ]]; then
    __assume_shade=''
  elif ((__assume_left < 300)); then
    __assume_shade=$__assume_urgent
  elif [[ -n ${ASSUME_DANGER-} ]]; then
    __assume_shade=$__assume_danger
  else
    __assume_shade=$__assume_usual
  fi
}

function __assume_join() {
  builtin local __assume_part=''
  __assume_parts="$__assume_time:${ASSUME_ROLE-}:${ASSUME_DANGER-}:${AWS_ACCOUNT_ID-}:${AWS_REGION-}:${ASSUME_STYLE-}:${ASSUME_PROMPT-}"
  [[ ${__assume_style-} == "${ASSUME_STYLE-}"$'\n'"${ASSUME_PROMPT-}" ]] || __assume_read_style
  __assume_text=''
  for __assume_part in "${__assume_format[@]}"; do
    case $__assume_part in
      '{role}') __assume_part=${ASSUME_ROLE-} ;;
      '{left}') __assume_part=$__assume_time ;;
      '{mark}') __assume_part=${ASSUME_DANGER:+!} ;;
      '{account}') __assume_part=${AWS_ACCOUNT_ID-} ;;
      '{region}') __assume_part=${AWS_REGION-} ;;
    esac
    # An empty value also removes the space before it.
    [[ -n $__assume_part ]] || __assume_text=${__assume_text%' '}
    __assume_text+=$__assume_part
  done
  # Control characters could control the terminal.
  __assume_text=${__assume_text//[[:cntrl:]]/?}
}

# Reads how the segment looks: first from the settings, which the core passes on, then from the user's
# variable in this shell.
function __assume_read_style() {
  builtin local __assume_words='' __assume_word='' __assume_code='' __assume_rest='({mark}{role} {left})'
  builtin local __assume_settings_style="${ASSUME_STYLE-}"
  __assume_style=${ASSUME_STYLE-}$'\n'${ASSUME_PROMPT-}
  # The core percent-encodes characters that could be a pattern to a shell.
  case $__assume_settings_style in
    *%[0-9A-F][0-9A-F]*) builtin printf -v __assume_settings_style %b "${__assume_settings_style//[%]/\\x}" ;;
  esac
  __assume_place=left __assume_usual=33 __assume_urgent=31 __assume_danger=35
  for __assume_words in "$__assume_settings_style" "${ASSUME_PROMPT-}"; do
    while [[ -n $__assume_words ]]; do
      __assume_word=${__assume_words%%[[:space:]]*}
      case $__assume_word in
        format=?*)
          __assume_rest=${__assume_words#format=} __assume_words=''
          break
          ;;
        left | right | own | off) __assume_place=$__assume_word ;;
        color=* | urgent=* | danger=*) __assume_read_color ;;
        '') ;;
        *) __assume_say_wrong ;;
      esac
      __assume_words=${__assume_words#"$__assume_word"}
      __assume_words=${__assume_words#[[:space:]]}
    done
  done
  __assume_format=()
  while [[ -n $__assume_rest ]]; do
    case $__assume_rest in
      '{role}'* | '{left}'* | '{mark}'* | '{account}'* | '{region}'*)
        __assume_word=${__assume_rest%%\}*}\}
        ;;
      '{'*) __assume_word='{' ;;
      *) __assume_word=${__assume_rest%%\{*} ;;
    esac
    __assume_format+=("$__assume_word")
    __assume_rest=${__assume_rest#"$__assume_word"}
  done
}

function __assume_read_color() {
  case ${__assume_word#*=} in
    black) __assume_code=30 ;;
    red) __assume_code=31 ;;
    green) __assume_code=32 ;;
    yellow) __assume_code=33 ;;
    blue) __assume_code=34 ;;
    magenta) __assume_code=35 ;;
    cyan) __assume_code=36 ;;
    white) __assume_code=37 ;;
    none) __assume_code='' ;;
    *)
      __assume_say_wrong
      return 0
      ;;
  esac
  case $__assume_word in
    color=*) __assume_usual=$__assume_code ;;
    urgent=*) __assume_urgent=$__assume_code ;;
    *) __assume_danger=$__assume_code ;;
  esac
}

function __assume_say_wrong() {
  builtin printf '%s\n' "assume: ASSUME_PROMPT: \"${__assume_word//[[:cntrl:]]/?}\" is not a word of it" >&2
}

# Prints this once for each session. The keys stay: AWS rejects them, while without any keys the next
# command would run with the default profile.
function __assume_say_expired() {
  [[ ${__assume_expired-} != "$ASSUME_KEY_ID" ]] || return 0
  __assume_expired=$ASSUME_KEY_ID
  __assume_say 'has expired'
  builtin printf '%s\n' "  hint: run $__assume_cmd again, or drop it: $__assume_cmd unset" >&2
}

function __assume_say() {
  builtin local __assume_role="${ASSUME_ROLE-}"
  builtin printf '%s\n' "assume: the session of ${__assume_role//[[:cntrl:]]/?} $1" >&2
}

# With auto_refresh, the core sets the time from which on the prompt can renew a session. The prompt does
# that in the foreground, once for each session, and without questions.
function __assume_renew() {
  builtin local __assume_now=0 __assume_renewed=0
  case $ASSUME_RENEW_AT in '' | *[!0-9]* | ????????????????*) return 0 ;; esac
  [[ ${__assume_tried-} != "$ASSUME_KEY_ID" && ${BASH_SUBSHELL-0} == 0 ]] || return 0
  __assume_clock
  ((10#$ASSUME_RENEW_AT <= __assume_now)) || return 0
  __assume_tried=$ASSUME_KEY_ID
  __assume_run refresh --no-input --quiet </dev/null 2>/dev/null || __assume_renewed=$?
  case $__assume_renewed in
    0) ;;
    3) __assume_say "cannot be renewed without a code or a sign-in: $__assume_cmd refresh" ;;
    *) __assume_say "could not be renewed; why, says: $__assume_cmd refresh" ;;
  esac
}

# PS1 only refers to the variables, so bash never expands a name. starship and oh-my-posh draw the whole
# prompt themselves and read the exported variables.
function __assume_draw() {
  builtin shopt -q promptvars || return 1
  __assume_draws_itself && return 1
  case ${PS1-} in
    # A theme such as bash-it draws up to the right edge by moving the cursor. Then the segment goes to the
    # last line.
    *'[500C'*'\n'*) builtin printf -v PS1 '%s\\n%s%s' "${PS1%'\n'*}" "$1" "${PS1##*'\n'}" 2>/dev/null ;;
    *) builtin printf -v PS1 '%s%s' "$1" "${PS1-}" 2>/dev/null ;;
  esac || return 1
  # The segment was there and is missing now: a theme that rewrites PS1 may run after the hook. So the hook
  # moves to the end, from the next prompt on. It does not do so earlier, because the hooks of terminals
  # must be last.
  [[ -z ${__assume_drawn-} ]] || __assume_hook
  __assume_drawn=1
}

function __assume_draws_itself() {
  builtin declare -F starship_precmd >/dev/null || builtin declare -F _omp_hook >/dev/null
}

# Sets __assume_now.
if ((BASH_VERSINFO[0] >= 5)); then
  function __assume_clock() { __assume_now=$EPOCHSECONDS; }
elif ((BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] >= 2)); then
  function __assume_clock() { builtin printf -v __assume_now '%(%s)T' -1; }
else
  # SECONDS continues from a time that `date` gives once, and again if the user sets SECONDS back.
  function __assume_clock() {
    if ((${__assume_started-0} == 0 || SECONDS < __assume_seconds)); then
      __assume_started=$(($(\builtin command date +%s) - SECONDS))
    fi
    __assume_seconds=$SECONDS
    __assume_now=$((__assume_started + SECONDS))
  }
fi

# Adds the hook after all others, so that it sees the PS1 that they make.
# shellcheck disable=SC2128
function __assume_hook() {
  builtin local __assume_newline=$'\n' __assume_kind=''
  if [[ -n ${bash_preexec_imported-}${__bp_imported-} ]]; then
    [[ ${precmd_functions[*]-} == *__assume_prompt ]] || precmd_functions+=(__assume_prompt)
    return 0
  fi
  [[ ${PROMPT_COMMAND[*]-} != *__assume_prompt ]] || return 0
  # From 5.1 on every element of an array runs; before that only the first one runs.
  if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501)) && [[ -n ${PROMPT_COMMAND+set} ]]; then
    __assume_kind=${PROMPT_COMMAND@a}
  fi
  case $__assume_kind in
    *r*) ;;
    *a*) PROMPT_COMMAND+=(__assume_prompt) ;;
    # After a newline it does not matter how the old value ends: with `;`, `&` or a comment.
    *)
      builtin printf -v PROMPT_COMMAND %s \
        "${PROMPT_COMMAND:+$PROMPT_COMMAND$__assume_newline}__assume_prompt" 2>/dev/null ||
        builtin true
      ;;
  esac
}

# A later PROMPT_COMMAND=… sets only the first element, so the second element can add the hook again.
function __assume_guard_hook() {
  if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501)); then
    [[ -n ${PROMPT_COMMAND+set} && ${PROMPT_COMMAND@a} != *[arx]* ]] || return 0
    PROMPT_COMMAND[1]=__assume_settle
  fi
}

# Runs at the first prompt, after the start-up files. It adds the hook again if one of them has removed it.
function __assume_settle() {
  builtin set -- "$?"
  builtin unset -v 'PROMPT_COMMAND[1]'
  [[ ${PROMPT_COMMAND[*]-} == *__assume_prompt* ]] || {
    __assume_hook
    __assume_prompt
  }
  return "$1"
}

case $- in
  *i*)
    __assume_hook
    __assume_guard_hook
    ;;
esac

# ---- completion ----------------------------------------------------------------------------------

# The rest is loaded at the first Tab.
function __assume_complete() {
  case $- in
    *k*)
      builtin set +k
      __assume_complete "$@"
      builtin set -k
      return 0
      ;;
  esac
  builtin declare -F __assume_offer_words >/dev/null || __assume_read completion.bash || return 0
  # The words of an alias replace the alias.
  builtin local COMP_LINE="$COMP_LINE" COMP_POINT="$COMP_POINT" __assume_alias=''
  ((BASH_VERSINFO[0] < 4)) || __assume_alias=${BASH_ALIASES[$1]-}
  case $1:$__assume_alias in
    "$__assume_cmd":*) ;;
    *:"$__assume_cmd" | *:"$__assume_cmd "*) ;;
    # The alias now means another command. From the next Tab on, bash completes it as without assume.
    *)
      if builtin complete -p -- "$1" >/dev/null 2>&1; then
        builtin complete -r -- "$1"
        builtin compopt -o bashdefault -o default 2>/dev/null || builtin true
        return 0
      fi
      ;;
  esac
  if [[ -n $__assume_alias ]]; then
    COMP_POINT=$((COMP_POINT + ${#__assume_alias} - ${#1}))
    COMP_LINE=$__assume_alias${COMP_LINE#"$1"}
  fi
  __assume_offer_words "$@"
}

# bash completes the name that the user types. From 4.0 on it lists its aliases. A completion of the user
# for an alias stays.
function __assume_complete_aliases() {
  __assume_alias_count=${#BASH_ALIASES[@]}
  builtin local __assume_alias=''
  for __assume_alias in "${!BASH_ALIASES[@]}"; do
    case "${BASH_ALIASES[$__assume_alias]} " in
      "$__assume_cmd "*)
        builtin complete -p -- "$__assume_alias" >/dev/null 2>&1 ||
          builtin complete -F __assume_complete -- "$__assume_alias"
        ;;
    esac
  done
}

# Under `set -u` an array that does not exist has no length.
((BASH_VERSINFO[0] >= 4)) || BASH_ALIASES=()

case $- in *i*) builtin complete -F __assume_complete "$__assume_cmd" ;; esac

# ---- loaded --------------------------------------------------------------------------------------

if [[ -n ${__assume_expand_aliases-} ]]; then
  builtin unset -v __assume_expand_aliases
  builtin shopt -s expand_aliases
fi
