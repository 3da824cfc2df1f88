#!/bin/sh
# Installs assume for one user, from a clone of it. All code is in functions that the last line calls, so
# an incomplete file does nothing.

usage() {
  cat <<'EOF'
Usage: ./install.sh [--rc] [--cmd NAME] [--demo] [--prefix DIR]
       ./install.sh --uninstall [--prefix DIR]

Builds assume and installs it into PREFIX/share/assume and PREFIX/bin/assume.
PREFIX is ~/.local by default. Needs Node.js and npm, but not root.

  --rc          also load assume in your shells: add a marked block to their
                start-up files, and show each change first
  --cmd NAME    name of the command in your shells, if you have another assume
                and want both. The program is then PREFIX/bin/assume-shell. The
                name stays until you give another --cmd
  --demo        then run a demo (no AWS account needed)
  --uninstall   remove everything that was installed, and the cached sessions
  --prefix DIR  the same as setting PREFIX
  --help        print this help
EOF
}

main() {
  [ -z "${ZSH_VERSION-}" ] || emulate sh
  set -eu
  parse "$@"
  prepare
  case $mode in
    install)
      install_program
      load_in_shells
      warn_about_others
      step='run the demo'
      if [ "$demo" = yes ]; then
        printf '\nThe demo:\n\n'
        "$launcher" demo --run --quiet
      fi
      say_what_is_next
      ;;
    uninstall) uninstall ;;
  esac
}

say() { printf '%s\n' "$*"; }

# warn MESSAGE [HINT]
warn() {
  printf 'assume install: %s\n' "$1" >&2
  [ -z "${2-}" ] || printf '  hint: %s\n' "$2" >&2
}

die() {
  warn "$@"
  told=yes
  exit 1
}

wrong_usage() {
  warn "$1"
  usage >&2
  exit 2
}

parse() {
  mode=install rc=no demo=no cmd='' prefix=${PREFIX:-}
  while [ $# -gt 0 ]; do
    case $1 in
      --rc) rc=yes ;;
      --demo) demo=yes ;;
      --cmd)
        [ -n "${2-}" ] || wrong_usage '--cmd needs a name'
        cmd=$2
        shift
        ;;
      --cmd=?*) cmd=${1#--cmd=} ;;
      --uninstall) mode=uninstall ;;
      --prefix)
        [ -n "${2-}" ] || wrong_usage '--prefix needs a directory'
        prefix=$2
        shift
        ;;
      --prefix=?*) prefix=${1#--prefix=} ;;
      -h | --help)
        usage
        exit 0
        ;;
      *) wrong_usage "unknown option: $1" ;;
    esac
    shift
  done
  [ "$mode" = install ] || [ "$rc$demo$cmd" = nono ] ||
    wrong_usage '--uninstall takes no other option than --prefix'
}

