#!/bin/sh
# Getting in, and not: passwords, links, PINs, sessions, forgery, refusals, the proxy.
. tests/cli/tap.sh

data=$work/data
password='correct horse battery'
secret=0123456789abcdef0123456789abcdef

serve() { # WORD...
    : >"$work/said"
    "$VESTIBULE" serve --data "$data" --listen 127.0.0.1:0 "$@" >"$work/said" 2>>"$work/events" </dev/null &
    server=$!
    trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT
    while kill -0 $server 2>/dev/null && ! grep -q '^serving' "$work/said"; do sleep 0.05; done
    site=$(sed -n 's|^serving *\(http:.*\)/$|\1|p' "$work/said")
}
stop() {
    kill $server
    wait $server
}

# `ask JAR PATH WORD...` keeps the page in $work/out, its head in $work/head.  All
# addresses together have five tries at passwords a second: who is told to wait, waits.
hurry=
ask() {
    jar=$work/$1
    path=$2
    shift 2
    while :; do
        curl -s -m 20 -b "$jar" -c "$jar" -D "$work/head" "$@" "$site$path" >"$work/out" 2>"$work/err"
        [ -z "$hurry" ] && head -n 1 "$work/head" | grep -q ' 429' || break
        sleep 1
    done
}
answers() { # STATUS NAME
    cp "$work/head" "$work/err"
    head -n 1 "$work/head" | grep -q " $1 "
    point $? "$2"
}
leads() { # ADDRESS NAME
    cp "$work/head" "$work/err"
    tr -d '\r' <"$work/head" | grep -qixF "location: $1"
    point $? "$2"
}
token() { # JAR: the token of its forms
    curl -s -b "$work/$1" "$site/account" | sed -n 's/.*name="token" value="\([^"]*\)".*/\1/p' | head -n 1
}
sign_in() { # JAR LOGIN
    rm -f "$work/$1"
    ask "$1" /sign-in -d "login=$2" --data-urlencode "password=$password"
}
shown() { sed -n 's|.*<code>\(.*\)</code>.*|\1|p' "$work/out"; }
code() { # SECRET STEPS: the six digits of so many half minutes from now
    node -e '
        const bits = [...process.argv[1]].map(c => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
        const key = Buffer.from(bits.match(/.{8}/g).map(b => parseInt(b, 2)));
        const count = Buffer.alloc(8);
        count.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + Number(process.argv[2])));
        const mac = require("crypto").createHmac("sha1", key).update(count).digest();
        console.log(String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1e6).padStart(6, "0"));
    ' "$1" "$2"
}

# ---- the first account ----

serve
first=$(sed -n 's|^first account .*\(/link/.*\)|\1|p' "$work/said")
[ -n "$first" ]
point $? "the first start prints a link"
ask none "$first"
answers 200 "it opens"
ask none "$first"
answers 200 "and looking does not use it"
ask none "$first" -d 'name=Ada&login=ada&new-password=short&again=short'
answers 422 "a short password is refused"
says out 12 "with how long it must be"
ask none "$first" --data-urlencode 'name=<b>"Ada"' -d login=ada --data-urlencode "new-password=$password" --data-urlencode 'again=another one'
answers 422 "two passwords that differ"
says out 'value="&lt;b&gt;&#34;Ada&#34;"' "lose nothing, and no name is HTML"
ask none "$first" --data-urlencode 'name=<b>"Ada"' -d login=ada --data-urlencode "new-password=$password" --data-urlencode "again=$password"
answers 200 "the first account is made"
ask none "$first" --data-urlencode 'name=Eve' -d login=eve --data-urlencode "new-password=$password" --data-urlencode "again=$password"
answers 404 "and no second one by that link"

# ---- by password ----

ask none /account
leads "/sign-in?next=%2Faccount" "a page for who is signed in asks first"
ask ada /sign-in -d 'login=ada&password=wrong&next=/people'
answers 401 "a wrong password"
says out "do not belong together" "is told"
cp "$work/out" "$work/known"
ask ada /sign-in -d 'login=nobody&password=wrong&next=/people'
sed 's/\(value\|data-challenge\)="[^"]*"//g' "$work/out" >"$work/a"
sed 's/\(value\|data-challenge\)="[^"]*"//g' "$work/known" | cmp -s - "$work/a"
point $? "in the same words whether there is such a login"
ask ada /sign-in --data-urlencode 'login="><script>x' -d 'password=x'
! grep -q '<script>x' "$work/out"
point $? "a login is no HTML"
printf '127.0.0.1\tFALSE\t/\tFALSE\t0\tvestibule-session\tAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n' >"$work/ada"
ask ada /sign-in -d 'login=ada&next=/people' --data-urlencode "password=$password"
leads /people "a right one comes back to where it was"
! grep -q AAAAAAAA "$work/ada"
point $? "under a token that nobody chose before"
grep -qi '^set-cookie: .*HttpOnly; SameSite=Lax' "$work/head"
point $? "that scripts and other sites cannot use"
for next in //evil.example /\\evil.example https://evil.example javascript:x '/ evil' "/%0d%0aX: y"; do
    rm -f "$work/next"
    ask next /sign-in -d login=ada --data-urlencode "password=$password" --data-urlencode "next=$next"
    ! grep -qiE '^location:.*evil|^location:.*javascript|^X: y' "$work/head"
    point $? "next=$next does not leave this place"
