#!/bin/sh
# A content folder full of what nobody meant to put there, and names that file systems allow.
. "$(dirname "$0")/common"
cd "$work" || exit 1

# --- odd files -----------------------------------------------------------------------------------------------------------------------------
mkdir -p odd/content/sub odd/content/folder.txt odd/content/empty.md
cd odd || exit 1
printf '# Good\n\nWords.\n' >content/good.md
printf '# Inside\n\nWords.\n' >content/folder.txt/inside.md
printf 'GIF89a\000\001\002' >content/binary.md
printf 'GIF89a\000\001\002' >content/picture.gif
: >content/nothing.txt
ln -s .. content/sub/loop
ln -s . content/self
ln -s nowhere content/dangling.md
ln -s good.md content/linked.md
ln -s ../../../outside content/sub/outside
mkdir ../outside && printf '# Outside\n\nWords.\n' >../outside/o.md
mkfifo content/pipe.md
gives 0 'loops, dangling links, pipes, binary and empty files' build -v -d out
for page in good/index.html folder.txt/inside/index.html linked/index.html sub/outside/o/index.html picture.gif; do exists out/$page; done
is_absent out/binary/index.html
is_absent out/sub/loop
for said in 'content/sub/loop: warning' 'content/self: warning' '[folder-loop]' 'content/binary.md: warning' 'content/nothing.txt: warning' '[not-an-article]'; do
    says "$said"
done
check 'a loop is followed not once' test "$(grep -c 'folder-loop' "$work/stderr")" -eq 2
gives 1 'with --strict they are errors' build --strict -q -d out

# --- large files ----------------------------------------------------------------------------------------------------------------------------
if truncate -s 100M content/large.txt 2>/dev/null; then
    gives 1 'an article of 100 MB' build -q -d out
    says 'content/large.txt: error'
    says '[too-large]'
    exists out/good/index.html
    mv content/large.txt content/large.bin
    gives 0 'an attachment of 100 MB' build -q -d out
    check '… is copied whole' cmp -s content/large.bin out/large.bin
    if { (ulimit -v 90000 && "$kb" --version); } >/dev/null 2>&1; then
        (ulimit -v 90000 && exec "$kb" build -q -j1 -d out2) 2>"$work/stderr"
        tap $? '… without being held in memory'
    else
        skip '… without being held in memory' 'this build needs more memory itself'
    fi
    rm -rf content/large.bin out out2
else
    skip 'files of 100 MB' 'no truncate'
fi

# --- files that cannot be read ------------------------------------------------------------------------------------------------------------------
cd "$work" && mkdir -p secret/content/closed && printf '# Good\n\nWords.\n' >secret/content/good.md
printf '# Secret\n\nWords.\n' | tee secret/content/secret.md >secret/content/closed/c.md
chmod 0 secret/content/secret.md secret/content/closed
chmod 755 "$work" && mkdir unreadable && chmod 777 unreadable
as_nobody=
if [ "$(id -u)" -eq 0 ]; then as_nobody='setpriv --reuid=65534 --regid=65534 --clear-groups'; fi
if $as_nobody "$kb" --version >/dev/null 2>&1; then
    $as_nobody "$kb" build -q -s secret -d unreadable/site >"$work/stdout" 2>"$work/stderr"
    status=$?
    check 'files that cannot be read' test "$status" -eq 1 -o "$status" -eq 4
    says 'secret/content/secret.md: error'
    says 'secret/content/closed: error'
    says '[unreadable]'
    exists unreadable/site/good/index.html
    $as_nobody "$kb" build -q -s secret -d unreadable >"$work/stdout" 2>"$work/stderr"
    check 'a folder beside which no state can be kept' test $? -eq 4
    says '.unreadable.kbstate: error: cannot open: Permission denied'
else
    skip 'files that cannot be read' 'root reads everything, and cannot be somebody else here'
fi
chmod 700 secret/content/closed

