printf '# Visitors\n\n```protocol\n'
cat <<'DOCUMENT'
edition 2026-01-01, in force from 2026-01-01
fact danger: yes/no "Is someone in danger?"
outcome entry: "May they come in?"
  wait  = "Wait at the desk."
  admit = "Come in."
  until known: wait
rule usually: entry is wait
rule help, exception to usually: entry is admit if danger
DOCUMENT
for i in $(seq 201); do echo "let urgent$i = danger"; done
echo '```'
