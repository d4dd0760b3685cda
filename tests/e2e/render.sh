#!/bin/sh
# kb render: statuses, standard input, data and partials.
. "$(dirname "$0")/common"
cd "$work" || exit 1
mkdir parts parts/deep
printf 'Hello, {{name}}!{{>tail}}{{>deep/more}}\n' >hello.mustache
printf ' (tail {{name}})' >parts/tail.mustache
printf ' [deep]' >parts/deep/more.mustache
printf 'name: "A & B"\nlist: [1, 2]\n' >data.yml
printf '{"name": "J\\u00fcrgen \\ud83d\\ude00", "empty": [], "no": false, "null": null}' >data.json
gives 0 'a template alone' render hello.mustache
check '… names without values are empty' test "$(cat stdout)" = 'Hello, !'
gives 0 'with YAML' render hello.mustache --data data.yml
check '… escaped' test "$(cat stdout)" = 'Hello, A &amp; B!'
gives 0 'with JSON' render hello.mustache --data data.json
check '… Unicode' test "$(cat stdout)" = 'Hello, Jürgen 😀!'
gives 0 'with partials' render hello.mustache --data data.yml --partials parts
check '… in folders too' test "$(cat stdout)" = 'Hello, A &amp; B! (tail A &amp; B) [deep]'
gives 0 'a later file replaces names' render hello.mustache --data data.json --data data.yml
prints 'A &amp; B'
echo '{{#list}}<{{.}}>{{/list}}{{^empty}}none{{/empty}}' | "$kb" render - --data data.yml >stdout 2>stderr
tap $? 'the template from standard input'
check '… is rendered' test "$(cat stdout)" = '<1><2>none'
echo 'name: Input' | "$kb" render hello.mustache --data - >stdout 2>stderr
tap $? 'data from standard input'
prints 'Hello, Input!'
gives 1 '--strict-templates' render hello.mustache --data data.yml --strict-templates
says 'hello.mustache:1:'
echo 'a {{nmae}}' >slip.mustache
gives 1 'a slip, strictly' render slip.mustache --data data.yml --strict-templates
says 'slip.mustache:1:3: error:'
says 'did you mean `name`?'
check '… the rest is printed' test "$(cat stdout)" = 'a '
echo '{{#a}}' >open.mustache
gives 1 'a template that is wrong' render open.mustache
says 'open.mustache:1:1: error:'
printf 'a: [\n' >wrong.yml
gives 1 'data that is wrong' render hello.mustache --data wrong.yml
says 'wrong.yml:'
gives 4 'a template that is not there' render none.mustache
says none.mustache
gives 4 'data that is not there' render hello.mustache --data none.yml
gives 4 'partials that are not there' render hello.mustache --partials none
gives 4 'a folder for a template' render parts
gives 4 'a device for a template' render /dev/null
: >empty.mustache
gives 0 'an empty file' render empty.mustache
is_silent '… prints nothing'
gives 0 'empty data' render hello.mustache --data empty.mustache
printf '{{>me}}' >parts/me.mustache
gives 1 'a partial that includes itself' render parts/me.mustache --partials parts
says 'partial-depth'
awk 'BEGIN { for (i = 0; i < 20000; i++) printf "{{#a}}"; for (i = 0; i < 20000; i++) printf "{{/a}}" }' >deep.mustache
run render deep.mustache --data data.yml
check 'sections nested 20,000 deep' test "$status" -le 1
awk 'BEGIN { for (i = 0; i < 20000; i++) printf "["; for (i = 0; i < 20000; i++) printf "]" }' >deep.json
gives 1 'data nested 20,000 deep' render hello.mustache --data deep.json
printf 'a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]\nf: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]\ng: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f]\nh: &h [*g, *g, *g, *g, *g, *g, *g, *g, *g]\ni: [*h, *h, *h, *h, *h, *h, *h, *h, *h]\n' >bomb.yml
run render hello.mustache --data bomb.yml
check 'aliases that multiply' test "$status" -le 1
printf 'a: &a [*a]\n' >self.yml
run render hello.mustache --data self.yml
check 'an alias that holds itself' test "$status" -le 1
finish