done
csrf=$(token ada)
hurry=yes
for n in 1 2 3 4; do ask none /sign-in -d 'login=slow&password=wrong'; done
ask none /sign-in -d 'login=slow&password=wrong'
answers 429 "too many wrong ones have to wait"
grep -qi '^retry-after: [1-9]' "$work/head"
point $? "so many seconds"
says out "Wait " "which is said in words"
hurry=
ask ada /people
answers 200 "and whoever is in stays in"

# ---- forgery ----

ask ada /invite -d 'name=Bo&login=bo&role=desk&school=Hamline'
answers 403 "a form without its token"
ask ada /invite -d "token=${csrf}x&name=Bo&login=bo&role=desk&school=Hamline"
answers 403 "with another one"
ask ada /invite -H 'Origin: https://evil.example' -d "token=$csrf&name=Bo&login=bo&role=desk&school=Hamline"
answers 403 "from another site by its origin"
ask ada /invite -H "Origin: $site" -H 'Sec-Fetch-Site: cross-site' -d "token=$csrf&name=Bo&login=bo&role=desk&school=Hamline"
answers 403 "from another site by what the browser says"
ask none /sign-in -H 'Sec-Fetch-Site: cross-site' -d login=ada --data-urlencode "password=$password"
answers 403 "nobody is signed in from another site"
for path in /sign-out /account/session /account/password /account/pin /account/second-step \
    /account/second-step/confirm /account/second-step/off /invite /people/1/rights /people/1/reset \
    /people/1/state /people/1/leave /allow-device /devices/1/remove; do
    ask none $path -d 'state=locked'
    leads /sign-in "POST $path does nothing for nobody"
done
ask ada /people/2
answers 404 "no account came of all this"

# ---- inviting ----