prepare() {
  nl='
'
  begin='# >>> assume >>>'
  end='# <<< assume <<<'
  # Notes inside a block, with which --uninstall restores the file byte for byte.
  note_joined='# (the line above had no end of line)'
  note_made='# (there was no such file before)'
  work='' staging='' beside='' made='' told=no step='begin' outcome='nothing was changed'
  unset CDPATH

  [ -n "${HOME-}" ] || die 'HOME is not set' 'HOME=/home/you ./install.sh'
  [ -d "$HOME" ] || die "HOME is not a directory: $HOME"
  : "${prefix:=$HOME/.local}"
  case $prefix in
    *"$nl"*) die 'the prefix contains a line break' ;;
    /*) ;;
    *) prefix=$PWD/$prefix ;;
  esac
  while [ "$prefix" != "${prefix%/}" ]; do prefix=${prefix%/}; done
  share=$prefix/share/assume
  # The name stays until another --cmd changes it.
  if [ -z "$cmd" ] && [ -r "$share/cmd" ]; then cmd=$(cat "$share/cmd"); fi
  [ "$cmd" != assume ] || cmd=''
  # With a name of its own, assume does not use PREFIX/bin/assume, which another tool or granted's alias
  # may use.
  launcher=$prefix/bin/assume other_launcher=$prefix/bin/assume-shell
  if [ -n "$cmd" ]; then launcher=$prefix/bin/assume-shell other_launcher=$prefix/bin/assume; fi

  find_zsh_directory
  config=${XDG_CONFIG_HOME:-$HOME/.config}

  trap on_exit EXIT
  catch_signals
  work=$(mktemp -d "${TMPDIR:-/tmp}/assume.XXXXXX")
}

catch_signals() {
  trap 'interrupted 129' HUP
  trap 'interrupted 130' INT
  trap 'interrupted 141' PIPE
  trap 'interrupted 143' TERM
}

ignore_signals() { trap '' HUP INT PIPE TERM; }

interrupted() {
  ignore_signals
  warn "interrupted; $outcome"
  told=yes
  exit "$1"
}

on_exit() {
  result=$?
  # If the disk is full, even the message can fail, and the cleanup must continue.
  set +e
  ignore_signals
  trap - EXIT
  if [ "$result" -ne 0 ] && [ "$told" = no ]; then warn "could not $step; $outcome"; fi
  [ -z "$beside" ] || rm -f "$beside"
  [ -z "$staging" ] || rm -rf "$staging"
  [ -z "$work" ] || rm -rf "$work"
  [ -z "$made" ] || printf %s "$made" | remove_directories
  exit "$result"
}

# ---- the program -----------------------------------------------------------------------------

install_program() {
  find_clone
  check_node
  refuse_foreign_files
  [ "$rc" = no ] || check_blocks

  cd "$clone"
  say "1/3 Installing the packages for the build, in $clone"
  export npm_config_update_notifier=false
  # A user without an npm cache gets none.
  [ -n "${npm_config_cache-}" ] || [ -d "$HOME/.npm" ] || export npm_config_cache="$work/npm"
  step='install the packages that the build needs (npm ci)'
  # --include=dev is needed because NODE_ENV=production would omit the packages for the build.
  npm ci --include=dev --no-audit --no-fund --loglevel=error >/dev/null
  say '2/3 Building'
  step='build (npm run build)'
  npm run build --loglevel=error >/dev/null

  say "3/3 Copying the program into $prefix"
  step="copy the program into $prefix"
  recover
  make_directory "$prefix/share"
  make_directory "$prefix/bin"
  staging=$share.new.$$
  mkdir "$staging"
  cp -R dist shell package.json README.md LICENSE "$staging/"
  # This link is for wrappers that are sourced by their path.
  ln -s "$node" "$staging/node"
  [ -z "$cmd" ] || printf '%s\n' "$cmd" >"$staging/cmd"
  beside=$prefix/bin/.assume.$$
  printf '#!/bin/sh\nset -- %s %s "$@"\n. %s\n' "$(quoted "$node")" \
    "$(quoted "$share/dist/bin.js")" "$(quoted "$share/dist/launcher.sh")" >"$beside"
  chmod 755 "$beside"
  step='run the program that was built'
  version=$("$node" "$staging/dist/bin.js" --version)
  step="call it $cmd"
  [ -z "$cmd" ] || "$node" "$staging/dist/bin.js" init bash --cmd "$cmd" >/dev/null

  step="put the program into $prefix"
  if [ -r "$share/directories" ]; then cp "$share/directories" "$staging/directories"; fi
  printf %s "$made" >>"$staging/directories"
  swap
  say "assume $version is in $prefix"
}

find_clone() {
  clone=$(cd -- "$(dirname -- "$0")" && pwd) || clone=
  # `sh <install.sh` has no path.
  [ -f "$clone/install.sh" ] || clone=$PWD
  grep -q '"name": "assume-shell"' "$clone/package.json" 2>/dev/null ||
    die 'this is not a clone of assume' 'run ./install.sh inside the clone'
}

check_node() {
  wanted=$(sed -n 's/.*"node": ">=\([0-9.]*\)".*/\1/p' "$clone/package.json")
  found=$(command -v node) ||
    die "there is no node on PATH; assume needs Node.js $wanted or newer" 'https://nodejs.org/en/download'
  has=$(node -p process.versions.node) || die "$found does not run"
  at_least "$has" "$wanted" ||
    die "$found is Node.js $has; assume needs $wanted or newer" 'https://nodejs.org/en/download'
  command -v npm >/dev/null || die 'there is no npm on PATH; it comes with Node.js'
  case $found in
    # These links stay when Node.js is upgraded.
    /usr/bin/node | /usr/local/bin/node | /opt/homebrew/bin/node | /home/linuxbrew/.linuxbrew/bin/node)
      node=$found
      ;;
    # Version managers change PATH for one shell or one folder only.
    *) node=$(node -p process.execPath) ;;
  esac
}

