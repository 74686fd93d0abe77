# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2154,SC2034 # the parts share their variables
#
# What contrib/mosix-vm and its helper prepare share: names, messages, places. To be sourced by bash
# after top_srcdir was set.

. "$top_srcdir/contrib/lib/setup.sh"
. "$top_srcdir/contrib/lib/debian.sh"

parts=$top_srcdir/contrib/lib/mosix-vm

# Both programs speak with one voice.
say() {
    printf 'mosix-vm: %s\n' "$*" >&2
}

# Exit statuses of our own: 2 for what the caller can put right, 125 for a machine that did not
# come up, 124 at the limit. All others are the command's.
refuse() {
    say "$*"
    exit 2
}

die() {
    say "$*"
    exit 125
}

# have PROGRAM: it is there and can be run.
have() {
    local where
    where=$(command -v "$1") && [ -x "$where" ]
}

# codename DISTRIBUTION
codename() {
    codename_of "$1" || refuse "--on $1: there are debian11, debian12 and debian13"
}

# hash_of: one word that changes when what is read does.
hash_of() {
    sha256sum | cut -c 1-16
}
