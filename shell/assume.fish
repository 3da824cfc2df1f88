# assume for fish, 3.4 and later. docs/shells.md says how to load it and what it does.
#
# This file can be sourced twice. It starts no process while it loads or at a prompt. Only fish 3.4, which
# has no clock of its own, runs `date` while there is a session. An alias in fish is a function, so
# `builtin` and `command` come before each name that an alias can have. With an empty IFS fish does not
# split lines, so IFS is set where that matters.

# The core and the files that are loaded later must have this version.
set -g __assume_version 0.1.0
# The format of the fast-path file: docs/design.md, "The fast path".
set -g __assume_fast_path_format 3

# The files that are loaded later are in this folder.
set -g __assume_folder (builtin realpath (status dirname))
# These functions may be of another version.
builtin functions -e __assume_take_cached __assume_offer_words

# The name of the command. It can be set before this file is read; the default is `assume`.
string match -qr '^[A-Za-z][A-Za-z0-9_]*\z' -- "$__assume_cmd"
or set -g __assume_cmd assume

# The line in the rc file names node and the program by absolute path, so that another PATH, such as that of
# nvm, does not break it. If the file is sourced alone, it uses the node that install.sh has linked, or
# npm's own.
set -q __assume_script[1]
or set -g __assume_script (builtin realpath $__assume_folder/..)/dist/bin.js
if not set -q __assume_node[1]
    set -g __assume_node (string replace -r '(/dist/[^/]*)?$' /node -- $__assume_script)
    test -f $__assume_node; and test -x $__assume_node
    or set __assume_node (string replace -r '(/lib/node_modules/.*)?$' /bin/node -- $__assume_script)
    test -f $__assume_node; and test -x $__assume_node
    or set __assume_node node
end

# ---- the command ---------------------------------------------------------------------------------

# The core writes shell code to fd 3. It has the stdin, stdout and stderr of the caller, so lists, pagers,
# pipes and questions work as without the wrapper.
function $__assume_cmd --description 'Take an AWS role in this shell'
    set -l IFS \n
    # This is empty because a trace would show the keys.
    set -l fish_trace
    set -l gone
    __assume_find_gone
    if test -n "$gone"
        if string match -qr '^(unset|--unset|-u)( --quiet)?\z' -- "$argv"
            __assume_unset_alone $argv[2]
            return
        end
        __assume_say_gone
        status is-command-substitution
        and builtin echo 'false;'
        return 127
    end
    # These commands hand the terminal to another program.
    switch "$argv[1]"
        case demo
            __assume_withhold
            ASSUME_CMD=$__assume_cmd command $__assume_node $__assume_flags $__assume_script $argv
            return
        case exec each
            __assume_exec $argv
            return
    end
    __assume_fast_path $argv
    and return
    # Only the core gets the variables that the shell had before the session.
    set -l __assume_name
    for __assume_name in (set -n | string match '__assume_saved*')
        set -fx $__assume_name $$__assume_name
    end
    # There is no command substitution here, so the core has the terminal.
    set -l __assume_code
    __assume_withhold
    ASSUME_EVAL_FD=3 ASSUME_SHELL=fish ASSUME_WRAPPER=$__assume_version ASSUME_CMD=$__assume_cmd command $__assume_node $__assume_flags $__assume_script $argv 3>| read -z __assume_code
    set -l __assume_status $pipestatus[1]
    __assume_give_back
    for __assume_name in (set -n | string match '__assume_saved*')
        set -ef $__assume_name
    end
    # If the core dies halfway, the shell must not have a new key id beside an old secret.
    if test $__assume_status -eq 0; and test -n "$__assume_code"
        eval "$__assume_code"
        or set __assume_status $status
        status is-interactive
        and __assume_remember
    end
    # A function runs in the shell itself, so `eval (assume …)` has already taken effect. It only has to
    # pass on a failure, because eval of nothing would succeed.
    if test $__assume_status -ne 0; and status is-command-substitution
        builtin echo 'false;'
    end
    return $__assume_status
end

