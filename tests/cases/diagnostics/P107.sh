# Fourteen visitors, fourteen chairs: who sits where is more than a diagram can hold.
printf '# Visitors\n\n```protocol\n'
cat <<'DOCUMENT'
edition 2026-01-01, in force from 2026-01-01
outcome entry: "May they come in?"
  wait  = "Wait at the desk."
  admit = "Come in."
  until known: wait
rule usually: entry is wait
DOCUMENT
awk 'BEGIN {
    n = 14
    for (v = 1; v <= n; v++) for (c = 1; c <= n; c++)
        printf "fact v%dc%d: yes/no \"Does visitor %d sit on chair %d?\"\n", v, c, v, c
    for (v = 1; v <= n; v++) {
        printf "let seated%d = v%dc1", v, v
        for (c = 2; c <= n; c++) printf " or v%dc%d", v, c
        printf "\nlet chair%d = not (v1c%d and v2c%d)", v, v, v
        for (a = 1; a <= n; a++) for (b = a + 1; b <= n; b++)
            printf " and not (v%dc%d and v%dc%d)", a, v, b, v
        print ""
    }
    printf "rule all_seated, exception to usually: entry is admit if seated1 and chair1"
    for (v = 2; v <= n; v++) printf " and seated%d and chair%d", v, v
    print "\n```"
}'
