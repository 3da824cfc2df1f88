/** Keywords and builtins of bash, zsh and fish. A command with such a name would break scripts. */
export const shellWords: ReadonlySet<string> = new Set(
  `
    abbr alias and argparse autoload begin bg bind bindkey block break breakpoint builtin bye
    caller case cd chdir command commandline compadd comparguments compcall compctl
    compdescribe compfiles compgen compgroups complete compopt compquote compset comptags
    comptry compvalues contains continue coproc count declare dirs disable disown do done echo
    echotc echoti elif else emit emulate enable end esac eval exec exit export false fc fg fi
    float for foreach function functions getln getopts hash help history if in integer jobs
    kill let limit local log logout mapfile math nocorrect noglob not or path popd print printf
    private pushd pushln pwd r random read readarray readonly realpath rehash repeat return
    sched select set set_color setopt shift shopt source status string suspend switch test then
    time times trap true ttyctl type typeset ulimit umask unalias unfunction unhash unlimit
    unset unsetopt until vared wait whence where which while zcompile zformat zle zmodload
    zparseopts zregexparse zstyle
  `
    .trim()
    .split(/\s+/),
)
