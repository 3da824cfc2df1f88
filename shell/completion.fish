# What assume completes in fish, 3.4 and later. assume.fish loads this file at the first Tab.
#
# It starts no process. Names are data: fish never expands them, and it quotes what it puts into the line.

# ---- at a Tab ------------------------------------------------------------------------------------

# Prints a word and, after a tab, its description, line by line.
function __assume_offer_words
    set -l words (builtin commandline -opc)
    set -l word (builtin commandline -ct)
    set -l place
    set -l user
    set -l expects
    set -l typed 0
    set -l before ''
    __assume_look_around $words[2..]
    if test "$place" = --
        # The program of `exec` and `each` completes as it would by itself.
        set -l end (builtin contains -i -- -- $words)
        builtin complete -C (string join ' ' -- (string escape -- $words[(builtin math $end + 1)..]) "$word")
        return
    end
    set -l where $place target
    if test -z "$expects"
        if string match -q -- '--*=*' "$word"
            set before (string replace -r '=.*' '' -- "$word")
            set expects (__assume_follows $where[1] $before)
            set before $before=
        else if string match -q -- '-*' "$word"
            __assume_list_options $where[1] '--.*'
            test -z "$place"
            and __assume_list_options commands '-.*'
            return
        else
            test -z "$place"
            and __assume_list_options commands '[^-].*|-'
            set expects (__assume_follows $where[1] '*')
        end
    end
    switch "$expects"
        case '=*'
            string split , -- $before(string sub -s 2 -- $expects | string replace -a , ,$before)
        case region
            string replace -r '^' -- $before (__assume_follows regions '*' | string sub -s 2 | string split ,)
        case file
            __fish_complete_path (string replace -- "$before" '' "$word") | string replace -r '^' -- $before
        case profile
            __assume_list_profiles | string replace -r '^' -- $before
        case target
            if test $typed -eq 0
                __assume_list_profiles
                __assume_list_used first
                __assume_list_accounts "$word"
            else if test $typed -eq 1
                __assume_list_used second $user
            end
    end
end

# Finds out from the words before the last one: which command or target this is, how many words of it there
# are, and what kind of value the last word requires.
function __assume_look_around --no-scope-shadowing
    set -l wanted
    for each in $argv
        if test -n "$wanted"
            set wanted
            continue
        end
        switch $each
            case --
                set place --
                return
            case '--*=*'
                continue
            case '-*'
                # Without a command this is a target. `?` is not a wildcard from fish 4.0 on.
                if test $each != -
                    set -l where $place target
                    set wanted (__assume_follows $where[1] $each)
                    continue
                end
        end
        if test -z "$place"; and __assume_follows commands $each >/dev/null
            set place $each
        else
            test -n "$place"
            or set place target
            set user $each
            set typed (builtin math $typed + 1)
        end
    end
    set expects $wanted
end

# Prints what follows a word in its place, or nothing after a flag. Returns 1 if there is no such word.
function __assume_follows --argument-names place word
    set -l line (string match -r -- '^'(string escape --style=regex -- "$place")'\t'(string escape --style=regex -- "$word")'\t([^\t]*)' $__assume_table)
    or return 1
    test "$line[2]" = flag
    or builtin echo -- $line[2]
end

# Prints the options that match the pattern; short options are known or not needed.
function __assume_list_options --argument-names place pattern
    string match -r -- "^$place\t(?!\*)(?:$pattern)\t[^\t]*\t.*" $__assume_table | string replace -r '^[^\t]*\t([^\t]*)\t[^\t]*\t(?:-$)?' '$1\t'
end

# ---- names ---------------------------------------------------------------------------------------

# Prints the profiles of one's own files and of the files that the setting `profiles` names, and the account,
# role and region of each. A [default] counts only in one's own files.
function __assume_list_profiles
    set -l config ~/.aws/config
    set -q AWS_CONFIG_FILE
    and set config (string replace -r '^~(?=/)' -- "$HOME" "$AWS_CONFIG_FILE")
    set -l credentials ~/.aws/credentials
    set -q AWS_SHARED_CREDENTIALS_FILE
    and set credentials (string replace -r '^~(?=/)' -- "$HOME" "$AWS_SHARED_CREDENTIALS_FILE")
    __assume_list_config "$config"
    if test -f "$credentials"; and test -r "$credentials"
        __assume_keep_visible (string match -rg '^\[(.+)\]' <$credentials | string match -vr '^DEFAULT$|\t')
    end
    for file in (__assume_read_setting profiles | string split , | string trim -c ' \t"')
        __assume_list_config (string replace -r '^~(?=/)' -- "$HOME" $file) | string match -vr '^default\t'
    end
end

