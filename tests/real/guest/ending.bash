# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# Ends a node as if its power had failed, while ranks of an ordinary user run there. ssh would take a
# minute and more to a node that computes, in a virtual machine.

# await_endings NODE...: by root, before anything else: something on each of these nodes that ends it
# as soon as a file wants it, with a priority that no guest has.
await_endings() {
    local node
    for node do
        rm -f "/share/end-$node"
        ssh -o BatchMode=yes "node$node" "setsid chrt -f 50 sh -c '
            until [ -e /share/end-$node ]; do sleep 0.3; done
            mv /share/end-$node /share/ended-$node
            echo b >/proc/sysrq-trigger' >/dev/null 2>&1 </dev/null &" </dev/null
    done
}

# end_node NODE: returns when it is about to end.
end_node() {
    local try
    rm -f "/share/ended-$1"
    touch "/share/end-$1"
    for ((try = 0; try < 300; try++)); do
        [ ! -e "/share/ended-$1" ] || return 0
        sleep 0.2
    done
    fail "node $1 could not be ended"
}