# --- names -----------------------------------------------------------------------------------------------------------------------------------------
mkdir -p names/content && cd names || exit 1
newline=$(printf 'a\nb')
page() { printf -- '---\ntitle: "%s"\n---\n%s\n' "$2" "$3" >"content/$1"; }
page 'two words.md' 'Two words' 'See [hash](a%23b.md), [question](<a%3Fb.md>), [percent](<100%.md>), [escaped](100%25.md), [quotes](<"it'"'"'s".md>), [umlaut](Ä.md), ![p](<p 1%23.png>).'
page 'a#b.md' 'Hash' 'See [two words](<two words.md>), [escaped](two%20words.md) and [the escaped hash](a%23b.md).'
page 'a?b.md' 'Question' 'See [escaped](a%3Fb.md), [two](two%20words.md).'
page '100%.md' 'Percent' 'Words.'
page '%41.md' 'A percent escape for a name' 'Words.'
page "\"it's\".md" 'Quotes' 'Words.'
page '<b>&amp;.md' 'Markup' 'Words.'
page 'Ä.md' 'Umlaut' 'See [quotes](<"it'"'"'s".md>).'
page '日本語.md' 'Japanese' 'Words.'
page 'back\slash.md' 'Backslash' 'Words.'
page "$newline.md" 'Newline' 'Words.'
page '-dash.md' 'Dash' 'Words.'
page '..dots.md' 'Hidden' 'Words.'
page 'a:b.md' 'Colon' 'See [two words](<two words.md>).'
page "$(printf 'latin-\351').md" 'Latin' 'Words.'
printf 'DOCUMENT:Q900001  01-JAN-2001  [x]\nWords.\n' >"content/$(printf 'none-\351').txt"
page "$(printf '%0250d' 0).md" 'Long' 'Words.'
for name in 'p 1#.png' 'q?.bin' 'r%.bin' 's"\\.bin' "t$newline.bin"; do printf 'x\000' >"content/$name"; done
for mode in '' --offline; do
    # shellcheck disable=SC2086 # a word or none
    gives 1 "every kind of name${mode:+, $mode}" build -q -d "html$mode" $mode
    says 'back\slash.md'
    for page in two-words a#b 'a?b' 100% %41 "\"it's\"" '<b>&amp;' Ä 日本語 -dash a:b; do exists "html$mode/$page/index.html"; done
    for file in 'q?.bin' 'r%.bin' 's"\\.bin' "t$newline.bin"; do exists "html$mode/$file"; done
    is_absent "html$mode/dots"
    check "… and every page is UTF-8${mode:+, $mode}" test -z "$(grep -r -l "$(printf '\351')" "html$mode" --include=index.html)"
    # shellcheck disable=SC2086
    "$links" $mode "html$mode" >"$work/stdout" 2>&1
    tap $? "… and every link between them leads somewhere${mode:+, $mode}"
done
"$kb" build -q -d html --diagnostics json 2>"$work/stderr"
check 'a line of JSON for each message, whatever the names are' awk '!/^\{"path":".*"\}$/ { bad = 1 } END { exit bad || !NR }' "$work/stderr"
"$kb" build -q -d html 2>"$work/stderr"
check 'a name cannot forge a message' awk '/^b\.md/ { bad = 1 } END { exit bad }' "$work/stderr"
[ -z "$(tr -d '\t\n\040-\176\200-\377' <"$work/stderr")" ]
tap $? 'no message sends control characters to the terminal'

# --- outside the output folder -----------------------------------------------------------------------------------------------------------------------
cd "$work" && mkdir -p escape/site/content && cd escape/site || exit 1
n=0
for permalink in ../x/ ../../x/ a/../../x/ /../x/ '/..' '..' './../x/' '%2e%2e/x/' '..\\\\x/' '/tmp/../../x/' 'a/..'; do
    n=$((n + 1))
    printf -- '---\ntitle: Escape %s\npermalink: "%s"\nredirect_from: ["%s", "%sy/"]\nlayout: "../%s"\n---\n![x](../../../../etc/passwd) [y](../../%s)\n' \
        $n "$permalink" "$permalink" "$permalink" "$permalink" "$permalink" >content/$n.md
    printf 'DOCUMENT:%s  01-JAN-2001  [x]\nTITLE   :x\nPRODUCT :%s\nPROD/VER:\nOPER/SYS:\nKEYWORDS:%s\n\nWords.\n' "$permalink" "$permalink" "$permalink" >content/$n.txt
done
printf 'taxonomies: {keywords: 1}\n' >config.yml
gives 1 'permalinks, aliases, ids, products and links that lead out' build -q -d out
check '… write nothing outside' test "$(cd .. && find . -type f | grep -v -e '^./site/content/' -e '^./site/out/' -e '^./site/config.yml' -e '^./site/.out.kbstate$')" = ''
is_absent "$work/escape/x"
is_absent "$work/x"
check 'etc/passwd is not copied' test -z "$(find out -name 'passwd*')"
"$links" out >"$work/stdout" 2>&1
tap $? 'what is written links to what is there'
finish