# Prints the profiles of a config file. It makes one text of the needed parts, with a mark before each header,
# and searches it as a whole: a loop over a thousand profiles takes half a second.
function __assume_list_config --argument-names config
    if test -f "$config"; and test -r "$config"
        set -l lines (string match -r '^\[.+\]|^(?:role_arn|sso_account_id|sso_role_name|region)\s*[=:].*' <$config)
        set -l sections (string join \x1e -- $lines | string replace -ra '\x1e(?=\[)' \n | string split \n)
        __assume_keep_visible (string match -r '^\[(?:default|profile.*)\](?:\x1e.*)?$' -- $sections \
            | string replace -r '\x1erole_arn\s*[=:]\s*arn:[^:\x1e]*:iam::(\d+):role/(?:[^\x1e]*/)?([^\x1e]*)' '\x1ea=$1 $2' \
            | string replace -r '\x1esso_account_id\s*[=:]\s*(\d+)\s*(?=\x1e)(.*)\x1esso_role_name\s*[=:]\s*([^\x1e]*)' '\x1ea=$1 $3$2' \
            | string replace -r '^(\[[^\x1e]*\])(?=.*\x1ea=([^\x1e]*)|)(?=.*\x1eregion\s*[=:]\s*([^\x1e]*)|).*' '$1\x1e$2 $3' \
            | string replace -r '^\[(default)\]\x1e' '$1\t' \
            | string replace -r '^\[profile[^\s\x1e]*\s+(?|"([^"\\\\\x1e\t]+)"|\'([^\'\x1e\t]+)\'|([^\s"\'\\\\\x1e]+))\s*\]\x1e' '$1\t' \
            | string match -r '^[^\[\x1e].*\t.*')
        # The quotes contain a backslash.
        for header in (string match -rg '^\[profile[^\s\x1e]*\s+"([^"\x1e\t]*\\\\[^\x1e\t]*)"\s*\]' -- $sections)
            __assume_keep_visible (string replace -ra '\\\\(["\\\\])' '$1' -- $header)
        end
    end
end

# Prints no name with characters that could control the terminal, which `assume list` shows as \x1b or
# \u202e.
function __assume_keep_visible
    string match -vr -- '[\x00-\x08\x0a-\x1f\x7f-\x9f\x{061c}\x{200b}-\x{200f}\x{2028}-\x{202e}\x{2066}-\x{2069}\x{feff}]' $argv
end

# Prints what was used before, the most used first. The core writes the file; a line has, with tabs between
# them, the kind, the words (`-` if there is no second word), how often and when.
function __assume_list_used --argument-names which user
    set -l used (__assume_cache_folder)/used
    test -f $used; and test -r $used; and test -O $used
    or return
    set -l rows (__assume_keep_visible (string match -r '^(?:role|sso-role|user-role)\t[^\t]+\t[^\t]+\t\d+\t\d+$' <$used))
    if test $which = first
        string replace -r '^[^\t]*\t([^\t]*)\t.*' '$1\tused before' -- $rows
        return
    end
    string match -rg '^user-role\t'(string escape --style=regex -- "$user")'\t([^\t]*)' -- $rows | string replace -r '$' "\tused with $user"
    or string match -rg '^user-role\t[^\t]*\t([^\t]*)' -- $rows | string replace -r '$' '\tused before'
end

# Prints the accounts of IAM Identity Center that begin like the word, by name or number, in upper or lower
# case. If that is one, or one is before the `:`, it prints the roles of that account. The core writes the
# files: src/sso/index/index-store.ts.
function __assume_list_accounts --argument-names word
    # fish passes the word with its quote and its escapes. In the files a backslash stands twice.
    set word (string replace -r '^["\']' '' -- $word | string replace -ra '\\\\(.)' '$1' | string replace -a \\ \\\\)
    test -n "$word"
    or return
    set -l folder (__assume_cache_folder)
    set -l begin (string escape --style=regex -- $word)
    set -l exact (string escape --style=regex -- (string replace -r ':[^:]*$' '' -- $word))
    set -l accounts
    set -l numbers
    for file in $folder/sso-names/*
        test -f $file -a -r $file -a -O $file
        or continue
        if string match -q '*:*' -- $word
            set -a numbers (string match -rgi "^(?:$exact\t|.*\t(?=$exact\$))(.*)" <$file)
        end
        set -a accounts (string match -ri "^$begin.*\t.*" <$file) (string match -rg "\t($begin.*)" <$file | string replace -r '(.*)' '$1\t$1')
    end
    set -l names (string replace -r '\t.*' '' -- $accounts)
    if set -q numbers[1]
        set names (string replace -r ':[^:]*$' '' -- $word)
    else if set -q names[1]; and not string match -qv -- $names[1] $names
        set numbers (string replace -r '.*\t' '' -- $accounts)
        set names $names[1]
    else
        __assume_keep_visible (string replace -r '\t' ':\t' -- $accounts | string replace -a \\\\ \\)
        return
    end
    set -l each (string escape --style=regex -- $numbers | string join '|')
    for file in $folder/sso-index/*
        test -f $file -a -r $file -a -O $file
        or continue
        for line in (string match -rg "^[cle]\t((?:$each)\t.*)" <$file)
            set -l cells (string split \t -- $line)
            __assume_keep_visible (string replace -a \\\\ \\ -- $names[1]):(string split -n ' ' -- $cells[-1])\t$cells[1]
        end
    end
end

# Finds the folder as the core does: `cache_dir` of the settings, else that of XDG.
function __assume_cache_folder
    set -l folder ~/.cache/assume
    string match -q '/*' -- "$XDG_CACHE_HOME"
    and set folder $XDG_CACHE_HOME/assume
    set -l named (__assume_read_setting cache_dir | string match -rg '^"?((?:/|~/)[^"]*[^"\s])"?$')
    set -q named[1]
    and set folder (string replace -r '^~(?=/)' -- "$HOME" $named[-1])
    builtin echo $folder
end

# Prints the value of each line of a setting.
function __assume_read_setting --argument-names name
    set -l settings ~/.config
    string match -q '/*' -- "$XDG_CONFIG_HOME"
    and set settings $XDG_CONFIG_HOME
    test -f $settings/assume/config; and test -r $settings/assume/config
    and string match -rg "^\s*$name\s*=\s*(.*\S)" <$settings/assume/config
end

# ---- loading -------------------------------------------------------------------------------------

# The words of the program itself, which the build writes.
set -g __assume_table
if test -r (string replace -r '[^/]*$' '' -- $__assume_script)words
    set -g __assume_table (string match -r '.+' <(string replace -r '[^/]*$' '' -- $__assume_script)words)
end
