# SPDX-License-Identifier: BSD-3-Clause
#
# Completion of openmpi-mosix for bash.

_openmpi_mosix()
{
    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local verb='' candidate hosts='--nodes --hostfile --agent --timeout'

    COMPREPLY=()
    # The program that is checked, and its arguments, may be any.
    if [ "${COMP_WORDS[1]:-}" = check ] && [ "$COMP_CWORD" -gt 1 ] && [[ $word != -* ]]; then
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -c -f -- "$word")
        return
    fi
    for candidate in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case $candidate in
            enable | disable | status | node | doctor | report | explain | ps | migrate | freeze | continue | kill | hostfile)
                [ -n "$verb" ] || verb=$candidate
                ;;
            check) [ -n "$verb" ] && verb="$verb check" || verb=check ;;
            setup | undo) [ "$verb" != node ] || verb="node $candidate" ;;
        esac
    done
    case $previous in
        --root)
            compopt -o filenames
            mapfile -t COMPREPLY < <(compgen -d -- "$word")
            return
            ;;
        --sort)
            mapfile -t COMPREPLY < <(compgen -W 'job rank pid where memory cpu moves' -- "$word")
            return
            ;;
        --signal)
            mapfile -t COMPREPLY < <(compgen -W 'TERM INT KILL HUP QUIT USR1 USR2' -- "$word")
            return
            ;;
        --conf | --block | --svg | --hostfile)
            compopt -o filenames
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
            return
            ;;
    esac
    case $verb in
        '') candidate='enable disable status node doctor report check explain ps migrate freeze continue kill hostfile --help --version' ;;
        node) candidate='check setup undo' ;;
        'node check') candidate='--json --root --quiet' ;;
        'node setup') candidate='--yes --dry-run --root --quiet' ;;
        'node undo') candidate='--dry-run --root --quiet' ;;
        ps) candidate='--json --svg --for --watch --sort --nodes --hostfile --agent --timeout --root --quiet --help' ;;
        migrate) candidate="home --dry-run $hosts --quiet --help" ;;
        freeze) candidate="--yes --dry-run $hosts --quiet --help" ;;
        continue) candidate="--dry-run $hosts --quiet --help" ;;
        kill) candidate="--signal --dry-run $hosts --quiet --help" ;;
        hostfile) candidate='--help' ;;
        check) candidate='--run --limit --json --quiet --help' ;;
        doctor) candidate='--json --nodes --hostfile --agent --timeout --root --quiet --help' ;;
        explain | report)
            compopt -o filenames
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
            return
            ;;
        status) candidate='--json --root --conf --quiet' ;;
        enable) candidate='--dry-run --root --conf --block --quiet' ;;
        *) candidate='--dry-run --root --conf --quiet' ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$candidate" -- "$word")
}
complete -F _openmpi_mosix openmpi-mosix
