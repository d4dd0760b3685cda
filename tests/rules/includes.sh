#!/bin/sh
# The plan of the house, held against the real #include lines: a file includes its own layer or lower ones, headers make no cycle, a
# library is known to one file, the file system is touched from few places, and the top level stays as small as it was meant to be.
# Argument: the folder to look at (for the test of this test); none means the checkout.
set -u
cd "${1:-$(dirname "$0")/../..}" || exit 1

# Lowest first; rooms between two signs are one layer.
layers='base < doc < read write template < site < search < page < build < serve < cmd'

# One .c each, and no header of ours.
libraries='cmark.h yaml.h pthread.h libstemmer.h utf8proc.h microhttpd.h xxhash.h xxh3.h sys/inotify.h sys/vfs.h iconv.h libdeflate.h brotli/encode.h zstd.h zip.h nettle/sha2.h nettle/base64.h'

# What the C standard and POSIX offer, and malloc.h where glibc is. A header that stands nowhere is a new dependency: put it on one of the two lists.
system='assert.h ctype.h errno.h float.h inttypes.h limits.h locale.h malloc.h math.h setjmp.h signal.h stdalign.h stdarg.h stdatomic.h stdbool.h
stddef.h stdint.h stdio.h stdlib.h stdnoreturn.h string.h time.h arpa/inet.h dirent.h fcntl.h netdb.h netinet/in.h poll.h spawn.h strings.h
sys/file.h sys/mman.h sys/resource.h sys/socket.h sys/stat.h sys/statvfs.h sys/time.h sys/types.h sys/un.h sys/wait.h termios.h unistd.h'

top_level='LICENSE Makefile README.md config.yml content src static templates tests'

tests=0
tap() {    # tap NAME TROUBLES: a test that is passed when no trouble was found
    tests=$((tests + 1))
    if [ -z "$2" ]; then
        echo "ok $tests - $1"
    else
        echo "not ok $tests - $1"
        echo "$2" | sed 's/^/# /'
    fi
}

# Every include of the source as `file kind name`, kind being quote or angle.
includes=$(find src -name '*.[ch]' | LC_ALL=C sort | while read -r file; do
    sed -n -e "s|^[ \t]*#[ \t]*include[ \t]*\"\([^\"]*\)\".*|$file quote \1|p" \
        -e "s|^[ \t]*#[ \t]*include[ \t]*<\([^>]*\)>.*|$file angle \1|p" "$file"
done)

tap 'a file includes its own layer or lower ones' "$(echo "$includes" | awk -v layers="$layers" '
    BEGIN {
        n = split(layers, line, " < ")
        for (i = 1; i <= n; i++) {
            k = split(line[i], room, " ")
            for (j = 1; j <= k; j++)
                rank[room[j]] = i
        }
        top = n + 1
    }
    function rank_of(path,    part) {
        return split(path, part, "/") < 2 ? top : part[1] in rank ? rank[part[1]] : 0
    }
    $2 == "quote" {
        file = substr($1, 5)
        if (!rank_of(file))
            print $1 ": a room that the plan does not have"
        else if (!index($3, "/") || !rank_of($3))
            print $1 ": \"" $3 "\" is in no room"
        else if (rank_of($3) > rank_of(file))
            print $1 ": includes \"" $3 "\" from a layer above"
    }')"

tap 'no header includes itself, not even through others' "$(echo "$includes" | awk '
    $2 == "quote" && $1 ~ /\.h$/ { next_of[substr($1, 5)] = next_of[substr($1, 5)] " " $3 }
    # Depth first; a header met again while it is still open closes a cycle.
    function visit(header, path,    list, n, i) {
        if (state[header] == "open")
            print path
        if (state[header])
            return
        state[header] = "open"
        n = split(next_of[header], list, " ")
        for (i = 1; i <= n; i++)
            visit(list[i], path " -> " list[i])
        state[header] = "done"
    }
    END { for (header in next_of) visit(header, header) }')"

tap 'a library is known to one .c file' "$(echo "$includes" | awk -v libraries="$libraries" -v system_headers="$(echo $system)" '
    BEGIN {
        n = split(libraries, list, " ")
        for (i = 1; i <= n; i++) is_library[list[i]] = 1
        n = split(system_headers, list, " ")
        for (i = 1; i <= n; i++) is_system[list[i]] = 1
    }
    $2 != "angle" || is_system[$3] { next }
    !is_library[$3]    { print $1 ": <" $3 "> is on neither list of this test" }
    $1 ~ /\.h$/        { print $1 ": a header of ours includes <" $3 ">" }
    $3 in home         { print $1 ": <" $3 "> is already known to " home[$3] }
    !($3 in home)      { home[$3] = $1 }')"

tap 'base/fs.h is included where files are touched' "$(echo "$includes" | awk '
    $3 == "base/fs.h" && $1 !~ /^src\/(base\/(fsown\.h|spool\.h)|build\/.*|cmd\/.*|serve\/.*|main\.c)$/ { print $1 ": includes base/fs.h" }')"

# A tree that was unpacked from an archive has no index; there the listing says the same, built things apart.
listed=$({ git -c core.quotePath=off ls-files 2>/dev/null || ls | grep -vx -e build -e public; } | sed 's|/.*||' | LC_ALL=C sort -u | grep -v '^\.')
tap 'the top level holds what it was meant to hold' "$({ echo "$listed"; echo "$top_level" | tr ' ' '\n' | sed 's/$/ wanted/'; } | awk '
    $2 == "wanted" { if (!($1 in there)) print $1 ": missing"; delete there[$1]; next }
    { there[$1] = 1 }
    END { for (name in there) print name ": does not belong to the top level" }')"

echo "1..$tests"
