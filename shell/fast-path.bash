# shellcheck shell=bash disable=SC2154
# The fast path of bash, 4.4 and later: how it takes a cached session without starting a process.
# docs/design.md, "The fast path", describes it. assume.bash loads this file at the first call.
#
# As in assume.bash, it uses `builtin`, and locals with names that nobody makes readonly.

# Takes a cached session as the core would, if the core has written a file for these words and nothing has
# changed since. In doubt it fails and changes nothing, and the wrapper runs the core. The file is data; all
# names of variables are in this code.
function __assume_take_cached() {
  builtin local - IFS=$' \t\n' LC_ALL=C 2>/dev/null || return 1
  builtin set +aeu -f
  ! builtin shopt -q nocasematch || return 1
  # The loaded functions may be older than this file.
  [[ ${__assume_fast_path_format-} == 3 ]] || return 1
  builtin local __assume_word='' __assume_name='' __assume_value='' __assume_line=''
  for __assume_word; do
    case $__assume_word in '' | -* | *[!A-Za-z0-9._@-]*) return 1 ;; esac
  done
  builtin local __assume_cache="${HOME-}/.cache/assume" __assume_file="profile=$1"
  case ${XDG_CACHE_HOME-} in /*) __assume_cache=$XDG_CACHE_HOME/assume ;; esac
  (($# == 1)) || __assume_file="user=$1+$2"
  __assume_file=$__assume_cache/fast-path-$__assume_fast_path_format/$__assume_file
  [[ -f $__assume_file && ! -L $__assume_file && -O $__assume_file ]] || return 1
  builtin local __assume_active_settings='' __assume_settings=' ' __assume_key_id='' \
    __assume_expires='' __assume_request='' __assume_now=0
  builtin local -a __assume_lines __assume_set __assume_gone __assume_there __assume_free
  builtin local -i __assume_at=0
  __assume_is_near && return 1
  __assume_open_fast_path "$*" && __assume_check_active && __assume_compare_fast_path && __assume_check_fast_path &&
    __assume_finish_fast_path || return 1
  __assume_change
  case $- in *i*) __assume_remember ;; esac
}

# Succeeds if a variable names one of AWS's files in or below the current folder, which the core has to warn
# about: src/config/warnings/files-in-current-folder.ts.
function __assume_is_near() {
  for __assume_value in "${AWS_CONFIG_FILE-}" "${AWS_SHARED_CREDENTIALS_FILE-}"; do
    case $__assume_value in '' | "${HOME-}"/.aws/*) continue ;; esac
    __assume_is_below_here "$__assume_value" || continue
    __assume_is_below_here "${HOME-}/" || return 0
  done
  return 1
}

# Succeeds if a path is in the current folder or below it.
function __assume_is_below_here() {
  [[ $1 == /* ]] || return 0
  __assume_line=${1%/*}
  while [[ -n $__assume_line ]]; do
    [[ ! $__assume_line -ef . ]] || return 0
    __assume_line=${__assume_line%/*}
  done
  return 1
}

# Reads the file and checks it: it is complete, it is for these words, and it is newer than everything that
# it depends on.
function __assume_open_fast_path() {
  for __assume_value in "$__assume_cache" "$__assume_cache/fast-path-$__assume_fast_path_format"; do
    [[ -d $__assume_value && ! -L $__assume_value && -O $__assume_value ]] || return 1
  done
  builtin mapfile -t -n 120 __assume_lines <"$__assume_file" 2>/dev/null || return 1
  [[ ${__assume_lines[0]-} == "format=$__assume_fast_path_format" && ${__assume_lines[1]-} == "words=$1" ]] || return 1
  # A NUL makes the text shorter than its last line says.
  builtin printf -v __assume_value '%s\n' "${__assume_lines[@]}"
  __assume_line=end=${__assume_value##*$'\n'end=}
  [[ $__assume_value == *$'\n'"$__assume_line" && $__assume_value != *[!$'\n'\ -~]* ]] || return 1
  [[ $__assume_line == "end=$((${#__assume_value} - ${#__assume_line}))"$'\n' ]] || return 1
  case ${__assume_lines[2]} in
    session=*[!0-9a-f]*.json | session=?????????????????*.json) return 1 ;;
    session=????????????????.json) ;;
    *) return 1 ;;
  esac
  [[ -f $__assume_cache/sessions/${__assume_lines[2]#session=} ]] || return 1
  case ${__assume_lines[3]} in
    until=*[!0-9]*) return 1 ;;
    until=??????????) __assume_value=${__assume_lines[3]#until=} ;;
    *) return 1 ;;
  esac
  # EPOCHSECONDS does not work here: it is an empty word once somebody has unset it.
  builtin printf -v __assume_now '%(%s)T' -1
  ((10#$__assume_now <= 10#$__assume_value)) || return 1
  for ((__assume_at = 5; __assume_at < ${#__assume_lines[@]}; __assume_at++)); do
    __assume_line=${__assume_lines[__assume_at]}
    [[ $__assume_line == older=/* ]] || break
    [[ $__assume_file -nt ${__assume_line#older=} ]] || return 1
  done
  ((__assume_at > 6))
}

# The active session must be one that this shell took itself, with these settings only.
function __assume_check_active() {
  [[ -n ${ASSUME_KEY_ID-} ]] || return 0
  [[ ${ASSUME_KEY_ID@a} == x && $ASSUME_KEY_ID != *[!\ -~]* ]] || return 1
  [[ ${AWS_ACCESS_KEY_ID-} == "$ASSUME_KEY_ID" && ${AWS_ACCESS_KEY_ID@a} == x ]] || return 1
  [[ ${ASSUME_REQUEST-} == ???????????????? && $ASSUME_REQUEST != *[!0-9a-f]* ]] || return 1
  [[ ${ASSUME_REQUEST@a} == x && ${__assume_saved-} == 1 ]] || return 1
  [[ -z ${ASSUME_SETTINGS+set} || ${ASSUME_SETTINGS@a} == x ]] || return 1
  for __assume_name in ${ASSUME_SETTINGS-}; do
    case $__assume_name in
      AWS_REGION | AWS_DEFAULT_REGION | AWS_USE_FIPS_ENDPOINT) ;;
      AWS_USE_DUALSTACK_ENDPOINT | AWS_CA_BUNDLE | AWS_ENDPOINT_URL) ;;
      *) return 1 ;;
    esac
  done
  __assume_active_settings=" ${ASSUME_SETTINGS-} "
}

# Succeeds if the core would see the same environment, which is the one before any session.
function __assume_compare_fast_path() {
  for __assume_name in HOME USER LOGNAME XDG_CONFIG_HOME XDG_CACHE_HOME \
    AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE AWS_REGION AWS_DEFAULT_REGION AWS_ENDPOINT_URL \
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS AWS_USE_FIPS_ENDPOINT AWS_USE_DUALSTACK_ENDPOINT \
    AWS_STS_REGIONAL_ENDPOINTS AWS_MAX_ATTEMPTS AWS_RETRY_MODE AWS_CA_BUNDLE REQUESTS_CA_BUNDLE \
    ASSUME_CREDENTIAL_PROCESSES; do
    __assume_line=was_$__assume_name
    if [[ $__assume_active_settings == *" $__assume_name "* ]]; then
      __assume_value=__assume_saved_$__assume_name
      [[ -z ${!__assume_value+set} ]] || __assume_line+="=${!__assume_value}"
    elif [[ -n ${!__assume_name+set} && ${!__assume_name@a} == *x* ]]; then
      __assume_line+="=${!__assume_name}"
    fi
    [[ ${__assume_lines[__assume_at++]} == "$__assume_line" ]] || return 1
  done
  for __assume_name in ${!AWS_ENDPOINT_URL_@}; do
    [[ -n ${!__assume_name+set} && ${!__assume_name@a} == *x* ]] || continue
    __assume_line="was_$__assume_name=${!__assume_name}"
    [[ ${__assume_lines[__assume_at++]} == "$__assume_line" ]] || return 1
  done
}

# Succeeds if the rest of the file is a session, and the variables can be changed: none is readonly, an
# array or converts its value.
function __assume_check_fast_path() {
  builtin local -i __assume_needed=0
  for __assume_name in AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN \
    AWS_CREDENTIAL_EXPIRATION AWS_ACCOUNT_ID AWSUME_PROFILE AWS_SESSION_EXPIRATION \
    AWS_SECURITY_TOKEN AWS_CREDENTIAL_SCOPE AWS_PROFILE AWS_DEFAULT_PROFILE AWS_ROLE_ARN \
    AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE AWS_CONTAINER_CREDENTIALS_RELATIVE_URI \
    AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_AUTHORIZATION_TOKEN \
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE \
    AWS_REGION AWS_DEFAULT_REGION AWS_USE_FIPS_ENDPOINT AWS_USE_DUALSTACK_ENDPOINT AWS_CA_BUNDLE \
    AWS_ENDPOINT_URL ASSUME_ROLE ASSUME_EXPIRES ASSUME_KEY_ID ASSUME_SETTINGS ASSUME_REQUEST \
    ASSUME_STYLE; do
    __assume_line=${__assume_lines[__assume_at++]}
    if [[ -n ${!__assume_name+set} ]]; then
      case ${!__assume_name@a} in '' | x) ;; *) return 1 ;; esac
      __assume_there+=("$__assume_name")
    fi
    if [[ $__assume_line == "set_$__assume_name" ]]; then
      case $__assume_name in
        AWS_*REGION | AWS_USE_* | AWS_CA_BUNDLE | AWS_ENDPOINT_URL) ;;
        *) __assume_gone+=("$__assume_name") ;;
      esac
      continue
    fi
    [[ $__assume_line == "set_$__assume_name="?* ]] || return 1
    __assume_value=${__assume_line#*=} __assume_word=' -~'
    case $__assume_name in
      AWS_ACCESS_KEY_ID) __assume_key_id=$__assume_value ;;
      AWS_SECRET_ACCESS_KEY | AWS_SESSION_TOKEN) __assume_needed+=1 ;;
      AWS_CREDENTIAL_EXPIRATION) __assume_word=0-9TZ:- __assume_needed+=1 ;;
      AWS_ACCOUNT_ID) __assume_word=0-9 ;;
      AWSUME_PROFILE | ASSUME_ROLE) __assume_needed+=1 ;;
      AWS_*)
        case $__assume_name in
          AWS_REGION | AWS_DEFAULT_REGION) __assume_word=a-z0-9- ;;
          AWS_USE_FIPS_ENDPOINT | AWS_USE_DUALSTACK_ENDPOINT) __assume_word=a-z ;;
          AWS_CA_BUNDLE | AWS_ENDPOINT_URL) ;;
          # The other variables are only unset.
          *) return 1 ;;
        esac
        __assume_settings+="$__assume_name "
        ;;
      ASSUME_EXPIRES)
        [[ $__assume_value == ?????????? ]] || return 1
        __assume_word=0-9 __assume_expires=$__assume_value __assume_needed+=1
        ;;
      ASSUME_KEY_ID)
        [[ $__assume_value == "$__assume_key_id" ]] || return 1
        __assume_needed+=1
        ;;
      ASSUME_SETTINGS) [[ " $__assume_value " == "$__assume_settings" ]] || return 1 ;;
      ASSUME_REQUEST)
        [[ $__assume_value == ???????????????? ]] || return 1
        __assume_word=0-9a-f __assume_request=$__assume_value __assume_needed+=1
        ;;
    esac
    [[ $__assume_value != *[!$__assume_word]* ]] || return 1
    __assume_set+=("${__assume_line#set_}")
  done
  ((__assume_needed == 8 && __assume_at + 1 == ${#__assume_lines[@]})) || return 1
  for __assume_name in ASSUME_PREVIOUS ASSUME_DANGER ASSUME_RENEW_AT; do
    [[ -z ${!__assume_name+set} ]] || case ${!__assume_name@a} in '' | x) ;; *) return 1 ;; esac
  done
}

# Adds the values that depend on this shell: the session before this one, and when the prompt can renew the
# new one.
function __assume_finish_fast_path() {
  if [[ -n $__assume_active_settings ]]; then
    # A user who repeats the command of the active session wants to renew it.
    [[ $ASSUME_KEY_ID != "$__assume_key_id" ]] || return 1
    __assume_value=''
    if [[ $ASSUME_REQUEST != "$__assume_request" ]]; then
      __assume_value=$ASSUME_KEY_ID:$ASSUME_REQUEST
    elif [[ -n ${ASSUME_PREVIOUS+set} ]]; then
      __assume_value=$ASSUME_PREVIOUS
      [[ ${ASSUME_PREVIOUS@a} == x && ${__assume_value%:*} != *[!\ -~]* ]] || return 1
      __assume_word=${__assume_value##*:}
      [[ $__assume_word == ???????????????? && $__assume_word != *[!0-9a-f]* ]] || return 1
    fi
    [[ -z $__assume_value ]] || __assume_set+=("ASSUME_PREVIOUS=$__assume_value")
  fi
  case ${__assume_lines[4]} in
    renew) ;;
    renew=*[!0-9]* | renew= | renew=??????*) return 1 ;;
    renew=*)
      __assume_value=$((__assume_expires - 10#${__assume_lines[4]#renew=}))
      ((__assume_value >= (__assume_now + __assume_expires) / 2)) ||
        __assume_value=$(((__assume_now + __assume_expires) / 2))
      __assume_set+=("ASSUME_RENEW_AT=$__assume_value")
      ;;
    *) return 1 ;;
  esac
  # A variable without a value can also be readonly. Then unset says so, and nothing has changed.
  for __assume_name in "${__assume_set[@]%%=*}" "${__assume_gone[@]}" \
    ASSUME_PREVIOUS ASSUME_DANGER ASSUME_RENEW_AT; do
    [[ -n ${!__assume_name+set} ]] || __assume_free+=("$__assume_name")
  done
  builtin unset -v "${__assume_free[@]}" 2>/dev/null
}

# Does the same as the code that the core prints: src/formats/posix.ts.
function __assume_change() {
  builtin local __assume_old='' __assume_plain='' __assume_all=''
  for __assume_name in $__assume_active_settings; do
    [[ $__assume_settings != *" $__assume_name "* ]] || continue
    __assume_old=__assume_saved_$__assume_name
    __assume_plain=__assume_saved_unexported_$__assume_name
    builtin unset -v "$__assume_name"
    if [[ -n ${!__assume_old+set} ]]; then
      builtin export "$__assume_name=${!__assume_old}"
    elif [[ -n ${!__assume_plain+set} ]]; then
      builtin printf -v "$__assume_name" %s "${!__assume_plain}"
    fi
    builtin unset -v "$__assume_old" "$__assume_plain"
  done
  # A session that was removed by hand may have left saved values.
  __assume_all=$__assume_settings
  [[ -n $__assume_active_settings ]] || __assume_all+="${__assume_set[*]%%=*} ${__assume_gone[*]} "
  for __assume_old in ${!__assume_saved_@}; do
    __assume_name=${__assume_old#__assume_saved_}
    __assume_name=${__assume_name#unexported_}
    case $__assume_active_settings in *" $__assume_name "*) continue ;; esac
    case $__assume_all in *" $__assume_name "*) builtin unset -v "$__assume_old" ;; esac
  done
  # Saves the values that the shell had, for the end of the session.
  for __assume_name in "${__assume_there[@]}"; do
    case $__assume_name in
      ASSUME_*) continue ;;
      AWS_*REGION | AWS_USE_* | AWS_CA_BUNDLE | AWS_ENDPOINT_URL)
        [[ $__assume_settings == *" $__assume_name "* ]] || continue
        [[ $__assume_active_settings != *" $__assume_name "* ]] || continue
        ;;
      *) [[ -z $__assume_active_settings ]] || continue ;;
    esac
    __assume_old=__assume_saved_$__assume_name
    [[ ${!__assume_name@a} == x ]] || __assume_old=__assume_saved_unexported_$__assume_name
    builtin printf -v "$__assume_old" %s "${!__assume_name}"
  done
  builtin unset -v "${__assume_gone[@]}" ASSUME_PREVIOUS ASSUME_DANGER ASSUME_RENEW_AT
  builtin export "${__assume_set[@]}"
  __assume_saved=1
}
