printf '# Visitors\n\nA zero\000 byte.\n'
