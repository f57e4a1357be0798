# Completion of the programs nest and sli: their options as --help names them, levels of verbosity, scripts.
_aerie()
{
    local word=${COMP_WORDS[COMP_CWORD]} program=${COMP_WORDS[0]}
    local levels="ALL DEBUG STATUS INFO DEPRECATED WARNING ERROR FATAL QUIET"
    if [[ $COMP_CWORD -ge 2 && $word == = && ${COMP_WORDS[COMP_CWORD-1]} == --verbosity ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$levels")
    elif [[ $COMP_CWORD -ge 3 && ${COMP_WORDS[COMP_CWORD-1]} == = && ${COMP_WORDS[COMP_CWORD-2]} == --verbosity ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$levels" -- "$word")
    elif [[ $word == -* ]]; then
        local options
        options=$("$program" --help 2>/dev/null | grep -oE -- '(^|[[:space:]])--?[a-z][a-z-]*=?' | tr -d ' \t')
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
        [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace
    else
        mapfile -t COMPREPLY < <(compgen -f -X '!*.sli' -- "$word"; compgen -d -- "$word")
        compopt -o filenames 2>/dev/null
    fi
}
complete -F _aerie nest sli
