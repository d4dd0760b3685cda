#!/bin/sh
# kb build --zip: the site as one file, for reading without a server.
. "$(dirname "$0")/common"
cp -R content config.yml "$work" || exit 1
cd "$work" || exit 1
# What a web server would want, to see that none of it is packed; a name beyond ASCII; and a file larger than is held in memory at once.
printf 'base_url: https://www.example.com/kb/\nprecompress: [gzip]\nredirects: [nginx]\n' >>config.yml
mkdir -p static/ü && printf 'Words.\n' >static/ü/ä.txt
awk 'BEGIN { for (i = 0; i < 300000; i++) printf "line %d of a large file\n", i }' >static/large.txt

unpacked() {    # unpacked FOLDER ZIP: into a folder that is new
    rm -rf "$1" && mkdir "$1" && unzip -q "$2" -d "$1"
}

gives 0 'a zip' build --zip out/help.zip
says 'files in out/help.zip, '
check '… and nothing of it on standard output' test ! -s stdout
unzip -tq out/help.zip >stdout
tap $? 'it is whole'
unpacked one out/help.zip
check 'one folder is in it, called as the zip is' test "$(ls -A one)" = help
check '… that begins with index.html' test -f one/help/index.html
same_tree 'it holds all files of the folder that it was made from' one/help .public.kbzip/site
check 'the large file is whole' cmp -s static/large.txt one/help/large.txt
check 'names are kept' test -f one/help/ü/ä.txt
"$links" --offline one/help >stdout 2>&1
tap $? 'every link names a file of it'
find one -name '404.html' -o -name 'robots.txt' -o -name '*.xml' -o -name '*.gz' -o -name 'redirects.map' >stdout
check 'nothing that only a web server looks for is in it' test ! -s stdout
grep -rl 'www.example.com' one/help --include='index.html' | xargs grep -l 'rel="canonical"' >stdout
check 'no page tells an address on the web as its own' test ! -s stdout
is_absent public
check 'no temporary file stays' test "$(ls -A out)" = help.zip

# --- the same site, the same bytes ------------------------------------------------------------------------------------------------------
sum=$(cksum <out/help.zip)
gives 0 'once more' build --zip out/help.zip
says '(as it was)'
mkdir elsewhere && cp -R content static config.yml elsewhere
(cd elsewhere && find . -exec touch -d '2001-02-03 04:05:06' {} + && umask 077 && TZ=Asia/Tokyo "$kb" build -q -j1 --zip help.zip)
check 'another place, clock, user mask and number of threads' test "$sum" = "$(cksum <elsewhere/help.zip)"
unzip -Z -T -l out/help.zip | awk '/^-/ { print $1, $(NF - 1) }' | sort -u >stdout
check 'all files have one time and one set of rights' test "$(cat stdout)" = '-rw-r--r-- 19800101.000000'
unzip -Z1 out/help.zip >names
check 'they are sorted' sort -c names

# --- beside the ordinary build ------------------------------------------------------------------------------------------------------------
"$kb" build -q
find public -type f -exec cksum {} + | sort >before
gives 0 'a zip beside the site' build -q --zip out/help.zip
is_silent '… in silence'
find public -type f -exec cksum {} + | sort >after
check 'the site stays as it is' cmp -s before after
check '… and the zip is the same' test "$sum" = "$(cksum <out/help.zip)"
printf '\nOne sentence more.\n' >>content/manual/hosting.md
gives 0 'after an edit' build --zip out/help.zip
says ' as they were)'
says '(changed)'
"$kb" build -q --force -d clean --zip clean.zip
gives 0 'the same in another folder' build -q -d clean --zip other/help.zip
check 'it is that of a clean build' cmp -s out/help.zip other/help.zip
echo 'by hand' >clean/notes.txt
gives 0 'a file of another hand' build -q -d clean --zip other/help.zip
check '… is not packed' cmp -s out/help.zip other/help.zip
rm content/manual/hosting.md && gives 0 'after an article is gone' build -q --zip out/help.zip
check '… so it is from the zip' test -z "$(unzip -Z1 out/help.zip | grep manual/hosting/)"

# --- names --------------------------------------------------------------------------------------------------------------------------------
gives 0 'a name without a suffix' build -q --zip 'the help'
check 'the folder is called the same' test "$(unzip -Z1 'the help' | cut -d/ -f1 | sort -u)" = 'the help'
gives 0 'a name of nothing but the suffix' build -q --zip .zip
check 'the folder is called site' test "$(unzip -Z1 .zip | cut -d/ -f1 | sort -u)" = site

# --- what goes wrong ----------------------------------------------------------------------------------------------------------------------
sum=$(cksum <out/help.zip)
mkdir full
gives 2 'a folder' build --zip full
says "'full' is a folder"
gives 2 'a folder that is not there' build --zip nowhere/
check 'it is not made' test ! -e nowhere
gives 4 'below a file' build -q --zip config.yml/help.zip
printf -- '---\ntitle: Bad\nid: [\n---\n' >content/bad.md
gives 1 'an article that cannot be read' build -q --zip partial.zip
unzip -tq partial.zip >stdout
tap $? 'the others are packed'
rm content/bad.md
printf 'titel: x\nids: 5\n' >bad.yml
gives 2 'a config that cannot be read' build -q -c bad.yml --zip out/help.zip
check 'the old zip stays' test "$sum" = "$(cksum <out/help.zip)"

# --- kb clean -----------------------------------------------------------------------------------------------------------------------------
gives 0 'cleaning' clean
says 'removed from public'
says 'removed from .public.kbzip/site'
is_absent public
is_absent .public.kbzip
check 'the zip stays' test "$sum" = "$(cksum <out/help.zip)"
gives 0 'cleaning once more' clean
says 'there is nothing to clean'
finish