# at_least HAS WANTED: compares major.minor.
at_least() {
  has_minor=${1#*.}
  has_minor=${has_minor%%.*}
  wanted_minor=${2#*.}
  wanted_minor=${wanted_minor%%.*}
  [ "${1%%.*}" -gt "${2%%.*}" ] || {
    [ "${1%%.*}" -eq "${2%%.*}" ] && [ "$has_minor" -ge "$wanted_minor" ]
  }
}

# Refuses to replace files of other programs with the same names.
refuse_foreign_files() {
  if [ -e "$launcher" ] || [ -h "$launcher" ]; then
    is_our_launcher "$launcher" ||
      die "$launcher does not belong to assume" 'to keep both: ./install.sh --cmd as; or choose another --prefix, or remove it'
  fi
  if [ -e "$share" ]; then
    is_our_share || die "$share does not belong to assume" 'choose another --prefix, or remove it'
  fi
}

is_our_launcher() { [ -f "$1" ] && grep -q "/share/assume/dist/bin.js' \"\\\$@\"\$" "$1"; }
is_our_share() { grep -q '"name": "assume-shell"' "$share/package.json" 2>/dev/null; }

# Removes what an earlier run left when it was killed.
recover() {
  if [ -e "$share.old" ] && [ ! -e "$share" ]; then mv "$share.old" "$share"; fi
  for left in "$share.old" "$share".new.* "$prefix"/bin/.assume.*; do
    [ ! -e "$left" ] || kill -0 "${left##*.}" 2>/dev/null || rm -rf "$left"
  done
}

# A directory cannot be renamed over another one. So there are two renames, and signals are ignored
# between them.
swap() {
  ignore_signals
  [ ! -e "$share" ] || mv "$share" "$share.old"
  mv "$staging" "$share" || {
    [ ! -e "$share.old" ] || mv "$share.old" "$share"
    exit 1
  }
  staging='' made='' outcome="the program is installed in $share"
  mv -f "$beside" "$launcher"
  beside=''
  if is_our_launcher "$other_launcher"; then
    rm -f "$other_launcher"
    say "What was $other_launcher is $launcher now"
  fi
  [ ! -e "$share.old" ] || rm -rf "$share.old"
  catch_signals
}

# ---- the shells ------------------------------------------------------------------------------

load_in_shells() {
  missing=no
  own_shell=${SHELL-}
  own_shell=${own_shell##*/}
  if [ -f "$share/shell/assume.$own_shell" ]; then printf '\nYour shell is %s.\n' "$own_shell"; fi
  # The own shell is last, next to what to do.
  for wrapper in "$share"/shell/assume.*; do
    [ "${wrapper##*.}" = "$own_shell" ] || load_in_shell "$wrapper"
  done
  wrapper=$share/shell/assume.$own_shell
  [ ! -f "$wrapper" ] || load_in_shell "$wrapper"
  if [ -n "$made" ]; then
    printf %s "$made" >>"$share/directories"
    made=''
  fi
}

load_in_shell() {
  wrapper=$1
  shell=${wrapper##*.}
  command -v "$shell" >/dev/null || return 0
  step="make the line that loads assume in $shell"
  line=$("$launcher" init "$shell" ${cmd:+--cmd "$cmd"})
  files=$(startup_files "$shell")
  [ -n "$files" ] || printf '\nFor %s, add to its start-up file:\n  %s\n' "$shell" "$line"
  each_line "$files" load_in_file
}

say_what_is_next() {
  say ''
  if [ "$missing" = yes ]; then
    say "Next: run ./install.sh --rc to add these lines to the files."
    say "Then open a new shell and run: ${cmd:-assume} demo"
  else
    say "Next: open a new shell and run: ${cmd:-assume} demo"
  fi
}

# each_line TEXT COMMAND…: runs the command with each line as its last argument.
each_line() {
  lines=$1
  shift
  while IFS= read -r each <&9; do
    [ -z "$each" ] || "$@" "$each"
  done 9<<EOF
$lines
EOF
}

# Prints the files to which the line is added, one path on each line, and nothing for unknown shells.
startup_files() {
  # Generated by npm run generate: files that get the line (src/shells)
  case $1 in
    bash) printf '%s\n' "$HOME/.bashrc" ;;
    zsh) printf '%s\n' "$zdotdir/.zshrc" ;;
    fish) printf '%s\n' "$config/fish/conf.d/assume.fish" ;;
  esac
  # End of the generated statements
  # ssh, tmux and the terminals of macOS start login shells, which do not read .bashrc.
  [ "$1" != bash ] || bash_login_file
}

# bash reads only the first of these files. A file that mentions .bashrc is assumed to read it.
bash_login_file() {
  for login in "$HOME/.bash_profile" "$HOME/.bash_login" "$HOME/.profile"; do
    if [ -e "$login" ]; then
      without_block "$login" | grep -q '^[[:space:]]*\([^#[:space:]].*\)\{0,1\}bashrc' ||
        printf '%s\n' "$login"
      return
    fi
  done
  # If there is none, a new one would prevent bash from reading a later .profile. macOS never creates a
  # .profile.
  [ "$(uname -s)" != Darwin ] || printf '%s\n' "$HOME/.bash_profile"
}

# ZDOTDIR is usually set in .zshenv and not exported, so only zsh knows it. .zshenv can also print text.
find_zsh_directory() {
  # shellcheck disable=SC2016
  asked=$nl$(zsh -c 'print -r -- "assume: ${ZDOTDIR:-$HOME}"' 2>/dev/null </dev/null) || :
  zdotdir=${ZDOTDIR:-$HOME}
  case $asked in *"${nl}assume: "*) asked=${asked##*"${nl}assume: "} zdotdir=${asked%%"$nl"*} ;; esac
}

# load_in_file FILE: adds the block with --rc, else prints what to add.
load_in_file() {
  step="add assume to $1"
  [ ! -e "$1" ] || [ -f "$1" ] || die "$1 is not a file"
  follow "$1"
  new_text "$1" >"$work/new"
  if [ -f "$1" ] && { cmp -s "$1" "$work/new" || by_hand; }; then
    say "$1 already loads assume"
  elif [ "$rc" = no ] && has "$begin"; then
    say "$1 loads another build of assume. To update it: ./install.sh --rc"
  elif [ "$rc" = yes ]; then
    check_undoable "$1"
    printf '\nChanging %s:\n' "$1$(remarks "$1")"
    show_change
    left_alone=$(installed_elsewhere "$1")
    replace "$1" "$work/new"
    [ -z "$left_alone" ] || take_over "$left_alone"
  else
    missing=yes
    say ''
    say "Add to $1:"
    say "  $line"
  fi
}

# take_over PREFIX: says what happens to that installation, and takes over its list of directories.
take_over() {
  say "It loaded the assume in $1. To remove that one:" \
    "./install.sh --uninstall --prefix $(quoted "$1")"
  if [ -r "$1/share/assume/directories" ]; then
    cat "$1/share/assume/directories" >>"$share/directories"
  fi
}

# remarks FILE: says what a link leads to, such as a file in a clone of dotfiles or of prezto.
remarks() {
  [ "$target" = "$1" ] || printf ', a link to %s' "$target"
  if [ -f "$1" ] && [ ! -w "$1" ]; then printf ' (read-only; it stays read-only)'; fi
}

# Succeeds if the user has added the line as it was printed.
by_hand() { ! has "$begin" && has "$line"; }

# Checks that the markers pair. Otherwise a removal would delete everything up to the end of the file.
check_blocks() {
  step='read the start-up files of the shells'
  each_line "$(every_startup_file)" check_block
}

check_block() {
  without_block "$1" >/dev/null || die "$1: the lines \"$begin\" and \"$end\" do not pair" \
    'delete the lines that have no partner; the file is unchanged'
}

# Prints every existing file that can contain a block, whether its shell is installed or not.
every_startup_file() {
  each_line "$(possible_startup_files)" print_existing | sort -u
}

possible_startup_files() {
  # Generated by npm run generate: files that shells read (src/shells)
  printf '%s\n' "$HOME/.bashrc" "$HOME/.bash_profile" "$HOME/.bash_login" "$HOME/.profile" \
    "$HOME/.bash_aliases" "$zdotdir/.zshenv" "$HOME/.zshenv" "$zdotdir/.zprofile" \
    "$HOME/.zprofile" "$zdotdir/.zshrc" "$HOME/.zshrc" "$config/fish/config.fish" \
    "$config/fish/conf.d/assume.fish"
  # End of the generated statements
}

print_existing() { [ ! -f "$1" ] || printf '%s\n' "$1"; }

# new_text FILE: prints the file with the block, at the place of the old block, else at the end.
new_text() {
  old=$1
  [ -f "$old" ] || old=/dev/null
  look "$old"
  block=$begin
  if has "$note_joined" || { ! has "$begin" && ! ends_a_line "$old"; }; then
    block=$block$nl$note_joined
  fi
  if has "$note_made" || [ "$old" = /dev/null ]; then block=$block$nl$note_made; fi
  edit_blocks "$old" "$block$nl$(guarded "$1")$nl$end"
}

# guarded FILE: prints the line that loads the wrapper if the wrapper exists, so a missing wrapper breaks
# no shell. It uses `if`, because `&&` would set $? to 1.
guarded() {
  case $shell:$1 in
    fish:*) printf 'if test -r %s\n    %s\nend' "$(fish_quoted "$wrapper")" "$line" ;;
    # Other shells read this file too.
    *:*/.profile)
      # shellcheck disable=SC2016
      printf 'if [ -n "${BASH_VERSION-}" ] && [ -r %s ]; then\n  %s\nfi' "$(quoted "$wrapper")" "$line"
      ;;
    *) printf 'if [ -r %s ]; then\n  %s\nfi' "$(quoted "$wrapper")" "$line" ;;
  esac
}