# Only the programs that a function runs see the variables that it exports. So this function takes the
# session, and nothing of assume waits. The core looks for the program first. It prints no code if it only
# shows help.
function __assume_exec
    set -l IFS \n
    # This is empty because a trace would show the keys.
    set -l fish_trace
    set -l __assume_ours $argv
    set -l __assume_program
    if set -l __assume_dashes (builtin contains -i -- -- $argv)
        set __assume_ours $argv[1..$__assume_dashes]
        set __assume_program $argv[(builtin math $__assume_dashes + 1)..-1]
    end
    # Only the core gets the variables that the shell had before the session.
    set -l __assume_name
    for __assume_name in (set -n | string match '__assume_saved*')
        set -fx $__assume_name $$__assume_name
    end
    # Commands that need Node for as long as programs run.
    if test "$argv[1]" = each; or builtin contains -- --server $__assume_ours
        __assume_withhold
        ASSUME_CMD=$__assume_cmd command $__assume_node $__assume_flags $__assume_script $argv
        return
    end
    set -l __assume_code
    __assume_withhold
    ASSUME_EVAL_FD=3 ASSUME_SHELL=fish ASSUME_CMD=$__assume_cmd command $__assume_node $__assume_flags $__assume_script $argv 3>| read -z __assume_code
    set -l __assume_status $pipestatus[1]
    __assume_give_back
    for __assume_name in (set -n | string match '__assume_saved*')
        set -ef $__assume_name
    end
    test $__assume_status -eq 0; and test -n "$__assume_code"
    or return $__assume_status
    eval "$__assume_code"
    or return
    for __assume_name in (set -nx | string match 'ASSUME_WITHHELD_*')
        set -fu $__assume_name
    end
    if not set -q __assume_program[1]
        set __assume_program $SHELL
        set -q __assume_program[1]
        or set __assume_program (status fish-path)
    end
    command $__assume_program
end

# Node.js must not see variables that make it run other code or write what it sees to other places:
# src/launcher.sh. The core restores them for the programs that it runs. The variables that this sets belong
# to the calling function, and hide the exported ones there.
function __assume_withhold --no-scope-shadowing
    set -f __assume_flags
    string match -qr -- '(^| )--use[-_]openssl[-_]ca( |$)' "$NODE_OPTIONS"; and set -qx NODE_OPTIONS
    and set __assume_flags --use-openssl-ca
    for __assume_name in $__assume_withheld
        if set -qx $__assume_name
            set -fx ASSUME_WITHHELD_$__assume_name $$__assume_name
            set -fu $__assume_name
        else
            set -fu ASSUME_WITHHELD_$__assume_name
        end
    end
end

function __assume_give_back --no-scope-shadowing
    for __assume_name in $__assume_withheld
        set -ef $__assume_name
        set -ef ASSUME_WITHHELD_$__assume_name
    end
end

set -g __assume_withheld \
    NODE_OPTIONS NODE_PATH NODE_PRESERVE_SYMLINKS NODE_PRESERVE_SYMLINKS_MAIN NODE_ICU_DATA \
    NODE_V8_COVERAGE NODE_COMPILE_CACHE NODE_REDIRECT_WARNINGS NODE_PENDING_DEPRECATION \
    NODE_DEBUG NODE_DEBUG_NATIVE NODE_USE_ENV_PROXY \
    OPENSSL_CONF OPENSSL_CONF_INCLUDE OPENSSL_MODULES OPENSSL_ENGINES SSLKEYLOGFILE

# ---- without the core ----------------------------------------------------------------------------

# Sets `gone` to the file that this wrapper needs and that no longer exists.
function __assume_find_gone --no-scope-shadowing
    if string match -q '*/*' -- $__assume_node
        test -x $__assume_node
        or set gone $__assume_node
    else
        command -q $__assume_node
        or set gone $__assume_node
    end
    test -e $__assume_script
    or set gone $__assume_script
end

function __assume_say_gone --no-scope-shadowing
    set -l what assume
    test "$gone" = "$__assume_node"
    and set what 'the Node.js that assume was installed with'
    builtin echo "assume: $gone is gone: $what was removed or moved" >&2
    builtin echo '  hint: to install assume again: npm install -g assume-shell, or in a clone: sh install.sh --rc; then open a new shell' >&2
    test -z "$ASSUME_KEY_ID"
    or builtin echo "  hint: to drop the keys that this shell still holds: $__assume_cmd unset" >&2
