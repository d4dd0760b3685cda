#!/bin/sh
# kb serve: what is answered to which request, what leads to a new build, and how it ends.
. "$(dirname "$0")/common"
command -v curl >/dev/null || { skip 'kb serve' 'there is no curl'; finish; }
cd "$work" || exit 1
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT

# start ARGUMENTS: a server at any free port, its address in $at, its words in said.
start() {
    rm -f said
    "$kb" serve -p 0 "$@" 2>said </dev/null &
    server=$!
    wait_for 'the site is at' said || return 1
    at=$(sed -n 's|^kb: the site is at \(http://[^/]*\).*|\1|p' said)
}

stop() {    # stop NAME [SIGNAL]
    kill -"${2:-INT}" "$server"
    wait "$server"
    status=$?
    server=
    cp said stderr
    check "$1" test "$status" -eq 0
}

# wait_for TEXT FILE: at most ten seconds, until it is there.
wait_for() {
    tries=0
    until grep -q -F -e "$1" "$2" 2>/dev/null; do
        tries=$((tries + 1))
        [ "$tries" -lt 200 ] || return 1
        sleep 0.05
    done
}

# shows TEXT PATH NAME: at most ten seconds, until the page has it.
shows() {
    tries=0
    until curl -s "$at$2" | grep -q -F -e "$1"; do
        tries=$((tries + 1))
        [ "$tries" -lt 200 ] || break
        sleep 0.05
    done
    [ "$tries" -lt 200 ]
    tap $? "$3"
}

get() {     # get PATH [CURL OPTIONS]: headers without CR in head, body in body, $code
    path=$1
    shift
    : >body
    code=$(curl -s --path-as-is -D head.crlf -o body -w '%{http_code}' "$@" "$at$path")
    tr -d '\r' <head.crlf >head
    cat head >stdout
}

is() {      # is CODE PATH [CURL OPTIONS]
    expected=$1
    shift
    get "$@"
    check "$expected for $*" test "$code" = "$expected"
}

header() { sed -n "s/^$1: //Ip" head; }
has_header() { check "… $1: $2" test "$(header "$1")" = "$2"; }
has_no_header() { check "… no $1" test -z "$(header "$1")"; }

mkdir -p site/content site/static/deep secret
printf 'title: Served\nsearch: false\n' >site/config.yml
printf -- '---\ntitle: One\n---\n\nFirst words.\n' >site/content/one.md
printf '0123456789' >site/static/digits.txt
printf 'x' >site/static/deep/x.unknown
printf 'one { }' >site/static/a.css
: >site/static/empty.txt
printf 'hidden' >site/static/.hidden
echo 'top secret' >secret/file
echo 'top secret' >outside
start -s site || { cat said; exit 1; }
check 'the address is told' test -n "$at"

# --- files and types -----------------------------------------------------------------------------------------------------------------
is 200 /
has_header Content-Type 'text/html; charset=utf-8'
has_header Cache-Control 'no-cache'
has_header X-Content-Type-Options nosniff
has_no_header Connection
is 200 /one/
check 'the page has the script before its end' grep -q '<script src="/.kb/live.js" data-revision="[0-9a-f]*"></script>' body
check '… and is as long as it says' test "$(header Content-Length)" -eq "$(wc -c <body)"
check 'the file has no script' sh -c '! grep -rq "\.kb/" site/public'
is 302 '/one?a=b'
has_header Location '/one/?a=b'
is 302 /deep
is 404 /deep/
is 404 /nothing/at/all
check 'the page of the site for that' grep -q 'Page not found' body
check '… with the script' grep -q data-revision body
has_no_header ETag
is 404 /one/index.html/
is 200 /a.css
has_header Content-Type 'text/css; charset=utf-8'
has_no_header Content-Encoding
has_no_header Vary
is 200 /deep/x.unknown
has_header Content-Type application/octet-stream
is 200 /empty.txt
has_header Content-Length 0
is 200 /.hidden
is 200 "/a.css?v=1"
is 200 /%61.css
is 200 /.kb/live.js
has_header Content-Type 'text/javascript; charset=utf-8'
is 404 /.kb/other

