/*
 * The names begin with __Host- where the connection is encrypted: browsers then take
 * the cookie from this host alone.
 */
#include "web/cookie.h"

/* clang-format off */
static const struct {
    str name;
    str seconds; /* empty: until the browser closes */
} cookies[] = {
    [COOKIE_SESSION] = {STR_INIT("vestibule-session"), {0}},
    [COOKIE_DESK]    = {STR_INIT("vestibule-desk"),    STR_INIT("31536000")},
    [COOKIE_BROWSER] = {STR_INIT("vestibule-browser"), {0}},
    [COOKIE_SCHOOL]  = {STR_INIT("vestibule-school"),  {0}},
};
/* clang-format on */

static str name_of(const struct http_request *request, enum cookie which)
{
    struct text name = text_in(request->arena);

    text_add(&name, request->encrypted ? STR("__Host-") : STR(""));
    text_add(&name, cookies[which].name);
    return text_str(&name);
}

str cookie_find(const struct http_request *request, enum cookie which)
{
    str name = name_of(request, which);
    str found = {0};
    size_t count = 0;
    str rest;
    str pair;

    if (!http_header(request, STR("cookie"), &rest))
        return (str){0};
    while (str_split(&rest, ';', &pair)) {
        size_t end;

        pair = str_trim(pair);
        end = str_find_byte(pair, '=', 0);
        if (!str_equal(str_slice(pair, 0, end), name))
            continue;
        found = str_slice(pair, end + 1, pair.len);
        count++;
    }
    return count == 1 ? found : (str){0};
}

static void put(const struct http_request *request, struct http_answer *answer,
    enum cookie which, str value, str seconds)
{
    struct text text = text_in(request->arena);

    text_add(&text, name_of(request, which));
    text_add_byte(&text, '=');
    text_add(&text, value);
    text_add(&text, STR("; Path=/; HttpOnly; SameSite=Lax"));
    if (request->encrypted)
        text_add(&text, STR("; Secure"));
    if (seconds.len > 0) {
        text_add(&text, STR("; Max-Age="));
        text_add(&text, seconds);
    }
    http_set(answer, STR("Set-Cookie"), text_str(&text));
}

void cookie_set(const struct http_request *request, struct http_answer *answer,
    enum cookie which, str value)
{
    put(request, answer, which, value, cookies[which].seconds);
}

void cookie_drop(
    const struct http_request *request, struct http_answer *answer, enum cookie which)
{
    put(request, answer, which, STR(""), STR("0"));
}
