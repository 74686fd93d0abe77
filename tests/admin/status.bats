#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# status: it shows what Open MPI itself sees, as text for a reader and as JSON.

load ../lib/admin.bash

setup() {
    admin_setup
    needs_referee
    use_build
}

# json EXPRESSION: of the object `s` that the last output holds.
json() {
    python3 -c 'import json, sys; s = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1" \
        <<<"$output"
}

# The value of one parameter, and where it comes from.
json_of() {
    json "[(p['value'], p['source'], p['line']) for o in s['openmpi'] for p in o['parameters']
        if p['key'] == '$1'][0]"
}

@test "this machine's Open MPI, its series, and components that load" {
    run admin status
    assert_output --partial "Open MPI    $(ompi_info --version | sed -n 's/^Open MPI v//p'), found by"
    assert_line "$(launcher_line loadable)"
    assert_line --regexp '^  btl mosix   loadable$'
    assert_output --partial 'odls_mosix_enable=auto'
    # One screen.
    [ "${#lines[@]}" -le 40 ]
}

@test "components that are not installed, and one that cannot be loaded" {
    unset OMPI_MCA_mca_base_component_path PRTE_MCA_odls_base_exec_agent
    run admin status --json
    if [ "$(json "s['openmpi'][0]['odls']['state']")" != 'not installed' ]; then
        skip 'this machine has openmpi-mosix installed'
    fi
    # An ompi_info of a site, whose components are ours to break.
    mkdir site site/etc
    echo 'not a shared object' >site/mca_odls_mosix.so
    cat >site/ompi_info <<EOF
#!/bin/sh
case \$1 in
--version) exec $(command -v ompi_info) --version ;;
--path) echo 'path:sysconfdir:$work/site/etc'; echo 'path:pkglibdir:$work/site' ;;
*) OMPI_MCA_mca_base_component_path=SYSTEM_DEFAULT:$work/site exec $(command -v ompi_info) "\$@" ;;
esac
EOF
    chmod +x site/ompi_info
    PATH=$work/site:$PATH run admin status
    if is_series_5; then
        assert_line "  mosix-agent  NOT installed in $work/site"
        PRTE_MCA_odls_base_exec_agent=$work/site/mosix-agent PATH=$work/site:$PATH run admin status
        assert_line "  mosix-agent  NOT installed in $work/site"
        series=5.0 other=4.1.6
    else
        assert_line --regexp '^  odls mosix  NOT loadable: .*mca_odls_mosix'
        series=4.1 other=5.0.7
    fi
    assert_line --regexp "^  btl mosix   NOT installed in $work/site\$"
    # An Open MPI of another series: our components refuse to be loaded there.
    sed -i "s/^--version.*/--version) echo 'Open MPI v$other' ;;/; s,:$work/site exec,:$top_builddir/stage exec," \
        site/ompi_info
    PATH=$work/site:$PATH run admin status
    assert_line "  btl mosix   NOT loadable: built for Open MPI $series, and this is $other"
}

@test "MOSIX here or not" {
    export OMPI_MCA_odls_mosix_address_files=$work/mosip
    run admin status --json
    assert_equal "$(json "s['mosix']['here']")" False
    echo 127.0.0.1 >mosip
    printf '#!/bin/sh\n' >mosrun
    chmod +x mosrun
    PATH=$work:$PATH run admin status
    assert_line --partial "MOSIX       2009, here: $work/mosip tells the address 127.0.0.1, $work/mosrun starts ranks"
    PATH=$work:$PATH run admin status --json
    assert_equal "$(json "s['mosix']['release'], s['mosix']['address']")" "('2009', '127.0.0.1')"
    echo nonsense >mosip
    run admin status
    assert_line --partial 'MOSIX       not on this node:'
    run admin status --json
    assert_equal "$(json "s['mosix']['address']")" None
}

@test "MOSIX 4 here, unless odls_mosix_release says otherwise" {
    printf '#!/bin/sh\necho "This MOSIX node is: 10.77.0.1"\n' >mossetpe
    printf '#!/bin/sh\n' >mosrun
    chmod +x mossetpe mosrun
    export PATH=$work:$PATH OMPI_MCA_odls_mosix_address_files=$work/none
    run admin status
    assert_line --partial "MOSIX       4, here: $work/mossetpe tells the address 10.77.0.1"
    run admin status --json
    assert_equal "$(json "s['mosix']['release'], s['mosix']['address']")" "('4', '10.77.0.1')"
    OMPI_MCA_odls_mosix_release=2009 run admin status
    assert_line --partial "MOSIX       not on this node: $work/mosrun was found, but not a file"
}

