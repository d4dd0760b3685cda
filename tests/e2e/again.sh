#!/bin/sh
# Building again: what is told of it, and what a build may rely on. That its files are those of a clean build, tests/regenerate holds.
. "$(dirname "$0")/common"
cd "$work" || exit 1

article() {    # article NAME TITLE TEXT
    printf -- '---\ntitle: %s\ndate: 2026-03-02\n---\n\n%s\n' "$2" "$3" >"content/$1.md"
}
site() {    # site NAME: a small site, and into it
    mkdir -p "$work/$1/content/pictures" "$work/$1/static" && cd "$work/$1" || exit 1
    article one 'One' 'See [](two.md). ![A plan](pictures/plan.svg)'
    article two 'Two' 'Words.'
    article three 'Three' 'Alone.'
    echo '<svg xmlns="http://www.w3.org/2000/svg"/>' >content/pictures/plan.svg
    echo 'var app;' >static/app.js
}
explains() {    # explains NAME TEXT WHAT: kb build --explain NAME prints TEXT, and nothing else
    run build -q --explain "$1" $options
    [ "$status" -eq 0 ] && [ "$(cat "$work/stdout")" = "$2" ]
    tap $? "$3: $2"
}
options=
stays='is as it was: nothing that it is made of changed'
idle='is as it was: no source, template, static file or config key changed'

# --- why ----------------------------------------------------------------------------------------------------------------------------------
site why
gives 0 'all names of a page' build -q --explain one/ --explain /one/ --explain one/index.html --explain public/one/index.html --explain content/one.md --explain one.md
yes 'one/index.html is new' | head -6 >"$work/expected"
check 'a new page' cmp -s "$work/expected" "$work/stdout"
explains one/ "one/index.html $idle" 'nothing changed'
explains public/one/index.html "one/index.html $idle" '… asked with the output folder'
explains content/one.md "content/one.md $idle" '… asked by the source'
explains static/app.js "static/app.js $idle" '… by a static file'
explains '' "index.html $idle" '… by the address of the home page'
explains missing/ 'missing/index.html is no file of this site' '… of an unknown name'
touch content/one.md
explains one/ "one/index.html $stays" 'a new date of the source and the same bytes'
article three 'Three' 'Still alone.'
explains three/ 'three/index.html is made again: its source changed' 'a changed source'
article three 'Three' 'Alone.'
explains one/ "one/index.html $stays" 'another one changed'
article three 'Three' 'Still alone.'
explains 404.html '404.html is one of a kind and made in every build; the file is written when its bytes have changed' 'a page that is made each time'
article three 'Three' 'Alone.'
explains nothing 'nothing is no file of this site' 'an unknown name'
article two 'Second' 'Words.'
explains content/one.md 'one/index.html is made again: what it links to or lists changed: a title, an address, what is there, the articles before and after it' \
    'the title of a linked article'
check '… stands on the page' grep -q '>Second</a>' public/one/index.html
article two 'Second' 'See [](three.md).'
explains three/ 'three/index.html is made again: the articles that link to it changed' 'an article that links to it'
mkdir templates
sed 's/<main/<main data-mine/' "$root/templates/base.mustache" >templates/base.mustache
explains three/ 'three/index.html is made again: a template or partial that it uses changed' 'a template of the site'
rm templates/base.mustache
explains three/ 'three/index.html is made again: a template or partial that it uses changed' '… that is gone again'
echo 'title: Another' >config.yml
explains three/ 'three/index.html is made again: a config key that it shows changed, or the navigation' 'a config key'
rm public/three/index.html
explains three/ 'three/index.html is made again: the file is missing, or was changed by another hand' 'a missing output'
exists public/three/index.html
echo mine >public/three/index.html
explains three/ 'three/index.html is made again: the file is missing, or was changed by another hand' 'an output that was changed'
check '… is as it was' grep -q Alone public/three/index.html
echo 'var app = 1;' >static/app.js
explains static/app.js 'app.js is made again: its source changed' 'a static file, by its source'
echo '<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>' >content/pictures/plan.svg
copy=$(cd public && find . -name plan.svg | sed 's|^./||')
explains content/pictures/plan.svg "$copy is made again: its source changed" 'an attachment, by its source'
"$kb" build -q --strict-templates
options=--strict-templates
explains three/ 'three/index.html is made again: --strict-templates looks at every page' 'a look at all templates'
options=--force
explains three/ 'three/index.html is made again: the last build did not finish it, was of another version of kb or other settings, or counts no more (--force)' 'force'
options=
rm content/three.md
explains three/ 'three/index.html is removed: no source makes it any more' 'an article that is gone'
is_absent public/three
explains three/ 'three/index.html is no file of this site' '… and gone for good'

