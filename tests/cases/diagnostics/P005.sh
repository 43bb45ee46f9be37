printf '# Visitors\n\n| Example '
for i in $(seq 130); do printf '| f%s ' "$i"; done
echo '|'