@test "registered or not: words and exit status" {
    debian_file >conf
    run admin status --conf conf
    assert_failure 1
    assert_line --partial 'conf: not registered'
    admin enable --quiet --conf conf
    run admin status --conf conf
    assert_success
    assert_line --partial 'conf: registered, lines 1 to'
    run admin status --quiet --conf conf
    assert_success
    assert_output ''
    run admin status --conf conf --conf none
    assert_failure 1
    assert_line --partial 'none: not registered (the file does not exist)'
}

@test "values that are not allowed, and names that do not exist, are marked" {
    printf 'odls_mosix_enabel = never\nodls_mosix_grid_class = 7\nbtl_mosix_channel = pipe\n' >conf
    printf 'odls_mosix_verbose = 2\n' >>conf
    run admin status --conf conf
    assert_line --partial 'odls_mosix_enabel = never'
    assert_line '      WRONG: no such parameter; perhaps odls_mosix_enable is meant'
    assert_line '      WRONG: not allowed: mbox or ubox'
    assert_equal "$(grep -c WRONG <<<"$output")" 3
    run admin status --conf conf --json
    assert_output --partial '"wrong": "not allowed: mbox or ubox"'
    assert_equal "$(grep -c '"wrong": "' <<<"$output")" 3
}

@test "every source of a value, the strongest first" {
    debian_file >conf
    admin enable --quiet --conf conf
    printf 'odls_mosix_grid_class = 1\nodls_mosix_job_id = 1\nodls_mosix_verbose = 1\n' >>conf
    printf 'odls_mosix_grid_class = 2\nodls_mosix_job_id = 2\n' >home.conf
    export OMPI_MCA_mca_base_param_files=$work/home.conf,$work/conf
    export OMPI_MCA_odls_mosix_grid_class=3
    run admin status --json
    assert_equal "$(json_of odls_mosix_grid_class)" "('3', 'OMPI_MCA_odls_mosix_grid_class', 0)"
    assert_equal "$(json_of odls_mosix_job_id)" "('2', '$work/home.conf', 2)"
    assert_equal "$(json_of odls_mosix_verbose)" "('1', '$work/conf', $(wc -l <conf))"
    assert_equal "$(json_of odls_mosix_enable)" "('auto', None, 0)"
    assert_equal "$(json_of odls_mosix_address_files)" \
        "('/proc/mosix/mosip:/etc/mosix/var/mosip:/etc/mosix/mosip', None, 0)"
    assert_equal "$(json_of btl_mosix_mailbox_flags | cut -d, -f 1,2)" "('6', '$work/conf'"
}

@test "the files of Open MPI itself: in the home directory, and the one that overrides" {
    mkdir -p "$HOME/.openmpi" site/etc
    echo 'odls_mosix_grid_class = 1' >"$HOME/.openmpi/mca-params.conf"
    echo 'odls_mosix_grid_class = 2' >site/etc/openmpi-mca-params.conf
    echo 'odls_mosix_job_id = 2' >>site/etc/openmpi-mca-params.conf
    export OPAL_SYSCONFDIR=$work/site/etc
    run admin status --json
    assert_equal "$(json_of odls_mosix_grid_class)" "('1', '$HOME/.openmpi/mca-params.conf', 1)"
    assert_equal "$(json_of odls_mosix_job_id)" "('2', '$work/site/etc/openmpi-mca-params.conf', 2)"
    echo 'odls_mosix_grid_class = 4' >site/etc/openmpi-mca-params-override.conf
    OMPI_MCA_odls_mosix_grid_class=3 run admin status --json
    assert_equal "$(json_of odls_mosix_grid_class)" \
        "('4', '$work/site/etc/openmpi-mca-params-override.conf', 1)"
}

# So whether the block is there or not changes no job.
@test "every value that is registered is the built-in one" {
    local key value count=0
    while read -r key _ value; do
        assert_equal "$key = $(ompi_info --param "${key%%_*}" mosix --level 9 --parsable |
            sed -n "s/^mca:.*:param:$key:value://p" | head -n 1)" "$key = $value"
        count=$((count + 1))
    done < <(grep -E '^(odls|btl)_mosix_' "$top_srcdir/contrib/openmpi-mosix/registered.conf")
    ((count >= 2)) || fail 'registered.conf sets nothing'
}

