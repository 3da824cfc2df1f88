# shellcheck shell=bash disable=SC2154
# What assume completes in bash, 3.2 and later. assume.bash loads this file at the first Tab.
#
# It starts no process. Names are data: bash never expands them, and each word is quoted as its place
# requires. As in assume.bash, it uses `builtin`, and locals with names that nobody makes readonly.

# ---- at a Tab ------------------------------------------------------------------------------------

function __assume_offer_words() {
  builtin local __assume_options="$-" __assume_quote='' __assume_place='' __assume_reply=''
  builtin local __assume_line="${COMP_LINE:0:COMP_POINT}"
  # Under `set -e` a comparison that fails would end the shell.
  case $- in *[euvx]*) { builtin set +euvx; } 2>/dev/null ;; esac
  builtin set -f
  COMPREPLY=()
  # bash prints a message when it returns to a locale that is not installed.
  __assume_complete_word "$__assume_line" "${2-}" 2>/dev/null
  # One test for all names, because there may be a thousand.
  case $__assume_quote${COMPREPLY[*]-} in
    *[!A-Za-z0-9_.@%+:,/=\ -]* | *\ *) __assume_quote_all ;;
  esac
  case $__assume_place in
    --) __assume_complete_program ;;
    file) __assume_complete_file ;;
  esac
  case $__assume_options in *f*) ;; *) builtin set +f ;; esac
  case $__assume_options in *e*) builtin set -e ;; esac
  case $__assume_options in *u*) builtin set -u ;; esac
  case $__assume_options in *v*) builtin set -v ;; esac
  case $__assume_options in *x*) builtin set -x ;; esac
  return 0
}

