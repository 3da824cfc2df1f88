# assume for zsh, 5.1 and later. docs/shells.md says how to load it and what it does.
#
# It may be sourced twice, under any options, and next to aliases and functions of any name: hence
# `builtin`, and `emulate -L zsh` first in each function. It starts no process, neither while it
# loads nor at a prompt.

# ---- loading -------------------------------------------------------------------------------------

# Aliases are expanded while a function is read, so those of the user would end up inside ours.
if [[ -o aliases ]]; then
  \builtin setopt no_aliases
  \builtin typeset -g __assume_aliases=1
fi

# What the core and what is read later have to be of.
__assume_version=0.1.0
# Of the fast-path file: src/formats/fast-path-format.ts.
__assume_fast_path_format=2

# What is read later lies beside this.
__assume_folder=${${(%):-%x}:A:h}
# That of another version may be there.
builtin unset -f -m '__assume_(take_cached|offer_words|reply_words)' || builtin true

# What the command is called: set before this file is read, else `assume`.
case ${__assume_cmd-} in
  ('' | [^A-Za-z]* | *[^A-Za-z0-9_]*) __assume_cmd=assume ;;
esac

# Another tool's alias would win over our function.
builtin unalias $__assume_cmd 2>/dev/null || builtin true

# The line in the rc file names both by absolute path, so that no other PATH, as of nvm, can break it.
# Who sources the file alone gets the node that install.sh has left a link to, or npm's own.
[[ -n ${__assume_script-} ]] || __assume_script=${__assume_folder:h}/dist/bin.js
if [[ -z ${__assume_node-} ]]; then
  for __assume_node in "${__assume_script%/dist/*}/node" \
    "${__assume_script%/lib/node_modules/*}/bin/node" node; do
    if [[ -f $__assume_node && -x $__assume_node ]]; then builtin break; fi
  done
fi

# ---- the command ---------------------------------------------------------------------------------

# The core writes shell code to fd 3. Its stdin, stdout and stderr are those of the caller, so that
# lists, pagers, pipes and questions work as without us.
function $__assume_cmd {
  builtin emulate -L zsh
  # A trace would show the keys. zsh reads what is in $(…) only as it runs it: no aliases here either.
  builtin setopt no_xtrace no_verbose no_aliases no_err_exit no_err_return
  # Where stdout is closed it cannot be handed on, which the shell takes for a failure of its own.
  { { builtin :; } 4>&1; } 2>/dev/null || {
    $__assume_cmd "$@" >/dev/null
    return
  }
  case ${1-} in
    # These hand the terminal to another program, and Ctrl-Z cannot work inside $(…).
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
  # What the shell had before the session is for the core's eyes only: exported in a subshell.
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
  # A core that died half-way must not leave a new key id next to an old secret.
  if (( __assume_status == 0 )) && [[ -n $__assume_code ]]; then
    builtin eval "$__assume_code" || __assume_status=$?
    [[ ! -o interactive ]] || __assume_remember
  else
    __assume_code=
  fi
  [[ ${ZSH_EVAL_CONTEXT-} != *subst* ]] || __assume_pass_on
  return $__assume_status
}

# A subshell takes the session and becomes the program, so that nothing of ours is left to wait for it.
# The core looks for the program first, and prints no code where it has only help to show.
function __assume_exec {
  (
    builtin emulate -L zsh
    builtin setopt no_xtrace no_verbose no_aliases no_err_exit no_err_return
    builtin local __assume_code=
    # What needs Node for as long as programs run. It replaces this subshell: one that waits for it gives
    # 130 after Ctrl-C, whatever exit status the program gives.
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
    # exec alone would take a function or a builtin of that name.
    builtin exec builtin command -- "$@"
  )
}

function __assume_core {
  (__assume_become_core "$@")
}

# In a subshell, since Node.js must not see what makes it run other code, or write what it sees to other
# places: src/launcher.sh says more. The core gives it back to the programs that it runs.
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
  # What zsh cannot unset, sh can.
  [[ -z $readonly ]] || builtin set -- /bin/sh -c "unset -v$readonly; exec \"\$@\"" sh "$@"
  # exec alone would take a function or a builtin of that name.
  builtin exec builtin command -- "$@"
}

# ---- without the core ----------------------------------------------------------------------------

# Sets `gone` to what this wrapper was set up with and is not there any more.
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

