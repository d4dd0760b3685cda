#!/bin/sh
# kb convert: articles of every format as CommonMark files that make the same site; sources are never touched.
. "$(dirname "$0")/common"
cd "$work" || exit 1
mkdir -p content/guide/pictures content/old
cat >content/old/text.txt <<'T'
DOCUMENT:Q900001  02-MAR-2001  [print]
TITLE   :BUG: A "Lid" & <More>
PRODUCT :Acme Print Server
PROD/VER:winnt:4.0
OPER/SYS:WINDOWS
KEYWORDS:kbprint

======================================================================
-------------------------------------------------------------------------------
The information in this article applies to:

 - Acme Print Server, version 4.0, on platform(s):
    - the operating system: Acme OS 
-------------------------------------------------------------------------------

SYMPTOMS
========

The file C:\LIDS\*.lid is <locked>. See:

   Q900002 Two
   Q900003 Three

1. Open the tray:

      a. Pull.
      b. Push.

2. Close it.

WARNING: Mind your fingers.

Additional query words: lid jam

======================================================================
Keywords          : kbprint kbtray 
Version           : winnt:4.0,5.5; WINDOWS:2000
Issue type        : kbbug

=============================================================================

THE INFORMATION PROVIDED IN THIS ARTICLE IS PROVIDED "AS IS".

Copyright Acme Corporation 2001.
T
cat >content/guide/two.md <<'T'
---
title: Two
id: KB900002
related: [../old/text.txt, plain.md]
reviewer: {name: mia, "since": 2001}
---
Back to [one](../old/text.txt), or [the plain one](plain.md#head "Plain").

![a lid](pictures/lid.png)
T
printf -- '---\npermalink: guide/plain.html\ndraft: true\n---\n# Head\n\n## Sub\n\nWords.\n' >content/guide/plain.md
printf 'no picture' >content/guide/pictures/lid.png
cp -r content before

gives 0 'the content of the site' convert
says '3 articles, 4 files in converted (4 new'
for file in kb/900/Q900001/index.md kb/900/KB900002/index.md guide/plain.md kb/900/KB900002/pictures/lid.png; do exists converted/$file; done
same_tree 'the sources are as they were' content before
has() { check "$1 has: $2" grep -q -F -x -e "$2" "converted/$1"; }
article=kb/900/Q900001/index.md
has $article 'title: "BUG: A \"Lid\" & <More>"'
has $article '  winnt: ["4.0", "5.5"]'
has $article '  - "Acme Print Server, version 4.0, on platform(s):":'
has $article '      - "the operating system: Acme OS"'
has $article '- **Q900003** Three'
has $article '> **WARNING:** Mind your fingers.'
article=kb/900/KB900002/index.md
has $article 'reviewer: {name: mia, since: 2001}'
has $article 'related: [/kb/900/Q900001/, /guide/plain.html]'
has $article 'Back to [one](../Q900001/index.md), or [the plain one](../../../guide/plain.md#head "Plain").'
has guide/plain.md 'title: Head'
has guide/plain.md 'draft: true'

gives 0 'once more' convert
says '4 as they were'
gives 0 'one thread' convert -j1 -d one -q
is_silent '… quietly'
same_tree 'one thread and many write the same' converted one
gives 0 'from a folder by name' convert --from content/old -d old
says '1 article, 1 file in old'
gives 0 '--content is the same' convert --content content/old -d old2 -q
same_tree '… and writes the same' old old2
gives 0 'converted once more' convert --from converted -d twice -q
same_tree 'what is converted stays as it is' converted twice

run build --drafts -q -d direct
gives 0 'the site of the converted articles' build --drafts -q --content converted -d again
is_silent '… has no mistakes'
for page in kb/900/Q900001/index.html kb/900/KB900002/index.html guide/plain.html; do
    for site in direct again; do    # what was text is Markdown now, and its path is another one
        sed -n '/data-kb-body/,/<\/article>/p' "$site/$page" | sed -e 's|</*strong>||g' -e '/class="source"/d' >"$site.html"
    done
    check "$page is the same" cmp -s direct.html again.html
done
check 'the picture is on its page' cmp -s direct/kb/900/KB900002/pictures/lid.png again/kb/900/KB900002/pictures/lid.png

for folder in content content/ content/new ./content/old/../new content/guide/none/at/all; do
    gives 2 "the output may not lie in the content: $folder" convert -d "$folder"
    says 'lies in the content folder'
done
gives 2 'nor around it' convert -d .
says 'holds the content folder'
ln -s content linked
gives 2 'nor in it by another name' convert -d linked/new
mkdir -p elsewhere
gives 0 'a folder beside it, whose name begins alike' convert -q -d content-new
same_tree 'the sources are still as they were' content before

gives 2 'a folder that is not there' convert --from none -d out
is_absent out
gives 2 'operands are refused' convert content
says "takes no 'content'"
printf -- '---\ntitle: [\n---\n' >content/broken.md
gives 1 'an article is broken' convert -d out
exists out/kb/900/Q900001/index.md
finish
