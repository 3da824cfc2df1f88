# shellcheck shell=sh
# Starts Node.js without the variables that make it run other code, or write what it sees to other
# places. The arguments are the command line: node, the program and the program's own arguments. Each
# variable is passed on under another name, and the program gives it back to the programs that it runs.
#
# The build writes this at the top of bin.js, in a comment of JavaScript. The program that install.sh
# makes reads it from its own file. An exported function cannot replace a keyword or a special builtin
# of sh, so there is nothing else here.

# The flag that company proxies need. Node.js 20 and later accept it on the command line.
case " ${NODE_OPTIONS-} " in
  *' --use'[-_]'openssl'[-_]'ca '*)
    __assume_name=$1
    shift
    set -- "$__assume_name" --use-openssl-ca "$@"
    ;;
esac

for __assume_name in \
  NODE_OPTIONS NODE_PATH NODE_PRESERVE_SYMLINKS NODE_PRESERVE_SYMLINKS_MAIN NODE_ICU_DATA \
  NODE_V8_COVERAGE NODE_COMPILE_CACHE NODE_REDIRECT_WARNINGS NODE_PENDING_DEPRECATION \
  NODE_DEBUG NODE_DEBUG_NATIVE NODE_USE_ENV_PROXY NODE_EXTRA_CA_CERTS \
  OPENSSL_CONF OPENSSL_CONF_INCLUDE OPENSSL_MODULES OPENSSL_ENGINES SSLKEYLOGFILE; do
  eval "case \${$__assume_name+set} in
    set)
      export ASSUME_WITHHELD_$__assume_name=\"\$$__assume_name\"
      unset -v $__assume_name
      ;;
    *) unset -v ASSUME_WITHHELD_$__assume_name ;;
  esac"
done
unset -v __assume_name

exec "$@"
