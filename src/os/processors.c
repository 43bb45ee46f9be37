/*
 * How many can work at the same time.
 */
#include "os/os.h"

#include <unistd.h>

uint32_t os_processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);

    return count > 0 && count <= UINT16_MAX ? (uint32_t)count : 1;
}
