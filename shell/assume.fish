# assume for fish, 3.4 and later. docs/shells.md says how to load it and what it does.
#
# It may be sourced twice. It starts no process, neither while it loads nor at a prompt; only fish
# 3.4, which has no clock of its own, asks `date` while a session is there. An alias in fish is a
# function, hence `builtin` and `command` before each name that one could take. With an empty IFS fish
# would not take lines apart, hence that too.

# What the command is called: set before this file is read, else `assume`.
string match -qr '^[A-Za-z][A-Za-z0-9_]*\z' -- "$__assume_cmd"
or set -g __assume_cmd assume

# The line in the rc file names both by absolute path, so that no other PATH, as of nvm, can break it.
# Who sources the file alone gets the node that install.sh has left a link to, or npm's own.
set -q __assume_script[1]
or set -g __assume_script (builtin realpath (status dirname)/..)/dist/bin.js
if not set -q __assume_node[1]
    set -g __assume_node (string replace -r '(/dist/[^/]*)?$' /node -- $__assume_script)
    test -f $__assume_node; and test -x $__assume_node
    or set __assume_node (string replace -r '(/lib/node_modules/.*)?$' /bin/node -- $__assume_script)
    test -f $__assume_node; and test -x $__assume_node
    or set __assume_node node
end

# ---- the command ---------------------------------------------------------------------------------

# The core writes shell code to fd 3. Its stdin, stdout and stderr are those of the caller, so that
# lists, pagers, pipes and questions work as without us.
function $__assume_cmd --description 'Take an AWS role in this shell'
    set -l IFS \n
    # Empty: a trace would show the keys.
    set -l fish_trace
    __assume_take_warm $argv
    and return
    if not __assume_core_is_there
        status is-command-substitution
        and builtin echo 'false;'
        return 127
    end
    # These hand the terminal to another program.
    switch "$argv[1]"
        case demo
            ASSUME_CMD=$__assume_cmd command $__assume_node $__assume_script $argv
            return
        case exec each
            __assume_exec $argv
            return
    end
    # What the shell had before the session is for the core's eyes only.
    set -l __assume_name
    for __assume_name in (set -n | string match '__assume_saved*')
        set -fx $__assume_name $$__assume_name
    end
    # No command substitution, so the core keeps the terminal.
    set -l __assume_code
    ASSUME_EVAL_FD=3 ASSUME_SHELL=fish ASSUME_WRAPPER=0.1.0 ASSUME_CMD=$__assume_cmd command $__assume_node $__assume_script $argv 3>| read -z __assume_code
    set -l __assume_status $pipestatus[1]
    for __assume_name in (set -n | string match '__assume_saved*')
        set -ef $__assume_name
    end
    # A core that died half-way must not leave a new key id next to an old secret.
    if test $__assume_status -eq 0; and test -n "$__assume_code"
        eval "$__assume_code"
        or set __assume_status $status
        status is-interactive
        and __assume_remember
    end
    # A function runs in the shell itself, so `eval (assume …)` has taken effect already. Only a
    # failure is to be passed on: eval of nothing would succeed.
    if test $__assume_status -ne 0; and status is-command-substitution
        builtin echo 'false;'
    end
    return $__assume_status
end

# Programs that a function runs see what is exported in it alone, so this one takes the session, and
# nothing of ours is left to wait. The core looks for the program first, and prints no code where it has
# only help to show.
function __assume_exec
    set -l IFS \n
    # Empty: a trace would show the keys.
    set -l fish_trace
    set -l __assume_ours $argv
    set -l __assume_program
    if set -l __assume_dashes (builtin contains -i -- -- $argv)
        set __assume_ours $argv[1..$__assume_dashes]
        set __assume_program $argv[(builtin math $__assume_dashes + 1)..-1]
    end
    # What the shell had before the session is for the core's eyes only.
    set -l __assume_name
    for __assume_name in (set -n | string match '__assume_saved*')
        set -fx $__assume_name $$__assume_name
    end
    # What needs Node for as long as programs run.
    if test "$argv[1]" = each; or builtin contains -- --server $__assume_ours
        ASSUME_CMD=$__assume_cmd command $__assume_node $__assume_script $argv
        return
    end
    set -l __assume_code
    ASSUME_EVAL_FD=3 ASSUME_SHELL=fish ASSUME_CMD=$__assume_cmd command $__assume_node $__assume_script $argv 3>| read -z __assume_code
    set -l __assume_status $pipestatus[1]
    for __assume_name in (set -n | string match '__assume_saved*')
        set -ef $__assume_name
    end
    test $__assume_status -eq 0; and test -n "$__assume_code"
    or return $__assume_status
    eval "$__assume_code"
    or return
    if not set -q __assume_program[1]
        set __assume_program $SHELL
        set -q __assume_program[1]
        or set __assume_program (status fish-path)
    end
    command $__assume_program
