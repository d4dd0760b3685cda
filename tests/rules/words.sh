#!/bin/sh
# The words of the theme: every one that a template or the program asks for stands in templates/lang/en.yml, and none stands there unused; no template
# says anything in words of its own.
set -u
cd "$(dirname "$0")/../.." || exit 1
keys=$(sed -n 's/^\([a-z][a-z0-9_]*\):.*/\1/p' templates/lang/en.yml)
in_templates=$(grep -o -h '{{[#^/]\{0,1\}t\.[a-z0-9_]*' templates/*.mustache | sed 's/.*t\.//' | sort -u)
in_source=$(grep -o -h '\<word(m, "[a-z0-9_]*"\|word(c->maker, "[a-z0-9_]*"' src/*/*.c | sed 's/.*"\(.*\)"/\1/' | sort -u)

tests=0
tap() {    # tap NAME TROUBLES
    tests=$((tests + 1))
    if [ -z "$2" ]; then
        echo "ok $tests - $1"
    else
        echo "not ok $tests - $1"
        echo "$2" | sed 's/^/# /'
    fi
}

tap 'a word that is asked for is there' "$(for key in $in_templates $in_source; do
    echo "$keys" | grep -qx "$key" || echo "$key"
done)"
tap 'a word that is there is asked for' "$(for key in $keys; do
    case $key in
    month_[1-9]*) continue ;;
    script_*) grep -q "\(words\|says\)\.${key#script_}\>" static/*.js templates/*.js.mustache && continue ;;
    esac
    echo "$in_templates" | grep -qx "$key" || grep -q "\"$key\"" src/site/*.c src/page/*.c || echo "$key"
done)"
tap 'no word is there twice' "$(echo "$keys" | sort | uniq -d)"
tap 'templates have no words of their own' "$(sed -e 's/{{[^}]*}}}*//g' -e 's/<!DOCTYPE html>//' $(ls templates/*.mustache | grep -v '\.js\.') |
    sed -e 's/\(aria-label\|title\|placeholder\|alt\)="[^"]*[A-Za-z][^"]*"/& SAID/g' | sed -e 's/<[^>]*>//g' | grep '[A-Za-z][A-Za-z]')"
echo "1..$tests"