# Whether these words end the session, and the core that would do so is gone. Sets __assume_code to what
# does it. After an uninstallation no file of ours is left, so all that it takes is here.
function __assume_unsets_alone {
  case $#:${1-}:${2-} in
    1:unset: | 1:--unset: | 1:-u: | 2:unset:--quiet | 2:--unset:--quiet | 2:-u:--quiet) ;;
    *) return 1 ;;
  esac
  builtin local gone=
  __assume_find_gone
  [[ -n $gone ]] || return 1
  # With `||`, so that `set -e` does not end it half-way in a shell that evals it.
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
  # The user has exported other keys over ours.
  if [[ ${AWS_ACCESS_KEY_ID-} != $ASSUME_KEY_ID ]]; then
    __assume_end
    return 0
  fi
  for name in $keys; do __assume_restore $name; done
  for name in $settings; do __assume_put_back $name; done
  __assume_unset $own __assume_saved
}

# ---- without a process ---------------------------------------------------------------------------

# The rest of it is read when somebody may want it.
function __assume_fast_path {
  (( ZSH_SUBSHELL == 0 && ($# == 1 || $# == 2) )) || return 1
  if (( ! ${+functions[__assume_take_cached]} )); then
    [[ -r $__assume_folder/fast-path.zsh ]] && builtin source $__assume_folder/fast-path.zsh || return 1
  fi
  __assume_take_cached "$@"
}

# ---- eval "$(assume …)" --------------------------------------------------------------------------

# Here the code took effect in a subshell alone. The shell outside is to eval it too; but in
# x=$( (assume prod; plan) | tee log ) it must not be printed, since the log would hold the keys.
function __assume_pass_on {
  builtin local -i captured=0
  __assume_is_captured || captured=$?
  if (( captured == 1 )) || [[ $__assume_status == 0 && -z $__assume_code ]]; then
    return 0
  elif (( __assume_status )); then
    # eval "" would succeed, and the script go on with the keys of before.
    builtin print -r -- "(exit $__assume_status);"
  elif (( captured )); then
    builtin print -r -- "builtin print -rlu2 -- \
'assume: zsh cannot tell here whether eval or a pipe reads this, so no keys were printed' \
'  hint: call $__assume_cmd itself, without eval'; (exit 2);"
  else
    builtin print -r -- "$__assume_code"
  fi
}

# Whether a shell around us reads our stdout: 0 yes, 1 no, 2 cannot tell. That there is a $(…) is
# sure, but with more subshells than that a pipe may stand between. Then the shell that forked us
# sleeps with the pipe's end for reading in its hands, and none of its other children has it.
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
        # Twice, since a sibling may have moved its end while we looked.
        (( ++times < 2 )) || return 0
      fi
      (( ++tries < 10000 )) || return 2
    done
    # In $( (assume x) ) the subshell between has its stdout from the $(…) as well.
    [[ /proc/$parent/fd/1 -ef /dev/fd/1 ]] || return 1
    pid=$parent
  done
  return 1
}

# Of `123 (a name) with) spaces) S 45 …` what begins with the state and the parent's number.
function __assume_read_stat {
  [[ -r /proc/$1/stat ]] || return 1
  stat="$(</proc/$1/stat)"
  stat=${stat##*') '}
}

# Whether process $1 has the other end of our stdout, as $2 or higher: the last part of a pipeline
# may run in our parent, which then reads from 0. The flags are octal, and O_RDONLY is 0 in the last
# digit: a script may hold its own stdout twice.
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

# Keeps in mind what will have to be known again next to keys that are not ours. Not exported, not
# even under `set -a`.
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

# Whether AWS_CREDENTIAL_EXPIRATION, a date in UTC, is the time at which our session ends.
function __assume_ends_with_ours {
  builtin emulate -L zsh
  builtin local date=${AWS_CREDENTIAL_EXPIRATION-}
  # `emulate sh` reads this file too, and knows no `(#c2)`.
  [[ $date == [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z ]] ||
    return 1
  builtin local -i year month days seconds
  (( year = 10#${date[1,4]}, month = 10#${date[6,7]} ))
  # A year that begins in March has its leap day at its end.
  (( month > 2 )) || (( year -= 1, month += 12 ))
  (( days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * month - 457) / 5 + 10#${date[9,10]} - 719469 ))
  (( seconds = days * 86400 + 10#${date[12,13]} * 3600 + 10#${date[15,16]} * 60 + 10#${date[18,19]} ))
  [[ $seconds == ${ASSUME_EXPIRES-} ]]
}

# The user has exported other keys over ours. Those stay as they are, and whatever came with ours and
# would upset them goes: an old expiry makes botocore refuse new keys, an old token fails with them.
function __assume_end {
  builtin emulate -L zsh
  builtin setopt no_allexport
  builtin local name
  case ${AWS_ACCESS_KEY_ID-} in
    # Ours was unset by hand, alone.
    '') __assume_unset AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN ;;
    # The keys of a user go with no token.
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

# Anyone can set ASSUME_SETTINGS: only names that a session could have brought count.
function __assume_put_back {
  case $1 in
    *[^A-Z0-9_]*) ;;
    AWS_REGION | AWS_DEFAULT_REGION | AWS_USE_FIPS_ENDPOINT | AWS_USE_DUALSTACK_ENDPOINT | \
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS | AWS_CA_BUNDLE | AWS_ENDPOINT_URL | AWS_ENDPOINT_URL_?*)
      __assume_restore $1
      ;;
  esac
}

# Like the core's own code at the end of a session.
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

# Runs before each prompt. The names go into psvar, which zsh shows and never expands.
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
  # Others rewrite PROMPT, hence the look at each prompt.
  [[ -z $segment || -z $percent || $PROMPT == *'%(41V.'* ]] || __assume_draw
  [[ -z $right || -z $percent || $RPROMPT == *'%(43V.'* ]] || __assume_draw_right
}

# The segment, for a prompt of the user's own, with `setopt prompt_subst`: PROMPT='$(assume_segment) %# '.
# `assume_segment plain` has no colours and is no prompt's text: zsh would read its `%`.
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

# powerlevel10k calls it where `assume` is one of POWERLEVEL9K_LEFT_PROMPT_ELEMENTS or of the right ones.
function prompt_assume {
  builtin emulate -L zsh
  builtin setopt no_xtrace no_allexport
  builtin local shade=
  [[ -n ${ASSUME_KEY_ID-} && ${AWS_ACCESS_KEY_ID-} == $ASSUME_KEY_ID ]] || return 0
  __assume_compose
  [[ $__assume_place == off ]] || p10k segment -f $shade -t ${__assume_text//\%/%%}
}

# Sets __assume_text, and `shade`, its colour; without an expiry, as with plain keys, there is no time.
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
  # It is the same for a minute, and most prompts come sooner.
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
    # A space before what is not there goes with it.
    [[ -n $part ]] || text=${text% }
    text+=$part
  done
  # Control characters could steer the terminal.
  builtin typeset -g __assume_text=${text//[[:cntrl:]]/?}
}

# How the segment looks: first as the settings say, which the core hands on, then as the user says in
# this shell.
function __assume_read_style {
  builtin local words word rest='({mark}{role} {left})' settings_style="${ASSUME_STYLE-}"
  builtin typeset -g __assume_style=${ASSUME_STYLE-}$'\n'${ASSUME_PROMPT-}
  # The core percent-encodes what could be a pattern to a shell.
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

# Once for each session. Its keys stay: AWS refuses them, while without any the next command would
# run with those of the default profile.
function __assume_say_expired {
  [[ ${__assume_expired-} != $ASSUME_KEY_ID ]] || return 0
  builtin typeset -g __assume_expired=$ASSUME_KEY_ID
  __assume_say 'has expired' "  hint: run $__assume_cmd again, or drop it: $__assume_cmd unset"
}

function __assume_say {
  __assume_tell "assume: the session of ${ASSUME_ROLE//[[:cntrl:]]/?} $1" "${@:2}"
}

# powerlevel10k warns of whatever is printed before its instant prompt has ended, which is when the first
# prompt is drawn. /dev/null can be read at any time, so zle calls the handler right after that.
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

# Where the settings have auto_refresh, the core says from when on a session may be renewed: here, in
# the foreground, once for each, and only without a question.
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

# starship, oh-my-posh and powerlevel10k draw all of it themselves and read our exports; pure makes
# PROMPT anew whenever git has answered, and leaves the right to others.
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

# It was drawn before and is gone: a theme that writes it anew may come after us. No sooner, for the
# hooks of terminals want to be last. It counts from the next prompt on.
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

# The rest of it is read at the first Tab.
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

# At each prompt, since compinit may come later, or again. Until it does, Tab is compctl's.
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
