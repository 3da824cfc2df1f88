# assume for zsh, 5.1 and later. docs/shells.md says how to load it and what it does.
#
# This file can be sourced twice, under any options, and beside aliases and functions of any name. So it
# uses `builtin`, and `emulate -L zsh` first in each function. It starts no process while it loads or at a
# prompt.

# ---- loading -------------------------------------------------------------------------------------

# zsh expands aliases while it reads a function, so the user's aliases would become part of our functions.
if [[ -o aliases ]]; then
  \builtin setopt no_aliases
  \builtin typeset -g __assume_aliases=1
fi

# The core and the files that are loaded later must have this version.
__assume_version=0.1.0
# The format of the fast-path file: docs/design.md, "The fast path".
__assume_fast_path_format=3

# The files that are loaded later are in this folder.
__assume_folder=${${(%):-%x}:A:h}
# These functions may be of another version.
builtin unset -f -m '__assume_(take_cached|offer_words|reply_words)' || builtin true

# The name of the command. It can be set before this file is read; the default is `assume`.
case ${__assume_cmd-} in
  ('' | [^A-Za-z]* | *[^A-Za-z0-9_]*) __assume_cmd=assume ;;
esac

# An alias of another tool would take precedence over our function.
builtin unalias $__assume_cmd 2>/dev/null || builtin true

# The line in the rc file names node and the program by absolute path, so that another PATH, such as that of
# nvm, does not break it. If the file is sourced alone, it uses the node that install.sh has linked, or
# npm's own.
[[ -n ${__assume_script-} ]] || __assume_script=${__assume_folder:h}/dist/bin.js
if [[ -z ${__assume_node-} ]]; then
  for __assume_node in "${__assume_script%/dist/*}/node" \
    "${__assume_script%/lib/node_modules/*}/bin/node" node; do
    if [[ -f $__assume_node && -x $__assume_node ]]; then builtin break; fi
  done
fi

# ---- the command ---------------------------------------------------------------------------------

