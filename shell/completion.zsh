# What assume completes in zsh, 5.1 and later. assume.zsh loads this file at the first Tab.
#
# It starts no process. Names are data: zsh never expands them, and it quotes what it puts into the line. As
# in assume.zsh, it uses `builtin`, and `emulate -L zsh` first in each function that other code calls.

if [[ -o aliases ]]; then
  \builtin setopt no_aliases
  \builtin typeset -g __assume_aliases=1
fi

# ---- at a Tab ------------------------------------------------------------------------------------

# compinit's system calls this function.
function __assume_offer_words {
  builtin emulate -L zsh
  builtin setopt extended_glob no_xtrace no_aliases typeset_silent
  builtin local place= user= expects= before=
  builtin local -i typed=0
  builtin local -a names says accounts account_says expl line
  __assume_look_around "${(@Q)words[2,CURRENT-1]}"
  if [[ $place == -- ]]; then
    # The program of `exec` and `each` completes as it would by itself.
    builtin local -i gone=${words[(i)--]}
    builtin shift $gone words
    (( CURRENT -= gone ))
    _normal
    return
  fi
  __assume_gather "$PREFIX"
  if [[ $expects == file ]]; then
    [[ -z $before ]] || builtin compset -P '*='
    _files
    return
  fi
  [[ -z $before ]] || builtin compset -P '*='
  (( ${#names} + ${#accounts} )) || return 1
  _description words expl 'word'
  __assume_show
  (( ! ${#names} )) || builtin compadd "$expl[@]" -l -d line -a -- names
  (( ${#accounts} )) || return 0
  # A role follows the `:`.
  names=("${accounts[@]}") says=("${account_says[@]}")
  __assume_show
  builtin compadd "$expl[@]" -S '' -l -d line -a -- names
}

# compctl calls this function, which zsh has without compinit. It shows no descriptions.
function __assume_reply_words {
  builtin emulate -L zsh
  builtin setopt extended_glob no_xtrace no_aliases typeset_silent
  builtin local place= user= expects= before=
  builtin local -i typed=0 current
  builtin local -a names says accounts account_says typed_words
  builtin read -cA typed_words
  builtin read -cn current
  __assume_look_around "${(@Q)typed_words[2,current-1]}"
  __assume_gather "$1"
  reply=($before$^names $before$^accounts)
}

# Finds out from the words before the last one: which command or target this is, how many words of it there
# are, and what kind of value the last word requires.
function __assume_look_around {
  builtin local each wanted=
  for each; do
    if [[ -n $wanted ]]; then
      wanted=
      continue
    fi
    case $each in
      (--) place=--; return ;;
      (--*=*) ;;
      (-?*) __assume_follows ${place:-target} $each; wanted=$expects ;;
      (*)
        if [[ -z $place ]] && __assume_follows commands $each; then
          place=$each
        else
          place=${place:-target} user=$each
          (( ++typed ))
        fi
        ;;
    esac
  done
  expects=$wanted
}

# Sets `expects` to what follows a word in its place, or to nothing after a flag. Returns 1 if there is no
# such word.
function __assume_follows {
  builtin local found=${${(M)__assume_table:#$1$'\t'$2$'\t'*}[1]-}
  expects=${${found#*$'\t'*$'\t'}%%$'\t'*}
  [[ $expects != flag ]] || expects=
  [[ -n $found ]]
}

# Sets `names`, the description of each in `says`, and in `before` the text before them in the word $1. The
# names in `accounts` need a role after them.
function __assume_gather {
  builtin local kind=$expects
  if [[ -z $kind && $1 == --*=* ]]; then
    before=${1%%=*}
    __assume_follows ${place:-target} $before
    before+='=' kind=$expects
  elif [[ -z $kind ]]; then
    if [[ $1 == -* ]]; then
      __assume_add_options ${place:-target} '--*'
      [[ -n $place ]] || __assume_add_options commands '-*'
      return
    fi
    [[ -n $place ]] || __assume_add_options commands '([^-]*|-)'
    __assume_follows ${place:-target} '*'
    kind=$expects
  fi
  expects=$kind
  case $kind in
    (\=*) __assume_add_list ${kind#\=} ;;
    (region) __assume_follows regions '*'; __assume_add_list ${expects#\=} ;;
    (profile) __assume_add_profiles ;;
    (target)
      if (( typed == 0 )); then
        __assume_add_profiles
        __assume_add_used first
        __assume_add_accounts "$1"
      elif (( typed == 1 )); then
        __assume_add_used second
      fi
      ;;
  esac
}

# Sets `line` to each name beside its description; longer names push theirs to the right.
function __assume_show {
  builtin local -i index wide=0
  for (( index = 1; index <= ${#names}; index++ )); do
    (( wide >= ${#names[index]} || ${#names[index]} > 40 )) || wide=${#names[index]}
  done
  line=()
  for (( index = 1; index <= ${#names}; index++ )); do
    if [[ -z ${says[index]} || ${says[index]} == - ]]; then
      line+=("${names[index]}")
    else
      line+=("${(r:$wide:)names[index]}  ${says[index]}")
    fi
  done
}

# ---- what there is -------------------------------------------------------------------------------

# Offers the options that match the pattern $2; short options are known or not needed.
function __assume_add_options {
  builtin local row
  builtin local -a cells
  for row in ${(M)__assume_table:#$1$'\t'*}; do
    cells=("${(@ps:\t:)row}")
    [[ $cells[2] != '*' && $cells[2] == ${~2} ]] || continue
    names+=("$cells[2]") says+=("$cells[4]")
  done
}

function __assume_add_list {
  names+=("${(@s:,:)1}")
  says+=("${(@)names/*/}")
}

function __assume_add_profiles {
  __assume_read_profiles
  names+=("${__assume_profiles[@]}")
  says+=("${__assume_profile_says[@]}")
}

# Offers what was used before, the most used first. The core writes the file; a line has, with tabs between
# them, the kind, the words (`-` if there is no second word), how often and when.
function __assume_add_used {
  builtin setopt local_options no_multibyte
  builtin local row file folder
  builtin local -a cells others
  __assume_cache_folder
  file=$folder/used
  [[ -f $file && -r $file && -O $file ]] || return 0
  for row in ${(M)${(f)"$(<$file)"}:#(role|sso-role|user-role)$'\t'[^$'\t']##$'\t'[^$'\t']##$'\t'[0-9]##$'\t'[0-9]##}; do
    __assume_is_visible ${row//$'\t'/ } || continue
    cells=("${(@ps:\t:)row}")
    if [[ $1 == first ]]; then
      (( ${names[(Ie)$cells[2]]} )) || { names+=("$cells[2]"); says+=('used before') }
    elif [[ $cells[1] == user-role && $cells[2] == $user ]]; then
      names+=("$cells[3]") says+=("used with $user")
    elif [[ $cells[1] == user-role ]]; then
      others+=("$cells[3]")
    fi
  done
  if [[ $1 == second ]] && (( ! ${#names} )); then
    names=("${(@u)others}") says=("${(@)names/*/used before}")
  fi
}

# Offers the accounts of IAM Identity Center that begin like the word $1, by name or number. If that is one,
# or one is before the `:`, it offers the roles of that account. The core writes the files:
# src/sso/index/index-store.ts. Their text is split where it has the word, because zsh takes several times
# longer to split it into lines.
function __assume_add_accounts {
  builtin setopt local_options no_multibyte
  builtin local folder file text=$'\n' tab=$'\t' word=${${(Q)1}//\\/\\\\}
  builtin local -a lines found numbers exact
  [[ -n $word ]] || return 0
  __assume_cache_folder
  for file in $folder/sso-names/*(N.rU); do
    text+="$(<$file)"$'\n'
  done
  __assume_find_lines $'\n'$word
  found=("${(@)${(@)lines%$tab*}/#/$word}") numbers=("${(@)lines##*$tab}")
  __assume_find_lines $tab$word
  found+=("${(@)lines/#/$word}") numbers+=("${(@)lines/#/$word}")
  if [[ $word == *:* ]]; then
    __assume_find_lines $'\n'${word%:*}$tab
    exact=("${lines[@]}")
    __assume_find_lines $tab${word%:*}$'\n'
    (( ! ${#lines} )) || exact+=(${word%:*})
  fi
  if (( ${#exact} )); then
    __assume_add_roles ${word%:*} "${exact[@]}"
  elif [[ ${#${(u)found}} == 1 ]]; then
    __assume_add_roles $found[1] "${numbers[@]}"
  else
    __assume_is_visible "$found" || { found=("${(@M)found:#[ -~]#}"); numbers=() }
    accounts=("${(@)^${(@)found//\\\\/\\}}:") account_says=("${numbers[@]}")
  fi
}

# Offers the roles of the account $1, whose numbers follow.
function __assume_add_roles {
  builtin local role number account=${1//\\\\/\\}
  __assume_is_visible $1 || return 0
  builtin shift
  for file in $folder/sso-index/*(N.rU); do
    text="$(<$file)"$'\n'
    for number; do
      __assume_find_lines $tab$number$tab
      for role in ${(s: :)lines[1]##*$tab}; do
        names+=("$account:$role") says+=("$number")
      done
    done
  done
}

# Sets `lines` to the rest of each line of `text` after $1.
function __assume_find_lines {
  builtin local separator=$1
  lines=("${(@ps:$separator:)text}")
  lines=("${(@)${(@)lines[2,-1]}%%$'\n'*}")
}

# ---- names ---------------------------------------------------------------------------------------

# Sets the profiles of one's own files and of the files that the setting `profiles` names, and the account,
# role and region of each, and caches them until a file changes.
function __assume_read_profiles {
  builtin setopt local_options no_multibyte
  builtin local config=${AWS_CONFIG_FILE-$HOME/.aws/config} text header name stamp=
  builtin local credentials=${AWS_SHARED_CREDENTIALS_FILE-$HOME/.aws/credentials}
  builtin local -a team times values
  config=${config/#\~\//$HOME/} credentials=${credentials/#\~\//$HOME/}
  __assume_read_setting profiles
  team=(${${${(s:,:)${(j:,:)values}}##[[:blank:]\"]#}%%[[:blank:]\"]#})
  team=(${${(M)team:#(/|\~/)*}/#\~\//$HOME/})
  if builtin zmodload -F zsh/stat b:zstat 2>/dev/null; then
    for name in $config $credentials $team; do
      builtin zstat -A times -- $name 2>/dev/null || times=()
      # Inode, size, and time of the last change.
      stamp+="$name $times[2] $times[8] $times[10] $times[11] "
    done
    [[ $stamp != ${__assume_profiles_stamp-} ]] || return 0
  fi
  builtin typeset -g __assume_profiles_stamp=$stamp
  builtin typeset -ga __assume_profiles __assume_profile_says
  __assume_profiles=() __assume_profile_says=()
  __assume_add_config $config default
  if [[ -f $credentials && -r $credentials ]]; then
    text=$'\n'"$(<$credentials)"
    for header in "${(@)${(@)${(@ps:\n[:)text}[2,-1]}%%[$'\n\r']*}"; do
      [[ $header == ?*\]* && ${header%\]*} != DEFAULT ]] || continue
      (( ${__assume_profiles[(Ie)${header%\]*}]} )) && continue
      __assume_profiles+=("${header%\]*}") __assume_profile_says+=('')
    done
  fi
  for name in $team; do __assume_add_config $name; done
  __assume_is_visible "$__assume_profiles$__assume_profile_says" || __assume_drop_invisible
}

# Adds the profiles of a config file, and its [default] if $2 says so. It splits and searches sections as a
# whole, which is several times faster than line by line.
function __assume_add_config {
  builtin local text name role
  builtin local -a sections headers roles accounts sso_roles regions
  builtin local -i index
  [[ -f $1 && -r $1 ]] || return 0
  text=$'\n'"$(<$1)"
  sections=("${(@)${(@ps:\n[:)text}[2,-1]}")
  headers=("${(@)sections%%[$'\n\r']*}")
  __assume_read_roles
  for name in "${headers[@]}"; do
    (( ++index ))
    case $name in
      ('profile '[A-Za-z0-9_.@+:,/=-]##\]*) name=${${name#profile }%\]*} ;;
      (default\]*) name=${2-} ;;
      (profile*\]*) name=${name%\]*}; __assume_unquote_header ;;
      (*) continue ;;
    esac
    [[ -n $name ]] || continue
    role=$roles[index]
    [[ -n $role || -z ${accounts[index]-} ]] || role="$accounts[index] $sso_roles[index] "
    __assume_profiles+=("$name") __assume_profile_says+=("$role$regions[index]")
  done
}

# Sets `roles` with their accounts, or `accounts` and `sso_roles`, and `regions`, for each section.
function __assume_read_roles {
  builtin local equals='[[:blank:]]#[=:][[:blank:]]#'
  # If a section has no match, the rest of it is its header.
  regions=("${(@)sections##*$'\n'region${~equals}}")
  regions=("${(@)${(@)regions%%[$'\n\r']*}##*\]*}")
  roles=("${(@)sections##*$'\n'role_arn${~equals}arn:[^:]#:iam::}")
  roles=("${(@)${(@)roles%%[$'\n\r']*}##*\]*}")
  roles=("${(@)roles/(#b)([0-9]##):role\/([^\/]##\/)#([^\/]##)/$match[1] $match[3] }")
  if [[ $text == *sso_account_id* ]]; then
    accounts=("${(@)sections##*$'\n'sso_account_id${~equals}}")
    accounts=("${(@)${(@)accounts%%[$'\n\r']*}##*\]*}")
    sso_roles=("${(@)sections##*$'\n'sso_role_name${~equals}}")
    sso_roles=("${(@)${(@)sso_roles%%[$'\n\r']*}##*\]*}")
  fi
}

# In `[profile "a b"]`, the name is the second of two words.
function __assume_unquote_header {
  builtin local -a parts
  parts=("${(@Q)${(@z)name}}")
  name=
  [[ ${#parts} != 2 || $parts[1] != profile* || $parts[2] == [\"\']* ]] || name=$parts[2]
}

function __assume_drop_invisible {
  builtin local -i index
  for (( index = ${#__assume_profiles}; index > 0; index-- )); do
    [[ $__assume_profiles[index]$__assume_profile_says[index] == *[^\ -~]* ]] || continue
    if ! __assume_is_visible "$__assume_profiles[index]"; then
      __assume_profiles[index]=() __assume_profile_says[index]=()
    elif ! __assume_is_visible "$__assume_profile_says[index]"; then
      __assume_profile_says[index]=''
    fi
  done
}

# Succeeds if the text has no characters that could control the terminal, which `assume list` shows as \x1b
# or \u202e.
function __assume_is_visible {
  [[ $1 == *[^\ -~]* ]] || return 0
  [[ $1 != *[$'\x01'-$'\x1f'$'\x7f']* && $1 != *$'\xc2'[$'\x80'-$'\x9f']* && $1 != *$'\xd8\x9c'* &&
    $1 != *$'\xe2\x80'[$'\x8b'-$'\x8f'$'\xa8'-$'\xae']* && $1 != *$'\xe2\x81'[$'\xa6'-$'\xa9']* &&
    $1 != *$'\xef\xbb\xbf'* ]]
}

# Sets `folder` as the core finds it: `cache_dir` of the settings, else that of XDG.
function __assume_cache_folder {
  builtin local -a values
  folder=$HOME/.cache/assume
  [[ ${XDG_CACHE_HOME-} != /* ]] || folder=$XDG_CACHE_HOME/assume
  __assume_read_setting cache_dir
  (( ${#values} )) || return 0
  values=(${${values##\"#}%%[[:blank:]\"]#})
  [[ $values[-1] != (/|\~/)* ]] || folder=${values[-1]/#\~\//$HOME/}
}

# Sets `values` to the value of each line of a setting.
function __assume_read_setting {
  builtin local settings=$HOME/.config
  [[ ${XDG_CONFIG_HOME-} != /* ]] || settings=$XDG_CONFIG_HOME
  settings+=/assume/config values=()
  [[ -f $settings && -r $settings ]] || return 0
  values=(${(M)${(f)"$(<$settings)"}:#[[:blank:]]#$1[[:blank:]]#=*})
  values=(${${${values#*=}##[[:blank:]]#}%%[[:blank:]]#})
}

# ---- loading -------------------------------------------------------------------------------------

# The words of the program itself, which the build writes.
function __assume_read_table {
  builtin emulate -L zsh
  builtin local file=${__assume_script:h}/words
  builtin typeset -ga __assume_table
  __assume_table=()
  [[ ! -r $file ]] || __assume_table=("${(@f)$(<$file)}")
}

__assume_read_table

if [[ -n ${__assume_aliases-} ]]; then
  builtin unset __assume_aliases
  builtin setopt aliases
fi
