#!/bin/sh
# kb build: folders, threads, a second run, what is in the output folder already, what cannot be written.
. "$(dirname "$0")/common"
cd "$work" || exit 1
cp -R "$root/content" content

# --- which folders -------------------------------------------------------------------------------------------------------------------
mkdir empty one two
gives 0 'a site without any folder of its own' build -s empty --content content -d out
exists out/kb/263/Q263072/index.html
check 'the style sheet has a name that its bytes give it' test "$(echo out/kb.*.css)" = "out/kb.$(sha256sum <"$root/static/kb.css" | cut -c1-10).css"
is_absent out/sitemap.xml
check 'the empty folder stays empty' test -z "$(ls -A empty)"
[ "$(wc -l <stderr)" -eq 1 ]
tap $? 'the closing line is all that is said'
check 'it says how many articles and files, and how long it took' grep -q '[0-9][0-9]* articles, [0-9][0-9]* files .*[0-9]\.[0-9][0-9] s$' stderr

printf '# First\n\nWords.\n' >one/a.md
printf '# Second\n\nSee [a](a.md).\n' >two/b.md
gives 0 'several content folders' build -q -s empty --content one --content two -d several
exists several/a/index.html
exists several/b/index.html
mkdir -p site/content
cp one/a.md two/b.md site/content
printf 'content_dir: [content]\noutput_dir: html\ntitle: From the site folder\n' >site/config.yml
(cd / && "$kb" build -q -s "$work/site") >stdout 2>stderr
tap $? 'from another working folder'
exists site/html/index.html
check 'the config of the site folder is read' grep -q 'From the site folder' site/html/index.html
(cd site && "$kb" build -q -d ../below) && exists below/index.html
printf 'title: Another config\n' >other.yml
gives 0 'a config from elsewhere' build -q -s site -c other.yml -d below
check '… is the one that is used' grep -q 'Another config' below/index.html
mkdir -p deep && gives 0 'an output folder that is far from being there' build -q -s site -d deep/a/b/c
exists deep/a/b/c/index.html
mkdir inside && cp one/a.md inside && gives 0 'an output folder inside the content folder' build -q -s empty --content inside -d inside/public
gives 0 '… a second time' build -q -s empty --content inside -d inside/public
is_absent inside/public/public

# --- threads and a second run -----------------------------------------------------------------------------------------------------------
for jobs in 1 2 5; do
    gives 0 "-j$jobs" build -q -j$jobs -s empty --content content -d "jobs$jobs"
done
same_tree '-j1 and -j2 make the same files' jobs1 jobs2
same_tree '-j1 and -j5 make the same files' jobs1 jobs5
mtimes() { find "$1" -type f -exec ls -l --full-time {} + | awk '{ print $6, $7, $NF }' | sort; }
find jobs1 -type f -exec touch -t 200101010000 {} +
mtimes jobs1 >before
gives 0 'a second run' build -s empty --content content -d jobs1
mtimes jobs1 >after
check 'touches no file' cmp -s before after
check '… and says so' grep -q '(0 new, 0 changed, ' stderr
same_tree '… and changes nothing' jobs1 jobs2
printf '\nOne more sentence.\n' >>content/support/Q233219.txt
run build -q -s empty --content content -d jobs1
mtimes jobs1 | diff - before >changed
check 'a changed article changes its page' grep -q 'kb/233/Q233219/index.html' changed
check '… and no other article' test "$(grep -c '^<.*/index.html' changed)" -eq 1
check 'no temporary file is left' test -z "$(find jobs1 -name '*tmp*')"