# $1 is the line up to the cursor. $2 is the part of its last word that readline replaces; readline splits
# words at `:` and `=`, and shells do not. __assume_offset is the length of the word, without its quotes,
# before that part. Lengths are in bytes, because bash is several times faster with bytes.
function __assume_complete_word() {
  builtin local LC_ALL=C IFS=$' \t\n' __assume_typed='' __assume_word='' __assume_offset=0 \
    __assume_user='' __assume_expects='' __assume_count=0 __assume_before='' __assume_replaced="$2"
  builtin local -a __assume_words __assume_lengths
  __assume_words=() __assume_lengths=(0)
  __assume_split "$1" '["\\$`]'
  if [[ -n $__assume_quote ]]; then
    __assume_replaced=${__assume_typed##*"$__assume_quote"}
  fi
  [[ $__assume_typed == *"$__assume_replaced" ]] || return 0
  __assume_offset=${__assume_lengths[${#__assume_typed} - ${#__assume_replaced}]-0}
  __assume_look_around
  if [[ $__assume_place == -- ]]; then
    return 0
  elif [[ -n $__assume_expects ]]; then
    __assume_offer_kind "$__assume_expects"
  elif [[ $__assume_word == --*=* ]]; then
    __assume_before=${__assume_word%%=*}
    __assume_follows "${__assume_place:-target}" "$__assume_before"
    __assume_before=$__assume_before=
    __assume_offer_kind "$__assume_expects"
  elif [[ $__assume_word == -* ]]; then
    __assume_offer_options "${__assume_place:-target}"
    [[ -n $__assume_place ]] || __assume_offer_options commands
  else
    __assume_follows "${__assume_place:-target}" '*'
    __assume_offer_kind "$__assume_expects"
    [[ -n $__assume_place ]] || __assume_offer_commands
  fi
}

# The commands stand after the targets. Before 4.4 bash sorts all words.
function __assume_offer_commands() {
  builtin compopt -o nosort 2>/dev/null || builtin true
  __assume_offer_options commands
}

# Splits a line into words as a shell does, and as Python's shlex does with the header of a profile. Between
# double quotes a backslash escapes what matches $2, and otherwise it stays. __assume_words are the words
# before the last one. __assume_word is the last word without its quotes, and __assume_typed is the last
# word with them. __assume_quote is the quote that is open in it. __assume_lengths has the length without
# quotes at each of its characters.
function __assume_split() {
  builtin local __assume_at=0 __assume_char='' __assume_is_word=0
  for (( ; __assume_at < ${#1}; __assume_at++)); do
    __assume_char=${1:__assume_at:1}
    case ${__assume_quote:-n}$__assume_char in
      n[[:blank:]]*)
        if ((__assume_is_word)); then __assume_words+=("$__assume_word"); fi
        __assume_is_word=0 __assume_typed='' __assume_word='' __assume_lengths=(0)
        continue
        ;;
      n[\'\"]) __assume_quote=$__assume_char ;;
      n\\ | \"\\)
        __assume_typed+=$__assume_char
        __assume_lengths[${#__assume_typed}]=${#__assume_word}
        __assume_at=$((__assume_at + 1))
        __assume_char=${1:__assume_at:1}
        # shellcheck disable=SC2053
        [[ -z $__assume_quote || $__assume_char == $2 ]] || __assume_word+=\\
        __assume_word+=$__assume_char
        ;;
      \'\' | \"\") __assume_quote='' ;;
      *) __assume_word+=$__assume_char ;;
    esac
    __assume_is_word=1
    __assume_typed+=$__assume_char
    __assume_lengths[${#__assume_typed}]=${#__assume_word}
  done
}

# Finds out from the words before the last one: which command or target this is, how many words of it there
# are, and what kind of value the last word requires.
function __assume_look_around() {
  builtin local __assume_each='' __assume_wanted=''
  for __assume_each in "${__assume_words[@]:1}"; do
    if [[ -n $__assume_wanted ]]; then
      __assume_wanted=''
      continue
    fi
    case $__assume_each in
      --)
        __assume_place=--
        return
        ;;
      --*=*) ;;
      -?*)
        __assume_follows "${__assume_place:-target}" "$__assume_each"
        __assume_wanted=$__assume_expects
        ;;
      *)
        if [[ -z $__assume_place ]] && __assume_follows commands "$__assume_each"; then
          __assume_place=$__assume_each
        else
          __assume_place=${__assume_place:-target}
          __assume_count=$((__assume_count + 1))
          __assume_user=$__assume_each
        fi
        ;;
    esac
  done
  __assume_expects=$__assume_wanted
}

# Sets __assume_expects to what follows a word in its place, or to nothing after a flag. Returns 1 if there
# is no such word.
function __assume_follows() {
  builtin local __assume_line=''
  __assume_expects=''
  for __assume_line in "${__assume_table[@]}"; do
    if [[ $__assume_line == "$1"$'\t'"$2"$'\t'* ]]; then
      __assume_line=${__assume_line#*$'\t'*$'\t'}
      __assume_expects=${__assume_line%%$'\t'*}
      [[ $__assume_expects != flag ]] || __assume_expects=''
      return 0
    fi
  done
  return 1
}

# Completes the program of `exec` and `each`, and its arguments.
function __assume_complete_program() {
  builtin local __assume_index=0
  if builtin declare -F _command_offset >/dev/null; then
    for (( ; __assume_index < COMP_CWORD; __assume_index++)); do
      [[ ${COMP_WORDS[__assume_index]} != -- ]] || break
    done
    builtin set +f
    _command_offset "$((__assume_index + 1))"
  else
    __assume_complete_file
  fi
}

# Before 4.0 bash cannot leave this to readline.
function __assume_complete_file() {
  builtin compopt -o bashdefault -o default 2>/dev/null || builtin true
}

# ---- what there is -------------------------------------------------------------------------------

function __assume_offer_options() {
  builtin local __assume_line='' __assume_name=''
  for __assume_line in "${__assume_table[@]}"; do
    [[ $__assume_line == "$1"$'\t'* ]] || continue
    __assume_line=${__assume_line#*$'\t'}
    __assume_name=${__assume_line%%$'\t'*}
    case $__assume_word:$__assume_name in
      *:'*') ;;
      # Short options are known or not needed.
      -*:--* | :[!-]* | [!-]*:* | :-) __assume_offer ;;
    esac
  done
}

function __assume_offer_kind() {
  builtin local __assume_name=''
  case $1 in
    =*) __assume_offer_list "${1#=}" ;;
    region)
      __assume_follows regions '*'
      __assume_offer_list "${__assume_expects#=}"
      ;;
    file) __assume_place='file' ;;
    profile) __assume_offer_profiles ;;
    target)
      # A name that begins like an option needs --profile and cannot be here.
      if [[ $__assume_count == 0 && $__assume_word != -* ]]; then
        __assume_offer_profiles
        __assume_offer_used first
        __assume_offer_accounts
      elif [[ $__assume_count == 1 ]]; then
        __assume_offer_used second
      fi
      ;;
  esac
}

function __assume_offer_list() {
  builtin local IFS=,
  for __assume_name in $1; do __assume_offer; done
}

# Offers __assume_name if it begins like the word, without the part of the word before the part that
# readline replaces. It offers no name with characters that could control the terminal, which `assume list`
# shows as \x1b or \u202e.
function __assume_offer() {
  [[ $__assume_before$__assume_name == "$__assume_word"* ]] || return 0
  if [[ $__assume_name == *[!\ -~]* ]]; then
    case $__assume_name in
      *[[:cntrl:]]* | *$'\xc2'[$'\x80'-$'\x9f']* | *$'\xd8\x9c'* | *$'\xef\xbb\xbf'* | \
        *$'\xe2\x80'[$'\x8b'-$'\x8f'$'\xa8'-$'\xae']* | *$'\xe2\x81'[$'\xa6'-$'\xa9']*) return 0 ;;
    esac
  fi
  __assume_name=$__assume_before$__assume_name
  COMPREPLY+=("${__assume_name:__assume_offset}")
}

