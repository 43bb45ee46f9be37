/*
 * How many files and connections the system lets this process have open.
 */
#include "os/os.h"

#include <sys/resource.h>

static bool refuse(uint64_t count, uint64_t most, struct err *err)
{
    err_set(err, ERR_LIMIT, STR("the system lets this program have "));
    err_add_i64(err, (int64_t)most);
    err_add(err, STR(" files and connections open, and it may need "));
    err_add_i64(err, (int64_t)count);
    return err_add(
        err, STR("; raise that (ulimit -n, LimitNOFILE=), or ask for fewer"));
}

bool os_allow_files(uint64_t count, struct err *err)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return err_set(
            err, ERR_IO, STR("the system does not say how many files may be open"));
    if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur >= count)
        return true;
    if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < count)
        return refuse(count, limit.rlim_max, err);
    limit.rlim_cur = count;
    return setrlimit(RLIMIT_NOFILE, &limit) == 0 || refuse(count, limit.rlim_max, err);
}