@test "status and ompi_info agree on every parameter" {
    debian_file >conf
    admin enable --quiet --conf conf
    printf 'odls_mosix_grid_class = 1\n\nodls_mosix_grid_class = 7\nbtl_mosix_max_open=9' >>conf
    export OMPI_MCA_mca_base_param_files=$work/conf OMPI_MCA_btl_mosix_max_queued=99
    run admin status --json
    local keys=(btl_mosix_max_open btl_mosix_max_queued btl_mosix_exclusivity btl_mosix_mailbox_flags)
    # The ompi_info of Open MPI 5 knows nothing of the launcher's.
    is_series_5 || keys+=(odls_mosix_grid_class odls_mosix_threads odls_mosix_enable)
    for key in "${keys[@]}"; do
        mapfile -t seen < <(ompi_info --param "${key%%_*}" mosix --level 9 --parsable |
            sed -n "s/^mca:.*:param:$key:\(value\|source\)://p")
        case ${seen[1]} in
            default) expected="('${seen[0]}', None, 0)" ;;
            environment) expected="('${seen[0]}', 'OMPI_MCA_$key', 0)" ;;
            *)
                place=${seen[1]#file (}
                place=${place%)}
                expected="('${seen[0]}', '${place%:*}', ${place##*:})"
                ;;
        esac
        # Open MPI counts the lines of several files on, and a last line without an end is its next one.
        assert_equal "$(json_of "$key")" "$expected"
    done
}

@test "JSON is valid, whatever files and variables hold" {
    { debian_file; printf '\nodls_mosix_job_id = "\\\t\x01\xff\xc3\xa4\r\n'; } >conf
    export OMPI_MCA_odls_mosix_extra_args=$'a"b\nc'
    run admin status --json --conf conf
    [ "$status" -eq 1 ]
    json "s['openmpi'][0]['parameters']"
    assert_equal "$(json "s['openmpi'][0]['files'][0]['state']")" 'not registered'
    run admin status --json
    json s
    mkdir root
    run admin status --json --root root
    assert_failure 4
    assert_equal "$(json "s['openmpi']")" '[]'
    assert_equal "$(json "s['mosix']['here']")" None
}

@test "without registered.conf, as in a build tree, status knows every parameter" {
    installed=$(strings -a "$program" | grep -m 1 -o '/.*/registered\.conf$') || skip 'strings is missing'
    [ ! -e "$installed" ] || skip "$installed exists"
    echo 'odls_mosix_enable = never' >conf
    run timeout 60 "$program" status --conf conf
    assert_failure 1
    assert_output --partial "odls_mosix_enable = never  ($work/conf:1)"
    refute_output --partial 'registered.conf'
    run timeout 60 "$program" status --json --conf conf
    assert_equal "$(json_of odls_mosix_enable)" "('never', '$work/conf', 1)"
    for key in $(sed -n 's/^\(# \)\?\([a-z]*_mosix_[a-z_]*\) = .*/\2/p' "$registered"); do
        assert_output --partial "\"$key\""
    done
    run timeout 60 "$program" enable --conf conf
    assert_failure 1
    assert_output --partial "$installed does not exist"
    assert_output --partial '--block FILE'
    run timeout 60 "$program" enable --conf conf --block none
    assert_failure 1
    assert_output "openmpi-mosix: none does not exist."
}

@test "a conffile of dpkg: enable and status say what registering means for upgrades" {
    mkdir -p root/etc/openmpi root/var/lib/dpkg
    conf=/etc/openmpi/openmpi-mca-params.conf
    debian_file >"root$conf"
    printf '%s\n' 'Package: other' 'Conffiles:' " $conf 0123 obsolete" " $conf.d 0123" '' \
        'Package: openmpi-bin' 'Status: install ok installed' 'Conffiles:' \
        ' /etc/openmpi/openmpi-default-hostfile 4567' " $conf 89ab" '' 'Package: later' \
        >root/var/lib/dpkg/status
    run admin enable --root root --conf "$conf" --dry-run
    assert_output --partial 'conffile of openmpi-bin'
    run admin enable --root root --conf "$conf"
    assert_success
    assert_line "$work/root$conf: registered"
    assert_output --partial 'unattended-upgrades holds back'
    run admin status --root root --conf "$conf"
    assert_line --partial 'registered, lines 1 to'
    assert_line --partial '    conffile of openmpi-bin: unattended-upgrades'
    run admin status --root root --conf "$conf" --json
    assert_equal "$(json "s['openmpi'][0]['files'][0]['detail']")" 'conffile of openmpi-bin'
    run admin disable --root root --conf "$conf"
    run admin enable --root root --conf "$conf" --quiet
    assert_output ''
    # Elsewhere there is nothing to say.
    sed -i 's/ 89ab$/ 89ab obsolete/' root/var/lib/dpkg/status
    run admin status --root root --conf "$conf"
    refute_output --partial 'conffile'
    rm root/var/lib/dpkg/status
    run admin status --root root --conf "$conf"
    refute_output --partial 'conffile'
    run admin disable --root root --conf "$conf"
    run admin enable --root root --conf "$conf"
    assert_output "$work/root$conf: registered"
}

