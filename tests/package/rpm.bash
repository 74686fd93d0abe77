# SPDX-License-Identifier: BSD-3-Clause
#
# Verbs of the tests of our RPMs: what is built once, roots that dnf fills, and commands inside
# them. Nothing outside of test directories and of the cache is written.

: "${top_srcdir:?make check sets it}" "${top_builddir:?make check sets it}"

bats_load_library bats-support
bats_load_library bats-assert

package_tests=$top_srcdir/tests/package
. "$package_tests/tarball.bash"
. "$package_tests/layer.bash"
cache=${XDG_CACHE_HOME:-$HOME/.cache}/openmpi-mosix-tests

# What the root of a node consists of besides RPMs of Open MPI and ours: Debian packages, and the
# libraries that their programs and those of Open MPI need.
base_packages='bash coreutils dash debianutils diffutils findutils grep hostname libc-bin libc6
    libevent-core-2.1-7 libevent-pthreads-2.1-7 libhwloc15 libjemalloc2 libpmix2 libseccomp2
    mawk openssh-client procps sed util-linux'

# say TEXT: where the time goes, in the log of the test.
say() {
    printf '# %s %s\n' "$(date +%T)" "$*" >&3
}

# quietly SECONDS COMMAND...: its output belongs to a failure only.
quietly() {
    local seconds=$1
    shift
    run timeout --kill-after=5 "$seconds" "$@" </dev/null
    assert_success
}

# Print why these tests cannot run, or nothing.
missing() {
    local tool
    if [ -z "${MOSIX_TEST_SLOW:-}" ]; then
        echo 'slow: contrib/check --slow runs it'
        return
    fi
    for tool in rpmbuild createrepo_c dnf eu-strip cpio; do
        if ! command -v "$tool" >/dev/null; then
            echo "$tool is missing (Debian: rpm createrepo-c dnf elfutils cpio)"
            return
        fi
    done
    if [ "$(id -u)" -ne 0 ]; then
        echo 'roots of packages are made by root only'
    elif ! command -v dpkg-query >/dev/null; then
        echo 'the base of a root comes from Debian packages'
    elif ! unshare --mount true 2>/dev/null; then
        echo 'mount namespaces are not permitted here'
    fi
}

# The source of Debian's Open MPI, from the cache or by apt with sources of its own: $ompi_tarball,
# and $ompi_version.
fetch_openmpi() {
    ompi_version=$(dpkg-query --show --showformat='${source:Upstream-Version}' libopenmpi3)
    ompi_tarball=$cache/openmpi-$ompi_version.tar.xz
    [ ! -f "$ompi_tarball" ] || return 0
    mkdir -p "$cache" "$file_tmp/apt/lists/partial" "$file_tmp/download"
    # The host's sources, asked for source packages as well; only this copy is changed.
    cat /etc/apt/sources.list /etc/apt/sources.list.d/debian.list 2>/dev/null |
        sed -n 's/^deb \(.*debian.*\)/deb-src \1/p' >"$file_tmp/apt/sources.list"
    local list
    for list in /etc/apt/sources.list.d/*.sources; do
        ! grep -q '^URIs:.*debian' "$list" || sed 's/^Types:.*/Types: deb-src/' "$list"
    done >"$file_tmp/apt/debian.sources"
    mkdir -p "$file_tmp/apt/parts"
    mv "$file_tmp/apt/debian.sources" "$file_tmp/apt/parts"
    local apt=(apt-get -q -o "Dir::Etc::SourceList=$file_tmp/apt/sources.list"
        -o "Dir::Etc::SourceParts=$file_tmp/apt/parts" -o "Dir::State::Lists=$file_tmp/apt/lists"
        -o APT::Sandbox::User=root -o "Dir::Cache=$file_tmp/apt")
    quietly 300 "${apt[@]}" update
    cd "$file_tmp/download"
    quietly 300 "${apt[@]}" source --download-only openmpi
    mv openmpi_*.orig.tar.xz "$ompi_tarball"
}

# spec NAME: a spec of these tests under the name that rpmbuild wants. In the tarball none of them
# may end in .spec, because rpmbuild -ta takes every such file for the package's own.
spec() {
    cp "$package_tests/$1.spec.in" "$file_tmp/$1.spec"
    printf '%s\n' "$file_tmp/$1.spec"
}

# build_rpm SECONDS RPMBUILD-ARGUMENT...: below $file_tmp, as all of it.
build_rpm() {
    local seconds=$1
    shift
    quietly "$seconds" rpmbuild --quiet --define "_topdir $file_tmp/rpmbuild" \
        --define "_rpmdir $file_tmp/rpms" --nodeps -bb "$@"
}