end

# Ends the session as the core's code does: src/formats/fish.ts. After an uninstallation no file of assume
# exists, so everything that this needs is here.
function __assume_unset_alone
    set -l IFS \n
    if test -z "$ASSUME_KEY_ID"
        test "$argv[1]" = --quiet
        or builtin echo 'assume: this shell holds no session of assume' >&2
        return 0
    end
    set -qg __assume_saved
    or builtin echo 'assume: a parent of this shell took the session, so nothing was there to put back; it is dropped here alone' >&2
    # The user has exported other keys over the session.
    if test "$AWS_ACCESS_KEY_ID" != "$ASSUME_KEY_ID"
        __assume_end
        return 0
    end
    set -l name
    for name in AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION \
        AWS_ACCOUNT_ID AWSUME_PROFILE AWS_SESSION_EXPIRATION AWS_SECURITY_TOKEN AWS_CREDENTIAL_SCOPE \
        AWS_PROFILE AWS_DEFAULT_PROFILE AWS_ROLE_ARN AWS_ROLE_SESSION_NAME \
        AWS_WEB_IDENTITY_TOKEN_FILE AWS_CONTAINER_CREDENTIALS_RELATIVE_URI \
        AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_AUTHORIZATION_TOKEN \
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE
        __assume_restore $name
    end
    for name in (string split ' ' -- "$ASSUME_SETTINGS")
        __assume_put_back $name
    end
    set -eg ASSUME_ROLE ASSUME_EXPIRES ASSUME_KEY_ID ASSUME_SETTINGS ASSUME_REQUEST \
        ASSUME_PREVIOUS ASSUME_DANGER ASSUME_STYLE ASSUME_RENEW_AT __assume_saved
    status is-interactive
    and __assume_remember
    true
end

# ---- without a process ---------------------------------------------------------------------------

# The rest is loaded when it is needed. Before 3.5 fish has no clock of its own.
function __assume_fast_path
    # This is empty because a trace would show the keys.
    set -l fish_trace
    set -q argv[1]; and not set -q argv[3]; and not status is-command-substitution
    or return
    string match -qr '^3\.[0-4]\.' -- $version
    and return 1
    if not builtin functions -q __assume_take_cached
        test -r $__assume_folder/fast-path.fish
        and source $__assume_folder/fast-path.fish
        or return
    end
    __assume_take_cached $argv
end

# ---- the session this shell holds ----------------------------------------------------------------

# Remembers the key and token of the session, to recognize them beside keys that the user exports.
function __assume_remember
    set -l name
    if test -z "$ASSUME_KEY_ID"
        for name in __assume_key __assume_token __assume_parts __assume_text
            set -eg $name
        end
    else if test "$__assume_key" != "$ASSUME_KEY_ID"; and test "$AWS_ACCESS_KEY_ID" = "$ASSUME_KEY_ID"
        set -gu __assume_key $ASSUME_KEY_ID
        set -gu __assume_token $AWS_SESSION_TOKEN
    end
end

# Succeeds if AWS_CREDENTIAL_EXPIRATION, a date in UTC, is the expiration of our session.
function __assume_ends_with_ours
    set -l form '^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z$'
    set -l date (builtin string match -r -- $form "$AWS_CREDENTIAL_EXPIRATION")
    or return 1
    set -l year $date[2]
    set -l month $date[3]
    # If the year begins in March, its leap day is the last day.
    if test $month -lt 3
        set year (builtin math "$year - 1")
        set month (builtin math "$month + 12")
    end
    set -l leaps (builtin math "floor($year / 4) - floor($year / 100) + floor($year / 400)")
    set -l days (builtin math "$year * 365 + $leaps + floor((153 * $month - 457) / 5) + $date[4] - 719469")
    set -l seconds (builtin math "$days * 86400 + $date[5] * 3600 + $date[6] * 60 + $date[7]")
    test "$seconds" = "$ASSUME_EXPIRES"
end

