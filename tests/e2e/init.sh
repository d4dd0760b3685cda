#!/bin/sh
# kb init: a new site that builds without a word, and never a file over another.
. "$(dirname "$0")/common"
cd "$work" || exit 1

gives 0 'a new site' init help
check 'it tells what to do next' grep -q -x '  cd help' stdout
check '… on standard output alone' test ! -s stderr
for file in config.yml content/Q100001.md content/Q100002.txt templates/README.md static .gitignore; do
    exists "help/$file"
done
cd help || exit 1
gives 0 'it builds' build -q --strict --strict-templates
check '… in silence' test ! -s "$work/stderr"
check 'its pages link to each other' grep -q 'href="../Q100002/"' public/kb/100/Q100001/index.html
check '… both ways' grep -q 'href="../Q100001/"' public/kb/100/Q100002/index.html
check 'the output is not for version control' grep -q -x /public/ .gitignore
check '… nor is what builds know of it' grep -q -x -F '/.public.kb*' .gitignore
check 'no note is published' test -z "$(find public -name 'README*')"
gives 0 'its links work from a folder' build -q --offline --strict
gives 0 'an article more' new 'The printer prints every page twice'
check 'it goes beside the others' test -f content/Q100003.md
gives 0 'the site still builds' build -q --strict

# Each key of the config stands there, and means what its comment says.
sed -n 's/^| \[`\([a-z_]*\)`\].*/\1/p' "$root/content/manual/config.md" >"$work/keys"
check 'the manual lists the keys' test -s "$work/keys"
while read -r key; do
    check "config.yml tells of $key" grep -q "^\(# \)\{0,1\}$key:" config.yml
done <"$work/keys"
sed 's/^# \([a-z_]*:\)/\1/' config.yml >all.yml
gives 0 'all its keys at once' build -q --strict -c all.yml -d "$work/all"

# The note in templates/ shows a template that works.
sed -n 's/^    \({{\|<\)/\1/p' templates/README.md >templates/poster.mustache
check 'the note has a template' grep -q 'article.body' templates/poster.mustache
sed 's/^id:/layout: poster\n&/' content/Q100001.md >poster.md && mv poster.md content/Q100001.md
gives 0 'the template of the note' build -q --strict --strict-templates
check 'it makes the page' grep -q '<h1>How to write an article</h1>' public/kb/100/Q100001/index.html
cd .. || exit 1

# --- the theme ----------------------------------------------------------------------------------------------------------------------------
gives 0 'a site with the theme' init --theme themed
gives 0 'one without' init "plain"
for folder in templates static; do
    (cd "$root/$folder" && find . -type f ! -name '*~') >files
    check "all files of $folder/ are there" sh -c "while read -r file; do cmp -s '$root/$folder/'\$file themed/$folder/\$file || exit 1; done <files"
done
"$kb" build -q -s themed -d one && "$kb" build -q -s plain -d two
same_tree 'it builds the same site' one two

# --- folders that are there -----------------------------------------------------------------------------------------------------------------
mkdir -p empty versioned/.git
gives 0 'an empty folder' init empty/
exists empty/config.yml
echo '*.o' >versioned/.gitignore
echo 'A repository' >versioned/README.md
gives 0 'a repository that holds nothing of a site' init versioned
prints 'add the lines /public/ and /.public.kb*'
check 'its .gitignore stays' test "$(cat versioned/.gitignore)" = '*.o'
(mkdir here && cd here && "$kb" init . >"$work/stdout" && [ -f config.yml ])
tap $? 'the folder one is in'
check 'no cd leads there' test "$(grep -c ' cd ' stdout)" -eq 0
for part in config.yml content templates static; do
    mkdir -p "has-$part/$part"
    gives 2 "a folder with $part" init "has-$part"
    says "has-$part/$part"
    check 'nothing was made in it' test "$(ls -A "has-$part")" = "$part"
done
before=$(find help -type f -exec cat {} + | cksum)
gives 2 'a site' init help
check 'it stays as it is' test "$before" = "$(find help -type f -exec cat {} + | cksum)"
echo words >file
gives 2 'a file' init file
gives 4 'a folder below a file' init file/below
ln -s nowhere/at/all dangling
gives 4 'a link to nothing' init dangling
mkdir linked && ln -s "$work/elsewhere" linked/config.yml
run init linked
check 'a link in the place of a file is not followed' test "$status" -ne 0 -a ! -e elsewhere
gives 2 'no folder' init
says 'name one folder'
gives 2 'an empty name' init ''
gives 2 'two folders' init a b
gives 2 'an unknown option' init --them a
says 'did you mean --theme?'
is_absent a

# --- names for the shell --------------------------------------------------------------------------------------------------------------------
for dir in 'a b' "it's" '$HOME' 'ü' -- '-x'; do
    if [ "$dir" = -- ]; then continue; fi
    run init -- "$dir"
    command=$(sed -n 's/^  \(cd .*\)/\1/p' stdout)
    [ "$status" -eq 0 ] && (eval "$command" && [ -f config.yml ])
    tap $? "what it prints leads into: $dir"
done
finish