# --- HEAD and the others ---------------------------------------------------------------------------------------------------------------
is 200 /digits.txt -I
has_header Content-Length 10
check '… and no body' test "$(wc -c <body)" -le "$(wc -c <head.crlf)"
get /one/
cp head page.head
is 200 /one/ -I
check '… with the headers of GET' test "$(grep -vi '^date' page.head)" = "$(grep -vi '^date' head)"
for method in POST PUT DELETE OPTIONS PATCH; do
    is 405 /one/ -X $method -d x
    has_header Allow 'GET, HEAD'
done

# --- conditions and ranges ---------------------------------------------------------------------------------------------------------------
get /digits.txt
tag=$(header ETag) modified=$(header Last-Modified)
check 'a strong tag' sh -c 'case $1 in \"*\") ;; *) exit 1 ;; esac' - "$tag"
is 304 /digits.txt -H "If-None-Match: $tag"
has_header ETag "$tag"
check '… and no body' test ! -s body
is 304 /digits.txt -H "If-None-Match: \"x\", W/$tag"
is 304 /digits.txt -H 'If-None-Match: *' -I
is 200 /digits.txt -H 'If-None-Match: "x"' -H "If-Modified-Since: $modified"
is 304 /digits.txt -H "If-Modified-Since: $modified"
is 200 /digits.txt -H 'If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT'
is 412 /digits.txt -H 'If-Match: "x"'
get /one/
is 304 /one/ -H "If-None-Match: $(header ETag)"
is 206 /digits.txt -H 'Range: bytes=2-4'
has_header Content-Range 'bytes 2-4/10'
has_header Content-Length 3
check '… the bytes' test "$(cat body)" = 234
is 206 /digits.txt -H 'Range: bytes=-3'
check '… the last bytes' test "$(cat body)" = 789
is 206 /digits.txt -H 'Range: bytes=8-100'
check '… to the end' test "$(cat body)" = 89
is 416 /digits.txt -H 'Range: bytes=10-'
has_header Content-Range 'bytes */10'
is 200 /digits.txt -H 'Range: bytes=1-2,4-5'
is 200 /digits.txt -H 'Range: bytes=5-2'
is 200 /digits.txt -H 'Range: bytes=2-4' -H 'If-Range: "x"'
is 206 /digits.txt -H 'Range: bytes=2-4' -H "If-Range: $tag"
is 416 /empty.txt -H 'Range: bytes=0-'
get /one/
cp body whole
is 206 /one/ -H 'Range: bytes=-30'
check 'a range of a page is one of what is sent' test "$(cat body)" = "$(tail -c 30 whole)"

# --- packed files ----------------------------------------------------------------------------------------------------------------------------
printf GZ >site/public/a.css.gz && printf BR >site/public/a.css.br && printf ZS >site/public/a.css.zst
is 200 /a.css
has_header Vary Accept-Encoding
check '… unpacked' test "$(cat body)" = 'one { }'
is 200 /a.css -H 'Accept-Encoding: gzip, br, zstd'
has_header Content-Encoding br
has_header Content-Type 'text/css; charset=utf-8'
has_header Vary Accept-Encoding
check '… the packed file' test "$(cat body)" = BR
packed=$(header ETag)
is 304 /a.css -H 'Accept-Encoding: br' -H "If-None-Match: $packed"
is 200 /a.css -H 'Accept-Encoding: gzip' -H "If-None-Match: $packed"
has_header Content-Encoding gzip
is 200 /a.css -H 'Accept-Encoding: br;q=0.1, zstd;q=0.5, gzip;q=0'
has_header Content-Encoding zstd
is 200 /a.css -H 'Accept-Encoding: br;q=0'
has_no_header Content-Encoding
touch -t 200101010000 site/public/a.css.br
is 200 /a.css -H 'Accept-Encoding: gzip, br'
has_header Content-Encoding gzip
is 200 /a.css.gz
has_header Content-Type application/gzip
has_no_header Content-Encoding
rm site/public/a.css.*

