# assume for fish, 3.4 and later. docs/shells.md says how to load it and what it does.
#
# It may be sourced twice. It starts no process, neither while it loads nor at a prompt; only fish
# 3.4, which has no clock of its own, asks `date` while a session is there. An alias in fish is a
# function, hence `builtin` and `command` before each name that one could take.

# The line in the rc file names both by absolute path, so that no other PATH, as of nvm, can break it.
set -q __assume_node[1]
or set -g __assume_node node
set -q __assume_script[1]
or set -g __assume_script (builtin realpath (status dirname)/..)/dist/bin.js

# ---- the command ---------------------------------------------------------------------------------

# The core writes shell code to fd 3. Its stdin, stdout and stderr are those of the caller, so that
# lists, pagers, pipes and questions work as without us.
function assume --description 'Take an AWS role in this shell'
    # Empty: a trace would show the keys.
    set -l fish_trace
    if not __assume_core_is_there
        status is-command-substitution
        and builtin echo 'false;'
        return 127
    end
    if builtin contains -- "$argv[1]" demo
        # These hand the terminal to another program.
        command $__assume_node $__assume_script $argv
        return
    end
    # What the shell had before the session is for the core's eyes only.
    set -l __assume_name
    for __assume_name in (set -n | string match '__assume_saved*')
        set -fx $__assume_name $$__assume_name
    end
    # No command substitution, so the core keeps the terminal.
    set -l __assume_code
    ASSUME_EVAL_FD=3 ASSUME_SHELL=fish command $__assume_node $__assume_script $argv 3>| read -z __assume_code
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

# ---- the session this shell holds ----------------------------------------------------------------

# Keeps in mind what will have to be known again next to keys that are not ours.
function __assume_remember
    if test -z "$ASSUME_KEY_ID"
        set -eg __assume_key
        set -eg __assume_token
        set -eg __assume_expiration
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
        ASSUME_PREVIOUS __assume_key __assume_token __assume_expiration \
        (set -ng | string match '__assume_saved*')
        set -eg $name
    end
end

# Like the core's own code at the end of a session.
function __assume_put_back --argument-names name
    # Anyone can set ASSUME_SETTINGS: only names that a session could have brought count.
    string match -qr '^AWS_((DEFAULT_)?REGION|USE_(FIPS|DUALSTACK)_ENDPOINT|CA_BUNDLE|ENDPOINT_URL(_[A-Z0-9_]+)?)$' -- "$name"
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

# Sets __assume_segment and __assume_color; without an expiry, as with plain keys, there is no time.
function __assume_compose
    # Control characters could steer the terminal.
    set -l role (string replace -ra '\p{Cc}' '?' -- "$ASSUME_ROLE")
    set -l text
    set -g __assume_color yellow
    if string match -qr '^[0-9]{1,15}$' -- "$ASSUME_EXPIRES"
        __assume_count_down
        set -l left $__assume_left
        if test $left -le 0
            set text ' expired'
            __assume_say_expired $role
        else if test $left -lt 3600
            set text (builtin printf ' %dm' (builtin math "max(1, floor($left / 60))"))
        else
            set text (builtin printf ' %dh%02dm' (builtin math "floor($left / 3600)"; builtin math "floor($left % 3600 / 60)"))
        end
        test $left -ge 300
        or set __assume_color red
    end
    if test "$ASSUME_PROMPT" != off
        set -g __assume_segment "($role$text)"
    end
end

# Sets __assume_left, in seconds. fish has no variable for the time, but since 3.5 it tells when a
# file was changed and how long ago that is.
if builtin -n | string match -q path
    function __assume_count_down
        set -l time (builtin path mtime /; builtin path mtime -R /)
        set -g __assume_left (builtin math "$ASSUME_EXPIRES - $time[1] - $time[2]")
    end
else
    function __assume_count_down
        set -g __assume_left (builtin math "$ASSUME_EXPIRES - "(command date +%s))
    end
end

# Once for each session. Its keys stay: AWS refuses them, while without any the next command would
# run with those of the default profile.
function __assume_say_expired --argument-names role
    test "$__assume_expired" = "$ASSUME_KEY_ID"
    and return
    set -g __assume_expired $ASSUME_KEY_ID
    builtin echo "assume: the session of $role has expired" >&2
    builtin echo '  hint: run assume again, or drop it: assume unset' >&2
end

# At the first segment, when config.fish has been read: starship, oh-my-posh and tide draw all of the
# prompt themselves and read our exports. What the user has on the right stays there, and comes first,
# where `$status` and `$pipestatus` are still those of the last command.
function __assume_draw
    set -q __assume_drawn
    and return
    set -g __assume_drawn 1
    set -l name
    for name in fish_prompt fish_right_prompt
        builtin functions -q $name
        and builtin functions $name | string match -qir 'starship|oh-my-posh|_omp_|_tide_'
        and return
    end
    if builtin functions -q fish_right_prompt
        builtin functions -c fish_right_prompt __assume_right_prompt
    else
        function __assume_right_prompt
        end
    end
    function fish_right_prompt
        __assume_right_prompt $argv
        if set -q __assume_segment
            builtin set_color normal
            builtin set_color $__assume_color
            builtin echo -n " $__assume_segment"
            builtin set_color normal
        end
    end
end

if status is-interactive
    function __assume_prompt --on-event fish_prompt
        set -l fish_trace
        set -eg __assume_segment
        if test -z "$ASSUME_KEY_ID"
            set -q __assume_key
            and __assume_remember
        else if test "$AWS_ACCESS_KEY_ID" != "$ASSUME_KEY_ID"
            __assume_end
        else
            test "$__assume_key" = "$ASSUME_KEY_ID"
            or __assume_remember
            __assume_compose
            set -q __assume_segment
            and __assume_draw
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
    complete -c assume -e
    complete -c assume -f -a '(__assume_complete)'
end
