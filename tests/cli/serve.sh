#!/bin/sh
# vestibule serve: a real server, asked by curl and by raw bytes.
. tests/cli/tap.sh

pid=
trap 'kill $pid 2>/dev/null; rm -rf "$work"' EXIT
data=$work/data

start() { # WORD...: serve, and wait until it says where
    rm -f "$work/ready" # of the one before
    "$VESTIBULE" serve --data "$data" --listen 127.0.0.1:0 "$@" >"$work/ready" 2>"$work/events" &
    pid=$!
    until grep -qs '^serving' "$work/ready" || ! kill -0 $pid 2>/dev/null; do sleep 0.05; done
    site=$(awk '/^serving/ { sub(/\/$/, "", $2); print $2 }' "$work/ready")
}
stop() { # SIGNAL NAME
    kill -"$1" $pid && wait $pid
    point $? "$2"
    pid=
}
get() { # WORD...: the head to $work/head, the body to $work/out
    curl -sS --max-time 20 -D "$work/head" -o "$work/out" "$@" 2>"$work/err"
    tr -d '\r' <"$work/head" >"$work/heads" && mv "$work/heads" "$work/head"
    [ -f "$work/out" ] || : >"$work/out"
}
head_has() { # LINE NAME
    grep -qix -- "$1" "$work/head"
    point $? "$2"
}
event() { # wait until as many events of a kind are told: KIND COUNT
    until [ "$(grep -c "\"event\":\"$1\"" "$work/events")" -ge "$2" ] || ! kill -0 $pid; do sleep 0.05; done
}

# ---- the first start ----

