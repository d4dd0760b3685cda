#!/bin/sh
# Text that nobody writes: what grows with the square of its size, or with its depth, must show here. Each file is built alone, with a limit on
# its time that leaves room for sanitizers.
. "$(dirname "$0")/common"
cd "$work" || exit 1
seconds=20

repeat() { awk -v text="$1" -v n="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%s", text }'; }
lines() { awk -v n="$1" "BEGIN { for (i = 0; i < n; i++) { $2 } }"; }
article() {    # the head of a plain-text article, before what comes on standard input
    printf 'DOCUMENT:Q900001  01-JAN-2001  [x]\nTITLE   :x\nPRODUCT :x\nPROD/VER:\nOPER/SYS:\nKEYWORDS:\n\n======================================================================\n'
    cat
}
front() {    # front matter from standard input
    echo ---
    cat
    printf '\n---\nWords.\n'
}

builds() {    # builds STATUS NAME FILE: FILE is made of the file `input`
    expected=$1 what=$2
    rm -rf content site .site.kbstate
    mkdir content
    mv input "content/$3"
    timeout $seconds "$kb" build -q -d site >stdout 2>stderr
    status=$?
    [ "$status" -eq "$expected" ]
    tap $? "$what"
}

if ! timeout 5 true 2>/dev/null; then
    skip 'bounds' 'no timeout(1)'
    finish
fi