# Quotes all offered words for their place, in the user's own locale.
function __assume_quote_all() {
  builtin local __assume_index='' __assume_each='' __assume_escape=\\
  for __assume_index in "${!COMPREPLY[@]}"; do
    __assume_each=${COMPREPLY[__assume_index]}
    case $__assume_quote in
      \') __assume_each=${__assume_each//\'/"'\\''"} ;;
      \")
        __assume_each=${__assume_each//\\/"$__assume_escape$__assume_escape"}
        __assume_each=${__assume_each//\"/"$__assume_escape\""}
        __assume_each=${__assume_each//\$/"$__assume_escape\$"}
        __assume_each=${__assume_each//\`/"$__assume_escape\`"}
        # A backslash before this character would stay in the word.
        __assume_each=${__assume_each//!/"\"'!'\""}
        ;;
      *)
        case $__assume_each in
          *[!A-Za-z0-9_.@%+:,/=-]*) builtin printf -v __assume_each %q "$__assume_each" ;;
        esac
        ;;
    esac
    # readline takes a quote at the end for the closing quote.
    if [[ -n $__assume_quote && $__assume_each == *"$__assume_quote" ]]; then
      __assume_each+=$__assume_quote
    fi
    COMPREPLY[__assume_index]=$__assume_each
  done
}

# ---- names ---------------------------------------------------------------------------------------

# Offers the profiles of one's own files and of the files that the setting `profiles` names. A text is not a
# header if it begins within a line, or deeper than its key.
function __assume_offer_profiles() {
  builtin local IFS=$' \t\n' __assume_path='' __assume_index='' __assume_newline=$'\n' __assume_is_team='' \
    __assume_each='' __assume_prefix="${__assume_word#"$__assume_before"}"
  builtin local __assume_plain="profile $__assume_prefix" \
    __assume_form='^[[:space:]"]*([/~].*[^[:space:]"])[[:space:]"]*$'
  builtin local -a __assume_pieces __assume_values
  __assume_offer_config "${AWS_CONFIG_FILE-~/.aws/config}"
  __assume_pieces=()
  __assume_find_file "${AWS_SHARED_CREDENTIALS_FILE-~/.aws/credentials}" && __assume_read_pieces
  for __assume_index in "${!__assume_pieces[@]}"; do
    [[ ${__assume_pieces[__assume_index]} == "$__assume_prefix"* ]] || continue
    __assume_name=${__assume_pieces[__assume_index]%%"$__assume_newline"*}
    if [[ $__assume_name == ?*\]* && $__assume_name != DEFAULT\]* &&
      ${__assume_pieces[__assume_index - 1]} == *"$__assume_newline" ]]; then
      __assume_name=${__assume_name%\]*}
      __assume_offer
    fi
  done
  __assume_is_team=1
  __assume_read_setting profiles
  IFS=,
  __assume_path="${__assume_values[*]}"
  for __assume_each in $__assume_path; do
    [[ ! $__assume_each =~ $__assume_form ]] || __assume_offer_config "${BASH_REMATCH[1]}"
  done
}

# Offers the profiles of a config file. There may be thousands, and most of the time is that of expanding
# texts, so the loop expands a text once, unless its name can be offered.
function __assume_offer_config() {
  __assume_pieces=()
  __assume_find_file "$1" && __assume_read_pieces
  for __assume_index in "${!__assume_pieces[@]}"; do
    case ${__assume_pieces[__assume_index]} in
      default\]* | profile[!\ ]* | 'profile '[[:space:]\"\'\\]*) __assume_offer_header ;;
      "$__assume_plain"*)
        __assume_name=${__assume_pieces[__assume_index]%%\]*}
        __assume_name=${__assume_name#profile }
        case $__assume_name in
          *[!A-Za-z0-9_.@+:,/=-]*) __assume_offer_header ;;
          *)
            [[ ${__assume_pieces[__assume_index - 1]} == *"$__assume_newline" ]] || continue
            __assume_name=$__assume_before$__assume_name
            COMPREPLY+=("${__assume_name:__assume_offset}")
            ;;
        esac
        ;;
    esac
  done
}