# The user has exported other keys over the session. These keys stay. Variables that came with the session
# and break these keys are removed: an old expiration makes botocore refuse new keys, and an old token fails
# with them. `-g` is needed because plain `set -e` would erase a universal variable of that name.
function __assume_end
    set -l IFS \n
    set -l name
    switch "$AWS_ACCESS_KEY_ID"
        case '' # ours was unset by hand, alone
            set -eg AWS_SECRET_ACCESS_KEY
            set -eg AWS_SESSION_TOKEN
        case 'AKIA*' # the keys of a user go with no token
            set -eg AWS_SESSION_TOKEN
        case '*'
            test "$AWS_SESSION_TOKEN" = "$__assume_token"
            and set -eg AWS_SESSION_TOKEN
    end
    __assume_ends_with_ours
    and set -eg AWS_CREDENTIAL_EXPIRATION
    test "$AWSUME_PROFILE" = "$ASSUME_ROLE"
    and set -eg AWSUME_PROFILE
    for name in (string split ' ' -- "$ASSUME_SETTINGS")
        __assume_put_back $name
    end
    for name in AWS_ACCOUNT_ID ASSUME_ROLE ASSUME_EXPIRES ASSUME_KEY_ID ASSUME_SETTINGS \
        ASSUME_REQUEST ASSUME_PREVIOUS ASSUME_DANGER ASSUME_STYLE ASSUME_RENEW_AT \
        __assume_key __assume_token __assume_parts __assume_text \
        (set -ng | string match '__assume_saved*')
        set -eg $name
    end
end

# Anyone can set ASSUME_SETTINGS: a name counts only if a session can set it.
function __assume_put_back --argument-names name
    string match -qr '^AWS_((DEFAULT_)?REGION|USE_(FIPS|DUALSTACK)_ENDPOINT|IGNORE_CONFIGURED_ENDPOINT_URLS|CA_BUNDLE|ENDPOINT_URL(_[A-Z0-9_]+)?)$' -- "$name"
    and __assume_restore $name
    or true
end

# Does the same as the core's code at the end of a session. It does not change what an exported universal
# variable sets by itself.
function __assume_restore --argument-names name
    set -l exported __assume_saved_$name
    set -l plain __assume_saved_unexported_$name
    set -eg $name
    if set -qg $exported
        set -qUx $name
        and test "$$name" = "$$exported"
        or set -gx $name $$exported
    else if set -qg $plain
        set -gu $name $$plain
    end
    set -eg $exported $plain
end

# ---- the prompt ----------------------------------------------------------------------------------

if status is-interactive
    function __assume_prompt --on-event fish_prompt
        set -l fish_trace
        set -eg __assume_at_left
        set -eg __assume_at_right
        if test -z "$ASSUME_KEY_ID"
            set -q __assume_key
            and __assume_remember
        else if test "$AWS_ACCESS_KEY_ID" != "$ASSUME_KEY_ID"
            __assume_end
        else
            test "$__assume_key" = "$ASSUME_KEY_ID"
            or __assume_remember
            set -q ASSUME_RENEW_AT
            and __assume_renew
            __assume_compose
            switch $__assume_place
                case left
                    set -g __assume_at_left $__assume_text
                    __assume_draw fish_prompt
                case right
                    set -g __assume_at_right $__assume_text
                    __assume_draw fish_right_prompt
            end
        end
    end
end

# Prints the segment for a prompt of the user's own. `assume_segment plain` prints no colors.
function assume_segment --description 'The role that this shell holds, for a prompt'
    set -l fish_trace
    set -l __assume_status $status
    if test -n "$ASSUME_KEY_ID"; and test "$AWS_ACCESS_KEY_ID" = "$ASSUME_KEY_ID"
        __assume_compose
        if test $__assume_place = off
            return $__assume_status
        end
        if test "$argv[1]" = plain
            builtin echo -n -- $__assume_text
        else
            __assume_show $__assume_text
        end
    end
    return $__assume_status
end