# resolve: the files of standard input as the root has them, and what they are links to. On both
# systems /bin and /lib are links into /usr.
resolve() {
    local list
    list=$(sort -u)
    sed -E 's,^/(bin|sbin|lib|lib64)/,/usr/\1/,' <<<"$list"
    xargs -d '\n' realpath <<<"$list"
}

# The files of the base: those of the Debian packages, and the libraries that ELF files among them,
# and Open MPI's RPM, are linked with.
list_base_files() {
    # shellcheck disable=SC2086 # a list of words
    dpkg-query --listfiles $base_packages |
        grep -Ev '^/(etc|usr/share/(bug|doc|info|lintian|locale|man|bash-completion))/' |
        while IFS= read -r file; do
            [ ! -f "$file" ] || printf '%s\n' "$file"
        done | resolve >"$file_tmp/base.list"
    xargs -a "$file_tmp/base.list" ldd 2>/dev/null | grep -o '/[^ ]*\.so[^ ]*' |
        resolve >>"$file_tmp/base.list"
    sort -u "$file_tmp/base.list"
}

# The RPMs `base` and `base-build`.
make_base() {
    local tree=$file_tmp/base-tree
    mkdir -p "$tree"/{dev,etc,home/user,proc,root,run,sys,tmp,var/tmp} \
        "$tree"/usr/{bin,sbin,lib,lib64}
    local link
    for link in bin sbin lib lib64; do
        ln -sfn "usr/$link" "$tree/$link"
    done
    chmod 1777 "$tree/tmp" "$tree/var/tmp"
    list_base_files | tar -C / -cf - --files-from=- 2>/dev/null | tar -C "$tree" -xf -
    ln -sf dash "$tree/usr/bin/sh"
    printf '%s\n' root:x:0:0::/root:/bin/sh user:x:1000:1000::/home/user:/bin/sh \
        >"$tree/etc/passwd"
    printf '%s\n' root:x:0: user:x:1000: >"$tree/etc/group"
    echo '127.0.0.1 localhost' >"$tree/etc/hosts"
    chown 1000:1000 "$tree/home/user"

    local module provides='gcc make'
    for module in cmocka hwloc libevent libseccomp; do
        ! pkg-config --exists "$module" || provides+=" pkgconfig($module)"
    done
    build_rpm 120 --define "base_tree $tree" --define "build_provides $provides" "$(spec base)"
}