# --- Markdown --------------------------------------------------------------------------------------------------------------------------------
repeat '[' 50000 >input
builds 0 '50,000 [' x.md
repeat '[](' 50000 >input
builds 0 '50,000 []( ' x.md
repeat '![[]()' 50000 >input
builds 0 '50,000 ![[]()' x.md
repeat '>' 50000 >input
builds 0 '50,000 >' x.md
lines 1000 'for (k = 0; k < i; k++) printf ">"; print "x"' >input
builds 0 'quotes 1,000 deep, one more on each line' x.md
says '[depth]'
repeat '*' 50000 >input
builds 0 '50,000 *' x.md
repeat '*a **b ' 50000 >input
builds 0 'emphasis that is never closed' x.md
repeat '`' 50001 >input
builds 0 '50,001 backticks' x.md
lines 600 'for (k = 0; k < i; k++) printf "`"; printf "x"' >input
builds 0 'backticks in runs of every length' x.md
{ repeat "- " 10000; echo x; } >input
builds 0 'a list nested 10,000 deep' x.md
says '[depth]'
lines 1500 'for (k = 0; k < i; k++) printf "  "; print "- x"' >input
builds 0 'lists nested 1,500 deep, line by line' x.md
repeat 'word ' 1000000 >input
builds 0 'a line of 5 MB' x.md
lines 300000 'print "line " i' >input
builds 0 '300,000 lines' x.md
lines 20000 'print "Q" 100000 + i ", see"' >input
builds 0 '20,000 references' x.md
lines 20000 'print "# Heading\n\nx\n"' >input
builds 0 '20,000 headings of one name' x.md
check '… with ids of their own' test "$(grep -o ' id="[^"]*"' site/x/index.html | sort | uniq -d | wc -l)" -eq 0
lines 50000 'print "[a](b" i ".md)"' >input
builds 0 '50,000 links that lead nowhere' x.md
says 'more links'
lines 20000 'print "[a" i "]: /b"; all = all "[a" i "]\n"; if (i == n - 1) print "\n" all' >input
builds 0 '20,000 link definitions' x.md
{ printf '[a]: /'; repeat x 50000; printf '\n\n'; repeat '[a]' 50000; } >input
builds 0 'a long address that is used 50,000 times' x.md
{ printf '|a|b|\n|-|-|\n'; lines 20000 'print "|x|y|z|"'; } >input
builds 0 'a table of 20,000 rows that are too long' x.md
{ printf '|'; repeat 'a|' 2000; printf '\n|'; repeat -- '-|' 2000; echo; lines 2000 'print "|x|"'; } >input
builds 0 'a table of 2,000 columns' x.md
repeat '<a b="' 50000 >input
builds 0 'tags that are never closed' x.md
{ repeat '<!--' 30000; repeat '<?' 30000; repeat '<![CDATA[' 30000; } >input
builds 0 'comments that are never closed' x.md
{ printf 'http://a.b/'; repeat '(' 50000; echo; repeat 'http://' 30000; } >input
builds 0 'addresses full of brackets' x.md
repeat "$(printf 'a\001\200')" 300000 >input
builds 0 'bytes that mean nothing' x.md
repeat "$(printf 'a\r')" 200000 >input
builds 0 '200,000 carriage returns' x.md

# --- front matter -------------------------------------------------------------------------------------------------------------------------------
repeat '[' 50000 | front >input
builds 1 'YAML nested 50,000 deep' x.md
lines 2000 'for (k = 0; k < i; k++) printf " "; print "a:"' | front >input
builds 1 'YAML nested 2,000 deep, line by line' x.md
lines 20000 'print "title: x" i' | front >input
builds 0 'one key 20,000 times' x.md
lines 20000 'print "key" i ": x"' | front >input
builds 0 '20,000 keys' x.md
lines 12 'printf "a" i ": &a" i " ["; for (k = 0; k < 9; k++) printf (i ? "*a" (i - 1) : "x") ","; print "]"' | front >input
builds 1 'aliases that multiply' x.md
{ printf 'keywords: ['; lines 20000 'printf "k" i ", "'; printf ']'; } | front >input
builds 0 '20,000 keywords' x.md
{ printf 'related: ['; lines 20000 'printf "k" i ", "'; printf ']'; } | front >input
builds 0 '20,000 related articles' x.md
{ printf 'title: '; repeat 'long ' 100000; } | front >input
builds 0 'a title of 500 kB' x.md

# --- plain text ------------------------------------------------------------------------------------------------------------------------------------
repeat 'word ' 1000000 | article >input
builds 0 'plain text: a line of 5 MB' x.txt
lines 300000 'print "line " i' | article >input
builds 0 'plain text: 300,000 lines' x.txt
lines 100000 'print "line " i "\n"' | article >input
builds 0 'plain text: 100,000 paragraphs' x.txt
lines 20000 'print "   Q" 100000 + i " Title\n"' | article >input
builds 0 'plain text: 20,000 references' x.txt
lines 20000 'print "SUMMARY\n=======\n\nx\n"' | article >input
builds 0 'plain text: 20,000 sections' x.txt
lines 1000 'for (k = 0; k < i; k++) printf "   "; print " - x\n"' | article >input
builds 0 'plain text: bullets nested 1,000 deep' x.txt
lines 50000 'print i + 1 ". x\n"' | article >input
builds 0 'plain text: 50,000 numbered items' x.txt
lines 50000 'print "   code\n"' | article >input
builds 0 'plain text: 50,000 literal blocks' x.txt
lines 50000 'print "======================================================================"' | article >input
builds 0 'plain text: 50,000 rules' x.txt
{
    printf -- '-------------------------------------------------------------------------------\nThe information in this article applies to:\n\n'
    lines 1000 'for (k = 0; k < i; k++) printf "   "; print " - x"'
    printf -- '-------------------------------------------------------------------------------\n\nx\n'
} | article >input
builds 0 'plain text: applies to, nested 1,000 deep' x.txt

# --- many files -------------------------------------------------------------------------------------------------------------------------------------
rm -rf content site .site.kbstate && mkdir content
lines 2000 'print "---\ntitle: Same\npermalink: same/\n---\nx" > ("content/" i ".md")'
timeout $seconds "$kb" build -q -d site >stdout 2>stderr
status=$?
check '2,000 articles that want one place' test "$status" -eq 1
check '… one has it, and each other is told' test "$(grep -c '\[duplicate-permalink\]' stderr)" -eq 1999
rm -rf content site .site.kbstate && mkdir content
(
    cd content || exit 1
    i=0
    while [ $i -lt 300 ]; do
        mkdir folder && cd folder || exit 1
        i=$((i + 1))
    done
    echo '# Deep' >deep.md
)
timeout $seconds "$kb" build -q -d site >stdout 2>stderr
status=$?
check 'folders nested 300 deep' test "$status" -le 1
printf 'a: b\n' >config.yml
lines 5000 'print "k" i ": 1"' >>config.yml
timeout $seconds "$kb" build -q -d site >stdout 2>stderr
status=$?
check '5,000 config keys that nobody knows' test "$status" -le 1
finish