end

function __assume_core_is_there
    set -l gone
    if string match -q '*/*' -- $__assume_node
        test -x $__assume_node
        or set gone $__assume_node
    else
        command -q $__assume_node
        or set gone $__assume_node
    end
    test -e $__assume_script
    or set gone $__assume_script
    test -z "$gone"
    and return
    builtin echo "assume: $gone is gone (it was there when the wrapper was set up)" >&2
    builtin echo '  hint: run install.sh again, or: command assume init fish | source' >&2
    return 1
end

# ---- without a process ---------------------------------------------------------------------------

# Takes a session that is kept, as the core would, if the core has left word of it for these words and
# nothing has changed since: docs/design.md, "Without a process". Where there is any doubt it fails and
# has changed nothing, and the core is asked. What it reads is data, and all names stand here. It makes
# do with few command substitutions, which take fish longer than all else.
function __assume_take_warm
    # Empty: a trace would show the keys.
    set -l fish_trace
    set -q argv[1]; and not set -q argv[3]; and not status is-command-substitution
    or return
    # It has no clock of its own.
    string match -qr '^3\.[0-4]\.' -- $version
    and return 1
    # Some word is none of these.
    string match -qrv '^[A-Za-z0-9._@][A-Za-z0-9._@-]*$' -- $argv
    and return 1
    set -l cache "$HOME/.cache/assume"
    string match -q '/*' -- "$XDG_CACHE_HOME"
    and set cache "$XDG_CACHE_HOME/assume"
    set -l file $cache/warm/profile=$argv[1]
    set -q argv[2]
    and set file $cache/warm/user=$argv[1]+$argv[2]
    test -f $file; and test ! -h $file; and test -O $file
    or return
    set -l held
    set -l now
    __assume_read_warm "$argv"; and __assume_know_held; and __assume_compare_warm
    and __assume_change_warm
    or return
    status is-interactive
    and __assume_remember
    true
end

# Reads the file, and whether it still holds: whole, for these words, and younger than all it hangs on.
function __assume_read_warm --no-scope-shadowing
    set -l path
    for path in $cache $cache/warm
        test -d $path; and test ! -h $path; and test -O $path
        or return
    end
    set -l text
    read -z text <$file 2>/dev/null
    or return
    # Each name becomes a variable.
    string match -qr '\A
assume=0\.1\.0
words=(?<__assume_new_words>[ -~]+)
session=(?<__assume_new_kept>[0-9a-f]{16}\.json)
until=(?<__assume_new_until>[0-9]{10})
renew(?:=(?<__assume_new_renew>[0-9]{1,5}))?
(?<__assume_new_older>(?:older=/[ -~]*\n){2,})(?<__assume_new_was>(?:was_[ -~]+\n)+)set_AWS_ACCESS_KEY_ID=(?<__assume_new_key_id>[A-Za-z0-9_]{16,128})
set_AWS_SECRET_ACCESS_KEY=(?<__assume_new_secret>[A-Za-z0-9_/+=.-]+)
set_AWS_SESSION_TOKEN=(?<__assume_new_token>[A-Za-z0-9_/+=.-]+)
set_AWS_CREDENTIAL_EXPIRATION=(?<__assume_new_expiration>[0-9TZ:-]+)
set_AWS_ACCOUNT_ID(?:=(?<__assume_new_account>[0-9]+))?
set_AWSUME_PROFILE=(?<__assume_new_label>[ -~]+)
set_AWS_SESSION_EXPIRATION
set_AWS_SECURITY_TOKEN
set_AWS_CREDENTIAL_SCOPE
set_AWS_PROFILE
set_AWS_DEFAULT_PROFILE
set_AWS_ROLE_ARN
set_AWS_ROLE_SESSION_NAME
set_AWS_WEB_IDENTITY_TOKEN_FILE
set_AWS_CONTAINER_CREDENTIALS_RELATIVE_URI
set_AWS_CONTAINER_CREDENTIALS_FULL_URI
set_AWS_CONTAINER_AUTHORIZATION_TOKEN
set_AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE
set_AWS_REGION(?:=(?<__assume_new_region>[a-z0-9-]+))?
set_AWS_DEFAULT_REGION(?:=(?<__assume_new_default_region>[a-z0-9-]+))?
set_AWS_USE_FIPS_ENDPOINT(?:=(?<__assume_new_fips>[a-z]+))?
set_AWS_USE_DUALSTACK_ENDPOINT(?:=(?<__assume_new_dualstack>[a-z]+))?
set_AWS_CA_BUNDLE(?:=(?<__assume_new_bundle>[ -~]+))?
set_AWS_ENDPOINT_URL(?:=(?<__assume_new_endpoint>[ -~]+))?
set_ASSUME_ROLE=(?<__assume_new_role>[ -~]+)
set_ASSUME_EXPIRES=(?<__assume_new_expires>[0-9]{10})
set_ASSUME_KEY_ID=\k<__assume_new_key_id>
set_ASSUME_SETTINGS(?:=(?<__assume_new_brought>[A-Z_ ]+))?
set_ASSUME_REQUEST=(?<__assume_new_request>[0-9a-f]{16})
set_ASSUME_STYLE(?:=(?<__assume_new_style>[ -~]+))?
end=[0-9]+
\z' -- \n$text
    or return
    test "$__assume_new_words" = "$argv[1]"; and test -f $cache/sessions/$__assume_new_kept
    or return
    for path in (string match -ra '(?m)(?<=^older=).+' -- $__assume_new_older)
        test -e $path; and test ! $file -nt $path
        and return 1
    end
    set now (builtin path mtime /; builtin path mtime -R /)
    set now (builtin math $now[1] + $now[2])
    test $now -gt 1000000000; and test $now -le $__assume_new_until
