/*
 * Routes: patterns and paths, compared part by part.
 *
 * That no two rows overlap is checked once, when the table is taken: then their order
 * means nothing, and a row can be read alone.
 */
#include "http/inside.h"

/* Take the next part off `rest`, which begins with '/'; false at the end. */
static bool next_part(str *rest, str *part)
{
    size_t end;

    if (rest->len == 0)
        return false;
    end = str_find_byte(*rest, '/', 1);
    *part = str_slice(*rest, 1, end);
    *rest = str_slice(*rest, end, rest->len);
    return true;
}

static bool is_name(str part)
{
    return str_starts(part, STR("{"));
}

bool http_route_matches(str pattern, str path, struct http_pairs *parts)
{
    str wanted;
    str got;

    parts->count = 0;
    while (next_part(&pattern, &wanted)) {
        if (!next_part(&path, &got))
            return false;
        if (!is_name(wanted)) {
            if (!str_equal(wanted, got))
                return false;
            continue;
        }
        if (got.len == 0)
            return false;
        parts->items[parts->count].name = str_slice(wanted, 1, wanted.len - 1);
        parts->items[parts->count].value = got;
        parts->count++;
    }
    return path.len == 0;
}

static void require_pattern(str pattern)
{
    size_t names = 0;
    str part;

    REQUIRE(str_starts(pattern, STR("/")));
    while (next_part(&pattern, &part)) {
        size_t brace = str_find_byte(part, '{', 0);

        names += is_name(part);
        REQUIRE(brace == part.len ||
            (brace == 0 && part.len > 2 &&
                str_find_byte(part, '}', 0) == part.len - 1));
    }
    REQUIRE(names <= HTTP_PARTS_MAX);
}

/* Whether some path matches both. */
static bool overlap(str a, str b)
{
    str left;
    str right;

    while (next_part(&a, &left)) {
        if (!next_part(&b, &right))
            return false;
        if (!str_equal(left, right) && !(is_name(left) && right.len > 0) &&
            !(is_name(right) && left.len > 0))
            return false;
    }
    return b.len == 0;
}

void http_routes_require(const struct http_route *routes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        require_pattern(routes[i].pattern);
        REQUIRE(routes[i].handle != NULL && routes[i].method < HTTP_METHOD_COUNT);
        REQUIRE(http_can_set(routes[i].policy));
        for (size_t j = 0; j < i; j++)
            REQUIRE(routes[i].method != routes[j].method ||
                !overlap(routes[i].pattern, routes[j].pattern));
    }
}