@test "control characters of a file do not reach the terminal" {
    printf 'odls_mosix_job_id = \x1b[2J\r\n' >conf
    run admin status --conf conf
    refute_output --partial $'\x1b'
    assert_output --partial 'odls_mosix_job_id = \x1b[2J\x0d'
}

@test "help, version and wrong usage" {
    run "$program" --help
    assert_success
    assert_line 'Exit status:'
    for word in ps migrate freeze continue kill hostfile; do
        run "$program" $word --help
        assert_success
        assert_line --regexp "^(Example:)? *openmpi-mosix $word"
        refute_line 'Exit status:'
    done
    run "$program" --version
    assert_success
    assert_output --regexp '^openmpi-mosix [0-9.]+ for Open MPI [0-9.]+$'
    for words in '' 'enabled' 'enable --json' 'enable x' 'status --frob' 'status --dry-run' 'enable --root /none'; do
        # shellcheck disable=SC2086 # a list of words
        run "$program" $words
        assert_failure 2
        assert_line 'Run `openmpi-mosix --help` for help.'
    done
}

@test "output that cannot be written is told, and is no finding" {
    for words in --version status 'node check' ps 'explain 318' 'check /bin/sh' 'check --help' 'doctor --help'; do
        expected=2
        [ "${words%% *}" != doctor ] || expected=3
        for closed in '>/dev/full' '>&-'; do
            run bash -c "'$program' $words $closed"
            assert_failure $expected
            assert_line --regexp '^openmpi-mosix: the output could not be written: '
        done
    done
    # No file takes the place of the closed stream.
    debian_file >conf
    echo >>conf
    run bash -c "'$program' enable --conf conf --block '$registered' >&-"
    assert_failure 2
    run grep -c ': registered' conf
    assert_output 0
}

@test "bash completes commands and options" {
    source "$top_srcdir/contrib/openmpi-mosix/openmpi-mosix.bash"
    compopt() { :; }
    complete_words() {
        COMP_WORDS=(openmpi-mosix "$@")
        COMP_CWORD=$#
        _openmpi_mosix
        echo "${COMPREPLY[*]}"
    }
    assert_equal "$(complete_words en)" enable
    assert_equal "$(complete_words status --j)" --json
    assert_equal "$(complete_words enable --)" '--dry-run --root --conf --block --quiet'
    assert_equal "$(complete_words node s)" setup
    assert_equal "$(complete_words node setup --)" '--yes --dry-run --root --quiet'
    assert_equal "$(complete_words node check --j)" --json
    assert_equal "$(complete_words migrate h)" home
    assert_equal "$(complete_words ps --sort m)" 'memory moves'
    mkdir image
    assert_equal "$(complete_words enable --root im)" image
    # What the help of a command shows, but for the option that commands have for each other.
    for verb in doctor check ps migrate freeze continue kill; do
        for option in $("$program" $verb --help | grep -o -e '--[a-z-]*' | grep -vx -e --raw | sort -u); do
            [[ " $(complete_words $verb --) " == *" $option "* ]] || fail "$verb $option"
        done
    done
}

@test "manual pages have no fault, and name every option" {
    manual=$top_srcdir/contrib/openmpi-mosix
    for option in $(for verb in '' doctor report check explain ps migrate freeze kill; do
        # shellcheck disable=SC2086 # perhaps no word
        "$program" $verb --help | grep -o -e '--[a-z-]*' | grep -vx -e --raw
    done | sort -u); do
        grep -q -- "${option//-/\\\\-}" "$manual/openmpi-mosix.1" || fail "$option is missing"
    done
    command -v man >/dev/null || skip 'man is not installed'
    for page in "$manual"/openmpi-mosix.[17]; do
        run bash -c "LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z '$page' 2>&1 >/dev/null"
        assert_output ''
    done
}
