/* Any bytes as a request's target, a form and a header: refused, or what comes out can
 * do no harm to whoever uses it. */
#include "http/inside.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* The first line is the target, the second a header's name, the third its value; then
 * comes a form. */
static str line_of(str *rest)
{
    str line = {0};

    (void)str_split(rest, '\n', &line);
    return line;
}

static void judge_path(str path)
{
    static const str patterns[] = {STR_INIT("/"), STR_INIT("/a/{b}"),
        STR_INIT("/{a}/b"), STR_INIT("/{a}/{b}/{c}/d/{e}/")};
    struct http_pair room[HTTP_PARTS_MAX];
    struct http_pairs parts = {room, 0};

    REQUIRE(str_starts(path, STR("/")) && http_can_set(path));
    REQUIRE(str_find(path, STR("/../"), 0) == path.len && !str_ends(path, STR("/..")));
    REQUIRE(str_invalid_utf8(path) == path.len);
    for (size_t i = 0; i < COUNT_OF(patterns); i++) {
        if (!http_route_matches(patterns[i], path, &parts))
            continue;
        for (size_t j = 0; j < parts.count; j++)
            REQUIRE(parts.items[j].value.len > 0 &&
                str_find_byte(parts.items[j].value, '/', 0) ==
                    parts.items[j].value.len);
    }
}

static void judge_pairs(const struct http_pairs *pairs)
{
    REQUIRE(pairs->count <= HTTP_PAIRS_MAX);
    for (size_t i = 0; i < pairs->count; i++) {
        str value = pairs->items[i].value;

        REQUIRE(str_invalid_utf8(value) == value.len);
        REQUIRE(str_find_byte(value, '\0', 0) == value.len);
    }
}

static void judge_head(str target, str name, str value)
{
    struct http_pair items[] = {{STR("Host"), STR("a")}, {name, value}};
    struct http_head head = {.method = STR("POST"),
        .target = target,
        .version = STR("HTTP/1.1"),
        .headers = {items, COUNT_OF(items)},
        .bytes_max = 16384};
    str why = {0};
    unsigned status = http_guard(&head, &why);
    uint64_t length = http_declared_length(&head.headers);

    if (status != 0) {
        REQUIRE(status >= 400 && why.len > 0);
        return;
    }
    REQUIRE(http_is_token(name) && http_can_set(value));
    REQUIRE(!http_name_equal(name, STR("host")));
    REQUIRE(length < 1000000000000000000u);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    str rest = {(const char *)bytes, len};
    str target = line_of(&rest);
    str name = line_of(&rest);
    str value = line_of(&rest);
    struct http_target read;
    struct http_pairs files;
    struct http_pairs form;
    struct arena arena = {0};
    struct err err = {0};

    if (http_target_read(&arena, target, &read, &err)) {
        judge_path(read.path);
        judge_pairs(&read.query);
    } else {
        REQUIRE(err.kind == ERR_INVALID || err.kind == ERR_LIMIT);
    }
    if (http_form(&arena, rest, &form, &err))
        judge_pairs(&form);
    if (http_multipart(&arena, value, rest, &form, &files, &err))
        judge_pairs(&form);
    judge_head(target, name, value);
    arena_clear(&arena);
    return 0;
}