end

# A session that this shell holds has to be one that it took itself, and that has no settings but these.
function __assume_know_held --no-scope-shadowing
    test -n "$ASSUME_KEY_ID"
    or return 0
    set -qgx ASSUME_KEY_ID; and set -qgx ASSUME_REQUEST; and set -qgx AWS_ACCESS_KEY_ID
    or return
    test "$__assume_saved" = 1; and test "$AWS_ACCESS_KEY_ID" = "$ASSUME_KEY_ID"
    or return
    string match -qr '^[A-Za-z0-9_]{16,128}:[0-9a-f]{16}$' -- "$ASSUME_KEY_ID:$ASSUME_REQUEST"
    or return
    # Who takes what is held already wants it renewed.
    test "$ASSUME_KEY_ID" != "$__assume_new_key_id"
    or return
    set held ''
    set -q ASSUME_SETTINGS
    or return 0
    set -qgx ASSUME_SETTINGS
    or return
    set held (string split ' ' -- "$ASSUME_SETTINGS")
    not string match -qrv '^AWS_((DEFAULT_)?REGION|USE_(FIPS|DUALSTACK)_ENDPOINT|CA_BUNDLE|ENDPOINT_URL)$' -- $held
end

# Whether the core would see the same environment, which for it is that of before any session.
function __assume_compare_warm --no-scope-shadowing
    set -l was ''
    set -l name
    for name in HOME USER LOGNAME XDG_CONFIG_HOME XDG_CACHE_HOME \
        AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE AWS_REGION AWS_DEFAULT_REGION AWS_ENDPOINT_URL \
        AWS_IGNORE_CONFIGURED_ENDPOINT_URLS AWS_USE_FIPS_ENDPOINT AWS_USE_DUALSTACK_ENDPOINT \
        AWS_STS_REGIONAL_ENDPOINTS AWS_MAX_ATTEMPTS AWS_RETRY_MODE AWS_CA_BUNDLE REQUESTS_CA_BUNDLE \
        ASSUME_CREDENTIAL_PROCESSES (set -nx | string match 'AWS_ENDPOINT_URL_*')
        set -l seen $name
        contains -- $name $held
        and set seen __assume_saved_$name
        if test $seen = $name
            set -qx $name
        else
            set -qg $seen
        end
        and set was $was"was_$name=$$seen"\n
        or set was $was"was_$name"\n
    end
    test "$was" = "$__assume_new_was"
end

