/*
 * Targets: the path and the query of a request, decoded once and for all.
 *
 *     target = path ["?" pairs]
 *     pairs  = pair *("&" pair)        pair = name ["=" value]
 *
 * Whoever reads a decoded path later must not find structure in it that was not there
 * before: an escaped slash, a backslash, "..", NUL and other control characters are
 * refused here.
 */
#include "http/inside.h"

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* Decode the escapes of `s`, and '+' where it is a space; false: a broken one. */
static bool decode(struct arena *arena, str s, bool plus, str *out)
{
    char *bytes = ARENA_ARRAY(arena, char, s.len + 1);
    size_t len = 0;

    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];

        if (c == '%') {
            int high = i + 2 < s.len ? digit_of(s.ptr[i + 1]) : -1;
            int low = i + 2 < s.len ? digit_of(s.ptr[i + 2]) : -1;

            if (high < 0 || low < 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (plus && c == '+') {
            c = ' ';
        }
        bytes[len++] = c;
    }
    *out = (str){bytes, len};
    return true;
}

static bool is_control(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7f;
}

bool http_is_text(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (is_control(s.ptr[i]) && s.ptr[i] != '\t' && s.ptr[i] != '\n' &&
            s.ptr[i] != '\r')
            return false;
    return str_invalid_utf8(s) == s.len;
}

static bool add_pair(struct arena *arena, str encoded, struct http_pairs *out)
{
    size_t equals = str_find_byte(encoded, '=', 0);
    struct http_pair *pair = &out->items[out->count];

    if (!decode(arena, str_slice(encoded, 0, equals), true, &pair->name) ||
        !decode(arena, str_slice(encoded, equals + 1, encoded.len), true, &pair->value))
        return false;
    out->count++;
    return http_is_text(pair->name) && http_is_text(pair->value);
}

bool http_form(
    struct arena *arena, str encoded, struct http_pairs *out, struct err *err)
{
    str piece;

    out->items = ARENA_ARRAY(arena, struct http_pair, HTTP_PAIRS_MAX);
    out->count = 0;
    while (str_split(&encoded, '&', &piece)) {
        if (piece.len == 0)
            continue;
        if (out->count == HTTP_PAIRS_MAX)
            return err_set(err, ERR_LIMIT, SAY("more fields than are accepted"));
        if (!add_pair(arena, piece, out))
            return err_set(err, ERR_INVALID,
                SAY("a field holds a broken escape, or bytes that are no text"));
    }
    return true;
}

/* Whether a target has only what may stand in one as it is sent. */
static bool is_visible(str target)
{
    for (size_t i = 0; i < target.len; i++) {
        unsigned char c = (unsigned char)target.ptr[i];

        if (c <= 0x20 || c >= 0x7f || c == '#')
            return false;
    }
    return true;
}

/* Whether a decoded path means the same to everyone who takes it apart. */
static bool is_plain(str path)
{
    str rest = path;
    str part;

    for (size_t i = 0; i < path.len; i++)
        if (is_control(path.ptr[i]) || path.ptr[i] == '\\')
            return false;
    while (str_split(&rest, '/', &part))
        if (str_equal(part, STR(".")) || str_equal(part, STR("..")))
            return false;
    return str_invalid_utf8(path) == path.len;
}

static size_t slashes(str s)
{
    size_t count = 0;

    for (size_t i = 0; i < s.len; i++)
        count += s.ptr[i] == '/';
    return count;
}

bool http_target_read(
    struct arena *arena, str target, struct http_target *out, struct err *err)
{
    size_t mark = str_find_byte(target, '?', 0);
    str path = str_slice(target, 0, mark);

    *out = (struct http_target){0};
    if (!str_starts(path, STR("/")) || !is_visible(target))
        return err_set(err, ERR_INVALID, SAY("the address is not written as one"));
    if (!decode(arena, path, false, &out->path))
        return err_set(err, ERR_INVALID, SAY("the address has a broken escape"));
    if (slashes(out->path) != slashes(path) || !is_plain(out->path))
        return err_set(
            err, ERR_INVALID, SAY("the address has a part that is not accepted"));
    return http_form(arena, str_slice(target, mark + 1, target.len), &out->query, err);
}
