#!/bin/sh
# Timestamps on checkpoints: asked of OpenSSL's own server, verified by us and by it.
. tests/cli/tap.sh

tsa=$work/tsa
mkdir "$tsa"
echo 01 >"$tsa/serial"
cat >"$tsa/tsa.cnf" <<END
[req]
distinguished_name = name
x509_extensions = ca
prompt = no
[name]
CN = Example TSA
[ca]
basicConstraints = critical, CA:TRUE
[stamp]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = one
[one]
serial = $tsa/serial
signer_cert = $tsa/tsa.pem
certs = $tsa/ca.pem
signer_key = $tsa/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
END
for name in ca other; do
    openssl req -x509 -newkey ed25519 -nodes -config "$tsa/tsa.cnf" -keyout "$tsa/$name.key" -out "$tsa/$name.pem" 2>"$work/err"
done
openssl req -new -newkey rsa:2048 -nodes -config "$tsa/tsa.cnf" -keyout "$tsa/tsa.key" -out "$tsa/tsa.csr" 2>"$work/err"
openssl x509 -req -in "$tsa/tsa.csr" -CA "$tsa/ca.pem" -CAkey "$tsa/ca.key" -set_serial 2 -extfile "$tsa/tsa.cnf" \
    -extensions stamp -out "$tsa/tsa.pem" 2>"$work/err"
node tests/cli/stamp_server.js "$tsa" "$work/port" &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT
until [ -s "$work/port" ] || ! kill -0 $server 2>/dev/null; do sleep 0.05; done
url=http://127.0.0.1:$(cat "$work/port")

record=$work/record
build/asan/tests/cli/record_peer new "$record"
public=$record/public
key=$(cat "$public/vkey")
status 5 "without a stamp" log verify "$public" --key "$key" --tsa-ca "$tsa/ca.pem"
status 0 "a stamp" log cosign "$record" --tsa "$url/"
status 0 "verified" log verify "$public" --key "$key" --tsa-ca "$tsa/ca.pem"
says out "stamped      20" "tells when"
status 0 "as JSON" log verify "$public" --key "$key" --tsa-ca "$tsa/ca.pem" --json
json 'd.ok && Math.abs(Date.parse(d.stamped) - Date.now()) < 3600e3' "too"
sed '/^$/,$d' "$public/checkpoint" >"$work/text"
check "by OpenSSL too" openssl ts -verify -data "$work/text" -in "$public/checkpoint.tsr" -CAfile "$tsa/ca.pem"
status 4 "by others" log verify "$public" --key "$key" --tsa-ca "$tsa/other.pem"
says err "checkpoint.tsr" "is not believed"
status 3 "by no certificate" log verify "$public" --key "$key" --tsa-ca "$public/vkey"

cp "$public/checkpoint.tsr" "$work/old.tsr"
build/asan/tests/cli/record_peer add "$record" 1
check "the stamp of the one before is gone" [ ! -e "$public/checkpoint.tsr" ]
cp "$work/old.tsr" "$public/checkpoint.tsr"
status 4 "and is none of the new one" log verify "$public" --key "$key" --tsa-ca "$tsa/ca.pem"
rm "$public/checkpoint.tsr"
status 1 "a stamp of something else" log cosign "$record" --tsa "$url/refuse"
says err "timestamp" "is refused"
check "and not kept" [ ! -e "$public/checkpoint.tsr" ]
head -c 100 "$work/old.tsr" >"$public/checkpoint.tsr"
status 3 "one cut short" log verify "$public" --key "$key" --tsa-ca "$tsa/ca.pem"
kill $server
wait $server 2>/dev/null
status 1 "a server that is down" log cosign "$record" --tsa "$url"
says out "published" "holds nothing up"
ends