invite() { # LOGIN ROLE SCHOOL
    ask ada /invite -H "Origin: $site" -d "token=$csrf&role=$2" --data-urlencode "name=<i>$1" --data-urlencode "login=$1" --data-urlencode "school=$3"
    link=$(shown)
    link=${link#"$site"}
    ask none "$link" --data-urlencode "new-password=$password" --data-urlencode "again=$password"
}
invite bo desk Hamline
answers 200 "a colleague is invited, and joins"
ask none "$link" --data-urlencode "new-password=$password" --data-urlencode "again=$password"
answers 404 "by a link that counts once"
invite cy desk Elsewhere
invite di auditor ''
ask ada /people
says out '&lt;i&gt;bo' "their names are no HTML"
sign_in bo bo
bo=$(token bo)
ask bo /invite -d "token=$csrf&name=X&login=x&role=operator"
answers 403 "the token of another session"
ask bo /invite -d "token=$bo&name=X&login=x&role=operator"
answers 403 "a role that may not invite"
says out "Operator of the program" "is told who may"
! grep -qE '&lt;i&gt;cy|ada' "$work/out"
point $? "and nothing else"
ask ada /people/1/state -d "token=$csrf&state=locked"
answers 409 "the last operator cannot be locked"

# ---- PINs ----

ask bo /account/pin -d "token=$bo&password=wrong&pin=8351&again=8351"
answers 403 "a PIN needs the password"
ask bo /account/pin -d "token=$bo&pin=1234&again=1234" --data-urlencode "password=$password"
answers 422 "and no pattern"
ask bo /account/pin -d "token=$bo&pin=8351&again=8351" --data-urlencode "password=$password"
leads "/account?done=pin" "then it counts"
ask none /sign-in/pin -d 'account=2&pin=8351'
answers 403 "not without a device"
enrol() { # JAR SCHOOL
    ask ada /allow-device -d "token=$csrf&name=Front+desk&school=$2"
    enrolment=$(shown)
    ask "$1" /enrol -d "code=$enrolment"
}
enrol desk Hamline
answers 200 "a device is enrolled"
ask none /enrol -d "code=$enrolment"
answers 403 "once"
enrol other Elsewhere
ask desk /sign-in
says out '&lt;i&gt;bo' "its school's staff are there to choose"
! grep -q '&lt;i&gt;cy' "$work/out"
point $? "and nobody else"
ask other /sign-in/pin -d 'account=2&pin=8351'
answers 401 "a PIN is of its own school"
invite ed principal Hamline
sign_in ed ed
ed=$(token ed)
ask ed /account/pin -d "token=$ed&pin=6927&again=6927" --data-urlencode "password=$password"
cp "$work/desk" "$work/desk2"
ask desk2 /sign-in/pin -d 'account=5&pin=6927'
ask desk2 /devices
answers 403 "a principal's PIN is not enough"
says out "Sign in with your account" "and what would be is told"
ask ed /devices
answers 200 "as the account is"
ask ed /allow-device -d "token=$ed&school=Elsewhere&name=Desk"
answers 403 "at their own school"
says out "belongs to your own school" "which is told"
ask desk /sign-in/pin -d 'account=2&pin=8352'
answers 401 "a wrong PIN"
ask desk /sign-in/pin -d 'account=2&pin=8351&next=/account'
leads /account "a right PIN"
ask desk /devices
answers 403 "is not enough for everything"

# ---- the second step ----

ask bo /account/second-step -d "token=$bo" --data-urlencode "password=$password"
key=$(shown | head -n 1)
ask bo /account/second-step/confirm -d "token=$bo&secret=$key&code=12"
answers 422 "a second step wants a right code"
ask bo /account/second-step/confirm -d "token=$bo&secret=$key&code=$(code "$key" 0)"
recovery=$(shown | head -n 1)
check "and gives ten codes for bad days" [ "$(shown | grep -c .)" = 10 ]
sign_in bo2 bo
says out "second step" "after the password comes the code"
! grep -qi '^set-cookie' "$work/head"
point $? "and no session before it"
step=$(sed -n 's/.*name="step" value="\([^"]*\)".*/\1/p' "$work/out")
ask bo2 /sign-in/code -d "step=$step&code=000000x"
answers 401 "a wrong code"
ask bo2 /sign-in/code -d "step=$step&code=$(code "$key" 1)&next=/account"
leads /account "a right one"
ask none /sign-in/code -d "step=$step&code=$recovery"
says out "Too much time" "which ends what led to it"
sign_in bo3 bo
step=$(sed -n 's/.*name="step" value="\([^"]*\)".*/\1/p' "$work/out")
ask bo3 /sign-in/code -d "step=$step&code=$recovery"
leads / "a recovery code counts"

# ---- a form whose session ended ----

csrf=$(token ada)
ask ada /people/2/rights
old=$csrf
cp "$work/ada" "$work/lost"
ask ada /sign-out -d "token=$csrf"
leads /sign-in "signing out"
ask lost /account
leads "/sign-in?next=%2Faccount" "ends the session for whoever kept its token"
key7=01890a5d-ac96-774b-bcce-b302099a8057
ask lost /people/2/rights -d "token=$old&key=$key7&right=desk%40Hamline" --data-urlencode 'school=<u>Sch'
answers 401 "a form that comes too late asks to sign in"
says out 'name="form-school" value="&lt;u&gt;Sch"' "and is kept"
carried() { # JAR TOKEN
    ask "$1" /sign-in -d "login=ada&send=/people/2/rights&form-key=$key7&form-right=desk%40Hamline&form-token=$2" --data-urlencode "password=$password"
}
cp "$work/lost" "$work/forged"
carried forged "${old}x"
leads / "one that is not this browser's is not"
carried lost "$old"
says out "$key7" "afterwards it can be sent again under its key"
csrf=$(token lost)
says out "value=\"$csrf\"" "with a new token"
ask lost /account/pin -d "token=$csrf"
cp "$work/lost" "$work/ada"

cp "$work/desk" "$work/late"
late=$(token late)
ask desk /sign-out -d "token=$late"
ask late /account/pin -d "token=$late&key=$key7&words=kept"
says out 'formaction="/sign-in/with-password"' "at a desk, who has no PIN"
ask late /sign-in/with-password -d "send=/visits&form-key=$key7&form-words=kept&form-token=$late"
says out 'name="form-words" value="kept"' "loses nothing either"

# ---- what is told of it, and what is not ----

sign_in di di
ask di /access-log
says out "A wrong password" "the access log has refusals"
says out "Invited: desk, Hamline" "and rights"
says out "Signed in by PIN" "and how they came in"
stop
for word in "$password" "${first#/link/}" "${link#/link/}" "$recovery" "$key" "$csrf" 8351 "$enrolment" bo Hamline; do
    ! grep -qF -- "$word" "$work/events"
    point $? "no event tells $(printf %.4s "$word")..."
done

# ---- a proxy ----

echo $secret >"$work/secret"
serve --proxy-user-header X-User --proxy-secret-file "$work/secret" --proxy-peer 127.0.0.1
ask p1 /account -H 'X-User: DI' -H "X-Vestibule-Proxy: $secret"
answers 200 "a trusted proxy says who it is"
ask p2 /account -H 'X-User: di'
answers 303 "not without the secret"
ask p3 /account -H 'X-User: di' -H "X-Vestibule-Proxy: ${secret%f}0"
answers 303 "nor with another"
ask p4 /account -H 'X-User: di' -H 'X-User: ada' -H "X-Vestibule-Proxy: $secret"
answers 303 "nor twice"
ask p5 /people -H 'X-User: nobody' -H "X-Vestibule-Proxy: $secret"
answers 303 "nor somebody without an account"
stop
serve --proxy-user-header X-User --proxy-secret-file "$work/secret" --proxy-peer 192.0.2.1
ask p6 /account -H 'X-User: di' -H "X-Vestibule-Proxy: $secret"
answers 303 "nor from anywhere else"
stop
! grep -qF "$secret" "$work/events"
point $? "no event tells the secret"

ends
