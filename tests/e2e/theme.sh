#!/bin/sh
# kb theme: the files of the built-in theme, and those that a site takes for its own.
. "$(dirname "$0")/common"
"$kb" init "$work/help" >"$work/stdout" && cd "$work/help" || exit 1

gives 0 'the list' theme
(cd "$root" && find templates static -type f ! -name '*~' | sort) >"$work/files"
check 'it has all files of the theme, in order' cmp -s "$work/files" "$work/stdout"
check '… and nothing on standard error' test ! -s "$work/stderr"

# --- copying ------------------------------------------------------------------------------------------------------------------------------
gives 0 'a template and a style sheet' theme article.mustache kb.css
printf 'templates/article.mustache\nstatic/kb.css\n' >"$work/expected"
check '… are printed with their places' cmp -s "$work/expected" "$work/stdout"
check 'they are those of the theme' cmp -s "$root/templates/article.mustache" templates/article.mustache
check '… both' cmp -s "$root/static/kb.css" static/kb.css
gives 0 'a template by its name alone' theme home
exists templates/home.mustache
gives 0 'one by its whole name' theme templates/list.mustache
exists templates/list.mustache
gives 0 'a file of a folder' theme lang/en.yml
exists templates/lang/en.yml
gives 0 'the site builds with them' build -q --strict --strict-templates
"$kb" init "$work/plain" >"$work/stdout"
"$kb" build -q -s "$work/plain" -d "$work/other"
same_tree 'it is the site that it was' public "$work/other"

# --- what a site has ----------------------------------------------------------------------------------------------------------------------
echo 'body { color: red }' >>static/kb.css
sed 's|<h1>|<h1 class="mine">|' templates/article.mustache >new && mv new templates/article.mustache
gives 0 'the list of a site with files of its own' theme
prints 'static/kb.css  replaced by static/kb.css' '… tells what is replaced'
prints 'templates/home.mustache  the same is in templates/home.mustache' '… and what is the same'
check 'each file is on a line of its own' test "$(wc -l <"$work/stdout")" -eq "$(wc -l <"$work/files")"
build() { "$kb" build -q -d "$work/mine" && grep -q 'class="mine"' "$work/mine/kb/100/Q100001/index.html" && tail -1 "$work"/mine/kb.*.css | grep -q 'color: red'; }
check 'a replaced template and style sheet take their places' build
gives 2 'a file that is there' theme kb.css
says "there is 'static/kb.css' already"
check 'it stays as it is' test "$(tail -1 static/kb.css)" = 'body { color: red }'
gives 0 'the theme'"'"'s is printed' theme -p kb.css
check '… byte for byte' cmp -s "$root/static/kb.css" "$work/stdout"

# --- scripts that templates make, and names that bytes give -------------------------------------------------------------------------------------------
mkdir -p "$work/own/templates" "$work/own/static" "$work/own/content" && cd "$work/own" || exit 1
printf -- '---\ntitle: One\n---\n\nWords.\n' >content/one.md
printf 'say("{{t.next}}");\n' >templates/app.js.mustache
printf '{{#page}}<script src="{{root}}{{assets.app-js.file}}" integrity="{{assets.app-js.integrity}}"></script><link href="{{root}}plain.css">{{/page}}\n' >templates/article.mustache
echo 'p { }' >static/plain.css
echo '/* mine */' >static/kb.js
gives 0 'a site with a script that a template makes' build -q
script=$(echo public/app.*.js)
check 'it has the words of the language' grep -qx 'say("Next");' "$script"
check 'its name is of its bytes' test "$script" = "public/app.$(sha256sum <"$script" | cut -c1-10).js"
check 'the page asks for it by that name and its digest' grep -q "src=\"../${script#public/}\" integrity=\"sha256-[A-Za-z0-9+/]\{43\}=\"" public/one/index.html
check 'a file that no template names as an asset keeps its name' test -e public/plain.css
check "a script of the site's own takes the place of the template's" grep -q mine public/kb.*.js
echo 'say("again");' >>templates/app.js.mustache
gives 0 'the script changes' build -q
check 'the old one is gone' test ! -e "$script"
check 'the page asks for the new one' grep -q "$(basename public/app.*.js)" public/one/index.html
gives 0 'without fingerprints' build -q --offline
check 'names are plain' test -e public/app.js
check 'and no digest is told' grep -q 'src="../app.js" integrity=""' public/one/index.html

# --- other folders ------------------------------------------------------------------------------------------------------------------------
mkdir "$work/else" && cd "$work/else" || exit 1
printf 'templates_dir: mine/t\nstatic_dir: mine/s\n' >site.yml
gives 0 'folders that the config names' theme -c site.yml base favicon.svg
exists mine/t/base.mustache
exists mine/s/favicon.svg
gives 0 'the site is elsewhere' theme -s "$work/plain" base
prints "$work/plain/templates/base.mustache"

# --- what goes wrong ----------------------------------------------------------------------------------------------------------------------
gives 2 'a misspelt name' theme -s "$work/plain" 404 articel
says 'did you mean article?'
is_absent "$work/plain/templates/404.mustache"
gives 2 'a misspelt file' theme kb.cs
says 'did you mean kb.css?'
gives 2 'a name that is like none' theme /etc/passwd
says "'kb theme' lists its files"
gives 2 'an empty name' theme ''
gives 2 'nothing to print' theme -p
gives 2 'no config' theme -c missing.yml
touch "$work/file" && printf 'static_dir: %s/file/below\n' "$work" >bad.yml
gives 4 'a folder below a file' theme -c bad.yml kb.css
finish
