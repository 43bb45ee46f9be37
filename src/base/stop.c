/* How the native program stops at a bug; WebAssembly's way is in mem.c. */
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

void require_failed(const char *file, int line, const char *claim)
{
    fprintf(stderr, "vestibule: a fault in the program itself: %s:%d: %s\n", file, line,
        claim);
    abort();
}
