#!/bin/sh
# kb new: the number, the place and the words of a new article, and that it builds without a word.
. "$(dirname "$0")/common"
cd "$work" || exit 1
unset VISUAL EDITOR

site() {    # site NAME: an empty site, and into it
    mkdir -p "$work/$1/content" && cd "$work/$1" || exit 1
}
article() {    # article FILE ID [TEXT]: an article, without an id when that is empty
    mkdir -p "$(dirname "content/$1")"
    printf -- '---\ntitle: About %s\n%s---\n\n%s\n' "$1" "${2:+id: $2
}" "${3:-Words.}" >"content/$1"
}
makes() {    # makes PATH NAME ARGUMENTS: kb new ARGUMENTS, which prints PATH and nothing else
    path=$1 what=$2
    shift 2
    run new "$@"
    [ "$status" -eq 0 ] && [ "$(cat "$work/stdout")" = "$path" ] && [ -f "$path" ] && [ ! -s "$work/stderr" ]
    tap $? "$what: $path"
}
builds() {    # builds NAME [ARGUMENTS]: without a warning
    what=$1
    shift
    gives 0 "… and the site builds: $what" build -q --strict -d "$work/out" "$@"
    check '… in silence' test ! -s "$work/stderr"
}

# --- the sample site ----------------------------------------------------------------------------------------------------------------------
cp -R "$root/content" "$root/config.yml" . && cd "$work" || exit 1
before=$(find content -type f | sort | xargs cat | cksum)
makes content/support/Q306199.md 'the next number, beside the last' 'How to print a page twice'
check 'the title stands in its front matter' grep -q -x 'title: How to print a page twice' content/support/Q306199.md
check 'so does the id' grep -q -x 'id: Q306199' content/support/Q306199.md
check 'and the day' grep -q -x "date: $(date +%Y-%m-%d)" content/support/Q306199.md
makes content/support/Q306200.txt 'the other format' --format kb --date 2026-03-02 'How to print a page once'
check 'the header of a KB article' grep -q -x 'DOCUMENT:Q306200  02-MAR-2026  \[general\]' content/support/Q306200.txt
check 'its title' grep -q -x 'TITLE   :How to print a page once' content/support/Q306200.txt
makes content/support/Q900001.md 'a number of its own' --id 900001 'Numbered'
makes content/support/Q900003.md 'an id with letters, in a file called like the others' --id KB900003 'Numbered, too'
long=$(printf 'a very long title %.0s' $(seq 1 200))
i=0
for title in 'BUG: "Quotes", '"'single'"', and: colons' '# no heading' '{{no}} *markup* `here` <b> & \n' 'true' '2026-01-01' '[x]: y' 'Größe und Maß: 日本語 — “so”' \
    "$long" "$(printf 'two\nlines\tand a tab')" "$(printf 'no \377 UTF-8')" '!!' '%YAML' '| >' 'null' "it's" 'a #b' '...' '---'; do
    for format in markdown kb; do
        i=$((i + 1))
        run new -f $format -- "$title"
        [ "$status" -eq 0 ] && [ -f "$(cat "$work/stdout")" ] && cp "$(cat "$work/stdout")" last
        tap $? "$format: $(printf %.40s "$title" | tr '\n\377' ' ?')"
        case $title in *lines*) check 'it is one line' grep -q 'two lines and a tab' last ;; esac
    done
done
builds 'titles of every kind'
run show -f json "Q$((900003 + 1))"
prints '"title": "BUG: \"Quotes\", '"'single'"', and: colons"' 'the title is read as it was written'
run show -f json "Q$((900003 + 14))"
prints '"title": "Größe und Maß: 日本語 — “so”"' '… in the plain text, too'
check 'no other file was touched' test "$before" = "$(find content -type f ! -name 'Q3062*' ! -name 'Q306199*' ! -name '*9000*' | sort | xargs cat | cksum)"

# --- places -------------------------------------------------------------------------------------------------------------------------------
site folders
article 263/Q263072/index.md Q263072
article 263/Q263999/README.markdown Q263999
makes content/264/Q264000/README.markdown 'a folder for each article, below its thousand' 'One more'
builds 'folders'
site files
article kb/100/q100001.txt Q100001
mv content/kb/100/q100001.txt content/kb/100/q100001.TXT
makes content/kb/100/q100002.md 'the letters of the file beside it' 'One more'
makes content/kb/100/q100003.md 'a suffix that fits the format' 'And one more'
builds 'files'
site digits
article faq/0100001.md 0100001
makes content/faq/0100002.md 'digits alone' 'One more'
builds 'digits'
site titles
article faq/clock.md Q100001
article faq/vpn.md ''
makes content/faq/printing-in-c-plus-plus.md 'numbers, but files called by their titles' 'Printing in C++'
check 'it has the next number' grep -q -x 'id: Q100002' content/faq/printing-in-c-plus-plus.md
builds 'titles'
site plain
article one.md ''
article faq/two.md ''
article faq/three.md ''
makes content/faq/größe.md 'without numbers, where most of them are' 'größe?'
check 'it has no id' test "$(grep -c '^id:' content/faq/größe.md)" -eq 0
makes content/faq/numbered.md 'the first number of a site' --id Q100001 'Numbered'
builds 'no numbers'
site bundles
article faq/two/index.md ''
article faq/three/index.md ''
makes content/faq/four/index.md 'a folder for each title' 'Four'
builds 'bundles'
site empty
makes content/first.md 'a site without articles' 'First'
site empty-numbered
makes content/Q100001.txt '… with a number' -f kb --id 100001 'First'
site two
mkdir more
echo 'content_dir: [content, more]' >config.yml
article Q100001.md Q100001
printf -- '---\nid: Q200001\n---\nWords.\n' >more/Q200001.md
makes content/Q200002.md 'the first content folder' 'One more'
cd .. || exit 1
makes two/content/Q200003.md '-s' -s two 'One more'
makes two/more/Q200004.md '--content' -s two --content two/more --content two/content 'One more'