# As the code does that the core prints: src/exports/fish.ts. First whether all can be changed, and
# what hangs on this very shell.
function __assume_change_warm --no-scope-shadowing
    set -l previous
    if set -q held[1]
        if test "$ASSUME_REQUEST" != "$__assume_new_request"
            set previous $ASSUME_KEY_ID:$ASSUME_REQUEST
        else if set -q ASSUME_PREVIOUS
            set previous $ASSUME_PREVIOUS
            set -qgx ASSUME_PREVIOUS; and string match -qr '^[A-Za-z0-9_]{16,128}:[0-9a-f]{16}$' -- "$previous"
            or return
        end
    end
    set -l renew_at
    if test -n "$__assume_new_renew"
        set renew_at (builtin math "max($__assume_new_expires - $__assume_new_renew, floor(($now + $__assume_new_expires) / 2))")
    end
    set -l keys AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION \
        AWS_ACCOUNT_ID AWSUME_PROFILE AWS_SESSION_EXPIRATION AWS_SECURITY_TOKEN AWS_CREDENTIAL_SCOPE \
        AWS_PROFILE AWS_DEFAULT_PROFILE AWS_ROLE_ARN AWS_ROLE_SESSION_NAME \
        AWS_WEB_IDENTITY_TOKEN_FILE AWS_CONTAINER_CREDENTIALS_RELATIVE_URI \
        AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_AUTHORIZATION_TOKEN \
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE
    set -l settings
    set -q __assume_new_region[1]
    and set -a settings AWS_REGION
    set -q __assume_new_default_region[1]
    and set -a settings AWS_DEFAULT_REGION
    set -q __assume_new_fips[1]
    and set -a settings AWS_USE_FIPS_ENDPOINT
    set -q __assume_new_dualstack[1]
    and set -a settings AWS_USE_DUALSTACK_ENDPOINT
    set -q __assume_new_bundle[1]
    and set -a settings AWS_CA_BUNDLE
    set -q __assume_new_endpoint[1]
    and set -a settings AWS_ENDPOINT_URL
    test "$settings" = "$__assume_new_brought"
    or return
    # Universal ones show through whatever a session unsets, and local ones are not ours to save.
    set -l ours ASSUME_ROLE ASSUME_EXPIRES ASSUME_KEY_ID ASSUME_SETTINGS ASSUME_REQUEST \
        ASSUME_PREVIOUS ASSUME_DANGER ASSUME_STYLE ASSUME_RENEW_AT
    set -l name
    for name in $keys $settings $ours $held
        set -qU $name
        and return 1
        set -q $name; and not set -qg $name
        and return 1
    end

    set -l unsaved $settings
    if set -q held[1]
        for name in $held
            if contains -- $name $settings
                set -e unsaved[(builtin contains -i -- $name $unsaved)]
            else if test -n "$name"
                __assume_put_back $name
                set -eg __assume_saved_$name __assume_saved_unexported_$name
            end
        end
    else
        set -p unsaved $keys
    end
    for name in $unsaved
        set -eg __assume_saved_$name __assume_saved_unexported_$name
        if set -qgx $name
            set -g __assume_saved_$name $$name
        else if set -qg $name
            set -g __assume_saved_unexported_$name $$name
        end
    end
    set -eg $keys $ours
    set -gx AWS_ACCESS_KEY_ID $__assume_new_key_id
    set -gx AWS_SECRET_ACCESS_KEY $__assume_new_secret
    set -gx AWS_SESSION_TOKEN $__assume_new_token
    set -gx AWS_CREDENTIAL_EXPIRATION $__assume_new_expiration
    set -q __assume_new_account[1]
    and set -gx AWS_ACCOUNT_ID $__assume_new_account
    set -gx AWSUME_PROFILE $__assume_new_label
    set -q __assume_new_region[1]
    and set -gx AWS_REGION $__assume_new_region
    set -q __assume_new_default_region[1]
    and set -gx AWS_DEFAULT_REGION $__assume_new_default_region
    set -q __assume_new_fips[1]
    and set -gx AWS_USE_FIPS_ENDPOINT $__assume_new_fips
    set -q __assume_new_dualstack[1]
    and set -gx AWS_USE_DUALSTACK_ENDPOINT $__assume_new_dualstack
    set -q __assume_new_bundle[1]
    and set -gx AWS_CA_BUNDLE $__assume_new_bundle
    set -q __assume_new_endpoint[1]
    and set -gx AWS_ENDPOINT_URL $__assume_new_endpoint
    set -gx ASSUME_ROLE $__assume_new_role
    set -gx ASSUME_EXPIRES $__assume_new_expires
    set -gx ASSUME_KEY_ID $__assume_new_key_id
    set -q __assume_new_brought[1]
    and set -gx ASSUME_SETTINGS $__assume_new_brought
    set -gx ASSUME_REQUEST $__assume_new_request
    set -q __assume_new_style[1]
    and set -gx ASSUME_STYLE $__assume_new_style
    set -q previous[1]
    and set -gx ASSUME_PREVIOUS $previous
    set -q renew_at[1]
    and set -gx ASSUME_RENEW_AT $renew_at
    set -g __assume_saved 1
    true
end

# ---- the session this shell holds ----------------------------------------------------------------

