# SPDX-License-Identifier: BSD-3-Clause
#
# Verbs of the tests of our Debian packages: what is built once, roots of Debian that mmdebstrap
# makes, and commands inside them. Nothing outside of the test's directory is written.

: "${top_srcdir:?make check sets it}" "${top_builddir:?make check sets it}"

bats_load_library bats-support
bats_load_library bats-assert

work=$BATS_FILE_TMPDIR
. "$top_srcdir/tests/package/tarball.bash"
. "$top_srcdir/tests/package/layer.bash"

version=$(sed -n 's/^AC_INIT(\[openmpi-mosix\], \[\([^]]*\)\].*/\1/p' "$top_srcdir/configure.ac")
conf=/etc/openmpi/openmpi-mca-params.conf

# say TEXT: where the time goes, in the log of the test.
say() {
    printf '# %s %s\n' "$(date +%T)" "$*" >&3
}

# quietly SECONDS COMMAND...: its output belongs to a failure only.
quietly() {
    local seconds=$1
    shift
    run timeout --kill-after=5 "$seconds" "$@" </dev/null 3>&-
    assert_success
}

# Everything that the tests need of a machine; a reason to skip otherwise.
require_tools() {
    local tool
    for tool in apt-ftparchive dh dpkg-buildpackage lintian mmdebstrap po2debconf setpriv unshare; do
        command -v "$tool" >/dev/null ||
            skip "$tool is missing (Debian: apt-utils debhelper dpkg-dev lintian mmdebstrap)"
    done
    [ "$(id -u)" -eq 0 ] || skip 'roots of Debian are made by root only'
    [ "$(. /etc/os-release && echo "$VERSION_CODENAME")" = bookworm ] ||
        skip 'the packages are built here for Debian 12, and this is another system'
    unshare --mount true 2>/dev/null || skip 'mount namespaces are not permitted here'
    find_mirror
}

# as_builder SECONDS COMMAND...: as an ordinary user without a home and without settings.
as_builder() {
    local seconds=$1
    shift
    quietly "$seconds" setpriv --reuid=nobody --regid=nogroup --clear-groups --no-new-privs \
        env -i HOME=/nonexistent PATH=/usr/bin:/bin "$@"
}

# Whether these tests are to run, which take minutes.
is_wanted() {
    [ -n "${MOSIX_TEST_SLOW:-}" ]
}

# What the setup_file() of each file of these tests begins with: the tarball.
begin() {
    require_tools
    chmod 755 "$BATS_RUN_TMPDIR" "$work"
    say 'tarball'
    make_tarball
}

setup() {
    is_wanted || skip 'slow: contrib/check --slow runs it'
    require_tools
}

teardown() {
    remove_layer
}

# unpack DIRECTORY: the source package, ready to be built, in a directory of the builder's.
unpack() {
    mkdir -p "$1"
    cp "$tarball" "$1/openmpi-mosix_$version.orig.tar.xz"
    tar -C "$1" -xf "$1/openmpi-mosix_$version.orig.tar.xz"
    chown -R nobody:nogroup "$1"
}

# build DIRECTORY [VARIABLE=VALUE...]: what dpkg-buildpackage makes of the tarball.
build() {
    local directory=$1
    shift
    as_builder 600 "$@" sh -c "cd '$directory/openmpi-mosix-$version' && dpkg-buildpackage -us -uc"
}

# A later release, which registers one line more than the first. Its files are those of the first:
# a third build would show nothing new.
make_later() {
    local name tree block=usr/share/openmpi-mosix/registered.conf sum
    mkdir "$work/later"
    for name in openmpi-mosix openmpi-mosix-emulator; do
        tree=$work/later/$name
        dpkg-deb --raw-extract "$work/first/${name}_$version-1_amd64.deb" "$tree"
        sed -i -e "/^Version:/s/$version-1/$version+1-1/" \
            -e "/^Depends:/s/openmpi-mosix (= $version-1)/openmpi-mosix (= $version+1-1)/" \
            "$tree/DEBIAN/control"
    done
    tree=$work/later/openmpi-mosix
    echo '# a line of the later release' >>"$tree/$block"
    sum=$(md5sum <"$tree/$block")
    sed -i "s,^[0-9a-f]*  $block\$,${sum%% *}  $block," "$tree/DEBIAN/md5sums"
    for name in openmpi-mosix openmpi-mosix-emulator; do
        dpkg-deb --root-owner-group --build "$work/later/$name" \
            "$work/later/${name}_$version+1-1_amd64.deb" >/dev/null
    done
}

