/*
 * Any bytes as what a stranger sends: a target, a form, a form with files, headers.
 *
 * What is accepted is text without structure that was not there: no part of a path
 * climbs, no name or value holds what a form's text cannot, a file's bytes are those
 * that came.
 */
#include "http/inside.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void require_text(str s)
{
    REQUIRE(str_invalid_utf8(s) == s.len);
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];

        REQUIRE(c != 0x7f && (c >= 0x20 || c == '\t' || c == '\n' || c == '\r'));
    }
}

static void require_texts(const struct http_pairs *pairs)
{
    REQUIRE(pairs->count <= HTTP_PAIRS_MAX);
    for (size_t i = 0; i < pairs->count; i++) {
        require_text(pairs->items[i].name);
        require_text(pairs->items[i].value);
    }
}

static void read_target(struct arena *arena, str input)
{
    static const str patterns[] = {STR_INIT("/"), STR_INIT("/a/{b}"),
        STR_INIT("/a/{b}/c/{d}"), STR_INIT("/{a}/{b}/{c}")};
    struct http_pair items[HTTP_PARTS_MAX];
    struct http_pairs parts = {items, 0};
    struct http_target target;
    struct err err = {0};
    str rest;
    str part;

    if (!http_target_read(arena, input, &target, &err)) {
        REQUIRE(err.kind == ERR_INVALID || err.kind == ERR_LIMIT);
        return;
    }
    require_text(target.path);
    require_texts(&target.query);
    REQUIRE(str_starts(target.path, STR("/")));
    rest = target.path;
    while (str_split(&rest, '/', &part))
        REQUIRE(!str_equal(part, STR(".")) && !str_equal(part, STR("..")));
    for (size_t i = 0; i < COUNT_OF(patterns); i++)
        if (http_route_matches(patterns[i], target.path, &parts))
            for (size_t k = 0; k < parts.count; k++)
                REQUIRE(parts.items[k].value.len > 0 &&
                    str_find_byte(parts.items[k].value, '/', 0) ==
                        parts.items[k].value.len);
}

static void read_form(struct arena *arena, str input)
{
    struct http_pairs pairs;
    struct err err = {0};

    if (http_form(arena, input, &pairs, &err))
        require_texts(&pairs);
    else
        REQUIRE(err.kind == ERR_INVALID || err.kind == ERR_LIMIT);
}

/* The first line is the type, the rest the body. */
static void read_multipart(struct arena *arena, str input)
{
    size_t end = str_find_byte(input, '\n', 0);
    str type = str_slice(input, 0, end);
    str body = str_slice(input, end + 1, input.len);
    struct http_pairs files = {0};
    struct http_pairs fields;
    struct err err = {0};

    if (!http_is_multipart(type))
        return;
    if (!http_multipart(arena, type, body, &fields, &files, &err)) {
        REQUIRE(err.kind == ERR_INVALID || err.kind == ERR_LIMIT);
        return;
    }
    require_texts(&fields);
    for (size_t i = 0; i < files.count; i++) {
        require_text(files.items[i].name);
        REQUIRE(str_find(body, files.items[i].value, 0) < body.len ||
            files.items[i].value.len == 0);
    }
}

/* Lines "Name: value" behind a request line. */
static void judge_head(struct arena *arena, str input)
{
    struct http_head head = {.bytes = input.len, .bytes_max = 16384};
    str why = {0};
    str line;
    unsigned status;

    head.headers.items = ARENA_ARRAY(arena, struct http_pair, HTTP_PAIRS_MAX);
    (void)str_split(&input, ' ', &head.method);
    (void)str_split(&input, ' ', &head.target);
    (void)str_split(&input, '\n', &head.version);
    while (head.headers.count < HTTP_PAIRS_MAX && str_split(&input, '\n', &line)) {
        size_t colon = str_find_byte(line, ':', 0);

        head.headers.items[head.headers.count++] = (struct http_pair){
            str_slice(line, 0, colon), str_slice(line, colon + 1, line.len)};
    }
    status = http_guard(&head, &why);
    REQUIRE(status == 0 || (status >= 400 && status < 600 && why.len > 0));
    if (status != 0)
        return;
    for (size_t i = 0; i < head.headers.count; i++)
        REQUIRE(http_is_token(head.headers.items[i].name) &&
            http_can_set(head.headers.items[i].value));
    REQUIRE(http_declared_length(&head.headers) < 1000000000000000000u);
    if (http_pair_find(&head.headers, STR("transfer-encoding")) != NULL)
        REQUIRE(http_pair_find(&head.headers, STR("content-length")) == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static void (*const read[])(struct arena *, str) = {
        read_target, read_form, read_multipart, judge_head};
    struct arena arena = {0};

    if (len == 0)
        return 0;
    read[bytes[0] % COUNT_OF(read)](&arena, (str){(const char *)bytes + 1, len - 1});
    arena_clear(&arena);
    return 0;
}