mkdir .jobs1.kbtmp
echo half >.jobs1.kbtmp/0
rm jobs1/kb/263/Q263072/index.html
gives 0 'what a killed build leaves behind' build -q -s empty --content content -d jobs1
exists jobs1/kb/263/Q263072/index.html
check '… is taken away' test ! -e .jobs1.kbtmp
mkdir -p .first.kbtmp/site/kb kept && echo half >.first.kbtmp/site/kb/half && echo mine >kept/file && ln -s ../../../kept .first.kbtmp/site/kb/link
gives 0 'what a killed first build leaves behind' build -q -s empty --content content -d first
same_tree '… is no part of the site' first jobs1
check '… and is taken away' test ! -e .first.kbtmp
check '… but not what links in it lead to' test "$(cat kept/file)" = mine
mkdir -p ready && gives 0 'an empty folder that is there' build -q -s site -d ready
inode=$(stat -c %i ready 2>/dev/null) && rm -rf ready/* && rm .ready.kbstate && gives 0 '… and again' build -q -s site -d ready
check '… is filled, and none is put in its place' test "$(stat -c %i ready)" = "$inode"
ln -s ../../../../outside jobs1/kb/233/Q233219/.index.html.kb-tmp
rm jobs1/kb/233/Q233219/index.html
run build -q -s empty --content content -d jobs1
check 'a link in its place is not followed' test ! -e outside
rm -f jobs1/kb/233/Q233219/.index.html.kb-tmp

# --- files that are there already ---------------------------------------------------------------------------------------------------------
mkdir -p foreign/kb/263/Q263072 foreign/.git
echo mine | tee foreign/CNAME foreign/kb/263/Q263072/mine.txt foreign/.git/config foreign/kb/notes.html >/dev/null
gives 0 'an output folder with files of others' build -q -s site -d foreign
for file in CNAME kb/263/Q263072/mine.txt .git/config kb/notes.html; do
    check "… keeps $file" test "$(cat "foreign/$file")" = mine
done
mkdir -p linked target && ln -s ../target linked/a && echo keep >target/keep
gives 0 'an output folder that holds a link to a folder' build -q -s site -d linked
rm -rf linked && mkdir linked && echo outside >outside && ln -s ../outside linked/index.html
gives 0 'an output file that is a link' build -q -s site -d linked
check '… is replaced, and not followed' test "$(cat outside)" = outside

# --- where the time went -----------------------------------------------------------------------------------------------------------------
gives 0 '--profile' build -q --profile -v -s empty --content content -d profiled
same_tree '… makes the same files' profiled jobs1
for stage in 'config, theme' 'names of files' 'articles: read' 'pages: made and written' 'search: files planned' 'state: saved' 'all, with '; do
    check "… tells the stage '$stage'" grep -q "^$stage.* [0-9]*\.[0-9]* s  *[0-9]*\.[0-9] %  *[0-9]*\.[0-9]* s  *[0-9]* %  *[0-9]* MB$" stderr
done
check '… whose shares make 100 %' awk '/^all, with/ { all = $0 } / s +[0-9.]+ % / { match($0, /[0-9.]+ %/); if ($0 !~ /^all/) sum += substr($0, RSTART, RLENGTH) } END { exit !(all ~ / 100\.0 %/ && sum > 98 && sum < 102) }' stderr
check '… and ten articles, slowest first' sh -c 'sed "1,/took longest:/d" "$1" | tee "$1.slowest" | awk "{ print \$1 }" | sort -rnc && [ "$(wc -l <"$1.slowest")" -eq 10 ]' sh stderr
gives 0 '--profile where nothing changed' build -q --profile -s empty --content content -d profiled
check '… tells what that took' grep -q '^sources: which changed' stderr
check '… and no articles' test -z "$(grep 'took longest' stderr)"

# --- what cannot be written ------------------------------------------------------------------------------------------------------------------
mkdir -p blocked && echo file >blocked/a
gives 4 'a file where a folder must be' build -s site -d blocked
says 'blocked/a'
check 'the file stays' test "$(cat blocked/a)" = file
exists blocked/b/index.html
mkdir -p blocked2/a/index.html/x
gives 4 'a folder where a file must be' build -q -s site -d blocked2
says 'blocked2/a/index.html'
exists blocked2/b/index.html
gives 4 'a device where the output folder must be' build -q -s site -d /dev/null
gives 4 'an output folder below /proc' build -q -s site -d /proc/kb-output
if (ulimit -f 1 && true) 2>/dev/null; then
    (trap '' XFSZ && ulimit -f 1 && exec "$kb" build -q -s empty --content content -d limited) >stdout 2>stderr
    status=$?
    check 'a full disk' test "$status" -eq 4
    check '… leaves no part of a file' test -z "$(find limited -name '*tmp*')"
    says '[write]'
else
    skip 'a full disk' 'no limit on the size of files'
fi
if [ -e /dev/full ]; then
    "$kb" help >/dev/full 2>stderr
    check 'standard output that is full' test $? -eq 4
    "$kb" show -s site a.md --format json >/dev/full 2>stderr
    check '… for kb show too' test $? -eq 4
else
    skip 'standard output that is full' 'no /dev/full'
fi
finish