# The core writes shell code to fd 3. It has the stdin, stdout and stderr of the caller, so lists, pagers,
# pipes and questions work as without the wrapper.
function $__assume_cmd {
  builtin emulate -L zsh
  # A trace would show the keys. zsh reads the content of $(…) when it runs it, so aliases are off here too.
  builtin setopt no_xtrace no_verbose no_aliases no_err_exit no_err_return
  # If stdout is closed, the redirection below fails, and the shell treats that as an error of its own.
  { { builtin :; } 4>&1; } 2>/dev/null || {
    $__assume_cmd "$@" >/dev/null
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
  builtin local __assume_code=
  builtin local -i __assume_status=1
  # Only the core gets the variables that the shell had before the session, so a subshell exports them.
  if __assume_fast_path "$@"; then
    __assume_status=0
  elif __assume_unsets_alone "$@"; then
    __assume_status=0
  else
    __assume_code=$(
      builtin export ASSUME_EVAL_FD=3 ASSUME_SHELL=zsh ASSUME_WRAPPER=$__assume_version
      builtin typeset -gmx '__assume_saved*'
      __assume_core "$@" 3>&1 1>&4 4>&-
    ) && __assume_status=0 || __assume_status=$?
  fi 4>&1
  # If the core dies halfway, the shell must not have a new key id beside an old secret.
  if (( __assume_status == 0 )) && [[ -n $__assume_code ]]; then
    builtin eval "$__assume_code" || __assume_status=$?
    [[ ! -o interactive ]] || __assume_remember
  else
    __assume_code=
  fi
  [[ ${ZSH_EVAL_CONTEXT-} != *subst* ]] || __assume_pass_on
  return $__assume_status
}

# A subshell takes the session and becomes the program, so nothing of assume waits for it. The core looks
# for the program first. It prints no code if it only shows help.
function __assume_exec {
  (
    builtin emulate -L zsh
    builtin setopt no_xtrace no_verbose no_aliases no_err_exit no_err_return
    builtin local __assume_code=
    # Commands that need Node for as long as programs run. Node replaces this subshell: a subshell that
    # waits for it returns 130 after Ctrl-C, whatever the exit status of the program is.
    if [[ $1 == each ]] || (( ${@[1,(i)--][(I)--server]} )); then
      builtin typeset -gmx '__assume_saved*'
      __assume_become_core "$@"
    fi
    {
      __assume_code=$(
        builtin export ASSUME_EVAL_FD=3 ASSUME_SHELL=zsh
        builtin typeset -gmx '__assume_saved*'
        __assume_core "$@" 3>&1 1>&4 4>&-
      ) || builtin exit
    } 4>&1
    [[ -n $__assume_code ]] || builtin exit 0
    builtin eval "$__assume_code" || builtin exit
    builtin unset -m 'ASSUME_WITHHELD_*'
    builtin shift ${@[(i)--]} 2>/dev/null || builtin set --
    (( $# )) || builtin set -- "${SHELL:-zsh}"
    # exec alone would run a function or a builtin of that name.
    builtin exec builtin command -- "$@"
  )
}

function __assume_core {
  (__assume_become_core "$@")
}

# A subshell becomes the core. Node.js must not see variables that make it run other code or write what it
# sees to other places: src/launcher.sh. The core restores them for the programs that it runs.
function __assume_become_core {
  builtin emulate -L zsh
  builtin local gone= name readonly=
  builtin local -x ASSUME_CMD=$__assume_cmd
  __assume_find_gone
  if [[ -n $gone ]]; then
    __assume_say_gone
    builtin exit 127
  fi
  for name in \
    NODE_OPTIONS NODE_PATH NODE_PRESERVE_SYMLINKS NODE_PRESERVE_SYMLINKS_MAIN NODE_ICU_DATA \
    NODE_V8_COVERAGE NODE_COMPILE_CACHE NODE_REDIRECT_WARNINGS NODE_PENDING_DEPRECATION \
    NODE_DEBUG NODE_DEBUG_NATIVE NODE_USE_ENV_PROXY \
    OPENSSL_CONF OPENSSL_CONF_INCLUDE OPENSSL_MODULES OPENSSL_ENGINES SSLKEYLOGFILE; do
    builtin unset ASSUME_WITHHELD_$name
    [[ ${(Pt)name} == *export* ]] || continue
    builtin export ASSUME_WITHHELD_$name="${(P)name}"
    if [[ ${(Pt)name} == *readonly* ]]; then readonly+=" $name"; else builtin unset $name; fi
  done
  builtin set -- "$__assume_script" "$@"
  [[ " ${ASSUME_WITHHELD_NODE_OPTIONS-} " != *' --use'[-_]'openssl'[-_]'ca '* ]] ||
    builtin set -- --use-openssl-ca "$@"
  builtin set -- "$__assume_node" "$@"
  # sh removes the variables that zsh cannot unset.
  [[ -z $readonly ]] || builtin set -- /bin/sh -c "unset -v$readonly; exec \"\$@\"" sh "$@"
  # exec alone would run a function or a builtin of that name.
  builtin exec builtin command -- "$@"
}

# ---- without the core ----------------------------------------------------------------------------

# Sets `gone` to the file that this wrapper needs and that no longer exists.
function __assume_find_gone {
  if [[ $__assume_node != */* ]]; then
    builtin whence -p -- "$__assume_node" >/dev/null || gone=$__assume_node
  elif [[ ! -x $__assume_node ]]; then
    gone=$__assume_node
  fi
  [[ -e $__assume_script ]] || gone=$__assume_script
}

function __assume_say_gone {
  builtin local what=assume
  [[ $gone != $__assume_node ]] || what='the Node.js that assume was installed with'
  builtin print -rlu2 -- "assume: $gone is gone: $what was removed or moved" \
    '  hint: to install assume again: npm install -g assume-shell, or in a clone: sh install.sh --rc; then open a new shell'
  [[ -z ${ASSUME_KEY_ID-} ]] ||
    builtin print -ru2 -- "  hint: to drop the keys that this shell still holds: $__assume_cmd unset"
}

# Succeeds if these words end the session and the core no longer exists. Sets __assume_code to the code that
# ends the session. After an uninstallation no file of assume exists, so everything that this needs is here.
function __assume_unsets_alone {
  case $#:${1-}:${2-} in
    1:unset: | 1:--unset: | 1:-u: | 2:unset:--quiet | 2:--unset:--quiet | 2:-u:--quiet) ;;
    *) return 1 ;;
  esac
  builtin local gone=
  __assume_find_gone
  [[ -n $gone ]] || return 1
  # `||` prevents `set -e` from ending the shell that evaluates this code halfway.
  __assume_code='__assume_unset_alone || (exit 1);'
  if [[ -z ${ASSUME_KEY_ID-} ]]; then
    __assume_code=
    [[ ${2-} == --quiet ]] || builtin print -ru2 -- 'assume: this shell holds no session of assume'
  fi
}

# Ends the session as the core's code does: src/formats/posix.ts.
function __assume_unset_alone {
  builtin emulate -L zsh
  builtin setopt no_xtrace no_verbose no_err_exit no_err_return no_allexport
  builtin local name
  builtin local -a own keys settings
  own=(ASSUME_ROLE ASSUME_EXPIRES ASSUME_KEY_ID ASSUME_SETTINGS ASSUME_REQUEST
    ASSUME_PREVIOUS ASSUME_DANGER ASSUME_STYLE ASSUME_RENEW_AT)
  keys=(AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
    AWS_CREDENTIAL_EXPIRATION AWS_ACCOUNT_ID AWSUME_PROFILE AWS_SESSION_EXPIRATION AWS_SECURITY_TOKEN
    AWS_CREDENTIAL_SCOPE AWS_PROFILE AWS_DEFAULT_PROFILE AWS_ROLE_ARN AWS_ROLE_SESSION_NAME
    AWS_WEB_IDENTITY_TOKEN_FILE AWS_CONTAINER_CREDENTIALS_RELATIVE_URI
    AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_AUTHORIZATION_TOKEN
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE)
  settings=(${(s: :)ASSUME_SETTINGS-})
  settings=(${settings:#*[^A-Z0-9_]*})
  ( builtin unset $own $keys $settings ) || {
    builtin print -rlu2 -- \
      'assume: the variable named above is readonly in this shell; nothing was changed' \
      '  hint: a readonly variable cannot be freed; open a new shell and take the role there'
    return 1
  }
  [[ -n ${__assume_saved-} ]] || builtin print -ru2 -- \
    'assume: a parent of this shell took the session, so nothing was there to put back; it is dropped here alone'
  # The user has exported other keys over the session.
  if [[ ${AWS_ACCESS_KEY_ID-} != $ASSUME_KEY_ID ]]; then
    __assume_end
    return 0
  fi
  for name in $keys; do __assume_restore $name; done
  for name in $settings; do __assume_put_back $name; done
  __assume_unset $own __assume_saved
}

# ---- without a process ---------------------------------------------------------------------------

# The rest is loaded when it is needed.
function __assume_fast_path {
  (( ZSH_SUBSHELL == 0 && ($# == 1 || $# == 2) )) || return 1
  if (( ! ${+functions[__assume_take_cached]} )); then
    [[ -r $__assume_folder/fast-path.zsh ]] && builtin source $__assume_folder/fast-path.zsh || return 1
  fi
  __assume_take_cached "$@"
}

# ---- eval "$(assume …)" --------------------------------------------------------------------------

# The code took effect in a subshell only. The outer shell must evaluate it too. But in x=$( (assume prod;
# plan) | tee log ) the function must not print it, because the log would contain the keys.
function __assume_pass_on {
  builtin local -i captured=0
  __assume_is_captured || captured=$?
  if (( captured == 1 )) || [[ $__assume_status == 0 && -z $__assume_code ]]; then
    return 0
  elif (( __assume_status )); then
    # eval "" would succeed, and the script would continue with its old keys.
    builtin print -r -- "(exit $__assume_status);"
  elif (( captured )); then
    builtin print -r -- "builtin print -rlu2 -- \
'assume: zsh cannot tell here whether eval or a pipe reads this, so no keys were printed' \
'  hint: call $__assume_cmd itself, without eval'; (exit 2);"
  else
    builtin print -r -- "$__assume_code"
  fi
}

# Returns whether an outer shell reads our stdout: 0 yes, 1 no, 2 unknown. There is a $(…) for sure, but
# with further subshells a pipe may be in between. For $(…) the shell that forked us sleeps and has the read
# end of the pipe open, and none of its other children has it open.
function __assume_is_captured {
  builtin emulate -L zsh
  # =(…) reads a file.
  [[ -f /dev/fd/1 && $ZSH_EVAL_CONTEXT == *equalsubst* ]] && return 0
  [[ -p /dev/fd/1 ]] || return 1
  (( ZSH_SUBSHELL != ${#${(M)${(s.:.)ZSH_EVAL_CONTEXT}:#*subst}} )) || return 0
  builtin zmodload -F zsh/system p:sysparams 2>/dev/null || return 2
  builtin local IFS=$' \t\n' pid=$sysparams[pid] stat parent sibling
  builtin local -i tries=0 times
  while [[ $pid != $$ ]]; do
    __assume_read_stat $pid || return 2
    parent=${${stat#* }%% *} times=0
    while (( 1 )); do
      __assume_read_stat $parent || return 2
      [[ -r /proc/$parent/fd ]] || return 2
      __assume_reads_from_us $parent 3 || break
      if [[ $stat == S* ]]; then
        [[ -r /proc/$parent/task/$parent/children ]] || return 2
        for sibling in $(</proc/$parent/task/$parent/children); do
          [[ $sibling == $pid ]] || ! __assume_reads_from_us $sibling 0 || return 1
        done
        # This checks twice, because a sibling may have moved its end in the meantime.
        (( ++times < 2 )) || return 0
      fi
      (( ++tries < 10000 )) || return 2
    done
    # In $( (assume x) ) the subshell in between also has the stdout of the $(…).
    [[ /proc/$parent/fd/1 -ef /dev/fd/1 ]] || return 1
    pid=$parent
  done
  return 1
}

# From `123 (a name) with) spaces) S 45 …`, reads the part that begins with the state and the parent's
# number.
function __assume_read_stat {
  [[ -r /proc/$1/stat ]] || return 1
  stat="$(</proc/$1/stat)"
  stat=${stat##*') '}
}

# Succeeds if process $1 has the other end of our stdout open, as $2 or higher: the last part of a pipeline
# can run in our parent, which then reads from 0. The flags are octal, and the last digit of O_RDONLY is 0:
# a script can have its own stdout open twice.
function __assume_reads_from_us {
  builtin local -i fd
  builtin local info
  for (( fd = $2; fd < 256; fd++ )); do
    [[ /proc/$1/fd/$fd -ef /dev/fd/1 && -r /proc/$1/fdinfo/$fd ]] || continue
    { info="$(</proc/$1/fdinfo/$fd)" } 2>/dev/null
    [[ ${${info#*flags:}%%$'\n'*} != *0 ]] || return 0
  done
  return 1
}

# ---- the session this shell holds ----------------------------------------------------------------

# Remembers the key and token of the session, to recognize them beside keys that the user exports. It does
# not export them, even under `set -a`.
function __assume_remember {
  builtin emulate -L zsh
  builtin setopt no_allexport
  if [[ -z ${ASSUME_KEY_ID-} ]]; then
    __assume_unset __assume_key __assume_token __assume_parts __assume_text
  elif [[ ${__assume_key-} != $ASSUME_KEY_ID && ${AWS_ACCESS_KEY_ID-} == $ASSUME_KEY_ID ]]; then
    builtin typeset -g +x __assume_key=$ASSUME_KEY_ID
    builtin typeset -g +x __assume_token=${AWS_SESSION_TOKEN-}
  fi
}

# Succeeds if AWS_CREDENTIAL_EXPIRATION, a date in UTC, is the expiration of our session.
function __assume_ends_with_ours {
  builtin emulate -L zsh
  builtin local date=${AWS_CREDENTIAL_EXPIRATION-}
  # `emulate sh` also reads this file, and does not support `(#c2)`.
  [[ $date == [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z ]] ||
    return 1
  builtin local -i year month days seconds
  (( year = 10#${date[1,4]}, month = 10#${date[6,7]} ))
  # If the year begins in March, its leap day is the last day.
  (( month > 2 )) || (( year -= 1, month += 12 ))
  (( days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * month - 457) / 5 + 10#${date[9,10]} - 719469 ))
  (( seconds = days * 86400 + 10#${date[12,13]} * 3600 + 10#${date[15,16]} * 60 + 10#${date[18,19]} ))
  [[ $seconds == ${ASSUME_EXPIRES-} ]]
}

# The user has exported other keys over the session. These keys stay. Variables that came with the session
# and break these keys are removed: an old expiration makes botocore refuse new keys, and an old token fails
# with them.
function __assume_end {
  builtin emulate -L zsh
  builtin setopt no_allexport
  builtin local name
  case ${AWS_ACCESS_KEY_ID-} in
    # The user has unset only our key id.
    '') __assume_unset AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN ;;
    # The keys of a user have no token.
    AKIA*) __assume_unset AWS_SESSION_TOKEN ;;
    *) [[ ${AWS_SESSION_TOKEN-} != ${__assume_token-} ]] || __assume_unset AWS_SESSION_TOKEN ;;
  esac
  if __assume_ends_with_ours; then
    __assume_unset AWS_CREDENTIAL_EXPIRATION
  fi
  [[ ${AWSUME_PROFILE-} != ${ASSUME_ROLE-} ]] || __assume_unset AWSUME_PROFILE
  for name in ${(s: :)ASSUME_SETTINGS-}; do
    __assume_put_back $name
  done
  __assume_unset AWS_ACCOUNT_ID ASSUME_ROLE ASSUME_EXPIRES ASSUME_KEY_ID ASSUME_SETTINGS \
    ASSUME_REQUEST ASSUME_PREVIOUS ASSUME_DANGER ASSUME_STYLE ASSUME_RENEW_AT \
    __assume_key __assume_token __assume_parts __assume_text
  builtin unset -m '__assume_saved*'
}

# Anyone can set ASSUME_SETTINGS: a name counts only if a session can set it.
function __assume_put_back {
  case $1 in
    *[^A-Z0-9_]*) ;;
    AWS_REGION | AWS_DEFAULT_REGION | AWS_USE_FIPS_ENDPOINT | AWS_USE_DUALSTACK_ENDPOINT | \
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS | AWS_CA_BUNDLE | AWS_ENDPOINT_URL | AWS_ENDPOINT_URL_?*)
      __assume_restore $1
      ;;
  esac
}

# Does the same as the core's code at the end of a session.
function __assume_restore {
  builtin local exported=__assume_saved_$1 plain=__assume_saved_unexported_$1
  [[ ${(Pt)1} != *readonly* ]] || return 0
  __assume_unset $1
  if [[ -n ${(Pt)exported} ]]; then
    builtin export "$1=${(P)exported}"
  elif [[ -n ${(Pt)plain} ]]; then
    builtin typeset -g "$1=${(P)plain}"
  fi
  __assume_unset $exported $plain
}

# A readonly variable would end the whole prompt hook, with a message at each prompt.
function __assume_unset {
  builtin local name
  for name; do
    [[ ${(Pt)name} == *readonly* ]] || builtin unset $name
  done
}

# ---- the prompt ----------------------------------------------------------------------------------

# Runs before each prompt. It puts the names into psvar, which zsh shows and never expands.
function __assume_prompt {
  builtin local percent=
  [[ ! -o prompt_percent ]] || percent=1
  builtin emulate -L zsh
  builtin setopt no_xtrace no_allexport
  builtin local segment= right= shade=
  if [[ -n ${ASSUME_KEY_ID-} ]]; then
    if [[ ${AWS_ACCESS_KEY_ID-} != $ASSUME_KEY_ID ]]; then
      __assume_end
    else
      [[ ${__assume_key-} == $ASSUME_KEY_ID ]] || __assume_remember
      [[ -z ${ASSUME_RENEW_AT-} || -n ${__p9k_instant_prompt_active-} ]] || __assume_renew
      __assume_compose
      case $__assume_place in
        left) segment=$__assume_text ;;
        right) right=$__assume_text ;;
      esac
    fi
  elif [[ -n ${__assume_key-} ]]; then
    __assume_remember
  fi
  if [[ $psvar[41] != $segment || $psvar[42] != $shade || $psvar[43] != $right ]]; then
    psvar[41]=$segment psvar[42]=$shade psvar[43]=$right
  fi
  # It checks PROMPT at each prompt, because other tools rewrite it.
  [[ -z $segment || -z $percent || $PROMPT == *'%(41V.'* ]] || __assume_draw
  [[ -z $right || -z $percent || $RPROMPT == *'%(43V.'* ]] || __assume_draw_right
}

# Prints the segment for a prompt of the user's own, with `setopt prompt_subst`: PROMPT='$(assume_segment)
# %# '. `assume_segment plain` prints no colors and is not for a prompt: zsh would interpret its `%`.
function assume_segment {
  builtin local -i __assume_status=$?
  builtin local bang=
  [[ ! -o prompt_bang ]] || bang=1
  builtin emulate -L zsh
  builtin setopt no_xtrace no_allexport
  builtin local shade=
  if [[ -n ${ASSUME_KEY_ID-} && ${AWS_ACCESS_KEY_ID-} == $ASSUME_KEY_ID ]]; then
    builtin zmodload -F zsh/datetime p:EPOCHSECONDS
    __assume_compose
    if [[ $__assume_place == off ]]; then
      builtin true
    elif [[ ${1-} == plain ]]; then
      builtin print -rn -- $__assume_text
    else
      builtin local text=${__assume_text//\%/%%}
      [[ -z $bang ]] || text=${text//\!/!!}
      builtin print -rn -- "%F{$shade}$text%f"
    fi
  fi
  return $__assume_status
}

# powerlevel10k calls this function if `assume` is in POWERLEVEL9K_LEFT_PROMPT_ELEMENTS or in the right
# ones.
function prompt_assume {
  builtin emulate -L zsh
  builtin setopt no_xtrace no_allexport
  builtin local shade=
  [[ -n ${ASSUME_KEY_ID-} && ${AWS_ACCESS_KEY_ID-} == $ASSUME_KEY_ID ]] || return 0
  __assume_compose
  [[ $__assume_place == off ]] || p10k segment -f $shade -t ${__assume_text//\%/%%}
}

# Sets __assume_text and its color, `shade`. Plain keys do not expire, so they have no time.
function __assume_compose {
  builtin local time=
  builtin local -i left=300
  if [[ ${ASSUME_EXPIRES-} != *[^0-9]* && -n ${ASSUME_EXPIRES-} && ${#ASSUME_EXPIRES} -lt 16 ]]; then
    left=$(( 10#$ASSUME_EXPIRES - EPOCHSECONDS ))
    if (( left <= 0 )); then
      time=expired
      __assume_say_expired
    elif (( left < 60 )); then
      time=1m
    elif (( left < 3600 )); then
      time=$(( left / 60 ))m
    else
      time="$(( left / 3600 ))h${(l:2::0:)$(( left % 3600 / 60 ))}m"
    fi
  fi
  # The text stays the same for a minute, and most prompts come sooner.
  builtin local parts=$time:${ASSUME_ROLE-}:${ASSUME_DANGER-}:${AWS_ACCOUNT_ID-}:${AWS_REGION-}:${ASSUME_STYLE-}:${ASSUME_PROMPT-}
  [[ ${__assume_parts-} == $parts ]] || __assume_join
  if [[ ${TERM-dumb} == dumb || -n ${NO_COLOR-} ]]; then
    shade=default
  elif (( left < 300 )); then
    shade=$__assume_urgent
  elif [[ -n ${ASSUME_DANGER-} ]]; then
    shade=$__assume_danger
  else
    shade=$__assume_usual
  fi
}

function __assume_join {
  builtin local part text=
  builtin typeset -g __assume_parts=$parts
  [[ ${__assume_style-} == ${ASSUME_STYLE-}$'\n'${ASSUME_PROMPT-} ]] || __assume_read_style
  for part in $__assume_format; do
    case $part in
      '{role}') part=${ASSUME_ROLE-} ;;
      '{left}') part=$time ;;
      '{mark}') part=${ASSUME_DANGER:+!} ;;
      '{account}') part=${AWS_ACCOUNT_ID-} ;;
      '{region}') part=${AWS_REGION-} ;;
    esac
    # An empty value also removes the space before it.
    [[ -n $part ]] || text=${text% }
    text+=$part
  done
  # Control characters could control the terminal.
  builtin typeset -g __assume_text=${text//[[:cntrl:]]/?}
}

# Reads how the segment looks: first from the settings, which the core passes on, then from the user's
# variable in this shell.
function __assume_read_style {
  builtin local words word rest='({mark}{role} {left})' settings_style="${ASSUME_STYLE-}"
  builtin typeset -g __assume_style=${ASSUME_STYLE-}$'\n'${ASSUME_PROMPT-}
  # The core percent-encodes characters that could be a pattern to a shell.
  case $settings_style in
    *%[0-9A-F][0-9A-F]*) settings_style=${(g::)${settings_style//\%/\\x}} ;;
  esac
  builtin typeset -g __assume_place=left
  builtin typeset -g __assume_usual=yellow __assume_urgent=red __assume_danger=magenta
  for words in "$settings_style" "${ASSUME_PROMPT-}"; do
    while [[ -n $words ]]; do
      word=${words%%[[:space:]]*}
      case $word in
        format=?*)
          rest=${words#format=}
          break
          ;;
        left | right | own | off) __assume_place=$word ;;
        color=* | urgent=* | danger=*) __assume_read_color ;;
        '') ;;
        *) __assume_say_wrong ;;
      esac
      words=${words#$word}
      words=${words#[[:space:]]}
    done
  done
  builtin typeset -ga __assume_format
  __assume_format=()
  while [[ -n $rest ]]; do
    case $rest in
      '{role}'* | '{left}'* | '{mark}'* | '{account}'* | '{region}'*) word=${rest%%\}*}\} ;;
      '{'*) word='{' ;;
      *) word=${rest%%\{*} ;;
    esac
    __assume_format+=($word)
    rest=${rest#$word}
  done
}

function __assume_read_color {
  builtin local color=${word#*=}
  case $color in
    black | red | green | yellow | blue | magenta | cyan | white) ;;
    none) color=default ;;
    *)
      __assume_say_wrong
      return 0
      ;;
  esac
  case $word in
    color=*) __assume_usual=$color ;;
    urgent=*) __assume_urgent=$color ;;
    *) __assume_danger=$color ;;
  esac
}

function __assume_say_wrong {
  __assume_tell "assume: ASSUME_PROMPT: \"${word//[[:cntrl:]]/?}\" is not a word of it"
}

# Prints this once for each session. The keys stay: AWS rejects them, while without any keys the next
# command would run with the default profile.
function __assume_say_expired {
  [[ ${__assume_expired-} != $ASSUME_KEY_ID ]] || return 0
  builtin typeset -g __assume_expired=$ASSUME_KEY_ID
  __assume_say 'has expired' "  hint: run $__assume_cmd again, or drop it: $__assume_cmd unset"
}

function __assume_say {
  __assume_tell "assume: the session of ${ASSUME_ROLE//[[:cntrl:]]/?} $1" "${@:2}"
}

# powerlevel10k warns about all output before the end of its instant prompt, which is when the first prompt
# is drawn. /dev/null is always readable, so zle calls the handler right after that.
function __assume_tell {
  if [[ -z ${__p9k_instant_prompt_active-} || ! -o zle ]]; then
    builtin print -rlu2 -- "$@"
    return 0
  fi
  builtin typeset -ga __assume_untold
  __assume_untold+=("$@")
  [[ -z ${__assume_null-} ]] || return 0
  builtin typeset -gi __assume_null
  builtin exec {__assume_null}</dev/null && builtin zle -F $__assume_null __assume_tell_at_line
}

function __assume_tell_at_line {
  builtin emulate -L zsh
  builtin setopt no_xtrace no_allexport
  builtin zle -F $1
  builtin exec {__assume_null}<&-
  builtin zle -I
  builtin print -rlu2 -- $__assume_untold
  builtin unset __assume_null __assume_untold
}

# With auto_refresh, the core sets the time from which on the prompt can renew a session. The prompt does
# that in the foreground, once for each session, and without questions.
function __assume_renew {
  builtin local -i renewed=0
  [[ $ASSUME_RENEW_AT != *[^0-9]* && ${#ASSUME_RENEW_AT} -lt 16 ]] || return 0
  [[ ${__assume_tried-} != $ASSUME_KEY_ID ]] || return 0
  (( 10#$ASSUME_RENEW_AT <= EPOCHSECONDS && ZSH_SUBSHELL == 0 )) || return 0
  builtin typeset -g __assume_tried=$ASSUME_KEY_ID
  $__assume_cmd refresh --no-input --quiet </dev/null 2>/dev/null || renewed=$?
  case $renewed in
    0) ;;
    3) __assume_say "cannot be renewed without a code or a sign-in: $__assume_cmd refresh" ;;
    *) __assume_say "could not be renewed; why, says: $__assume_cmd refresh" ;;
  esac
}

# starship, oh-my-posh and powerlevel10k draw the whole prompt themselves and read the exported variables.
# pure rewrites PROMPT whenever git has answered, and leaves the right side to others.
function __assume_draw {
  (( ! ${+functions[prompt_pure_precmd]} )) || return 0
  __assume_is_drawn_by_others || [[ ${(t)PROMPT} == *readonly* ]] && return 0
  PROMPT="%(41V.%F{%42v}%41v%f .)$PROMPT"
  __assume_go_last
}

function __assume_draw_right {
  __assume_is_drawn_by_others || [[ ${(t)RPROMPT} == *readonly* ]] && return 0
  RPROMPT="${RPROMPT-}%(43V. %F{%42v}%43v%f.)"
  __assume_go_last
}

# The segment was there and is missing now: a theme that rewrites PROMPT may run after the hook. So the hook
# moves to the end, from the next prompt on. It does not do so earlier, because the hooks of terminals must
# be last.
function __assume_go_last {
  if [[ -n ${__assume_drawn-} && $precmd_functions[-1] != __assume_prompt ]]; then
    precmd_functions=(${precmd_functions:#__assume_prompt} __assume_prompt)
  fi
  builtin typeset -g __assume_drawn=1
}

function __assume_is_drawn_by_others {
  (( ${+functions[p10k]} || ${+functions[prompt_starship_precmd]} ||
    ${+functions[starship_precmd]} || ${+functions[_omp_precmd]} ||
    ${+functions[prompt_ohmyposh_precmd]} ))
}

function __assume_hook {
  builtin emulate -L zsh
  builtin zmodload -F zsh/datetime p:EPOCHSECONDS
  builtin typeset -ga precmd_functions
  (( ${precmd_functions[(I)__assume_prompt]} )) || precmd_functions+=(__assume_prompt)
}

[[ ! -o interactive ]] || __assume_hook

# ---- completion ----------------------------------------------------------------------------------

# The rest is loaded at the first Tab.
function __assume_complete {
  (( ${+functions[__assume_offer_words]} )) || __assume_read_completion || return 1
  __assume_offer_words
}

function __assume_compctl {
  (( ${+functions[__assume_reply_words]} )) || __assume_read_completion || return 1
  __assume_reply_words "$@"
}

function __assume_read_completion {
  [[ -r $__assume_folder/completion.zsh ]] && builtin source $__assume_folder/completion.zsh
}

# This runs at each prompt, because compinit may come later, or again. Until then compctl handles Tab.
function __assume_bind_completion {
  builtin setopt local_options no_allexport
  if (( ! ${+functions[compdef]} )); then
    (( ${+__assume_compctl_is_bound} )) || builtin compctl -K __assume_compctl $__assume_cmd 2>/dev/null
    builtin typeset -g __assume_compctl_is_bound=1
  elif [[ ${_comps[$__assume_cmd]-} != __assume_complete ]]; then
    compdef __assume_complete $__assume_cmd
  fi
}

if [[ -o interactive ]]; then
  (( ${precmd_functions[(I)__assume_bind_completion]} )) ||
    precmd_functions+=(__assume_bind_completion)
  (( ! ${+functions[compdef]} )) || __assume_bind_completion
fi

# ---- loaded --------------------------------------------------------------------------------------

if [[ -n ${__assume_aliases-} ]]; then
  builtin unset __assume_aliases
  builtin setopt aliases
fi
