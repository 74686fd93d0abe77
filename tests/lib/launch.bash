# SPDX-License-Identifier: BSD-3-Clause
#
# Verbs of the launcher's tests: only the component, a directory of programs that stand for mosrun and
# mosenv, and an address file, all of them the test's own. The emulator is not needed.

: "${top_srcdir:?make check sets it}" "${top_builddir:?make check sets it}"

bats_load_library bats-support
bats_load_library bats-assert
load ../lib/series.bash

# A program that writes down how it was called and runs what it was told to, as mosrun does; -a is an
# option of MOSIX 4.
put_starter() {
    cat >"$1" <<'END'
#!/bin/bash
# One write, because the ranks of a job share the file.
printf -v line '%q ' "${0##*/}" "$@"
printf '%s\n' "${line% }" >>"$STARTS"
unset zero
while [[ $1 == -* ]]; do
    [[ $1 == -z ]] && zero=yes
    [[ $1 == -a*=* ]] && export "${1#-a}"
    shift
done
program=$1
shift
if [[ -v zero ]]; then
    name=$1
    shift
    exec -a "$name" "$program" "$@"
fi
exec "$program" "$@"
END
    chmod +x "$1"
}

# To be called by setup(): a node of MOSIX, as far as the launcher can see.
launch_setup() {
    local components
    mapfile -t components < <(launcher_files)
    [ -e "${components[0]}" ] || fail "${components[0]} has not been built"
    work=$BATS_TEST_TMPDIR
    mkdir "$work/components" "$work/bin"
    cp "${components[@]}" "$top_srcdir/odls-mosix/help-odls-mosix.txt" "$work/components"
    put_starter "$work/bin/mosrun"
    put_starter "$work/bin/mosenv"
    echo 127.0.0.1 >"$work/mosip"

    unset "${!LD_@}" "${!MALLOC_@}" "${!OMPI_MCA_@}" TMPDIR
    export STARTS=$work/starts
    : >"$STARTS"
    stock_path=$PATH
    export PATH=$work/bin:$PATH
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
    permit_oversubscription
    use_launcher "$work/components"
    export OMPI_MCA_odls_mosix_address_files=$work/mosip
    # The library for cooperative threads would have to be preloaded, and mosenv to be used for that.
    export OMPI_MCA_odls_mosix_threads=native
    # A number that differs from job to job would be in every command line.
    export OMPI_MCA_odls_mosix_job_id=
}

# Where MOSIX is not, and the component is not known either.
stock() {
    env -u OMPI_MCA_mca_base_component_path -u PRTE_MCA_odls_base_exec_agent -u OMPI_MCA_odls_mosix_address_files \
        -u OMPI_MCA_odls_mosix_threads -u OMPI_MCA_odls_mosix_job_id \
        PATH="$stock_path" "$@"
}

# mpirun of at most 30 seconds, its output in $output and its status in $status.
run_mpirun() {
    run timeout --kill-after=5 30 mpirun "$@" </dev/null
}

# assert_starts LINE...: the starters were called like this, in whatever order.
assert_starts() {
    assert_equal "$(sort "$STARTS")" "$(printf '%s\n' "$@" | sort)"
}

# expect_options OPTIONS MPIRUN-ARGUMENT...: mosrun gets these options before the program.
expect_options() {
    local options=$1
    shift
    : >"$STARTS"
    run_mpirun -n 1 "$@" /bin/true
    assert_success
    assert_output ''
    assert_starts "mosrun $options /bin/true"
}

# assert_no_starts: nothing was started under mosrun.
assert_no_starts() {
    assert_equal "$(cat "$STARTS")" ''
}

# assert_refused TEXT...: the job ended before a rank started, and the message has those texts.
assert_refused() {
    assert_failure
    assert_no_starts
    refute_output --partial 'a rank runs'
    refute_output --partial 'internal error'
    for text in "$@"; do
        assert_output --partial "$text"
    done
}

# count_in_output TEXT: lines of $output that have it.
count_in_output() {
    grep -c -F -e "$1" <<<"$output" || true
}
