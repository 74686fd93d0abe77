# SPDX-License-Identifier: BSD-3-Clause
#
# The part of `dependencies` that knows how names of files and of objects belong together.

function directory(path) {
    return sub(/\/[^\/]*$/, "", path) ? path : "."
}

function basename(path) {
    sub(/.*\//, "", path)
    return path
}

function without_suffix(path) {
    sub(/\.[a-z]+$/, "", path)
    return path
}

# How many leading directories two paths share.
function common_parts(first, second,    i, a, b, count) {
    count = split(first, a, "/")
    split(second, b, "/")
    for (i = 1; i <= count && a[i] == b[i]; i++) {
    }
    return i - 1
}

# The files of the tree that FROM may mean by NAME, as a list: the one beside it, else those whose
# path ends so, the nearest of them.
function meant(from, name,    i, count, files, near, best, list) {
    if ((directory(from) "/" name) in is_source) {
        return directory(from) "/" name
    }
    sub(/^(\.\.?\/)+/, "", name)
    count = split(named[basename(name)], files, " ")
    best = -1
    for (i = 1; i <= count; i++) {
        if (("/" files[i]) !~ ("/" name "$")) {
            continue
        }
        near = common_parts(directory(from), directory(files[i]))
        if (near > best) {
            best = near
            list = ""
        }
        if (near == best) {
            list = list " " files[i]
        }
    }
    return list
}

# needs FROM TO: two modules.
function needs(from, to) {
    if (from != to) {
        print from, to
    }
}

$1 == "source" {
    is_source[$2] = 1
    named[basename($2)] = named[basename($2)] " " $2
    next
}

$1 == "include" {
    count = split(meant($2, $3), files, " ")
    for (i = 1; i <= count; i++) {
        needs(without_suffix($2), without_suffix(files[i]))
    }
    next
}

$1 == "libc" {
    in_libc[$2] = 1
    next
}

# libtool and automake call the object of dir/x.c dir/x.o, dir/.libs/x.o or dir/TARGET-x.o.
# Objects of sources that are gone have no module, and count for nothing.
$1 == "object" {
    path = without_suffix($2)
    sub(/\/\.libs\//, "/", path)
    place = directory(path)
    name = basename(path)
    target = place
    while (!((place "/" name ".c") in is_source) && match(name, /-/)) {
        target = target "-" substr(name, 1, RSTART - 1)
        name = substr(name, RSTART + 1)
    }
    module = (place "/" name ".c") in is_source ? place "/" name : ""
    has_object[module] = 1
    next
}

$1 == "symbol" && module != "" {
    if ($2 ~ /^[TWi]$/) {
        if (!((target, $3, module) in defined)) {
            defined[target, $3, module] = 1
            definers[target, $3] = definers[target, $3] " " module
            anywhere[$3] = anywhere[$3] " " module
        }
    } else if ($2 == "U" && !((module, target, $3) in called)) {
        called[module, target, $3] = 1
    }
}

# A call means the function of the same program or library. If there is none, it means one that
# another library of ours provides.
function callees(target, name) {
    if ((target, name) in definers) {
        return definers[target, name]
    }
    return name in in_libc ? "" : anywhere[name]
}

END {
    if (mode == "missing") {
        for (file in is_source) {
            if (file ~ /\.c$/ && !(without_suffix(file) in has_object)) {
                print file
            }
        }
    }
    if (mode == "calls") {
        for (call in called) {
            split(call, part, SUBSEP)
            count = split(callees(part[2], part[3]), files, " ")
            for (i = 1; i <= count; i++) {
                needs(part[1], files[i])
            }
        }
    }
}
