printf '# Visitors to the \351cole\n'
