#!/bin/sh
# Papers of a visit: what is taken, from whom, who reads them, and that a file is never
# believed, whatever it calls itself.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh
# shellcheck source=tests/web/asking.sh
. tests/web/asking.sh

attach() { # STATUS NAME TOKEN FIELD...: sent as a form with files
    wanted=$1
    name=$2
    who=$3
    shift 3
    for field in "$@"; do
        case $field in
        photo=* | file=*) set -- "$@" -F "$field" ;;
        *) set -- "$@" --form-string "$field" ;;
        esac
        shift
    done
    sees "$wanted" "$name" "$who" "$visit/papers" -F "token=$token" -F "key=$key" "$@"
}
has() { # HEADER NAME: among those of the last file
    grep -qi "^$1" "$work/head"
    point $? "$2"
}

serve
stop
desk=$(person ada 'desk@Hamline')
other=$(person eve 'desk@Lincoln')
law=$(person counsel law)
safety=$(person sam safety)
clerk=$(person rex 'records@Hamline')
talker=$(person tom communications)
watcher=$(person una auditor)
runner=$(person olga operator)
serve

printf '\377\330\377\340%s' "the very words of the warrant, $(seq -s. 5000)" >"$work/warrant.jpg"
printf '%%PDF-1.7\n<script>alert(1)</script>\n' >"$work/scan.pdf"
printf '<html><script>alert(1)</script>' >"$work/page.jpg"
printf '\377\330\377\340' >"$work/huge.jpg"
head -c 11000000 /dev/zero >>"$work/huge.jpg"
: >"$work/none.jpg"

fill "$desk" /
send 303 "a visit" "$desk" /visits
visit=$(sed -n 's/.*\(\/visits\/[^ ]*\).*/\1/p' "$work/err")
fill "$desk" "$visit/papers"
says out 'capture="environment"' "a telephone offers its camera"
says out 'application/pdf' "and a file can be chosen"

attach 303 "a photograph is attached" "$desk" "photo=@$work/warrant.jpg;type=image/jpeg;filename=<b>x.jpg" \
    "file=@$work/none.jpg" appears=search_warrant 'title=<b>Search & Seizure</b>' 'from=A "man"'
paper=$(sed -n 's/.*\(\/visits\/[^ ]*\).*/\1/p' "$work/err")
attach 303 "sent twice" "$desk" "photo=@$work/warrant.jpg" "file=@$work/none.jpg" \
    appears=search_warrant 'title=<b>Search & Seizure</b>' 'from=A "man"'
leads "$paper" "it is the same paper"
attach 409 "another file under its key is none" "$desk" "photo=@$work/scan.pdf" title=x
sees 200 "it can be read" "$law" "$paper"
says out "&lt;b&gt;Search &amp; Seizure&lt;/b&gt;" "its words stay words"
says out "A search warrant" "beside what it looks like"
says out "sha256:$(sha256sum "$work/warrant.jpg" | cut -d' ' -f1)" "and its digest"
sees 200 "the file comes back" "$law" "$paper/file" -D "$work/head"
cmp -s "$work/out" "$work/warrant.jpg"
point $? "as it was sent"
has "content-type: image/jpeg" "by what it is"
has "x-content-type-options: nosniff" "not to be taken for anything else"
has "content-security-policy: default-src 'none'; frame-ancestors 'none'; sandbox" "and in a box"
has 'content-disposition: inline; filename="paper-[0-9]*.jpeg"' "under a name of ours"
has "cache-control: no-store" "kept by nobody"

fill "$desk" "$visit/papers"
attach 422 "a page that calls itself a photograph is none" "$desk" \
    "photo=@$work/page.jpg;type=image/jpeg" 'title=<i>mine</i>'
says out "no photograph" "and why is said"
says out 'value="&lt;i&gt;mine&lt;/i&gt;"' "what was typed stays"
attach 422 "nothing at all" "$desk" "photo=@$work/none.jpg"
attach 413 "a file that is too large" "$desk" "photo=@$work/huge.jpg"
attach 303 "a PDF" "$desk" "file=@$work/scan.pdf;filename=../../../etc/passwd" appears=subpoena
scan=$(sed -n 's/.*\(\/visits\/[^ ]*\).*/\1/p' "$work/err")
sees 200 "can be had" "$law" "$scan/file" -D "$work/head"
has 'content-disposition: attachment; filename="paper-[0-9]*.pdf"' "but is no page of ours"
fill "$desk" "$visit/papers"
attach 303 "a card of which there is no copy" "$desk" "title=Agent 12, Fraud" appears=card
card=$(sed -n 's/.*\(\/visits\/[^ ]*\).*/\1/p' "$work/err")
sees 404 "has no file" "$law" "$card/file"

fill "$desk" "$visit/papers"
sees 422 "a form that is cut off is not believed" "$desk" "$visit/papers" \
    -H "Content-Type: multipart/form-data; boundary=x" --data-binary "--x"
token=forged
attach 403 "nor a forged one" "$desk" "photo=@$work/warrant.jpg"
for who in "$other" "$safety" "$talker" "$watcher" "$runner" nobody; do
    fill "$who" /account
    attach 403 "who may not attach one, does not" "$who" "photo=@$work/warrant.jpg"
done
fill "$clerk" /account
attach 303 "the records clerk may" "$clerk" "file=@$work/scan.pdf"
for who in "$other" "$talker" "$runner"; do
    sees 403 "who may not read papers does not read this" "$who" "$paper"
    sees 403 "nor its file" "$who" "$paper/file"
done
sees 303 "a stranger is asked to sign in" nobody "$paper/file"
for who in "$desk" "$safety" "$watcher" "$clerk"; do
    sees 200 "who may read papers reads it" "$who" "$paper/file"
done
sees 404 "there is no other" "$law" "$visit/papers/0/file"
sees 404 "nor another's" "$law" "$visit/papers/99999999999999999999/file"
sees 400 "nor a way out" "$law" "$visit/papers/..%2f..%2fkeys/file"

call "$law" "/board$visit"
says out "&lt;b&gt;Search &amp; Seizure&lt;/b&gt;" "the board lists it"
call "$talker" "$visit/answer"
if grep -q "Seizure" "$work/out"; then false; else true; fi
point $? "but not for those who write to the public"

stop
serve
sees 200 "after a new start" "$law" "$paper/file"
cmp -s "$work/out" "$work/warrant.jpg"
point $? "it is there still"
stop
if grep -rqa "the very words of the warrant" "$work/data/record"; then false; else true; fi
point $? "on the disk it is sealed"
"$VESTIBULE" log fsck "$work/data/record" >"$work/out" 2>"$work/err"
point $? "and the record is whole"
seq=$("$VESTIBULE" log tail "$work/data/record" --json --last 100 2>/dev/null |
    sed -n 's/.*"seq":\([0-9]*\).*document_attached.*/\1/p' | head -n 1)
"$VESTIBULE" log erase "$work/data/record" "$seq" --schedule test --by counsel >"$work/out" 2>"$work/err"
point $? "it can be erased"
serve
sees 404 "then nobody reads it" "$law" "$paper/file"
ends