# Reads a header that is not plain. It extends to the last `]` of its line.
function __assume_offer_header() {
  [[ ${__assume_pieces[__assume_index - 1]} == *"$__assume_newline" ]] || return 0
  __assume_name=${__assume_pieces[__assume_index]%%"$__assume_newline"*}
  [[ $__assume_name == *\]* ]] || return 0
  __assume_name=${__assume_name%\]*}
  if [[ $__assume_name != default ]]; then
    __assume_unquote_header "$__assume_name"
  elif [[ -n $__assume_is_team ]]; then
    # assume refuses it there.
    return 0
  fi
  [[ -z $__assume_name ]] || __assume_offer
}

# In `[profile "a b"]`, the name is the second of two words.
function __assume_unquote_header() {
  builtin local __assume_typed='' __assume_word='' __assume_quote=''
  builtin local -a __assume_words __assume_lengths
  __assume_words=() __assume_lengths=()
  __assume_split "$1 " '["\\]'
  __assume_name=''
  [[ ${#__assume_words[@]} != 2 || -n $__assume_quote ]] || __assume_name=${__assume_words[1]}
}

# Offers what was used before, the most used first. The core writes the file; a line has, with tabs between
# them, the kind, the words (`-` if there is no second word), how often and when.
function __assume_offer_used() {
  builtin local IFS=$'\n' __assume_path='' __assume_line='' __assume_found='' \
    __assume_form=$'^(role|sso-role|user-role)\t([^\t]+)\t([^\t]+)\t[0-9]+\t[0-9]+$'
  builtin local -a __assume_lines __assume_others
  __assume_lines=() __assume_others=()
  __assume_cache_folder
  __assume_find_own_file "$__assume_path/used" && __assume_read_lines
  for __assume_line in "${__assume_lines[@]}"; do
    [[ $__assume_line =~ $__assume_form ]] || continue
    __assume_name=${BASH_REMATCH[3]}
    if [[ $1 == first ]]; then
      __assume_name=${BASH_REMATCH[2]}
      __assume_offer
    elif [[ ${BASH_REMATCH[1]} != user-role ]]; then
      continue
    elif [[ ${BASH_REMATCH[2]} == "$__assume_user" ]]; then
      __assume_found=1
      __assume_offer
    else
      __assume_others+=("$__assume_name")
    fi
  done
  [[ $1 == second && -z $__assume_found ]] || return 0
  for __assume_name in "${__assume_others[@]}"; do __assume_offer; done
}

# Offers the accounts of IAM Identity Center that begin like the word, by name or number. If that is one, or
# one is before the `:`, it offers the roles of that account. The core writes the files:
# src/sso/index/index-store.ts. There may be thousands of lines, and a search of the whole text takes a tenth of
# a loop over them. So a loop is for lines that are offered, and it calls no function for most of them.
function __assume_offer_accounts() {
  builtin local __assume_path='' __assume_line='' __assume_tab=$'\t' __assume_newline=$'\n' \
    __assume_escape=\\ __assume_account='' __assume_numbers='' __assume_exact='' __assume_exact_numbers='' \
    __assume_cache='' __assume_each='' __assume_text='' __assume_prefix="${__assume_word#"$__assume_before"}"
  builtin local -i __assume_start=${#COMPREPLY[@]}
  builtin local -a __assume_files __assume_lines
  [[ -n $__assume_prefix ]] || return 0
  # In the files a backslash stands twice.
  __assume_prefix=${__assume_prefix//\\/"$__assume_escape$__assume_escape"}
  [[ $__assume_prefix != *:* ]] || __assume_exact=${__assume_prefix%:*}
  __assume_cache_folder
  __assume_cache=$__assume_path
  __assume_list_files "$__assume_cache/sso-names"
  for __assume_each in "${__assume_files[@]}"; do
    __assume_find_own_file "$__assume_each" || continue
    __assume_read_text
    [[ -z $__assume_exact ]] || __assume_find_exact
    [[ $__assume_text != *"$__assume_newline$__assume_prefix"* ]] || __assume_offer_names
    [[ $__assume_text != *"$__assume_tab$__assume_prefix"* ]] || __assume_offer_numbers
  done
  if [[ -n $__assume_exact_numbers ]]; then
    __assume_account=$__assume_exact
    __assume_numbers=$__assume_exact_numbers
  fi
  case $__assume_account in
    '' | /) ;;
    *)
      COMPREPLY=("${COMPREPLY[@]:0:__assume_start}")
      __assume_offer_roles
      ;;
  esac
}

# Adds the numbers of the accounts with the name or the number that is before the `:`.
function __assume_find_exact() {
  builtin local __assume_begin="$__assume_newline$__assume_exact$__assume_tab"
  if [[ $__assume_text == *"$__assume_begin"*"$__assume_begin"* ]]; then
    __assume_read_lines
    for __assume_line in "${__assume_lines[@]}"; do
      [[ $__assume_line != "$__assume_exact$__assume_tab"* ]] ||
        __assume_exact_numbers+=" ${__assume_line##*"$__assume_tab"}"
    done
  elif [[ $__assume_text =~ "$__assume_begin"([0-9]+) ]]; then
    __assume_exact_numbers+=" ${BASH_REMATCH[1]}"
  fi
  [[ $__assume_text != *"$__assume_tab$__assume_exact$__assume_newline"* ]] ||
    __assume_exact_numbers+=" $__assume_exact"
}

# All offered names begin with the prefix, so one expansion makes the words of all plain ones.
function __assume_offer_names() {
  builtin local IFS=, __assume_typed="$__assume_before$__assume_prefix"
  builtin local -a __assume_found
  __assume_found=()
  __assume_read_lines
  for __assume_line in "${__assume_lines[@]}"; do
    case $__assume_line in "$__assume_prefix"*) __assume_found+=("$__assume_line") ;; esac
  done
  for __assume_line in "${__assume_found[@]}"; do
    __assume_name=${__assume_line%"$__assume_tab"*}
    [[ $__assume_name == "${__assume_account:=$__assume_name}" ]] || __assume_account=/
    __assume_numbers+=" ${__assume_line##*"$__assume_tab"}"
    [[ $__assume_account != / ]] || break
  done
  __assume_lines=("${__assume_found[@]/"$__assume_tab"*/:}")
  case ${__assume_lines[*]-} in
    *[!A-Za-z0-9_.@+,/=:-]*)
      for __assume_name in "${__assume_lines[@]%:}"; do __assume_offer_of_account "$__assume_name"; done
      ;;
    *) COMPREPLY+=("${__assume_lines[@]/#"$__assume_prefix"/${__assume_typed:__assume_offset}}") ;;
  esac
}