without_block() { edit_blocks "$1" ''; }

# edit_blocks FILE BLOCK: prints the file with BLOCK in place of the first block or at the end, and
# without other blocks. It fails if the markers do not pair. Bytes outside the blocks do not change.
edit_blocks() {
  ends=1
  ends_a_line "$1" || ends=0
  LC_ALL=C BEGIN=$begin END=$end NOTE=$note_joined BLOCK=$2 ENDS=$ends awk '
    function emit(text) {
      printf "%s%s", between, text
      between = "\n"
    }
    function emit_block() {
      if (!emitted++ && ENVIRON["BLOCK"] != "") emit(ENVIRON["BLOCK"])
      # The block ends with a line end. Its removal also removes the line end that it added before
      # itself.
      ends = ENVIRON["BLOCK"] != "" || !joined
    }
    BEGIN { ends = ENVIRON["ENDS"] }
    # An editor may have changed the line ends of the block to CRLF.
    { line = $0; sub(/\r$/, "", line) }
    line == ENVIRON["BEGIN"] && !inside { inside = 1; joined = 0; next }
    line == ENVIRON["BEGIN"] || (line == ENVIRON["END"] && !inside) { broken = 1; exit }
    line == ENVIRON["END"] { inside = 0; emit_block(); next }
    inside { if (line == ENVIRON["NOTE"]) joined = 1; next }
    { emit($0); ends = ENVIRON["ENDS"] }
    END {
      if (broken || inside) exit 3
      if (!emitted && ENVIRON["BLOCK"] != "") emit_block()
      if (between != "" && ends + 0) printf "\n"
    }' <"$1"
}

