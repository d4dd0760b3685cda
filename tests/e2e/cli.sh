#!/bin/sh
# The command line itself: help, versions, wrong words, exit statuses.
. "$(dirname "$0")/common"

gives 0 'kb help' help
cp "$work/stdout" "$work/usage"
for command in init new build clean serve convert show export render theme; do
    grep -q "^  $command " "$work/usage"
    tap $? "kb help names $command"
done
gives 0 'kb --help' --help
check 'kb --help is kb help' cmp -s "$work/stdout" "$work/usage"
gives 0 'kb -h' -h
for command in init new build clean serve convert show export render theme; do
    gives 0 "kb help $command" help $command
    prints "usage: kb $command"
    cp "$work/stdout" "$work/page"
    check "… and nothing on standard error" test ! -s "$work/stderr"
    gives 0 "kb $command --help" $command --help
    check 'the same page' cmp -s "$work/stdout" "$work/page"
    gives 0 "kb $command -h" $command -h
    check 'the same page' cmp -s "$work/stdout" "$work/page"
    ! awk 'length($0) > 120 { print; bad = 1 } END { exit !bad }' "$work/page" >"$work/stdout"
    tap $? "its lines fit a terminal"
done
run help build
for option in -s -c --content -d -b -j --drafts --offline --zip --strict --strict-templates -q -v --diagnostics --source --config --destination --base-url --jobs \
    --quiet --verbose; do
    prints " $option" "kb help build knows $option"
done
run help serve
for option in -p --port --bind --open --poll -s -c --content -d -b -j --drafts --strict-templates -q -v; do
    prints " $option" "kb help serve knows $option"
done
run help convert
for option in --strict --diagnostics; do
    prints " $option" "kb help convert knows $option"
done
gives 0 'kb --version' --version
check 'the version is one line' awk 'NR > 1 || !/^kb [0-9]+\.[0-9]+/ { bad = 1 } END { exit bad || NR != 1 }' "$work/stdout"

gives 2 'no command'
gives 2 'an unknown command' buidl
says "'buidl'"
says "did you mean 'build'?"
check '… on standard error alone' test ! -s "$work/stdout"
gives 2 'a command like no other' xyzzy
says 'kb help'
gives 2 'help for an unknown command' help shwo
says "did you mean 'show'?"
gives 2 'the empty command' ''
gives 2 'an option for a command' --build

mkdir -p "$work/site/content"
echo '# One' >"$work/site/content/one.md"
wrong() {    # wrong TEXT ARGUMENTS: status 2, TEXT on standard error, nothing written
    text=$1
    shift
    gives 2 "kb $*" "$@"
    says "$text"
}
cd "$work/site" || exit 1
wrong 'did you mean --offline?' build --ofline
wrong 'did you mean --strict-templates?' build --strict-template
wrong 'did you mean --format?' show --fromat json x
wrong 'did you mean --data?' render --dta x
wrong '-x' build -x
wrong '--jobs needs a value' build -j
wrong '--destination needs a value' build --destination
wrong "'many'" build -j many
wrong "'-1'" build -j -1
wrong "'99999999999999999999'" build -j 99999999999999999999
wrong '--quiet takes no value' build --quiet=yes
wrong "text or json" build --diagnostics xml
wrong "text or json" convert --diagnostics xml
wrong "'more'" build more
wrong '-s' build more
wrong '--base-url' build -b example.com
wrong 'nosuch.yml' build -c nosuch.yml
wrong 'nosuch' build --content nosuch
wrong 'content' build -s nosuch
wrong 'kb show' show
wrong 'kb show' show one two
wrong '--format takes' show --format xml one
wrong "'Q999999'" show Q999999
wrong 'kb render' render
wrong 'kb render' render one two
wrong '- can stand for one file only' render - --data -
is_absent "$work/site/public"

gives 0 'words behind -- are no options' build --
for form in '--destination=out1' '-dout2' '--destination out3' '-d out4'; do
    # shellcheck disable=SC2086 # words
    gives 0 "kb build $form" build -q $form
done
for n in 1 2 3 4; do exists "$work/site/out$n/index.html"; done
gives 0 '-j0 means all cores' build -j0 -d out5
gives 0 'more threads than there is work' build -j 1000 -d out5

printf 'titel: x\n' >config.yml
gives 0 'a warning alone' build -d out6
gives 1 '… is an error with --strict' build -d out7 --strict
exists out7/one/index.html
gives 0 'a warning alone, converting' convert -d md1
gives 1 '… is an error with --strict' convert -d md2 --strict --diagnostics json
says '"severity":"error"'
exists md2/one/index.md
printf 'paginate_by: x\n' >config.yml
gives 2 'a wrong config' build -d out8
is_absent out8
rm config.yml
printf -- '---\ntitle: [\n---\n' >content/broken.md
gives 1 'an article with an error' build -d out9
exists out9/one/index.html
echo 'a file' >file
gives 4 'a file where the output folder must be' build -d file
says 'file'
gives 4 'a file above the output folder' build -d file/below
finish