# --- nothing leaves the folder ---------------------------------------------------------------------------------------------------------------
ln -s ../../secret site/public/linked
ln -s ../../outside site/public/file.txt
ln -s "$work/outside" site/public/absolute.txt
ln -s one site/public/two
mkfifo site/public/pipe 2>/dev/null
for path in /../outside /../../outside /one/../../../outside /..%2f..%2foutside /%2e%2e/%2e%2e/outside /%2e%2e%2f%2e%2e%2foutside /.%2e/.%2e/outside \
    '/..\..\outside' /..%5c..%5coutside //outside "/$work/outside" "//$work/outside" /./../../outside /one/%2e%2e/%2e%2e/%2e%2e/outside /%252e%252e/outside \
    /linked/file /file.txt /absolute.txt /linked /linked/ /two/index.html /pipe /one%00 /file.txt%00.html /%00 /a.css%0d%0aX:y /%zz /% /etc/passwd \
    /..%c0%af..%c0%afoutside /%c0%ae%c0%ae/%c0%ae%c0%ae/outside; do
    get "$path"
    case $code in 400 | 404) ! grep -q 'top secret\|root:' body ;; *) false ;; esac
    tap $? "$path is refused"
done
is 400 / --request-target "http://host/../outside"
is 200 / --request-target "http://host/digits.txt"
is 400 / --request-target 'digits.txt'
get //example.org/..
has_no_header Location
rm -r site/public/linked site/public/file.txt site/public/absolute.txt site/public/two site/public/pipe

# --- many at a time --------------------------------------------------------------------------------------------------------------------------
if curl --help all 2>/dev/null | grep -q -e --parallel-max; then
    curl -s -o /dev/null -w '%{http_code}\n' --parallel --parallel-immediate --parallel-max 64 "$at/{one/,digits.txt,a.css,,nothing}?[1-2000]" >codes 2>errors
    check '10,000 requests with 64 at a time: all answered' test "$(grep -c 200 codes)-$(grep -c 404 codes)-$(wc -l <codes)" = 8000-2000-10000
else
    skip '10,000 requests with 64 at a time' 'this curl is too old for --parallel-max'
fi
# Listeners that vanish, and more of them than a browser opens.
listeners=
for i in 1 2 3 4 5 6 7 8 9 10; do
    curl -s -N "$at/.kb/events" >"events$i" &
    listeners="$listeners $!"
done
wait_for '"revision"' events10
kill $listeners
is 200 /one/

