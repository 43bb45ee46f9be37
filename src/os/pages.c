/*
 * Large working memory, straight from the machine: zeroed, and only on paper until
 * it is touched.
 */
/* Memory without a file behind it is not in POSIX 2008. */
#define _DEFAULT_SOURCE

#include "os/inside.h"

#include <sys/mman.h>

void *os_pages_new(size_t size)
{
    void *pages = mmap(NULL, size > 0 ? size : 1, PROT_READ | PROT_WRITE,
        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    REQUIRE(pages != MAP_FAILED);
    return pages;
}

void os_pages_free(void *pages, size_t size)
{
    if (pages != NULL)
        REQUIRE(munmap(pages, size > 0 ? size : 1) == 0);
}
