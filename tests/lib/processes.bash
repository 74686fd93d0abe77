# SPDX-License-Identifier: BSD-3-Clause
#
# Whether processes that a test knows by their PIDs have ended.

# is_alive PID: a zombie does not count, because who adopts an orphan may wait for it later.
is_alive() {
    local state
    state=$(sed 's/.*) \(.\) .*/\1/' "/proc/$1/stat" 2>/dev/null) && [ "$state" != Z ]
}