# look FILE: finds the lines of ours for `has`. They may end in CRLF. This compares bytes, because a
# start-up file may not be UTF-8.
look() {
  found=$nl$(LC_ALL=C OURS=$nl$begin$nl$note_joined$nl$note_made$nl${line-}$nl awk '
    { sub(/\r$/, ""); if (index(ENVIRON["OURS"], "\n" $0 "\n")) print }' <"$1")$nl
}

# has LINE: succeeds if it is in the file that was looked at last.
has() { case $found in *"$nl$1$nl"*) ;; *) return 1 ;; esac }

# bash warns of a NUL.
ends_a_line() { { last=$(tail -c 1 "$1"); } 2>/dev/null && [ -z "$last" ]; }

# installed_elsewhere FILE: prints the PREFIX from which the block loads assume, if it is another PREFIX
# and assume still exists there.
installed_elsewhere() {
  has "$begin" || return 0
  # fish puts a backslash before a quote; the other shells close the quotes for it.
  quotes="s/'\\\\''/'/g"
  case $1 in *.fish) quotes="s/\\\\\([\\\\']\)/\1/g" ;; esac
  wrapper_in="^if .*-r '\(.*\)\/share\/assume\/shell\/assume\..*"
  elsewhere=$(LC_ALL=C sed -n "/^$begin/,/^$end/{/$wrapper_in/{s//\1/;$quotes;p;q;};}" "$1")
  if [ -n "$elsewhere" ] && [ "$elsewhere" != "$prefix" ] &&
    [ -e "$elsewhere/share/assume/package.json" ]; then
    printf '%s\n' "$elsewhere"
  fi
}

