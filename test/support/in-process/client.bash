# shellcheck shell=bash disable=SC2154,SC2261
# Replaces Node.js for a wrapper under test. The test process runs the command line of this process, which
# takes a tenth of the time that Node.js takes to start. The test process reads the arguments, the environment
# and the current folder of this process from /proc. This process writes the output of the program.
# The script that includes this one sets `program` and `port_file`.

LC_ALL=C

# Opens stdin, stdout and stderr if they are closed, as Node.js does. bash may have opened this script as one of them.
is_open() { [[ -e /proc/$$/fd/$1 && ! /proc/$$/fd/$1 -ef $0 ]]; }
is_open 0 || exec </dev/null
is_open 1 || exec >/dev/null
is_open 2 || exec 2>/dev/null

# Replaces this process by the program, with the original environment of this process.
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

# Three words precede the command line of the core: bash, its option and this script.
printf 'run %s %s %s 3\n' "$$" "$PPID" "$server" >&"$server"
# With -u, since stdin must not change.
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