start
check "a record is made" [ -s "$data/record/record.db" ]
check "and the protocol is copied" cmp -s protocols/chicago.md "$data/protocols/entry.md"
events=$(($(ls "$data"/protocols/*.md | wc -l) + 1)) # each edition, after the record's own
get "$site/"
head_has "HTTP/1.1 303 See Other" "the first page leads on"
get "$site/about"
head_has "HTTP/1.1 200 OK" "a page is shown"
says out "Do not enter real people" "which is marked as a sample"
says out "Chicago Public Schools" "and names the protocols"
head_has "content-security-policy: default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'" "its policy is strict"
head_has "x-content-type-options: nosniff" "types are not guessed"
head_has "referrer-policy: no-referrer" "nobody is told where readers come from"
head_has "cache-control: no-store" "pages are kept nowhere"
head_has "content-language: en" "it says its language"
xmllint --html --noout --nowarning "$work/out" 2>&1 | grep -v 'Tag .* invalid' | grep -q error
check "it is well-formed" [ $? = 1 ]
get -X HEAD --ignore-content-length -H "Connection: close" "$site/about"
head_has "HTTP/1.1 200 OK" "HEAD is answered"
silent out "without a body"

# ---- assets ----

get "$site/about"
style=$(sed -n 's/.*href="\([^"]*style.css\)".*/\1/p' "$work/out")
get "$site$style"
head_has "cache-control: public, max-age=31536000, immutable" "assets may be kept for ever"
check "they are what the source has" cmp -s "$work/out" src/web/assets/style.css
etag=$(sed -n 's/^etag: //Ip' "$work/head")
get -H "If-None-Match: $etag" "$site$style"
head_has "HTTP/1.1 304 Not Modified" "one that a browser has is not sent again"
get -H "Accept-Encoding: gzip" "$site$style"
head_has "content-encoding: gzip" "they are compressed"
gzip -dc <"$work/out" | cmp -s - src/web/assets/style.css
point $? "and the same when they are unpacked"
weight=$(($(wc -c <"$work/out") + $(wc -c <"$work/head")))
for page in /about $(curl -s "$site/about" | sed -n 's/.*\(href\|src\)="\(\/assets[^"]*\)".*/\2/p' | grep -v style.css); do
    get -H "Accept-Encoding: gzip" "$site$page"
    weight=$((weight + $(wc -c <"$work/out") + $(wc -c <"$work/head")))
done
check "a page weighs less than 60 kB in all" [ "$weight" -lt 60000 ]
get "$site/assets/0123456789abcdef/style.css"
head_has "location: $style" "an old address leads to the new one"
get "$site/assets/0123456789abcdef/none.css"
head_has "HTTP/1.1 404 Not Found" "there are no others"

# ---- languages ----

get -d 'language=en&back=/about' "$site/language"
head_has "location: /about" "whoever chooses a language is led back"
head_has "set-cookie: language=en; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax" "and it is kept"
for back in //evil.example https://evil.example '/%0d%0aX:y' '/\evil.example' ''; do
    get -d "language=en&back=$back" "$site/language"
    head_has "location: /" "but not led away by '$back'"
done
get -d 'language=xx' "$site/language"
head_has "HTTP/1.1 422.*" "another language there is not"
get -H "Cookie: a=b; language=en" "$site/about"
head_has "content-language: en" "the choice is heard"

# ---- what is refused ----

get "$site/nothing?name=Doe"
head_has "HTTP/1.1 404 Not Found" "an unknown address"
says out "There is nothing here." "is answered by a page"
head_has "content-type: text/html; charset=utf-8" "of HTML"
get -X POST -d 'a=b' "$site/about"
head_has "HTTP/1.1 405 Method Not Allowed" "another method"
head_has "allow: GET, HEAD" "is told what would do"
get --path-as-is "$site/assets/../../etc/passwd"
head_has "HTTP/1.1 400 Bad Request" "a path that climbs"
says out "<h1>" "too is answered by a page"
get -H "X: $(head -c 20000 /dev/zero | tr '\0' a)" "$site/about"
check "a head that is too large is refused" grep -q '^HTTP/1.1 4[13]' "$work/head"

# Somebody who sends a byte now and then holds up nobody.
port=${site##*:}
node -e '
const net = require("net"), slow = [];
for (let i = 0; i < 40; i++) slow.push(net.connect(+process.argv[1], "127.0.0.1", function () { this.write("GET /about HT"); }));
let open = 0;
slow.forEach(s => { s.on("connect", () => { if (++open === slow.length) fetch(`http://127.0.0.1:${process.argv[1]}/about`)
    .then(r => { console.log(r.status); slow.forEach(s => s.destroy()); }); }); s.on("error", () => {}); });
' "$port" >"$work/out" 2>"$work/err"
says out 200 "slow clients hold up nobody"

# ---- for operators ----

get "$site/healthz"
head_has "HTTP/1.1 200 OK" "it is well"
json 'd.ok && d.problems.length === 0' "and says so"
mv "$data/record/record.db" "$work/away"
get "$site/healthz"
head_has "HTTP/1.1 503 Service Unavailable" "without its record it is not"
json '!d.ok && /record/.test(d.problems[0])' "and says why"
mv "$work/away" "$data/record/record.db"
get "$site/metrics"
head_has "content-type: text/plain; version=0.0.4; charset=utf-8" "metrics are for Prometheus"
says out 'vestibule_requests_total{route="",method="GET",status="404"}' "requests are counted"
says out 'vestibule_request_seconds_bucket{le="+Inf"}' "and timed"
says out "vestibule_record_events $events" "the record is measured"
for name in open_visits streams connections commits_total commit_timestamp_seconds; do
    check "there is vestibule_$name" grep -q "^vestibule_$name [0-9]" "$work/out"
done
node -e '
const lines = require("fs").readFileSync(process.argv[1], "utf8").trim().split("\n"), seen = {};
const sample = /^([a-z_]+)(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[0-9.e+-]+$/;
for (const line of lines) {
    const typed = /^# TYPE ([a-z_]+) (counter|gauge|histogram)$/.exec(line);
    if (typed) seen[typed[1]] = true;
    const named = sample.exec(line);
    if (!line.startsWith("#") && (!named || !seen[named[1].replace(/_(bucket|sum|count)$/, "")])) throw line;
}' "$work/out" 2>"$work/err"
point $? "and all of it is in the form"
cp "$work/events" "$work/out"
json 'lines.every(e => e.at && e.event === "request" && e.status >= 200)' "each request is an event"
json 'lines.some(e => e.route === "/assets/{fingerprint}/{name}" && e.status === 304)' "by its route"
check "and no address or query is told" [ "$(grep -c 'Doe\|nothing\|style.css\|127.0.0.1' "$work/events")" = 0 ]

# ---- another edition ----

status 6 "nobody else may serve it" serve --data "$data" --listen 127.0.0.1:0
sed -i 's/^edition 2026-07-01, in force from 2026-07-01/edition 2026-08-01, in force from 2026-08-01/' "$data/protocols/entry.md"
kill -HUP $pid
event protocols_read 1
get "$site/about"
says out "2026-08-01" "a new edition is in force without a stop"
get "$site/metrics"
says out "vestibule_record_events $((events + 1))" "and recorded"
echo '```protocol
fact oops
```' >>"$data/protocols/entry.md"
kill -HUP $pid
event protocols_refused 1
cp "$work/events" "$work/out"
json 'lines.some(e => e.event === "protocol_mistake" && /entry.md$/.test(e.file) && e.mistake.line > 0 && e.mistake.code)' "a mistake is told with its place"
get "$site/about"
says out "2026-08-01" "and the old edition stays"

# ---- stopping and starting ----

stop TERM "it stops when it is told to"
event published 1
cp "$work/events" "$work/out"
json 'lines.some(e => e.event === "published" && e.size > 1 && e.quorum)' "what was recorded is signed"
status 0 "and can be verified by others" log verify "$data/record/public"
status 0 "to its last event" log publish "$data/record" --json
json '!d.new' "of which none was left out"
status 3 "it does not start on a document with mistakes" serve --data "$data" --listen 127.0.0.1:0
says err "entry.md:" "which are shown"
says err "^" "with a caret"
rm "$data/protocols/entry.md"
{ cat protocols/roles.md && printf '\nOurs since August.\n'; } >"$work/roles.md"
cp "$work/roles.md" "$data/protocols/roles.md"
start --exercise
check "a protocol that was taken away is there again" cmp -s protocols/chicago.md "$data/protocols/entry.md"
check "one that was changed stays as it is" cmp -s "$work/roles.md" "$data/protocols/roles.md"
get "$site/about"
says out "EXERCISE" "a drill says so on every page"
stop INT "and an interrupt stops it too"

rm -rf "$data"
start --origin school.example/vestibule --certificate build/tls/server.pem --private-key build/tls/server.key
check "its address is that of TLS" [ "${site%%:*}" = https ]
get -k "$site/about"
head_has "strict-transport-security: max-age=31536000" "browsers are to stay with it"
says out "school.example/vestibule" "the record has the name that was given"
check "and is no sample" [ "$(grep -c 'Do not enter real people' "$work/out")" = 0 ]
stop TERM "and stops"
status 2 "an address is wanted" serve --data "$data" --listen here
says err "ADDRESS:PORT" "in its form"
status 2 "a limit has a name" serve --data "$data" --limit boards=9
says err "streams_per_address" "of these"
status 2 "and leaves room for those who do not watch" serve --data "$data" --limit streams=4096
ulimit -n 1024
status 7 "what the system does not allow" serve --data "$data" --listen 127.0.0.1:0
says err "1024 files" "is said before anybody is kept out"
ends
