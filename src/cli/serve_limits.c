/*
 * --limit NAME=COUNT: how many may be connected at once, and how many of one address.
 *
 * Enough for a district unless something else is said: 2,000 boards that are told of
 * every event, and 500 desks whose browsers keep some connections each.  Of one address
 * come whole schools; where all come by one proxy, its address needs as many as there
 * are.
 */
#include "cli/serve.h"

/* Files that are open besides connections: the record, people, what is being read. */
enum { FILES_BESIDES = 256, COUNT_MOST = 100000 };

enum limit { CONNECTIONS, CONNECTIONS_OF_ONE, STREAMS, STREAMS_OF_ONE, LIMIT_COUNT };

static const struct {
    str name;
    uint32_t usual;
} rows[LIMIT_COUNT] = {
    [CONNECTIONS] = {STR_INIT("connections"), 4096},
    [CONNECTIONS_OF_ONE] = {STR_INIT("connections_per_address"), 256},
    [STREAMS] = {STR_INIT("streams"), 2500},
    [STREAMS_OF_ONE] = {STR_INIT("streams_per_address"), 128},
};

static bool read_one(str said, uint32_t counts[LIMIT_COUNT], struct err *err)
{
    size_t equals = str_find_byte(said, '=', 0);
    uint64_t count;

    for (size_t i = 0; i < LIMIT_COUNT; i++) {
        if (!str_equal(str_slice(said, 0, equals), rows[i].name))
            continue;
        if (!str_to_u64(str_slice(said, equals + 1, said.len), &count) || count == 0 ||
            count > COUNT_MOST)
            break;
        counts[i] = (uint32_t)count;
        return true;
    }
    return err_set(err, ERR_USAGE,
        STR("--limit wants NAME=COUNT, from 1 to 100,000; the names are connections, "
            "connections_per_address, streams and streams_per_address"));
}

bool serve_limits(struct session *session, struct http_limits *limits, struct err *err)
{
    str rest = session->given[OPTION_LIMIT];
    uint32_t counts[LIMIT_COUNT];
    str said;

    for (size_t i = 0; i < LIMIT_COUNT; i++)
        counts[i] = rows[i].usual;
    while (str_split(&rest, '\n', &said))
        if (!read_one(said, counts, err))
            return false;
    if (counts[STREAMS] >= counts[CONNECTIONS])
        return err_set(err, ERR_USAGE,
            STR("--limit: there must be more connections than streams, or boards could "
                "keep everybody else out"));
    limits->connections = counts[CONNECTIONS];
    limits->connections_per_address = counts[CONNECTIONS_OF_ONE];
    limits->streams = counts[STREAMS];
    limits->streams_per_address = counts[STREAMS_OF_ONE];
    return os_allow_files((uint64_t)counts[CONNECTIONS] + FILES_BESIDES, err);
}
