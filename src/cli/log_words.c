/*
 * What the commands on records take: numbers, and the time.
 */
#include "cli/log.h"

#include "os/os.h"

static int64_t now(void *context)
{
    (void)context;
    return os_now();
}

struct keeper_clock log_clock(void)
{
    return (struct keeper_clock){now, NULL};
}

bool log_number(str word, str what, uint64_t *out, struct err *err)
{
    if (str_to_u64(word, out))
        return true;
    err_set(err, ERR_USAGE, word);
    err_add(err, STR(": give "));
    return err_add(err, what);
}