# Refuses a change that --uninstall could not undo byte for byte.
check_undoable() {
  before=$old
  if has "$begin"; then before=$work/before && without_block "$old" >"$before"; fi
  without_block "$work/new" >"$work/after"
  cmp -s "$before" "$work/after" || die "$1 is not a text file"
}

show_change() { diff -u "$old" "$work/new" | LC_ALL=C sed '1,2d'; }

# replace FILE NEW: follows symbolic links, keeps mode and owner, and replaces the file at once, so a
# full disk does not destroy a start-up file.
replace() {
  follow "$1"
  make_directory "${target%/*}"
  beside=$target.assume.$$
  if [ -f "$target" ]; then cp -p "$target" "$beside"; fi
  locked=no
  if [ -f "$beside" ] && [ ! -w "$beside" ]; then
    locked=yes
    chmod u+w "$beside"
  fi
  cat "$2" >"$beside"
  [ "$locked" = no ] || chmod u-w "$beside"
  mv -f "$beside" "$target"
  beside=''
}

# follow FILE: finds the target that its symbolic links lead to (not every system has readlink -f).
follow() {
  target=$1 links=0
  while [ -h "$target" ]; do
    links=$((links + 1))
    [ "$links" -le 40 ] || die "$1 is a link that leads to itself"
    to=$(readlink "$target")
    case $to in
      /*) target=$to ;;
      *) target=${target%/*}/$to ;;
    esac
  done
}

# ---- other programs called assume ------------------------------------------------------------

warn_about_others() {
  step='look for other programs of this name'
  keep_both=
  [ -n "$cmd" ] || keep_both='to keep both: ./install.sh --rc --cmd as'
  other=$(first_on_path "${cmd:-assume}")
  if [ -n "$other" ] && [ -n "$cmd" ]; then
    warn "there is also $other; in shells that load assume, $cmd is this assume"
  elif [ -n "$other" ] && ! cmp -s "$other" "$launcher"; then
    warn "another assume comes first in PATH, and scripts run that one: $other" "$keep_both"
  fi
  case :$PATH: in
    *":$prefix/bin:"*) ;;
    *)
      warn "$prefix/bin is not on your PATH; only scripts need it, because your shells use a function" \
        "export PATH=$(quoted "$prefix/bin"):\"\$PATH\""
      ;;
  esac
  each_line "$(every_startup_file)" warn_about_alias
}

# granted and awsume use an alias, which would take precedence over the function.
warn_about_alias() {
  alias_line=$(sed -n "/^[[:space:]]*alias ${cmd:-assume}[= ]/{=;p;q;}" "$1")
  [ -z "$alias_line" ] ||
    warn "an alias of another tool has the name: $1:${alias_line%%"$nl"*}: ${alias_line#*"$nl"}" "$keep_both"
}

first_on_path() {
  rest=$PATH:
  while [ -n "$rest" ]; do
    directory=${rest%%:*}
    rest=${rest#*:}
    if [ -f "${directory:-.}/$1" ] && [ -x "${directory:-.}/$1" ]; then
      printf '%s\n' "${directory:-.}/$1"
      return
    fi
  done
}

# ---- uninstall -------------------------------------------------------------------------------

uninstall() {
  check_blocks
  recover
  if [ -e "$share" ]; then
    is_our_share || die "$share does not belong to assume"
  fi
  removed=no elsewhere_too=''
  outcome='run --uninstall again to remove the rest'
  each_line "$(every_startup_file)" take_out_block
  for left in "$launcher" "$other_launcher"; do
    step="remove $left"
    if is_our_launcher "$left"; then remove "$left"; fi
  done
  if [ -r "$share/directories" ]; then cat "$share/directories" >"$work/directories"; fi
  step="remove $share"
  [ ! -e "$share" ] || remove "$share"
  cache=${XDG_CACHE_HOME:-$HOME/.cache}/assume
  step="remove $cache"
  # The cache contains credentials that nobody would look for later.
  [ ! -e "$cache" ] || [ -n "$elsewhere_too" ] || remove "$cache"
  # Compiled code is there also if XDG_CACHE_HOME names another folder.
  code=$HOME/.cache/assume/code
  step="remove $code"
  if [ -e "$code" ] && [ -z "$elsewhere_too" ]; then
    remove "$code"
    rmdir "$HOME/.cache/assume" 2>/dev/null || :
  fi
  if [ -f "$work/directories" ]; then remove_directories <"$work/directories"; fi
  each_line "$(every_startup_file)" warn_about_line
  if [ "$removed" = no ]; then
    say "Found nothing of assume in $prefix or in the start-up files"
  else
    say 'Open shells keep the function until they end, and the keys of their sessions.'
    say "To drop the keys, run this in each of them: ${cmd:-assume} unset"
  fi
}

# The user has added a line without markers by hand, so install.sh does not delete it.
warn_about_line() {
  number=$(LC_ALL=C sed -n '/\/share\/assume\/shell\/assume\./{=;q;}' "$1")
  [ -z "$number" ] || warn "delete line $number of $1: it loads an assume that no longer exists"
}

remove() {
  rm -rf "$1"
  say "Removed $1"
  removed=yes
}

take_out_block() {
  look "$1"
  has "$begin" || return 0
  step="remove assume from $1"
  left_alone=$(installed_elsewhere "$1")
  if [ -n "$left_alone" ]; then
    elsewhere_too=yes
    say "$1 loads the assume in $left_alone, and still does"
    return
  fi
  without_block "$1" >"$work/new"
  if has "$note_made" && [ ! -s "$work/new" ]; then
    follow "$1"
    rm -f "$target"
    say "Removed $1"
  else
    replace "$1" "$work/new"
    say "Removed the block from $1"
  fi
  removed=yes
}

# ---- helpers ---------------------------------------------------------------------------------

# quoted TEXT: prints it in single quotes, and starts no program for that.
quoted() {
  quoted='' rest=$1 apostrophe="'"
  while [ "$rest" != "${rest#*"$apostrophe"}" ]; do
    quoted="$quoted${rest%%"$apostrophe"*}'\\''"
    rest=${rest#*"$apostrophe"}
  done
  printf "'%s'" "$quoted$rest"
}

fish_quoted() { printf "'%s'" "$(printf %s "$1" | sed "s/[\\\\']/\\\\&/g")"; }

# Records the directories that it creates, so that --uninstall can remove them.
make_directory() {
  [ ! -d "$1/" ] || return 0
  case $1 in */*) make_directory "${1%/*}" ;; esac
  mkdir -- "$1"
  made=$made$1$nl
}

# Removes the empty directories on stdin, the inner ones first.
remove_directories() {
  sort -r | while IFS= read -r directory; do rmdir -- "$directory" 2>/dev/null || :; done
}

main "$@"