# tide calls this function if `assume` is in tide_right_prompt_items or in the left ones. It calls it in
# another fish, which must not say that the session has expired, because this shell says so once.
function _tide_item_assume
    set -l fish_trace
    test -n "$ASSUME_KEY_ID"
    and test "$AWS_ACCESS_KEY_ID" = "$ASSUME_KEY_ID"
    or return
    set -lx __assume_expired $ASSUME_KEY_ID
    __assume_compose
    test $__assume_place = off
    and return
    set -q tide_assume_color
    or set -lx tide_assume_color $__assume_color
    set -q tide_assume_bg_color
    or set -lx tide_assume_bg_color normal
    _tide_print_item assume $__assume_text
end

function __assume_show --argument-names text
    builtin set_color normal
    builtin set_color $__assume_color
    builtin printf %s $text
    builtin set_color normal
end

# Sets __assume_text and __assume_color. Plain keys do not expire, so they have no time.
function __assume_compose
    set -l IFS \n
    set -l time
    set -l left 300
    if string match -qr '^[0-9]{1,15}$' -- "$ASSUME_EXPIRES"
        __assume_count_down_to $ASSUME_EXPIRES
        set left $__assume_left
        if test $left -le 0
            set time expired
            __assume_say_expired
        else if test $left -lt 3600
            set time (builtin math "max(1, floor($left / 60))")m
        else
            set time (builtin printf '%dh%02dm' (builtin math "floor($left / 3600)"; builtin math "floor($left % 3600 / 60)"))
        end
    end
    # The text stays the same for a minute, and most prompts come sooner.
    set -l parts "$time:$ASSUME_ROLE:$ASSUME_DANGER:$AWS_ACCOUNT_ID:$AWS_REGION:$ASSUME_STYLE:$ASSUME_PROMPT"
    test "$__assume_parts" = "$parts"
    or __assume_join "$parts" "$time"
    if test -n "$NO_COLOR"
        set -g __assume_color normal
    else if test $left -lt 300
        set -g __assume_color $__assume_urgent
    else if test -n "$ASSUME_DANGER"
        set -g __assume_color $__assume_danger
    else
        set -g __assume_color $__assume_usual
    end
end

function __assume_join --argument-names parts time
    set -g __assume_parts $parts
    test "$__assume_style" = "$ASSUME_STYLE:$ASSUME_PROMPT"
    or __assume_read_style
    set -l text
    set -l part
    for part in $__assume_format
        switch $part
            case '{role}'
                set part "$ASSUME_ROLE"
            case '{left}'
                set part $time
            case '{mark}'
                set part
                test -z "$ASSUME_DANGER"
                or set part !
            case '{account}'
                set part "$AWS_ACCOUNT_ID"
            case '{region}'
                set part "$AWS_REGION"
        end
        # An empty value also removes the space before it.
        test -n "$part"
        or set text (string replace -r ' $' '' -- "$text")
        set text "$text$part"
    end
    # Control characters could control the terminal.
    set -g __assume_text (string replace -ra '\p{Cc}' '?' -- "$text")
end

# Reads how the segment looks: first from the settings, which the core passes on, then from the user's
# variable in this shell.
function __assume_read_style
    set -l IFS \n
    set -g __assume_style "$ASSUME_STYLE:$ASSUME_PROMPT"
    set -g __assume_place right
    set -g __assume_usual yellow
    set -g __assume_urgent red
    set -g __assume_danger magenta
    set -l format '({mark}{role} {left})'
    # The core percent-encodes characters that could be a pattern to a shell.
    set -l settings_style (string unescape --style=url -- "$ASSUME_STYLE")
    or set settings_style "$ASSUME_STYLE"
    set -l words
    for words in "$settings_style" "$ASSUME_PROMPT"
        set -l found (string match -r '^(.*?)(?<!\S)format=(.+)$' -- $words)
        and set words $found[2]
        and set format $found[3]
        set -l word
        for word in (string match -ra '\S+' -- $words)
            if string match -qr '^(color|urgent|danger)=(black|red|green|yellow|blue|magenta|cyan|white|none)$' -- $word
                __assume_read_color (string split = -- $word)
                continue
            end
            switch $word
                case left right own off
                    set -g __assume_place $word
                case '*'
                    builtin echo "assume: ASSUME_PROMPT: \"$word\" is not a word of it" >&2
            end
        end
    end
    set -g __assume_format (string match -ra '\{(?:role|left|mark|account|region)\}|\{|[^{]+' -- $format)
end

