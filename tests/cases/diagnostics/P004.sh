printf '# Visitors\n\n'
yes 'and so on' | head -n 1000 | tr '\n' ' '
echo
