/*
 * Answers: a status, headers and a body, plain data until they are sent.
 */
#include "http/inside.h"

#include "os/os.h"

void http_set(struct http_answer *answer, str name, str value)
{
    size_t i = 0;

    REQUIRE(http_is_token(name) && http_can_set(value));
    while (i < answer->header_count && !http_name_equal(answer->headers[i].name, name))
        i++;
    REQUIRE(i < HTTP_ANSWER_HEADERS_MAX);
    answer->headers[i] = (struct http_pair){name, value};
    if (i == answer->header_count)
        answer->header_count++;
}

void http_say(struct http_answer *answer, unsigned status, str type, str body)
{
    answer->status = status;
    answer->body = body;
    http_set(answer, STR("Content-Type"), type);
}

void http_see_other(struct http_answer *answer, str location)
{
    answer->status = 303;
    http_set(answer, STR("Location"), location);
}

bool http_send_file(struct http_answer *answer, str path, str type, struct err *err)
{
    REQUIRE(!answer->has_file);
    if (!os_open_file(path, &answer->file, &answer->file_size, err))
        return false;
    answer->has_file = true;
    answer->status = 200;
    http_set(answer, STR("Content-Type"), type);
    return true;
}

void http_answer_drop(struct http_answer *answer)
{
    if (answer->has_file)
        os_close_file(answer->file);
    *answer = (struct http_answer){0};
}

void http_refuse(struct http_answer *answer, unsigned status, str words)
{
    http_answer_drop(answer);
    http_say(answer, status, STR("text/plain; charset=utf-8"), words);
}

/* ---- what a handler asks of the request ---- */

str http_part(const struct http_request *request, str name)
{
    const struct http_pairs *parts = &request->parts;
    size_t i = 0;

    while (i < parts->count && !str_equal(parts->items[i].name, name))
        i++;
    REQUIRE(i < parts->count);
    return parts->items[i].value;
}

bool http_query(const struct http_request *request, str name, str *value)
{
    for (size_t i = 0; i < request->query.count; i++)
        if (str_equal(request->query.items[i].name, name)) {
            *value = request->query.items[i].value;
            return true;
        }
    return false;
}

bool http_header(const struct http_request *request, str name, str *value)
{
    const struct http_pair *found = http_pair_find(&request->headers, name);

    if (found != NULL)
        *value = found->value;
    return found != NULL;
}