# --- what became of the files -----------------------------------------------------------------------------------------------------------------
site changes
gives 0 'the changes of the first build' build -q --changes list
(cd public && find . -type f) | sed 's|^\./|A |' | sort >"$work/expected"
check '… are all files' cmp -s "$work/expected" list
gives 0 '… of a build with nothing to do' build -q --changes list
check '… none' test -f list -a ! -s list
cp -R public "$work/before"
article two 'Second' 'Words.'
article four 'Four' 'New.'
rm content/three.md
gives 0 '… of a build of a new, a changed and a deleted article' build -q --changes -
LC_ALL=C sort -k 2 "$work/stdout" >"$work/expected"
check '… in the order of the names' cmp -s "$work/expected" "$work/stdout"
prints 'A four/index.html'
prints 'M two/index.html'
prints 'M one/index.html' '… and who links to it'
prints 'D three/index.html'
cp "$work/stdout" "$work/list"
while read -r letter path; do
    case $letter in
    D) rm "$work/before/$path" ;;
    *) mkdir -p "$work/before/$(dirname "$path")" && cp "public/$path" "$work/before/$path" ;;
    esac
done <"$work/list"
find "$work/before" -type d -empty -delete
same_tree '… bring a copy to what the folder is' "$work/before" public
# The script of the manual, with copying in place of what a host needs: a copy follows, even when an upload failed in between.
sed -n '/^#!.bin.sh -e/,/^```/p' "$root/content/manual/building.md" | sed '/^```/d' >script
printf '%s\n' 'while IFS= read -r path; do mkdir -p "$there/$(dirname "$path")"; cp "public/$path" "$there/$path"; done <upload' \
    'while IFS= read -r path; do rm -f "$there/$path"; done <delete' >lines
sed -e '/^# …/r lines' script >deploy
check 'the manual has a script' grep -q there deploy
PATH=$BUILD:$PATH there=$work/there
export PATH there
mkdir "$there"
cp -R public/. "$there"
article two 'Third' 'Words.'
article five 'Five' 'New.'
mv "$there" "$work/away" && : >"$there"
sh -e deploy >"$work/stdout" 2>&1
check 'an upload that fails' test $? -ne 0
rm "$there" && mv "$work/away" "$there"
rm content/five.md content/four.md
article six 'Six' 'New.'
check '… and the next one' sh -e deploy
find "$there" -type d -empty -delete
same_tree '… bring all of it' "$there" public
gives 4 'a list that cannot be written' build -q --changes none/such/../list/
rm -f list

# --- two at once ----------------------------------------------------------------------------------------------------------------------------------
site twice
"$kb" build -q
if command -v flock >"$work/stdout"; then
    article one 'One' 'Changed.'
    flock .public.kbstate "$kb" build >"$work/stdout" 2>"$work/stderr"
    status=$?
    check 'a second build at once' test "$status" -eq 4
    says 'public: error: another build is writing this folder; wait until it is done'
    check '… writes nothing' test -z "$(grep -r 'Changed\.' public)"
    gives 0 '… and may, later' build -q
    check '… write' grep -q 'Changed\.' public/one/index.html
    flock .public.kbstate "$kb" build -q -d other >"$work/stdout" 2>"$work/stderr"
    status=$?
    check 'another folder is free' test "$status" -eq 0
else
    skip 'two builds at once' 'no flock'
fi

# --- packed copies ------------------------------------------------------------------------------------------------------------------------------
site packed
echo 'precompress: [gzip, br, zstd]' >config.yml
i=0; while [ $i -lt 200 ]; do echo 'var words = "the same words";'; i=$((i + 1)); done >static/app.js
echo 'a packed file of the site' >static/app.js.gz
gives 0 'packed copies' build -q --changes list
for suffix in gz br zst; do
    exists public/one/index.html.$suffix
    exists public/favicon.svg.$suffix
    check "index.html.$suffix is smaller" test "$(wc -c <public/one/index.html.$suffix)" -lt "$(wc -c <public/one/index.html)"
    check '… and told as new' grep -q -x "A one/index.html.$suffix" list
done
check 'the gzip copy holds the page' sh -c 'gzip -dc public/one/index.html.gz | cmp -s - public/one/index.html'
check "a file of the site's own is kept" cmp -s static/app.js.gz public/app.js.gz
exists public/app.js.br
check 'no copy of a copy' test -z "$(find public -name '*.gz.*' -o -name '*.br.*' -o -name '*.zst.*')"
gives 0 'again' build -q --changes list
check '… nothing changes' test ! -s list
rm public/one/index.html.br && echo mine >public/two/index.html.gz
gives 0 'copies that are missing or changed' build -q --changes list
printf '%s\n' 'A one/index.html.br' 'M two/index.html.gz' >"$work/expected"
check '… are made again' cmp -s "$work/expected" list
article two 'Two' 'Other words.'
gives 0 'a changed article' build -q --changes list
check '… has a changed copy' grep -q -x 'M two/index.html.zst' list
check '… that holds it' sh -c 'gzip -dc public/two/index.html.gz | cmp -s - public/two/index.html'
rm content/three.md
gives 0 'a deleted article' build -q --changes list
check '… takes its copies along' test ! -e public/three
check '… which is told' grep -q -x 'D three/index.html.br' list
echo 'precompress: [br]' >config.yml
gives 0 'a codec less' build -q
check '… its copies go' test "$(find public -name '*.gz' -o -name '*.zst')" = public/app.js.gz
exists public/one/index.html.br
rm config.yml
gives 0 'no key' build -q
check '… no copies' test "$(find public -name '*.gz' -o -name '*.br' -o -name '*.zst')" = public/app.js.gz
"$kb" build -q -d "$work/clean"
same_tree '… as a clean build' public "$work/clean"