function __assume_offer_numbers() {
  __assume_read_lines
  for __assume_line in "${__assume_lines[@]}"; do
    case $__assume_line in
      *"$__assume_tab$__assume_prefix"*)
        __assume_name=${__assume_line##*"$__assume_tab"}
        __assume_numbers+=" $__assume_name"
        [[ $__assume_name == "${__assume_account:=$__assume_name}" ]] || __assume_account=/
        __assume_name=$__assume_before$__assume_name:
        COMPREPLY+=("${__assume_name:__assume_offset}")
        ;;
    esac
  done
}

# Offers the roles of __assume_account, which has __assume_numbers.
function __assume_offer_roles() {
  builtin local __assume_number='' __assume_form=''
  __assume_list_files "$__assume_cache/sso-index"
  for __assume_each in "${__assume_files[@]}"; do
    __assume_find_own_file "$__assume_each" || continue
    __assume_read_text
    for __assume_number in $__assume_numbers; do
      __assume_form=$__assume_newline"[cle]$__assume_tab$__assume_number$__assume_tab([^$__assume_newline]*)"
      # shellcheck disable=SC2086
      [[ ! $__assume_text =~ $__assume_form ]] ||
        __assume_offer_of_account "$__assume_account" ${BASH_REMATCH[1]##*"$__assume_tab"}
    done
  done
}

# Offers roles of an account, or the account with an open end.
function __assume_offer_of_account() {
  builtin local __assume_role='' __assume_first="${1//"$__assume_escape$__assume_escape"/"$__assume_escape"}"
  builtin shift
  for __assume_role in "${@-}"; do
    __assume_name=$__assume_first:$__assume_role
    __assume_offer
  done
}

# Sets __assume_files to the files in a folder.
function __assume_list_files() {
  builtin local __assume_fails=''
  ! builtin shopt -q failglob || __assume_fails=1
  builtin shopt -u failglob
  builtin set +f
  __assume_files=("$1"/*)
  builtin set -f
  [[ -z $__assume_fails ]] || builtin shopt -s failglob
}

# Finds the folder as the core does: `cache_dir` of the settings, else that of XDG.
function __assume_cache_folder() {
  builtin local __assume_each='' __assume_form='^"?([/~][^"]*[^"[:space:]])"?$'
  builtin local -a __assume_values
  __assume_read_setting cache_dir
  __assume_path=$HOME/.cache/assume
  [[ ${XDG_CACHE_HOME-} != /* ]] || __assume_path=$XDG_CACHE_HOME/assume
  for __assume_each in "${__assume_values[@]}"; do
    [[ $__assume_each =~ $__assume_form ]] || continue
    __assume_path=${BASH_REMATCH[1]}
    [[ $__assume_path != \~/* ]] || __assume_path=$HOME/${__assume_path#\~/}
  done
}

# Sets __assume_values to the value of each line of a setting.
function __assume_read_setting() {
  builtin local __assume_settings="$HOME/.config" __assume_path='' __assume_line='' \
    __assume_form="^[[:space:]]*$1[[:space:]]*=[[:space:]]*(.*[^[:space:]])[[:space:]]*$"
  builtin local -a __assume_lines
  __assume_values=() __assume_lines=()
  [[ ${XDG_CONFIG_HOME-} != /* ]] || __assume_settings=$XDG_CONFIG_HOME
  __assume_find_file "$__assume_settings/assume/config" && __assume_read_lines
  for __assume_line in "${__assume_lines[@]}"; do
    [[ ! $__assume_line =~ $__assume_form ]] || __assume_values+=("${BASH_REMATCH[1]}")
  done
}

# Succeeds if there is a file to read, and not a pipe. Sets __assume_path.
function __assume_find_file() {
  __assume_path=$1
  [[ $1 != \~/* ]] || __assume_path=$HOME/${1#\~/}
  [[ -f $__assume_path && -r $__assume_path ]]
}

function __assume_find_own_file() {
  __assume_find_file "$1" && [[ -O $__assume_path ]]
}

# Sets __assume_pieces to the texts between one `[` and the next. The text before them is no header.
function __assume_read_pieces() {
  __assume_split_at_brackets
  builtin local __assume_above="${__assume_pieces[0]-}"
  __assume_pieces[0]=${__assume_above: -1}
  [[ -n $__assume_above ]] || __assume_pieces[0]=$__assume_newline
}

# __assume_read_text sets __assume_text to the text of a file, with an empty line before it.
if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)); then
  function __assume_split_at_brackets() {
    builtin mapfile -t -d '[' __assume_pieces <"$__assume_path"
  }
  function __assume_read_text() {
    builtin local -a __assume_lines
    builtin mapfile -d '' __assume_lines <"$__assume_path"
    __assume_text=$'\n'${__assume_lines[0]-}
  }
else
  function __assume_read_text() {
    builtin local IFS=''
    builtin read -r -d '' __assume_text <"$__assume_path" || builtin true
    __assume_text=$'\n'$__assume_text
  }
  function __assume_split_at_brackets() {
    builtin local IFS='' __assume_piece=''
    while builtin read -r -d '[' __assume_piece || [[ -n $__assume_piece ]]; do
      __assume_pieces+=("$__assume_piece")
    done <"$__assume_path"
  }
fi

# Sets __assume_lines. bash 3.2 has no mapfile.
if ((BASH_VERSINFO[0] >= 4)); then
  function __assume_read_lines() { builtin mapfile -t __assume_lines <"$__assume_path"; }
else
  # shellcheck disable=SC2206
  function __assume_read_lines() {
    builtin local IFS='' __assume_text=''
    builtin read -r -d '' __assume_text <"$__assume_path" || builtin true
    IFS=$'\n'
    __assume_lines=($__assume_text)
  }
fi

# ---- loading -------------------------------------------------------------------------------------

# The words of the program itself, which the build writes.
function __assume_read_table() {
  builtin local IFS=$'\n' __assume_path=''
  builtin local -a __assume_lines
  __assume_lines=()
  __assume_find_file "${__assume_script%/*}/words" && __assume_read_lines
  __assume_table=("${__assume_lines[@]}")
}

__assume_read_table
