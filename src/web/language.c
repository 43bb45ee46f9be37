/*
 * POST /language: whoever asks has a language of their own from now on.
 *
 * It is kept in a cookie, not in a session: it is needed before anybody signs in.  A
 * forged request could change the language and nothing else, so it wants no token.
 */
#include "web/site.h"

/* Whether an address leads to a page of ours, and can stand in a header. */
static bool is_ours(str address)
{
    for (size_t i = 0; i < address.len; i++)
        if (address.ptr[i] <= ' ' || address.ptr[i] > '~' || address.ptr[i] == '\\')
            return false;
    return str_starts(address, STR("/")) && !str_starts(address, STR("//"));
}

/* Find a value of a form; empty when it is not there. */
static str value_of(const struct http_pairs *form, str name)
{
    for (size_t i = 0; i < form->count; i++)
        if (str_equal(form->items[i].name, name))
            return form->items[i].value;
    return (str){0};
}

bool choose_language(
    const struct http_request *request, struct http_answer *answer, struct err *err)
{
    struct text cookie = text_in(request->arena);
    struct http_pairs form;
    const struct tongue *tongue;
    str back;

    if (!http_form(request->arena, request->body, &form, err))
        return false;
    tongue = tongue_find(value_of(&form, STR("language")));
    if (tongue == NULL)
        return err_set(err, ERR_INVALID, SAY("there is no such language"));
    back = value_of(&form, STR("back"));
    text_add(&cookie, STR("language="));
    text_add(&cookie, tongue->code);
    text_add(&cookie, STR("; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"));
    text_add(&cookie, request->encrypted ? STR("; Secure") : STR(""));
    http_set(answer, STR("Set-Cookie"), text_str(&cookie));
    http_see_other(answer, is_ours(back) ? back : STR("/"));
    return true;
}