# --- numbers ------------------------------------------------------------------------------------------------------------------------------
site other
echo 'ids: {prefixes: [HD-, T], digits: 4-5}' >config.yml
article HD-0099.md HD-0099
makes content/HD-0100.md 'other letters, and zeros' 'One more'
check 'its id has them' grep -q -x 'id: HD-0100' content/HD-0100.md
builds 'other ids'
site wanted
article Q100001.md Q100001 'See Q100002, Q100003 and Q100007.'
makes content/Q100004.md 'a number that others refer to is not free' 'One more'
printf -- '---\nid: [Q100009\n---\nWords.\n' >content/Q100009.md
makes content/Q100010.md 'nor is that of a file that cannot be read' 'One more'
site full
echo 'ids: {digits: 5}' >config.yml
article Q99999.md Q99999
gives 2 'the last number' new 'One more'
says 'Q100000 has more digits'
gives 2 'a number that is taken' new --id Q99999 'One more'
says 'Q99999 is the id of content/Q99999.md'
gives 2 'no number' new --id 12 'One more'
says "not '12'"
check 'nothing was made' test "$(ls content)" = Q99999.md
site draft
printf -- '---\nid: Q100005\ndraft: true\n---\nWords.\n' >content/Q100005.md
makes content/Q100006.md 'the number of a draft is taken' 'One more'

# --- what is there stays --------------------------------------------------------------------------------------------------------------------
site stays
article vpn.md ''
article old.md ''
sed 's/^title.*/&\naliases: former/' content/old.md >new.md && mv new.md content/old.md
cp content/vpn.md before.md
gives 2 'a title that is taken' new 'VPN'
says "the address 'vpn/' is that of content/vpn.md"
check 'the file is as it was' cmp -s before.md content/vpn.md
gives 2 'an alias' new 'Former'
says "the address 'former/' is that of content/old.md"
gives 2 'the address of another page' new 'Search'
says 'the search page'
echo '{"data": 1}' >content/data.md.bak
ln -s nowhere content/linked.md
gives 2 'a link to nothing' new 'Linked'
check 'it was not followed' test ! -e content/nowhere
rm content/linked.md
gives 2 'no title' new
says 'name the article by its title'
gives 2 'an empty title' new ' '
gives 2 'two titles' new One two
says 'put quotes around'
gives 2 'an unknown format' new --format html One
says 'markdown or kb'
gives 2 'no day' new --date soon One
says "YYYY-MM-DD, not 'soon'"
gives 2 'no day of the calendar' new --date 2026-02-30 One
gives 2 'a KB article without a number' new -f kb One
says '--id'
gives 2 'no site' new -s nowhere One
echo 'offline: maybe' >wrong.yml
gives 2 'a wrong config' new -c wrong.yml One
says 'wrong.yml:1:10'
check 'nothing was made' test "$(ls content | tr '\n' ' ')" = 'data.md.bak old.md vpn.md '
gives 4 'a folder where nobody can make a file' new --content /proc/self/fdinfo One
says 'kb new: /proc/self/fdinfo/one.md: cannot create'

# --- the editor -----------------------------------------------------------------------------------------------------------------------------
gives 2 'no editor' new -e One
says 'neither $VISUAL nor $EDITOR'
is_absent content/one.md
printf '#!/bin/sh\necho "edited with $*" >&2\nfor last; do :; done\necho Edited. >>"$last"\n' >'my editor'
chmod +x 'my editor'
EDITOR="'$PWD/my editor' --wait" run new --edit 'One'
[ "$status" -eq 0 ] && grep -q 'edited with --wait content/one.md' "$work/stderr" && grep -q -x content/one.md "$work/stdout"
tap $? 'an editor with an option, and blanks in its name'
check 'it was given the file' grep -q -x Edited. content/one.md
VISUAL=true EDITOR=false run new -e 'Two'
check '$VISUAL comes first' test "$status" -eq 0
EDITOR=false run new -e 'Three'
check 'an editor that fails' test "$status" -eq 4
exists content/three.md
says "'false'"
gives 0 'kb help new' help new
for option in -s -c --content --id -f --format --date -e --edit; do
    prints " $option" "… knows $option"
done
finish
