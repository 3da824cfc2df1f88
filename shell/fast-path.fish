# The fast path of fish, 3.5 and later: how it takes a cached session without starting a process.
# docs/design.md, "The fast path", describes it. assume.fish loads this file at the first call.

# Takes a cached session as the core would, if the core has written a file for these words and nothing has
# changed since. In doubt it fails and changes nothing, and the wrapper runs the core. The file is data; all
# names of variables are in this code. It uses few command substitutions, which take fish longer than
# everything else.
function __assume_take_cached
    set -l IFS \n
    # This is empty because a trace would show the keys.
    set -l fish_trace
    # The loaded functions may be older than this file.
    test "$__assume_fast_path_format" = 3
    or return
    # Some word does not have this form.
    string match -qrv '^[A-Za-z0-9._@][A-Za-z0-9._@-]*$' -- $argv
    and return 1
    set -l cache "$HOME/.cache/assume"
    string match -q '/*' -- "$XDG_CACHE_HOME"
    and set cache "$XDG_CACHE_HOME/assume"
    set -l folder $cache/fast-path-$__assume_fast_path_format
    set -l file $folder/profile=$argv[1]
    set -q argv[2]
    and set file $folder/user=$argv[1]+$argv[2]
    test -f $file; and test ! -h $file; and test -O $file
    or return
    __assume_is_near
    and return 1
    set -l active_settings
    set -l now
    __assume_read_fast_path "$argv"; and __assume_check_active; and __assume_compare_fast_path
    and __assume_change_fast_path
    or return
    status is-interactive
    and __assume_remember
    true
end

# Succeeds if a variable names one of AWS's files in or below the current folder, which the core has to warn
# about: src/config/warnings/files-in-current-folder.ts.
function __assume_is_near
    set -l path
    for path in "$AWS_CONFIG_FILE" "$AWS_SHARED_CREDENTIALS_FILE"
        test -n "$path"; and not string match -q -- "$HOME/.aws/*" $path
        and __assume_is_below_here $path
        and not __assume_is_below_here $HOME/
        and return 0
    end
    return 1
end

# Succeeds if a path is in the current folder or below it.
function __assume_is_below_here --argument-names path
    string match -q '/*' -- $path
    or return 0
    set path (string replace -r '/[^/]*$' '' -- $path)
    while test -n "$path"
        test $path -ef .
        and return 0
        set path (string replace -r '/[^/]*$' '' -- $path)
    end
    return 1
end

# Reads the file and checks it: it is complete, it is for these words, and it is newer than everything that
# it depends on.
function __assume_read_fast_path --no-scope-shadowing
    set -l path
    for path in $cache $folder
        test -d $path; and test ! -h $path; and test -O $path
        or return
    end
    set -l text
    read -z text <$file 2>/dev/null
    or return
    # Each name becomes a variable.
    string match -qr '\A
format=(?<__assume_new_format>[0-9]+)
words=(?<__assume_new_words>[ -~]+)
session=(?<__assume_new_session>[0-9a-f]{16}\.json)
until=(?<__assume_new_until>[0-9]{10})
renew(?:=(?<__assume_new_renew>[0-9]{1,5}))?
(?<__assume_new_older>(?:older=/[ -~]*\n){2,})(?<__assume_new_was>(?:was_[ -~]+\n)+)set_AWS_ACCESS_KEY_ID=(?<__assume_new_key_id>[ -~]+)
set_AWS_SECRET_ACCESS_KEY=(?<__assume_new_secret>[ -~]+)
set_AWS_SESSION_TOKEN=(?<__assume_new_token>[ -~]+)
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
    test "$__assume_new_format $__assume_new_words" = "$__assume_fast_path_format $argv[1]"; and test -f $cache/sessions/$__assume_new_session
    or return
    for path in (string match -ra '(?m)(?<=^older=).+' -- $__assume_new_older)
        test -e $path; and test ! $file -nt $path
        and return 1
    end
    set now (builtin path mtime /; builtin path mtime -R /)
    set now (builtin math $now[1] + $now[2])
    test $now -gt 1000000000; and test $now -le $__assume_new_until
end

# The active session must be one that this shell took itself, with these settings only.
function __assume_check_active --no-scope-shadowing
    test -n "$ASSUME_KEY_ID"
    or return 0
    set -qgx ASSUME_KEY_ID; and set -qgx ASSUME_REQUEST; and set -qgx AWS_ACCESS_KEY_ID
    or return
    test "$__assume_saved" = 1; and test "$AWS_ACCESS_KEY_ID" = "$ASSUME_KEY_ID"
    or return
    string match -qr '\A[ -~]+:[0-9a-f]{16}\z' -- "$ASSUME_KEY_ID:$ASSUME_REQUEST"
    or return
    # A user who repeats the command of the active session wants to renew it.
    test "$ASSUME_KEY_ID" != "$__assume_new_key_id"
    or return
    set active_settings ''
    set -q ASSUME_SETTINGS
    or return 0
    set -qgx ASSUME_SETTINGS
    or return
    set active_settings (string split ' ' -- "$ASSUME_SETTINGS")
    not string match -qrv '^AWS_((DEFAULT_)?REGION|USE_(FIPS|DUALSTACK)_ENDPOINT|CA_BUNDLE|ENDPOINT_URL)$' -- $active_settings
end

# Succeeds if the core would see the same environment, which is the one before any session.
function __assume_compare_fast_path --no-scope-shadowing
    set -l was ''
    set -l name
    for name in HOME USER LOGNAME XDG_CONFIG_HOME XDG_CACHE_HOME \
        AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE AWS_REGION AWS_DEFAULT_REGION AWS_ENDPOINT_URL \
        AWS_IGNORE_CONFIGURED_ENDPOINT_URLS AWS_USE_FIPS_ENDPOINT AWS_USE_DUALSTACK_ENDPOINT \
        AWS_STS_REGIONAL_ENDPOINTS AWS_MAX_ATTEMPTS AWS_RETRY_MODE AWS_CA_BUNDLE REQUESTS_CA_BUNDLE \
        ASSUME_CREDENTIAL_PROCESSES (set -nx | string match 'AWS_ENDPOINT_URL_*')
        set -l seen $name
        builtin contains -- $name $active_settings
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

# Does the same as the code that the core prints: src/formats/fish.ts. It first checks that all variables
# can be changed, and sets the values that depend on this shell.
function __assume_change_fast_path --no-scope-shadowing
    set -l previous
    if set -q active_settings[1]
        if test "$ASSUME_REQUEST" != "$__assume_new_request"
            set previous $ASSUME_KEY_ID:$ASSUME_REQUEST
        else if set -q ASSUME_PREVIOUS
            set previous $ASSUME_PREVIOUS
            set -qgx ASSUME_PREVIOUS; and string match -qr '\A[ -~]+:[0-9a-f]{16}\z' -- "$previous"
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
    # Universal variables show through whatever a session unsets, and local variables are not the session's
    # to save.
    set -l ours ASSUME_ROLE ASSUME_EXPIRES ASSUME_KEY_ID ASSUME_SETTINGS ASSUME_REQUEST \
        ASSUME_PREVIOUS ASSUME_DANGER ASSUME_STYLE ASSUME_RENEW_AT
    set -l name
    for name in $keys $settings $ours $active_settings
        set -qU $name
        and return 1
        set -q $name; and not set -qg $name
        and return 1
    end

    set -l unsaved $settings
    if set -q active_settings[1]
        for name in $active_settings
            if builtin contains -- $name $settings
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