# --- what leads to a new build ---------------------------------------------------------------------------------------------------------------
curl -s -N "$at/.kb/events" >events &
listener=$!
wait_for '"errors":""' events
tap $? 'a listener is told how things stand'
printf -- '---\ntitle: One\n---\n\nSecond words.\n' >site/content/one.md
shows 'Second words' /one/ 'a saved article'
wait_for 'site/content/one.md changed; the site is new' said
tap $? '… is told'
tries=0
until [ "$(grep -c '^data:' events)" -ge 2 ] || [ $((tries += 1)) -gt 100 ]; do sleep 0.05; done
check '… to pages, as a new site' test "$(grep '^data:' events | sort -u | wc -l)" -ge 2
printf 'Two words.\n' >site/content/two.tmp && mv site/content/two.tmp site/content/two.md
shows 'Two words' /two/ 'an article that was renamed into place' </dev/null
mkdir -p site/content/new/deep/er && printf 'Deep words.\n' >site/content/new/deep/er/three.md
shows 'Deep words' /new/deep/er/three/ 'an article in new folders'
printf 'Deeper words.\n' >site/content/new/deep/er/three.md
shows 'Deeper words' /new/deep/er/three/ '… which are watched'
mv site/content/new site/content/moved
shows 'Deeper words' /moved/deep/er/three/ 'a folder that was moved'
printf 'Moved words.\n' >site/content/moved/deep/er/three.md
shows 'Moved words' /moved/deep/er/three/ '… which is watched where it is'
mkdir elsewhere && printf 'Linked words.\n' >elsewhere/four.md && ln -s ../../elsewhere site/content/link
shows 'Linked words' /link/four/ 'a link to a folder'
printf 'Linked again.\n' >elsewhere/four.md
shows 'Linked again' /link/four/ '… in which changes count'
ln -s ../../elsewhere site/content/link2
shows 'Linked again' /link2/four/ 'a second link to it'
printf 'Linked twice.\n' >elsewhere/four.md
shows 'Linked twice' /link/four/ 'a change that has two names'
shows 'Linked twice' /link2/four/ '… shows under both'
ln elsewhere/four.md site/content/hard.md
shows 'Linked twice' /hard/ 'a third name'
printf 'Linked thrice.\n' >site/content/hard.md
shows 'Linked thrice' /hard/ '… of a file'
shows 'Linked thrice' /link/four/ '… that changes under all'
rm site/content/link2 site/content/hard.md
printf 'Alone.\n' >alone.md && ln -s ../../alone.md site/content/five.md
shows 'Alone' /five/ 'a link to a file'
printf 'Alone again.\n' >alone.md
shows 'Alone again' /five/ '… whose changes count'
printf 'Replaced.\n' >alone.new && mv alone.new alone.md
shows 'Replaced' /five/ '… and who may be replaced'
printf 'Replaced again.\n' >alone.md
shows 'Replaced again' /five/ '… twice'
printf 'A9876543210' >site/static/digits.txt
shows A9876543210 /digits.txt 'a static file'
mkdir -p site/templates && printf '<title>Mine</title>{{{article.body}}}' >site/templates/article.mustache
shows '<title>Mine</title>' /one/ 'a template in a folder that was not there'
printf '<title>Mine 2</title>{{{article.body}}}' >site/templates/article.mustache
shows '<title>Mine 2</title>' /one/ '… and again'
rm -r site/templates
shows 'Served' /one/ 'templates that are gone'
printf 'title: Renamed\nsearch: false\n' >site/config.yml
shows 'Renamed' / 'the config'
sleep 0.3; cp said before
for name in one.md~ .one.md.swp '#one.md#' 4913 .hidden; do echo x >"site/content/$name"; done
echo x >site/public/foreign.txt
echo x >site/notes.txt
sleep 0.4
check 'what editors leave, and what is none of the sources, starts no build' cmp -s said before
rm site/content/one.md~ site/content/4913 'site/content/#one.md#' site/content/.one.md.swp

# --- errors ------------------------------------------------------------------------------------------------------------------------------------
cp -R site/public good
printf -- '---\ntitle: [\n---\n\nBroken words.\n' >site/content/one.md
wait_for 'one.md:' events
tap $? 'a broken article is told to pages'
check '… as errors for which the site was kept' grep -q '"kept":true,"errors":"site/content/one.md:[0-9]*:[0-9]*: error: ' events
check '… and in the terminal' grep -q 'there are errors, and the site stays as it was' said
same_tree 'the last good site stays' good site/public
shows 'Second words' /one/ '… and is shown'
printf 'Other words.\n' >site/content/two.md
tries=0
until [ "$(grep -c 'site stays as it was' said)" -ge 2 ] || [ $((tries += 1)) -gt 200 ]; do sleep 0.05; done
same_tree '… also when something else is saved' good site/public
printf -- '---\ntitle: One\n---\n\nMended words.\n' >site/content/one.md
shows 'Mended words' /one/ 'a mended article'
shows 'Other words' /two/ '… and what was saved meanwhile'
check '… is told to pages' sh -c 'tail -2 events | grep -q "\"errors\":\"\""'
printf 'tilte: [\n' >site/config.yml
wait_for 'config.yml:' events
tap $? 'a broken config is told to pages'
shows 'Mended words' /one/ '… and the site stays'
printf 'title: Renamed\nsearch: false\n' >site/config.yml
printf 'Later words.\n' >site/content/two.md
shows 'Later words' /two/ '… until it is mended'
mv site/content gone
wait_for 'is no folder' said
tap $? 'a content folder that is gone'
shows 'Mended words' /one/ '… takes down nothing'
mv gone site/content
sleep 0.3
printf 'Back words.\n' >site/content/two.md
shows 'Back words' /two/ '… and is watched when it is back'
rm -r site/public
printf 'New words.\n' >site/content/two.md
shows 'New words' /two/ 'an output folder that is gone is made again'
shows 'Mended words' /one/ '… with all that was in it'