# in_root ROOT SECONDS COMMAND...: as root, with /proc, /dev and /sys, which end with the command.
# Maintainer scripts get no answer from anybody.
in_root() {
    local root=$1 seconds=$2
    shift 2
    timeout --kill-after=5 "$seconds" unshare --mount --propagation private --pid --fork \
        sh -c 'mount --rbind /dev "$1/dev" && mount -t proc proc "$1/proc" &&
            mount --rbind /sys "$1/sys" && root=$1 && shift && exec chroot "$root" "$@"' \
        sh "$root" env -i HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND="${frontend-noninteractive}" \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@" </dev/null 3>&-
}

# root_do COMMAND...: in $root; its output belongs to a failure only.
root_do() {
    run in_root "$root" 300 "$@"
    assert_success
}

# as_user COMMAND...: in $root, as an ordinary user.
as_user() {
    run in_root "$root" 120 setpriv --reuid=1000 --regid=1000 --clear-groups \
        env HOME=/home/user sh -c 'cd && exec "$@"' sh "$@"
}

# make_base SUITE PACKAGE...: $work/base-SUITE, a root with these packages, an ordinary user, our
# packages in a local repository, and the sources and the way to them that the machine has. Nobody needs it
# after a power failure.
make_base() {
    local suite=$1 root=$work/base-$1
    shift
    {
        apt-config dump --format '%f "%v";%n' Acquire
        echo 'APT::Install-Recommends "false"; Acquire::Languages "none";'
    } >"$work/apt.conf"
    # The hook spares the database of manual pages.
    # shellcheck disable=SC2016 # for mmdebstrap
    quietly 900 mmdebstrap --quiet --mode=root --variant=minbase --include="$*" --aptopt="$work/apt.conf" \
        --essential-hook='echo man-db man-db/auto-update boolean false | chroot "$1" debconf-set-selections' \
        --dpkgopt=force-unsafe-io --skip=cleanup/apt "$suite" "$root" "deb $mirror $suite main"
    echo '127.0.0.1 localhost' >"$root/etc/hosts"
    echo user:x:1000:1000::/home/user:/bin/sh >>"$root/etc/passwd"
    mkdir -p "$root/home/user" "$root/repository"
    chown 1000:1000 "$root/home/user"
}

# make_builder SUITE PACKAGE...: the same, with what a build of our packages needs as well.
make_builder() {
    make_base "$@" build-essential debhelper libcmocka-dev libopenmpi-dev libseccomp-dev \
        openmpi-bin pkg-config po-debconf procps
}

# build_there: in $root, a builder's, as an ordinary user, with the tests of the build. Our packages
# are in its repository then.
build_there() {
    mkdir "$root/build"
    tar -C "$root/build" --strip-components=1 -xf "$tarball"
    chown -R 1000:1000 "$root/build"
    run in_root "$root" 1200 setpriv --reuid=1000 --regid=1000 --clear-groups \
        env HOME=/nonexistent sh -c 'mkdir /tmp/built && cp -R /build /tmp/built/source &&
            cd /tmp/built/source && dpkg-buildpackage -b -us -uc -J"$(nproc)"'
    assert_success
    assert_output --regexp '# FAIL: +0'
    refute_output --regexp '# FAIL: +[1-9]'
    publish "$root" "$root"/tmp/built/openmpi-mosix*.deb
}

# autopkgtest_there NAME: one of debian/tests, in that root, as an ordinary user.
autopkgtest_there() {
    as_user sh -c "cp -R /build copy && cd copy && debian/tests/$1; status=\$?; rm -rf ../copy; exit \$status"
    assert_success
}

autopkgtests_there() {
    local test
    for test in load job native; do
        autopkgtest_there "$test"
    done
}

# publish ROOT FILE...: in the local repository of that root.
publish() {
    local root=$1
    shift
    cp "$@" "$root/repository"
    echo 'deb [trusted=yes] file:/repository ./' >"$root/etc/apt/sources.list.d/local.list"
    (cd "$root/repository" && apt-ftparchive packages . >Packages && rm -f Release &&
        apt-ftparchive -o APT::FTPArchive::Release::Origin=local release . >"$work/Release" &&
        mv "$work/Release" .)
    run in_root "$root" 120 apt-get -q update \
        -o Dir::Etc::SourceList=/etc/apt/sources.list.d/local.list -o APT::Get::List-Cleanup=0
    assert_success
}