# An Open MPI as RPM: from the cache if it was once made from the same spec and source.
make_openmpi() {
    local key rpms pmix
    key=$(cat "$package_tests/openmpi.spec.in" "$ompi_tarball" | sha256sum | cut -c 1-16)
    rpms=$cache/openmpi-rpm-$key
    if [ ! -d "$rpms" ]; then
        pmix=$(pkg-config --variable=prefix pmix 2>/dev/null) || true
        [ -f "$pmix/include/pmix.h" ] || pmix=$(echo /usr/lib/*/pmix2)
        build_rpm 1800 --define "ompi_version $ompi_version" --define "ompi_tarball $ompi_tarball" \
            --define "pmix_prefix $pmix" --define "_sourcedir $(dirname "$ompi_tarball")" \
            "$(spec openmpi)"
        mkdir -p "$rpms.new"
        cp "$file_tmp"/rpms/*/openmpi-*.rpm "$rpms.new"
        mv -T "$rpms.new" "$rpms"
    fi
    mkdir -p "$file_tmp/rpms/x86_64"
    cp "$rpms"/*.rpm "$file_tmp/rpms/x86_64"
}

# update_openmpi VERSION RELEASE [RPMBUILD-ARGUMENT...]: the same files as another update.
update_openmpi() {
    local version=$1 release=$2 first=$file_tmp/rpms/x86_64 files name
    shift 2
    for name in openmpi openmpi-devel; do
        files+=" $first/$name-$ompi_version-1.x86_64.rpm"
    done
    build_rpm 120 --define "ompi_version $version" --define "ompi_release $release" \
        --define "ompi_rpms $files" "$@" "$(spec openmpi)"
}

# in_buildroot SECONDS COMMAND...: where the Open MPI is the one that our RPMs are built for.
in_buildroot() {
    local seconds=$1 rpms=$file_tmp/rpms/x86_64
    shift
    quietly "$seconds" "$package_tests/in-buildroot" "$file_tmp" \
        "$(echo "$rpms"/base-*.rpm)" "$(echo "$rpms"/openmpi-*"$ompi_version"-1.x86_64.rpm)" "$@"
}

# build_ours DIRECTORY RPMBUILD-ARGUMENT...: our binary packages into that directory. They are
# always built in the same one, as mock does, because debug information contains its name.
build_ours() {
    local directory=$1
    shift
    in_buildroot 900 rpmbuild --define "_topdir $file_tmp/build" --define "_rpmdir $directory" \
        --define '_rpmfilename %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm' "$@"
    rm -rf "$file_tmp/build/BUILD"
}

# The SRPM, in $srpm: Source1 is what lies beside the tarball.
make_srpm() {
    mkdir "$file_tmp/dist"
    cp "$tarball" "$ompi_tarball" "$file_tmp/dist"
    tarball=$file_tmp/dist/${tarball##*/}
    quietly 60 rpmbuild --define "_topdir $file_tmp/srpm" --nodeps -ts "$tarball"
    srpm=$(echo "$file_tmp"/srpm/SRPMS/*.src.rpm)
}

# A later release, below $file_tmp/rpms: the files of the first one, with the scriptlets and all else that the
# spec says. A third build would show nothing new.
make_later() {
    local tree=$file_tmp/later rpm
    mkdir "$tree"
    for rpm in "$file_tmp"/ours/*.rpm; do
        case $rpm in
        *-debug*) ;;
        *) rpm2cpio "$rpm" | (cd "$tree" && cpio -idmu --quiet) ;;
        esac
    done
    tar -xOf "$tarball" --wildcards '*/openmpi-mosix.spec' |
        awk '/^%(build|check)$/ { skip = 1 }
            /^%(install|preun)$/ { skip = 0 }
            /^%make_install$/ { $0 = "cp -a %{later_tree}/. %{buildroot}" }
            !skip' >"$file_tmp/openmpi-mosix.spec"
    build_rpm 120 --with ompi_headers --define 'dist .1' --define 'debug_package %{nil}' \
        --define "later_tree $tree" --define "_sourcedir $file_tmp/dist" "$file_tmp/openmpi-mosix.spec"
}

# everything_of RPM: all that its header says, the digest of its files included. A package made from an SRPM
# also has the cookie of that, and for this reason another size and other sums of the header.
everything_of() {
    rpm -qp --xml "$1" |
        awk '/<rpmTag name=/ { tag = $0 }
            tag !~ /"(Cookie|Sigsize|Longsigsize|Sigmd5|Sha1header|Sha256header)"/'
}

# What dnf installs from: the base, three releases of Open MPI, two of ours; one of another series
# stays apart. The program of the jobs is compiled with the Open MPI of these tests.
make_repository() {
    local repository=$file_tmp/repository
    update_openmpi "$ompi_version" 2
    update_openmpi "$ompi_version" 3 --define 'ompi_replace 1' \
        --define 'ompi_conf # a comment of update 3'
    update_openmpi 5.0.0 1
    mkdir -p "$repository" "$file_tmp/other"
    mv "$file_tmp"/rpms/x86_64/openmpi*-5.0.0-1.x86_64.rpm "$file_tmp/other"
    cp "$file_tmp"/rpms/x86_64/*.rpm "$file_tmp"/ours/*.rpm "$repository"
    quietly 60 createrepo_c --quiet "$repository"
    cat >"$file_tmp/dnf.conf" <<END
[main]
gpgcheck=0
install_weak_deps=0
clean_requirements_on_remove=0
plugins=0
reposdir=/nonexistent
metadata_expire=0
[local]
name=local
baseurl=file://$repository
END
    in_buildroot 60 bash -c "PATH=/usr/lib64/openmpi/bin:\$PATH
        mpicc -o '$file_tmp/ring' '$top_srcdir'/tests/programs/{ring,check}.c -lm"
}

# make_node: what the roots of all tests are laid over, a node with Open MPI.
make_node() {
    local root=$file_tmp/node
    dnf_root install "openmpi-$ompi_version-1"
}

# dnf_command ARGUMENT...: in $root.
dnf_command() {
    timeout 120 dnf --assumeyes --quiet --config="$file_tmp/dnf.conf" --installroot="$root" \
        --releasever=1 "$@" </dev/null
}

# dnf_root ARGUMENT...: must succeed, and no scriptlet may have said anything.
dnf_root() {
    run dnf_command "$@"
    assert_success
    refute_output --regexp '[Ww]arning|[Ee]rror|scriptlet'
}

# in_root_as UID COMMAND...: with Open MPI on PATH, and everything a job needs of a system.
in_root_as() {
    local uid=$1
    shift
    # shellcheck disable=SC2016 # for the inner shell to expand
    run timeout --kill-after=5 120 unshare --mount --propagation private --pid --fork sh -c '
        root=$1 uid=$2
        shift 2
        mount --rbind /dev "$root/dev" && mount --rbind /sys "$root/sys" &&
            mount -t proc proc "$root/proc" || exit
        exec chroot "$root" setpriv --reuid="$uid" --regid="$uid" --clear-groups \
            env -i HOME=/home/user PATH=/usr/lib64/openmpi/bin:/usr/bin \
            LD_LIBRARY_PATH=/usr/lib64/openmpi/lib "$@"' sh "$root" "$uid" "$@" </dev/null
}

# in_root COMMAND...: as an ordinary user.
in_root() {
    in_root_as 1000 "$@"
}
