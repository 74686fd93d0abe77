#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# The provisioning examples, run for real as far as a machine without installers can.

load ../lib/admin.bash
load ../lib/debian.bash

setup() {
    admin_setup
    provisioning=$top_srcdir/contrib/provisioning
    root=$work/root
    mkdir -p "$root/etc/openmpi" bin
    debian_file >"$root/etc/openmpi/openmpi-mca-params.conf"
    cp "$root/etc/openmpi/openmpi-mca-params.conf" original
    # The installed command, as far as the examples can see.
    put_command
    export PATH=$work/bin:$PATH
}

# put_command ARGUMENT...: the command for PATH, with more arguments at its end.
put_command() {
    {
        echo '#!/bin/sh'
        printf 'case $1 in node | status) ;; *) false ;; esac || set -- "$@" --block %q\n' "$registered"
        printf 'exec %q "$@"' "$program"
        [ $# -eq 0 ] || printf ' %q' "$@"
        echo
    } >bin/openmpi-mosix
    chmod +x bin/openmpi-mosix
}

# The image has MOSIX, a kernel and a C library that need settings, and GRUB of Debian.
put_mosix() {
    mkdir -p "$root"/usr/{bin,sbin,lib/modules/6.1.0-18-amd64,lib64,lib/systemd} "$root"/etc/default \
        "$root/etc/systemd/system"
    touch "$root"/usr/sbin/{mosd,update-grub} "$root/etc/default/grub" "$root/usr/lib/systemd/systemd"
    chmod 755 "$root"/usr/sbin/{mosd,update-grub}
    printf '\x7fELF\2\1\1%0100dGNU C Library stable release version 2.36.\n' 0 >"$root/usr/lib64/libc.so.6"
}

is_set_up() {
    grep -q 'vdso=0' "$root/etc/default/grub.d/zz-openmpi-mosix.cfg" &&
        grep -q '^Environment=GLIBC_TUNABLES=' "$root/etc/systemd/system/mosix.service"
}

is_registered() {
    grep -q '^# >>> openmpi-mosix' "$root/etc/openmpi/openmpi-mca-params.conf"
}

# play ARGUMENT...: the playbook on this machine, for the image.
play() {
    ANSIBLE_ROLES_PATH=$provisioning/ansible ANSIBLE_LOCALHOST_WARNING=false \
        ANSIBLE_RETRY_FILES_ENABLED=false ANSIBLE_HOME=$work/ansible ANSIBLE_NOCOLOR=1 \
        run timeout 120 ansible-playbook -i localhost, -c local \
        -e "openmpi_mosix_root=$root" -e ansible_become=false \
        -e ansible_python_interpreter=/usr/bin/python3 "$@" "$provisioning/ansible/site.yml"
    assert_success
}

@test "ansible: check mode reports and changes nothing, the second run changes nothing" {
    command -v ansible-playbook >/dev/null ||
        skip 'ansible-playbook is missing (Debian, Ubuntu: ansible-core)'
    # ansible insists on a locale of UTF-8.
    export LC_ALL=C.UTF-8
    play
    assert_output --partial 'changed=0'
    cmp "$root/etc/openmpi/openmpi-mca-params.conf" original
    play --check -e openmpi_mosix_registered=true
    assert_output --partial 'changed=1'
    cmp "$root/etc/openmpi/openmpi-mca-params.conf" original
    play -e openmpi_mosix_registered=true
    assert_output --partial 'changed=1'
    is_registered
    play -e openmpi_mosix_registered=true
    assert_output --partial 'changed=0'
    play --check -e openmpi_mosix_registered=true
    assert_output --partial 'changed=0'
    play --check -e openmpi_mosix_registered=false
    assert_output --partial 'changed=1'
    is_registered
    play -e openmpi_mosix_registered=false
    assert_output --partial 'changed=1'
    cmp "$root/etc/openmpi/openmpi-mca-params.conf" original
    play -e openmpi_mosix_registered=false
    assert_output --partial 'changed=0'
}

@test "ansible: settings for MOSIX are made on demand, and only where MOSIX is" {
    command -v ansible-playbook >/dev/null ||
        skip 'ansible-playbook is missing (Debian, Ubuntu: ansible-core)'
    export LC_ALL=C.UTF-8
    play -e openmpi_mosix_node_setup=true
    assert_output --partial 'changed=0'
    put_mosix
    play
    assert_output --partial 'changed=0'
    play --check -e openmpi_mosix_node_setup=true
    assert_output --partial 'changed=1'
    is_set_up && fail 'set up without being asked to'
    play -e openmpi_mosix_node_setup=true
    assert_output --partial 'changed=1'
    assert_output --partial 'to do by hand: run this inside the image'
    is_set_up
    play -e openmpi_mosix_node_setup=true
    assert_output --partial 'changed=0'
}

@test "ansible: on a root that debootstrap made, with Debian's own parameter file" {
    [ -n "${MOSIX_TEST_SLOW:-}" ] || skip 'slow: contrib/check --slow runs it'
    command -v ansible-playbook >/dev/null && command -v debootstrap >/dev/null ||
        skip 'ansible-playbook or debootstrap is missing (Debian: ansible-core debootstrap)'
    [ "$(id -u)" -eq 0 ] || skip 'roots of Debian are made by root only'
    find_mirror
    export LC_ALL=C.UTF-8
    root=$work/debian
    # The first stage unpacks; as nothing of a root is run, there is no need for the second.
    make_debian bookworm "$root" --foreign
    timeout 120 apt-get -q download openmpi-bin >log 2>&1 || skip 'openmpi-bin cannot be fetched'
    dpkg-deb -x openmpi-bin_*.deb "$root"
    conf=$root/etc/openmpi/openmpi-mca-params.conf
    cp -a "$conf" original
    play --check -e openmpi_mosix_registered=true
    assert_output --partial 'changed=1'
    cmp "$conf" original
    play -e openmpi_mosix_registered=true
    assert_output --partial 'changed=1'
    is_registered
    play -e openmpi_mosix_registered=true
    assert_output --partial 'changed=0'
    play -e openmpi_mosix_registered=false
    assert_output --partial 'changed=1'
    cmp "$conf" original
    assert_equal "$(stat -c '%a %u %g %y' "$conf")" "$(stat -c '%a %u %g %y' original)"
}

@test "ansible: a damaged block fails the play" {
    command -v ansible-playbook >/dev/null ||
        skip 'ansible-playbook is missing (Debian, Ubuntu: ansible-core)'
    export LC_ALL=C.UTF-8
    echo '# <<< openmpi-mosix registered defaults <<<' \
        >"$root/etc/openmpi/openmpi-mca-params.conf"
    run play -e openmpi_mosix_registered=true
    assert_failure
    assert_output --partial 'its beginning is missing'
}

# section NAME: its lines in the kickstart file.
section() {
    sed -n "/^%$1\b/,/^%end\$/p" "$provisioning/kickstart/openmpi-mosix.ks" | sed '1d;$d'
}

@test "kickstart: packages are named, and %post does its work" {
    run section packages
    assert_line openmpi-mosix
    section post >post
    sh -n post
    # Anaconda runs %post inside the new system; here its root is given by the command.
    put_command --root "$root"
    run sh -e post
    assert_success
    assert_output --partial 'openmpi-mca-params.conf: registered'
    is_registered
    is_set_up && fail 'set up without being asked to'
    put_mosix
    run sh -e post
    assert_success
    is_set_up
}

@test "kickstart: ksvalidator accepts the file" {
    command -v ksvalidator >/dev/null || skip 'ksvalidator is missing (pykickstart; not in Debian)'
    run ksvalidator "$provisioning/kickstart/openmpi-mosix.ks"
    assert_success
}

@test "preseed: debconf takes the lines and answers the package's question by them" {
    template=$top_srcdir/debian/openmpi-mosix.templates
    command -v debconf-set-selections >/dev/null || skip 'this system has no debconf'
    [ -e "$template" ] || skip 'the template of the Debian package is not here'
    # A database of our own: the machine's stays as it is.
    cat >debconf.conf <<EOF
Config: ours
Templates: our-templates

Name: ours
Driver: File
Filename: $work/config.dat

Name: our-templates
Driver: File
Filename: $work/templates.dat
EOF
    export DEBCONF_SYSTEMRC=$work/debconf.conf DEBIAN_FRONTEND=noninteractive
    answer() {
        debconf-show --db=ours openmpi-mosix | sed -n 's,^[* ]*openmpi-mosix/enable: ,,p'
    }
    sed 's/^_Description/Description/; /^#/d' "$template" >openmpi-mosix.templates
    # What dpkg has debconf do when it installs the package.
    perl -MDebconf::Db -MDebconf::Template -e 'Debconf::Db->load;
        Debconf::Template->load(@ARGV); Debconf::Db->save' openmpi-mosix.templates openmpi-mosix
    assert_equal "$(answer)" false
    sed 's,enable boolean false,enable boolean true,' "$provisioning/preseed/openmpi-mosix.preseed" |
        debconf-set-selections
    assert_equal "$(answer)" true
    run debconf-set-selections --checkonly "$provisioning/preseed/openmpi-mosix.preseed"
    assert_success
    assert_output ''
    debconf-set-selections "$provisioning/preseed/openmpi-mosix.preseed"
    assert_equal "$(answer)" false
}

@test "cloud-init: the schema accepts the user data" {
    data=$provisioning/cloud-init/openmpi-mosix.yaml
    assert_equal "$(head -n 1 "$data")" '#cloud-config'
    if ! command -v cloud-init >/dev/null; then
        [ -n "${MOSIX_TEST_SLOW:-}" ] || skip 'slow: contrib/check --slow fetches cloud-init'
        python3 -c 'import jsonschema, yaml' 2>/dev/null ||
            skip 'python3-jsonschema and python3-yaml are missing'
        # Its package would install services; only its schema is needed.
        command -v apt-get >/dev/null && timeout 120 apt-get -q download cloud-init >log 2>&1 ||
            skip 'cloud-init cannot be fetched'
        dpkg-deb -x cloud-init_*.deb cloud
        run python3 - "$data" cloud/usr/lib/python3/dist-packages/cloudinit/config/schemas \
            <<'END'
import glob, json, sys
import jsonschema, yaml

data = yaml.safe_load(open(sys.argv[1]))
schema = json.load(open(glob.glob(sys.argv[2] + "/schema-cloud-config-v*.json")[0]))
jsonschema.Draft4Validator(schema).validate(data)
unknown = [k for k in data if not any(k in d.get("properties", {}) for d in schema["$defs"].values())]
assert not unknown, unknown
END
    else
        run cloud-init schema --config-file "$data"
    fi
    assert_success
}

@test "images: registered from outside, and shown" {
    run "$provisioning/image/register-image" "$root"
    assert_success
    assert_output --partial 'registered, lines 1 to'
    is_registered
    put_mosix
    run "$provisioning/image/register-image" "$root"
    assert_success
    assert_output --partial 'run this inside the image'
    is_set_up
    run "$provisioning/image/register-image" --help
    assert_success
    assert_output --partial 'usage: register-image ROOT'
    run "$provisioning/image/register-image" "$work/none"
    assert_failure 2
    run "$provisioning/image/register-image"
    assert_failure
    assert_output --partial 'usage: register-image ROOT'
}