# make_former VERSION: a package that registers by default, as the first ones did. Only its scripts
# differ from ours, so that they are what counts.
make_former() {
    local tree=$work/former
    dpkg-deb --raw-extract "$work/first/openmpi-mosix_$version-1_amd64.deb" "$tree"
    sed -i "/^Version:/s/ .*/ $1/" "$tree/DEBIAN/control"
    sed -i 's/^Default: false/Default: true/' "$tree/DEBIAN/templates"
    sed -i 's,\$state/answered,$state/configured,; /rm -f \$state\/configured/d' \
        "$tree/DEBIAN/config" "$tree/DEBIAN/postinst"
    dpkg-deb --root-owner-group --build "$tree" "$work/openmpi-mosix_$1_amd64.deb" >/dev/null
}

# An openmpi-bin of that version, with another parameter file: what Debian may bring one day.
repack_openmpi() {
    local tree=$work/repack
    cp "$work"/base-bookworm/var/cache/apt/archives/openmpi-bin_*.deb "$work/openmpi-bin.deb"
    dpkg-deb --raw-extract "$work/openmpi-bin.deb" "$tree"
    sed -i "s/^Version: .*/&+later/" "$tree/DEBIAN/control"
    printf '\n# a line of the later openmpi-bin\n' >>"$tree$conf"
    dpkg-deb --root-owner-group --build "$tree" "$work/openmpi-bin_later.deb" >/dev/null
    mv "$work/openmpi-bin_later.deb" "$work/openmpi-bin_9_amd64.deb"
}

# make_package NAME VERSION [FIELD...]: an empty package.
make_package() {
    local tree=$work/empty/$1
    mkdir -p "$tree/DEBIAN"
    printf '%s\n' "Package: $1" "Version: $2" 'Architecture: amd64' 'Maintainer: none <none@example.org>' \
        'Description: stands for another series' "${@:3}" >"$tree/DEBIAN/control"
    dpkg-deb --root-owner-group --build "$tree" "$work/empty" >/dev/null
}

# new_root SUITE: a root of this test's own, in $root.
new_root() {
    lay_over "$work/base-$1"
}

# apt_install ARGUMENT...: it asks nothing and reports no trouble.
apt_install() {
    root_do apt-get -q -y --allow-downgrades install "$@"
    refute_output --regexp 'dpkg: (warning|error)|since installation|openmpi-mosix: '
}

# install_ours [VERSION]: ours, with the emulator, in that version.
install_ours() {
    local wanted=${1:-$version}-1
    apt_install "openmpi-mosix=$wanted" "openmpi-mosix-emulator=$wanted"
}

# answer YES-OR-NO: to the question of our package, before it is asked.
answer() {
    echo "openmpi-mosix openmpi-mosix/enable boolean $1" >"$root/preseed"
    root_do debconf-set-selections /preseed
    rm "$root/preseed"
}

# upgrade_unattended: what the local repository has, by unattended-upgrades, which is installed for it.
# It ends with 1 if it held something back.
upgrade_unattended() {
    local configuration=$root/etc/apt/apt.conf.d/99unattended
    if [ ! -e "$configuration" ]; then
        root_do apt-get -q -y install unattended-upgrades
        printf '%s\n' '#clear Unattended-Upgrade::Origins-Pattern;' \
            'Unattended-Upgrade::Origins-Pattern { "origin=local"; };' >"$configuration"
    fi
    run in_root "$root" 300 unattended-upgrade --verbose
    assert_output --partial 'All upgrades installed'
}

# assert_openmpi_bin FILE: openmpi-bin is installed in the version of that package, all of it.
assert_openmpi_bin() {
    local wanted
    wanted=$(dpkg-deb --field "$1" Version)
    root_do dpkg-query --show --showformat='${Version} ${Status}' openmpi-bin
    assert_output "$wanted install ok installed"
    root_do dpkg --audit
    assert_output ''
}

# assert_registered COUNT: that many blocks are in the parameter file.
assert_registered() {
    run grep -c '^# >>> openmpi-mosix ' "$root$conf"
    assert_output "$1"
}

# assert_conffile_as_shipped: openmpi-bin's own files are as Debian made them.
assert_conffile_as_shipped() {
    root_do dpkg --verify openmpi-bin openmpi-common
    assert_output ''
}

# files_of ROOT: every file but the records of package management, with mode, owner and sum.
files_of() {
    (cd "$1" && find . \( -path ./var/lib/dpkg -o -path ./var/lib/apt -o -path ./var/cache \
        -o -path ./var/log -o -path ./repository -o -path ./tmp \) -prune \
        -o -printf '%p %M %u:%g %l\n' -type f -exec md5sum {} +) | LC_ALL=C sort
}
