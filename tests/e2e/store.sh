#!/bin/sh
# What a build keeps of its articles between reading them and making their pages (build/store.h): no source is read a second time, unless a message points
# into it, or there is no room to keep what was read; then the site is the same.
. "$(dirname "$0")/common"
cd "$work" || exit 1
faults=$BUILD/tests/regenerate/faults.so

# The many come first, so that they fill what room there is before the sample's articles of every kind.
many=400 broken=3
mkdir -p content/a
cp -R "$root/content" content/z
awk -v n=$many -v broken=$broken 'BEGIN {
    for (i = 0; i < n; i++) {
        file = "content/a/" 1000 + i ".md"
        printf "---\ntitle: Number %d\ndate: 2026-03-%02d\nkeywords: [k%d]\n---\n\n# One\n\nSee [](%d.md).%s\n\n", i, i % 28 + 1, i % 7, 1000 + i * 7 % n,
            i < broken ? " [Not here](none.md)." : "" >file
        for (k = 0; k < 40; k++)
            printf "Of article %d the paragraph %d says *nothing* that `anyone` would have to read, and says it twice.\n\n", i, k >file
        close(file)
    }
}'
echo 'outputs: [json, markdown]' >config.yml

build() {    # build FOLDER NUMBER: into the folder; where one of the many is opened for the NUMBERth time, the file `count` is made, and that fails
    rm -rf count "$1" ".$1.kbstate"
    (ASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0 LD_PRELOAD=$faults KB_FAULT=openr:$2:EIO:$work/content/a/ KB_FAULT_COUNT=$work/count \
        "$kb" build -j1 -d "$1" >stdout 2>stderr)
    status=$?
    sed "s/ in $1 (.*//" stderr >"$1.said"
}
build_in_little_room() {    # of what a file may be at most the store takes a part, as of what is free on a disk
    (ulimit -f 16384 && build "$@")
}
reached() { [ -e count ]; }
unreached() { [ ! -e count ]; }

if [ ! -e "$faults" ]; then
    skip 'a build from nothing opens each source once' 'no faults.so'
    finish
fi
build counted $((many + broken))
check 'a build from nothing opens each source' reached
build whole $((many + broken + 1))
check '… once, and once more to show where a link is broken' unreached
check '… and is done' test "$status" -eq 0
check '… with the place of each' test "$(grep -c "none.md' leads to no" stderr)" -eq $broken

build again $((many + 1))
check 'a build that cannot read it for that' test "$status" -eq 4
says 'a/1000.md: error: cannot open'
"$kb" build -j1 -d again >stdout 2>stderr
same_tree '… and the next one, which can' whole again
check '… says the same' test "$(grep -c "none.md' leads to no" stderr)" -eq $broken

build_in_little_room counted $((many + 100))
check 'with little room some are read again' reached
build_in_little_room tight $((4 * many - 100))     # each has a page and two twins
check '… and some are not' unreached
same_tree '… and the site is the same' whole tight
check '… and all that is said' cmp whole.said tight.said

finish
