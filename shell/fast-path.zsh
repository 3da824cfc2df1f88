# The fast path of zsh: how it takes a cached session without starting a process. docs/design.md, "The fast
# path", describes it. assume.zsh loads this file at the first call.
#
# As in assume.zsh, it uses `builtin`, and everything runs with the options of __assume_take_cached.

if [[ -o aliases ]]; then
  \builtin setopt no_aliases
  \builtin typeset -g __assume_aliases=1
fi

# Takes a cached session as the core would, if the core has written a file for these words and nothing has
# changed since. In doubt it fails and changes nothing, and the wrapper runs the core. The file is data; all
# names of variables are in this code.
function __assume_take_cached {
  builtin emulate -L zsh
  builtin setopt no_xtrace no_verbose no_aliases no_err_exit no_err_return no_allexport
  builtin local IFS=$' \t\n' word name value line
  # The loaded functions may be older than this file.
  [[ ${__assume_fast_path_format-} == 3 ]] || return 1
  for word; do
    [[ -n $word && $word != -* && $word != *[^A-Za-z0-9._@-]* ]] || return 1
  done
  builtin local cache=${HOME-}/.cache/assume file=profile=$1
  [[ ${XDG_CACHE_HOME-} != /* ]] || cache=$XDG_CACHE_HOME/assume
  (( $# == 1 )) || file=user=$1+$2
  file=$cache/fast-path-$__assume_fast_path_format/$file
  [[ -f $file && ! -L $file && -O $file ]] || return 1
  # Both are builtin modules.
  builtin zmodload -F zsh/datetime p:EPOCHSECONDS 2>/dev/null || return 1
  builtin zmodload -F zsh/system b:sysread 2>/dev/null || return 1
  builtin local key_id expires request previous renew_at
  builtin local -a lines active_settings settings
  builtin local -i at first is_active=0
  __assume_is_near && return 1
  __assume_open_fast_path "$*" && __assume_check_active && __assume_compare_fast_path && __assume_check_fast_path &&
    __assume_can_change || return 1
  __assume_change
  [[ ! -o interactive ]] || __assume_remember
}

# Succeeds if a variable names one of AWS's files in or below the current folder, which the core has to warn
# about: src/config/warnings/files-in-current-folder.ts.
function __assume_is_near {
  for value in "${AWS_CONFIG_FILE-}" "${AWS_SHARED_CREDENTIALS_FILE-}"; do
    [[ -n $value && $value != ${HOME-}/.aws/* ]] || continue
    __assume_is_below_here $value || continue
    __assume_is_below_here ${HOME-}/ || return 0
  done
  return 1
}

# Succeeds if a path is in the current folder or below it.
function __assume_is_below_here {
  [[ $1 == /* ]] || return 0
  line=${1%/*}
  while [[ -n $line ]]; do
    [[ ! $line -ef . ]] || return 0
    line=${line%/*}
  done
  return 1
}

# Reads the file and checks it: it is complete, it is for these words, and it is newer than everything that
# it depends on.
function __assume_open_fast_path {
  builtin local text
  for value in $cache $cache/fast-path-$__assume_fast_path_format; do
    [[ -d $value && ! -L $value && -O $value ]] || return 1
  done
  builtin sysread -s 20000 text <$file 2>/dev/null || return 1
  lines=("${(@f)${text%$'\n'}}")
  [[ $text != *[^$'\n'\ -~]* && $text == *$'\n' ]] || return 1
  [[ $lines[1] == "format=$__assume_fast_path_format" && $lines[2] == "words=$1" && $#lines -lt 120 ]] || return 1
  [[ $lines[-1] == end=$(( $#text - $#lines[-1] - 1 )) ]] || return 1
  value=${lines[3]#session=}
  [[ $lines[3] == session=* && $value == ????????????????.json && ${value%.json} != *[^0-9a-f]* ]] || return 1
  [[ -f $cache/sessions/$value ]] || return 1
  value=${lines[4]#until=}
  [[ $lines[4] == until=?????????? && $value != *[^0-9]* ]] || return 1
  (( EPOCHSECONDS > 1000000000 && EPOCHSECONDS <= value )) || return 1
  for (( at = 6; at <= $#lines; at++ )); do
    [[ $lines[at] == older=/* ]] || break
    [[ ! -e ${lines[at]#older=} || $file -nt ${lines[at]#older=} ]] || return 1
  done
  (( at > 7 ))
}

# The active session must be one that this shell took itself, with these settings only.
function __assume_check_active {
  [[ -n ${ASSUME_KEY_ID-} ]] || return 0
  [[ ${(t)ASSUME_KEY_ID} == scalar-export && $ASSUME_KEY_ID != *[^\ -~]* ]] || return 1
  [[ ${AWS_ACCESS_KEY_ID-} == $ASSUME_KEY_ID && ${(t)AWS_ACCESS_KEY_ID} == scalar-export ]] || return 1
  [[ ${ASSUME_REQUEST-} == ???????????????? && $ASSUME_REQUEST != *[^0-9a-f]* ]] || return 1
  [[ ${(t)ASSUME_REQUEST} == scalar-export && ${__assume_saved-} == 1 ]] || return 1
  [[ -z ${(t)ASSUME_SETTINGS} || ${(t)ASSUME_SETTINGS} == scalar-export ]] || return 1
  active_settings=(${(s: :)ASSUME_SETTINGS-})
  is_active=1
  for name in $active_settings; do
    case $name in
      AWS_REGION | AWS_DEFAULT_REGION | AWS_USE_FIPS_ENDPOINT) ;;
      AWS_USE_DUALSTACK_ENDPOINT | AWS_CA_BUNDLE | AWS_ENDPOINT_URL) ;;
      *) return 1 ;;
    esac
  done
}

# Succeeds if the core would see the same environment, which is the one before any session.
function __assume_compare_fast_path {
  builtin local saved
  for name in HOME USER LOGNAME XDG_CONFIG_HOME XDG_CACHE_HOME \
    AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE AWS_REGION AWS_DEFAULT_REGION AWS_ENDPOINT_URL \
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS AWS_USE_FIPS_ENDPOINT AWS_USE_DUALSTACK_ENDPOINT \
    AWS_STS_REGIONAL_ENDPOINTS AWS_MAX_ATTEMPTS AWS_RETRY_MODE AWS_CA_BUNDLE REQUESTS_CA_BUNDLE \
    ASSUME_CREDENTIAL_PROCESSES ${(ok)parameters[(I)AWS_ENDPOINT_URL_*]}; do
    line=was_$name
    if (( $active_settings[(Ie)$name] )); then
      saved=__assume_saved_$name
      [[ -z ${(Pt)saved} ]] || line+="=${(P)saved}"
    elif [[ ${(Pt)name} == *export* ]]; then
      line+="=${(P)name}"
    elif [[ $name == AWS_ENDPOINT_URL_* ]]; then
      continue
    fi
    [[ $lines[at++] == $line ]] || return 1
  done
}

# Succeeds if the rest of the file is a session. `first` is where it begins.
function __assume_check_fast_path {
  builtin local -i needed=0
  builtin local pattern
  first=at
  for name in AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN \
    AWS_CREDENTIAL_EXPIRATION AWS_ACCOUNT_ID AWSUME_PROFILE AWS_SESSION_EXPIRATION \
    AWS_SECURITY_TOKEN AWS_CREDENTIAL_SCOPE AWS_PROFILE AWS_DEFAULT_PROFILE AWS_ROLE_ARN \
    AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE AWS_CONTAINER_CREDENTIALS_RELATIVE_URI \
    AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_AUTHORIZATION_TOKEN \
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE \
    AWS_REGION AWS_DEFAULT_REGION AWS_USE_FIPS_ENDPOINT AWS_USE_DUALSTACK_ENDPOINT AWS_CA_BUNDLE \
    AWS_ENDPOINT_URL ASSUME_ROLE ASSUME_EXPIRES ASSUME_KEY_ID ASSUME_SETTINGS ASSUME_REQUEST \
    ASSUME_STYLE; do
    line=$lines[at++]
    [[ $line != set_$name ]] || continue
    [[ $line == set_$name=?* ]] || return 1
    value=${line#*=}
    case $name in
      AWS_ACCESS_KEY_ID) key_id=$value ;;
      AWS_SECRET_ACCESS_KEY | AWS_SESSION_TOKEN) needed+=1 ;;
      AWS_CREDENTIAL_EXPIRATION)
        [[ $value != *[^0-9TZ:-]* ]] || return 1
        needed+=1
        ;;
      AWS_ACCOUNT_ID) [[ $value != *[^0-9]* ]] || return 1 ;;
      AWSUME_PROFILE | ASSUME_ROLE) needed+=1 ;;
      AWS_REGION | AWS_DEFAULT_REGION)
        [[ $value != *[^a-z0-9-]* ]] || return 1
        settings+=($name)
        ;;
      AWS_USE_FIPS_ENDPOINT | AWS_USE_DUALSTACK_ENDPOINT)
        [[ $value != *[^a-z]* ]] || return 1
        settings+=($name)
        ;;
      AWS_CA_BUNDLE | AWS_ENDPOINT_URL) settings+=($name) ;;
      # The other variables are only unset.
      AWS_*) return 1 ;;
      ASSUME_EXPIRES)
        [[ $value == ?????????? && $value != *[^0-9]* ]] || return 1
        expires=$value needed+=1
        ;;
      ASSUME_KEY_ID)
        [[ $value == $key_id ]] || return 1
        needed+=1
        ;;
      ASSUME_SETTINGS) [[ $value == "$settings" ]] || return 1 ;;
      ASSUME_REQUEST)
        [[ $value == ???????????????? && $value != *[^0-9a-f]* ]] || return 1
        request=$value needed+=1
        ;;
    esac
  done
  (( needed == 8 && at == $#lines ))
}

# Succeeds if the variables can be changed. Sets the values that depend on this shell.
function __assume_can_change {
  if (( is_active )); then
    # A user who repeats the command of the active session wants to renew it.
    [[ $ASSUME_KEY_ID != $key_id ]] || return 1
    if [[ $ASSUME_REQUEST != $request ]]; then
      previous=$ASSUME_KEY_ID:$ASSUME_REQUEST
    elif [[ -n ${(t)ASSUME_PREVIOUS} ]]; then
      previous=$ASSUME_PREVIOUS
      [[ ${(t)ASSUME_PREVIOUS} == scalar-export && ${previous%:*} != *[^\ -~]* ]] || return 1
      [[ ${previous##*:} == ???????????????? && ${previous##*:} != *[^0-9a-f]* ]] || return 1
    fi
  fi
  if [[ $lines[5] != renew ]]; then
    value=${lines[5]#renew=}
    [[ $lines[5] == renew=?* && $#value -lt 6 && $value != *[^0-9]* ]] || return 1
    renew_at=$(( expires - value ))
    (( renew_at >= (EPOCHSECONDS + expires) / 2 )) || renew_at=$(( (EPOCHSECONDS + expires) / 2 ))
  fi
  for line in $lines[first,-2] set_ASSUME_PREVIOUS set_ASSUME_DANGER set_ASSUME_RENEW_AT; do
    name=${${line#set_}%%=*}
    # None is readonly, local, an array or converts its value.
    case ${(Pt)name} in '' | scalar | scalar-export) ;; *) return 1 ;; esac
  done
}

# Does the same as the code that the core prints: src/formats/posix.ts.
function __assume_change {
  builtin local old plain
  for name in ${active_settings:|settings}; do
    old=__assume_saved_$name plain=__assume_saved_unexported_$name
    builtin unset $name
    if [[ -n ${(Pt)old} ]]; then
      builtin export "$name=${(P)old}"
    elif [[ -n ${(Pt)plain} ]]; then
      builtin typeset -g "$name=${(P)plain}"
    fi
    builtin unset $old $plain
  done
  for line in $lines[first,-2]; do
    name=${${line#set_}%%=*}
    case $name in
      ASSUME_*) ;;
      AWS_REGION | AWS_DEFAULT_REGION | AWS_USE_FIPS_ENDPOINT | AWS_USE_DUALSTACK_ENDPOINT | \
        AWS_CA_BUNDLE | AWS_ENDPOINT_URL)
        [[ $line == *=* ]] || continue
        (( $active_settings[(Ie)$name] )) || __assume_save
        ;;
      *) (( is_active )) || __assume_save ;;
    esac
    if [[ $line == *=* ]]; then
      builtin export "$name=${line#*=}"
    else
      builtin unset $name
    fi
  done
  builtin unset ASSUME_PREVIOUS ASSUME_DANGER ASSUME_RENEW_AT
  [[ -z $previous ]] || builtin export "ASSUME_PREVIOUS=$previous"
  [[ -z $renew_at ]] || builtin export "ASSUME_RENEW_AT=$renew_at"
  builtin typeset -g __assume_saved=1
}

# Saves the value that the shell had, for the end of the session.
function __assume_save {
  builtin unset __assume_saved_$name __assume_saved_unexported_$name
  case ${(Pt)name} in
    scalar-export) builtin typeset -g "__assume_saved_$name=${(P)name}" ;;
    scalar) builtin typeset -g "__assume_saved_unexported_$name=${(P)name}" ;;
  esac
}

if [[ -n ${__assume_aliases-} ]]; then
  builtin unset __assume_aliases
  builtin setopt aliases
fi