# More events than the kernel keeps: the server sleeps meanwhile.
kill -STOP "$server"
mkdir site/content/heap
i=0
while [ $i -lt 60 ]; do
    for j in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
        for file in "site/content/f$i-$j" "site/content/g$i-$j" "site/content/h$i-$j"; do : >"$file"; done
    done
    rm -f site/content/[fgh]$i-*
    i=$((i + 1))
done
printf 'After the flood.\n' >site/content/heap/flood.md
kill -CONT "$server"
shows 'After the flood' /heap/flood/ 'a queue that overflows'
printf 'Long after the flood.\n' >site/content/heap/flood.md
shows 'Long after the flood' /heap/flood/ '… and folders that came meanwhile are watched'
sleep 0.3
"$kb" build -q -s site -d fresh
same_tree 'after all this the site is the one that a build from nothing makes' fresh site/public
check 'listeners are still there' kill -0 "$listener"
stop 'Ctrl+C ends it with 0'
wait "$listener" 2>/dev/null
check '… and the stream of events' sh -c '! kill -0 "$1" 2>/dev/null' - "$listener"
check 'nothing else was said' test "$(grep -c -i -e sanitizer -e 'internal error' -e panic said)" -eq 0

# --- below a path, errors from the start, polling ----------------------------------------------------------------------------------------------
rm -rf site/public
printf -- '---\ntitle: [\n---\n\nBroken from the start.\n' >site/content/broken.md
start -s site -b https://example.org/help/ --poll
is 302 /
has_header Location /help/
is 302 /help
is 200 /help/two/
is 404 /two/
check 'the page for that leads to where the site is' grep -q 'href="/help/' body
is 200 /.kb/live.js
check 'the address has the path' grep -q "the site is at $at/help/ " said
check 'the files have the true address' grep -q 'https://example.org/help/' site/public/two/index.html
printf 'Polled words.\n' >site/content/two.md
shows 'Polled words' /help/two/ '--poll finds a change, and known errors are no hindrance'
rm site/content/broken.md
wait_for 'broken.md changed' said
tap $? '--poll finds what is gone'
stop 'SIGTERM ends it with 0' TERM

# Fewer watches than folders. The limit belongs to a user namespace of its own.
limit='echo 2 >/proc/sys/user/max_inotify_watches && exec "$@"'
if unshare -Ur sh -c "$limit" sh true 2>/dev/null; then
    rm said
    unshare -Ur sh -c "$limit" sh "$kb" serve -p 0 -s site 2>said </dev/null &
    server=$!
    wait_for 'the site is at' said
    at=$(sed -n 's|^kb: the site is at \(http://[^/]*\).*|\1|p' said)
    check 'too few watches are told' grep -q 'max_user_watches' said
    printf 'Unwatched words.\n' >site/content/two.md
    shows 'Unwatched words' /two/ '… and polling takes their place'
    stop 'it ends'
else
    skip 'too few watches' 'there are no user namespaces here'
fi

# --- the port ----------------------------------------------------------------------------------------------------------------------------------
start -s site -q --bind localhost
port=${at##*:}
gives 4 'a port that is taken' serve -s site -p "$port" --bind localhost
says "port $port of localhost is taken"
check '… is told before anything is built' test "$(wc -l <stderr)" -eq 1
lines=$(wc -l <said)
printf 'Quiet words.\n' >site/content/two.md
shows 'Quiet words' /two/ '-q'
check '… is quiet' test "$(wc -l <said)" -eq "$lines"
stop 'it ends'
mkdir bin && printf '#!/bin/sh\necho "opened $1" >"%s/opened"\n' "$work" >bin/xdg-open && chmod +x bin/xdg-open
PATH=$work/bin:$PATH start -s site --open -b https://example.org/help
wait_for "opened $at/help/" opened
tap $? '--open opens the site in the browser'
stop 'it ends'
gives 4 'an address that is not here' serve -s site -p 0 --bind no-such-host.invalid
says "no address 'no-such-host.invalid'"
gives 2 'a port beyond all' serve -s site -p 70000
says 'up to 65535'
gives 2 'an operand' serve site
says 'takes no'
printf 'tilte: [\n' >broken.yml
gives 2 'a broken config at the start' serve -s site -c broken.yml -p 0
gives 2 'no content folder at the start' serve -s secret -p 0
finish