# Keeps in mind what will have to be known again next to keys that are not ours.
function __assume_remember
    set -l name
    if test -z "$ASSUME_KEY_ID"
        for name in __assume_key __assume_token __assume_expiration __assume_parts __assume_text
            set -eg $name
        end
    else if test "$__assume_key" != "$ASSUME_KEY_ID"; and test "$AWS_ACCESS_KEY_ID" = "$ASSUME_KEY_ID"
        set -gu __assume_key $ASSUME_KEY_ID
        set -gu __assume_token $AWS_SESSION_TOKEN
        set -gu __assume_expiration $AWS_CREDENTIAL_EXPIRATION
    end
end

# The user has exported other keys over ours. Those stay as they are, and whatever came with ours and
# would upset them goes: an old expiry makes botocore refuse new keys, an old token fails with them.
# `-g`, since plain `set -e` would erase a universal variable of that name.
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
    if test "$__assume_key" != "$ASSUME_KEY_ID"
        or test "$AWS_CREDENTIAL_EXPIRATION" = "$__assume_expiration"
        set -eg AWS_CREDENTIAL_EXPIRATION
    end
    test "$AWSUME_PROFILE" = "$ASSUME_ROLE"
    and set -eg AWSUME_PROFILE
    for name in (string split ' ' -- "$ASSUME_SETTINGS")
        __assume_put_back $name
    end
    for name in AWS_ACCOUNT_ID ASSUME_ROLE ASSUME_EXPIRES ASSUME_KEY_ID ASSUME_SETTINGS \
        ASSUME_REQUEST ASSUME_PREVIOUS ASSUME_DANGER ASSUME_STYLE ASSUME_RENEW_AT \
        __assume_key __assume_token __assume_expiration __assume_parts __assume_text \
        (set -ng | string match '__assume_saved*')
        set -eg $name
    end
end

# Like the core's own code at the end of a session.
function __assume_put_back --argument-names name
    # Anyone can set ASSUME_SETTINGS: only names that a session could have brought count.
    string match -qr '^AWS_((DEFAULT_)?REGION|USE_(FIPS|DUALSTACK)_ENDPOINT|IGNORE_CONFIGURED_ENDPOINT_URLS|CA_BUNDLE|ENDPOINT_URL(_[A-Z0-9_]+)?)$' -- "$name"
    or return 0
    set -l exported __assume_saved_$name
    set -l plain __assume_saved_unexported_$name
    set -eg $name
    if set -qg $exported
        set -gx $name $$exported
    else if set -qg $plain
        set -gu $name $$plain
    end
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

# The segment, for a prompt of the user's own. `assume_segment plain` has no colours.
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

function __assume_show --argument-names text
    builtin set_color normal
    builtin set_color $__assume_color
    builtin printf %s $text
    builtin set_color normal
end

# Sets __assume_text and __assume_color; without an expiry, as with plain keys, there is no time.
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
    # It is the same for a minute, and most prompts come sooner.
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
        # A space before what is not there goes with it.
        test -n "$part"
        or set text (string replace -r ' $' '' -- "$text")
        set text "$text$part"
    end
    # Control characters could steer the terminal.
    set -g __assume_text (string replace -ra '\p{Cc}' '?' -- "$text")
end

# How the segment looks: first as the settings say, which the core hands on, then as the user says in
# this shell.
function __assume_read_style
    set -l IFS \n
    set -g __assume_style "$ASSUME_STYLE:$ASSUME_PROMPT"
    set -g __assume_place right
    set -g __assume_usual yellow
    set -g __assume_urgent red
    set -g __assume_danger magenta
    set -l format '({mark}{role} {left})'
    set -l words
    for words in "$ASSUME_STYLE" "$ASSUME_PROMPT"
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

# Sets __assume_left, in seconds. fish has no variable for the time, but since 3.5 it tells when a
# file was changed and how long ago that is.
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

# Once for each session. Its keys stay: AWS refuses them, while without any the next command would
# run with those of the default profile.
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

# Where the settings have auto_refresh, the core says from when on a session may be renewed: here, in
# the foreground, once for each, and only without a question.
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

# At a prompt, when config.fish has been read: starship, oh-my-posh and tide draw all of the prompt
# themselves and read our exports. What the user has there stays; it may be made anew at any time, and
# by its description ours is told from it.
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

# The user's own comes first, where `$status` and `$pipestatus` are still those of the last command.
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

# The rest of it is read at the first Tab.
set -g __assume_completion (builtin realpath (status dirname))/completion.fish

function __assume_complete
    set -l fish_trace
    if not builtin functions -q __assume_offer_words
        test -r $__assume_completion
        or return
        source $__assume_completion
    end
    __assume_offer_words
end

if status is-interactive
    complete -c $__assume_cmd -e
    complete -c $__assume_cmd -f -a '(__assume_complete)'
end
