# shellcheck shell=bash disable=SC2154,SC2261
# Stands where Node.js stands for a wrapper under test, and has the process of the tests run the command
# line that it gets, which takes a tenth of what Node.js takes to start. That process reads arguments,
# environment and current folder of this one from /proc; what the program writes is written here.
# `program` and `port_file` are set by what sources this.

LC_ALL=C

# Node.js opens what is closed of these when it starts. bash may have put this script there.
is_open() { [[ -e /proc/$$/fd/$1 && ! /proc/$$/fd/$1 -ef $0 ]]; }
is_open 0 || exec </dev/null
is_open 1 || exec >/dev/null
is_open 2 || exec 2>/dev/null

# Becomes that program, with the environment that this process has got.
become_program() {
  trap - INT TERM HUP PIPE
  mapfile -d '' -t environment <"/proc/$$/environ"
  exec env -i -- "${environment[@]}" "$program" "$@"
}

if ! { IFS= read -r port <"$port_file" && exec {server}<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null; then
  become_program "$@"
fi
trap '' PIPE
for signal in INT TERM HUP; do
  # shellcheck disable=SC2064
  trap "printf 'signal $signal\n' >&$server" "$signal"
done

# Three words stand before the command line of the core: bash, its option and this script.
printf 'run %s %s %s 3\n' "$$" "$PPID" "$server" >&"$server"
# With -u, since stdin has to stay what it is.
while IFS=' ' read -r -u "$server" request number length; do
  case $request in
    write)
      IFS= read -r -u "$server" -N "$length" text
      if printf '%s' "$text" >&"$number" 2>/dev/null; then
        printf 'written\n' >&"$server"
      else
        printf 'failed\n' >&"$server"
      fi
      ;;
    exit) exit "$number" ;;
    alone)
      exec {server}>&-
      become_program "$@"
      ;;
  esac
done
printf 'the tests ended before the program\n' >&2
exit 70
