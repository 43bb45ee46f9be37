yes "This page is far too long." | head -n 40000