# --- search on and off ---------------------------------------------------------------------------------------------------------------------------
site search
"$kb" build -q
exists public/search/entry.js
echo 'search: false' >config.yml
gives 0 'the search is switched off' build -q
is_absent public/search
"$kb" build -q -d "$work/off"
same_tree '… as if it had never been' public "$work/off"
article two 'Two' 'Pomegranate.'
"$kb" build -q
rm config.yml
gives 0 'and on' build -q
gives 0 '… it finds what was written meanwhile' search pomegranate
prints 'two/'
"$kb" build -q -d "$work/on"
same_tree '… as in a clean build' public "$work/on"

# --- the state is lost ------------------------------------------------------------------------------------------------------------------------------
site lost
"$kb" build -q
"$kb" build -q -d "$work/fresh"
stamps() { find public -type f -exec stat -c '%n %i %Y %Z' {} + | sort; }
lost() {    # lost NAME: what stands in the folder is right; the next build sees it, touches nothing and knows all again
    stamps >"$work/expected"
    gives 0 "$1" build -q --changes list
    stamps >"$work/stdout"
    check '… no file is touched' cmp -s "$work/expected" "$work/stdout"
    check '… none is told' test ! -s list
    same_tree '… as a clean build' public "$work/fresh"
    run build -q --explain one/
    prints "$idle" '… and the next one knows all again'
}
rm .public.kbstate
lost 'a state that is deleted'
: >.public.kbstate
lost '… emptied'
echo 'kb state, or so somebody thought' >.public.kbstate
lost '… overwritten'
head -c 300 .public.kbstate >short && mv short .public.kbstate
lost '… cut off'
size=$(wc -c <.public.kbstate)
printf 'XXXXXXXX' | dd of=.public.kbstate bs=1 seek=$((size / 2)) conv=notrunc 2>"$work/stdout"
lost '… damaged in the middle'
cp .public.kbstate ../old && article two 'Second' 'Words.' && "$kb" build -q && cp ../old .public.kbstate
gives 0 'an older state' build -q
"$kb" build -q -d "$work/newer"
same_tree '… as a clean build' public "$work/newer"
faults=${kb%/kb}/tests/regenerate/faults.so
with_fault() {    # with_fault CALL:NUMBER:ERROR:PLACE ARGUMENTS: runs the program, and that call fails
    fault=$1
    shift
    (ASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0 LD_PRELOAD=$faults KB_FAULT=$fault KB_FAULT_COUNT=$work/count "$kb" "$@" >"$work/stdout" 2>&1) 2>"$work/stderr"
}
# Killed when it had read the change and made nothing of it: no output is new, so the state's last word alone says that the build is not done.
if [ -e "$faults" ]; then
    printf '\nA sentence more.\n' >>content/two.md
    with_fault "rename:1:KILL:$PWD" build -q
    check 'a build that is killed before its first page' test $? -ne 0
    gives 0 '… the next one' build -q
    rm -rf "$work/newer" && "$kb" build -q -d "$work/newer"
    same_tree '… as a clean build' public "$work/newer"
else
    skip 'a build that is killed before its first page' 'no faults.so'
fi
# All of the state is written anew, and nobody comes to the packed copies of a page that cannot be written: they must not be forgotten.
if [ -e "$faults" ]; then
    echo 'precompress: [gzip, br, zstd]' >config.yml
    "$kb" build -q
    exists public/two/index.html.gz
    article two 'Two' 'Written on a disk that fails.'
    with_fault "rename:1:EIO+:$PWD/public/" build -q --force
    check 'a build that makes all again, and no file can be written' test $? -eq 4
    rm content/two.md content/one.md
    gives 0 '… the next one, without the article' build -q
    is_absent public/two
    rm -rf "$work/newer" && "$kb" build -q -d "$work/newer"
    same_tree '… as a clean build' public "$work/newer"
    rm config.yml
    "$kb" build -q
else
    skip 'a build that fails while all of the state is written anew' 'no faults.so'
fi

rm .public.kbstate content/three.md
gives 0 'a deleted article, and the state as well' build -q
check '… its page stays: nobody knows it for a page of kb' test -e public/three/index.html

# --- another language ---------------------------------------------------------------------------------------------------------------------
# In German, "code" is a form of "cod", and "codee" one of "code".
site language
article one 'One' 'Some code.'
article two 'Two' 'The same code.'
"$kb" build -q
echo 'language: de' >config.yml
gives 0 'the words of another language' build -q
rm -rf "$work/newer" && "$kb" build -q -d "$work/newer"
same_tree '… as a clean build' public "$work/newer"
article three 'Three' 'A codee.'
gives 0 '… and an article changed then' build -q
rm -rf "$work/newer" && "$kb" build -q -d "$work/newer"
same_tree '… as a clean build' public "$work/newer"

finish
