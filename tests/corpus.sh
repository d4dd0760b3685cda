# Sourced by the tests that read the archive of old articles. KB_CORPUS names a folder that holds txt/ and kb/; "none" skips the test. Without it
# the packed archive beside the checkout is unpacked once into build/corpus.

skip() {    # skip WHY: the whole test, named by $group
    echo "ok 1 - $group # SKIP $1"
    echo "1..1"
    exit 0
}

unpack() {
    top=${BUILD%/asan} corpus=${top%/tsan}/corpus    # the builds with sanitizers share it
    [ -d "$corpus/txt" ] && return
    packed=../shared/corpus/kbarchive-dev.tar.zst
    [ -r "$packed" ] || skip "KB_CORPUS is not set and there is no $packed"
    command -v zstd >/dev/null && command -v tar >/dev/null || skip "zstd and tar are needed to unpack $packed"
    part=$corpus.part.$$        # others may unpack it at the same time: the first is taken
    mkdir -p "$part" && zstd -dc "$packed" | tar x -C "$part" && { mv -T "$part" "$corpus" 2>/dev/null || [ -d "$corpus/txt" ]; }
    status=$?
    rm -rf "$part"
    [ "$status" -eq 0 ] || skip "$packed cannot be unpacked"
}

find_corpus() {    # gives $corpus
    case ${KB_CORPUS:-} in
    none) skip 'KB_CORPUS=none' ;;
    '') unpack ;;
    *) corpus=$KB_CORPUS ;;
    esac
    [ -d "$corpus/txt" ] && [ -d "$corpus/kb" ] || skip "$corpus does not hold txt/ and kb/"
}