function __assume_read_color --argument-names what color
    test $color = none
    and set color normal
    switch $what
        case color
            set -g __assume_usual $color
        case urgent
            set -g __assume_urgent $color
        case danger
            set -g __assume_danger $color
    end
end

# Sets __assume_left, in seconds. fish has no variable for the time, but from 3.5 on it tells when a file
# was changed and how long ago that is.
if builtin -n | string match -q path
    function __assume_count_down_to --argument-names end
        set -l IFS \n
        set -l time (builtin path mtime /; builtin path mtime -R /)
        set -g __assume_left (builtin math "$end - $time[1] - $time[2]")
    end
else
    function __assume_count_down_to --argument-names end
        set -g __assume_left (builtin math "$end - "(command date +%s))
    end
end

# Prints this once for each session. The keys stay: AWS rejects them, while without any keys the next
# command would run with the default profile.
function __assume_say_expired
    test "$__assume_expired" = "$ASSUME_KEY_ID"
    and return
    set -g __assume_expired $ASSUME_KEY_ID
    __assume_say 'has expired'
    builtin echo "  hint: run $__assume_cmd again, or drop it: $__assume_cmd unset" >&2
end

function __assume_say --argument-names what
    set -l role (string replace -ra '\p{Cc}' '?' -- "$ASSUME_ROLE")
    builtin echo "assume: the session of $role $what" >&2
end

# With auto_refresh, the core sets the time from which on the prompt can renew a session. The prompt does
# that in the foreground, once for each session, and without questions.
function __assume_renew
    test "$__assume_tried" != "$ASSUME_KEY_ID"
    and string match -qr '^[0-9]{1,15}$' -- "$ASSUME_RENEW_AT"
    or return
    __assume_count_down_to $ASSUME_RENEW_AT
    test $__assume_left -le 0
    or return
    set -g __assume_tried $ASSUME_KEY_ID
    $__assume_cmd refresh --no-input --quiet </dev/null 2>/dev/null
    switch $status
        case 0
        case 3
            __assume_say "cannot be renewed without a code or a sign-in: $__assume_cmd refresh"
        case '*'
            __assume_say "could not be renewed; why, says: $__assume_cmd refresh"
    end
end

# Runs at a prompt, after config.fish: starship, oh-my-posh and tide draw the whole prompt themselves and
# read the exported variables. The user's own right prompt stays. Other code can redefine it at any time,
# and the description of the function tells ours from it.
function __assume_draw --argument-names place
    set -l IFS \n
    set -l details (builtin functions --details --verbose $place)
    test "$details[5]" = 'with the role of assume'
    and return
    set -l name
    for name in fish_prompt fish_right_prompt
        builtin functions -q $name
        and builtin functions $name | string match -qir 'starship|oh-my-posh|_omp_|_tide_'
        and return
    end
    builtin functions -e __assume_theirs_$place
    if builtin functions -q $place
        builtin functions -c $place __assume_theirs_$place
    else
        function __assume_theirs_$place
        end
    end
    __assume_draw_$place
end

# The user's own prompt comes first, while `$status` and `$pipestatus` are still those of the last command.
function __assume_draw_fish_prompt
    function fish_prompt --description 'with the role of assume'
        set -l theirs (__assume_theirs_fish_prompt $argv | string collect --no-trim-newlines)
        if set -q __assume_at_left
            __assume_show $__assume_at_left
            builtin echo -n ' '
        end
        builtin printf %s $theirs
    end
end

function __assume_draw_fish_right_prompt
    function fish_right_prompt --description 'with the role of assume'
        __assume_theirs_fish_right_prompt $argv
        if set -q __assume_at_right
            builtin echo -n ' '
            __assume_show $__assume_at_right
        end
    end
end

# ---- completion ----------------------------------------------------------------------------------

# The rest is loaded at the first Tab.
function __assume_complete
    set -l fish_trace
    if not builtin functions -q __assume_offer_words
        test -r $__assume_folder/completion.fish
        or return
        source $__assume_folder/completion.fish
    end
    __assume_offer_words
end

if status is-interactive
    complete -c $__assume_cmd -e
    complete -c $__assume_cmd -f -a '(__assume_complete)'
end
