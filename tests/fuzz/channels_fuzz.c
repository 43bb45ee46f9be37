/* Any bytes as channels.conf: refused with a line, or settings whose gateways say what they
 * are to say and no more, whatever is filled in: here the file itself. */
#include "app/channels_file.h"
#include "notify/template.h"
#include "json/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

enum { FILLED_MAX = 512 };

static bool secret(void *context, str name, str *out, struct err *err)
{
    (void)context;
    (void)name;
    (void)err;
    *out = STR("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    return true;
}

static size_t count(str s, char byte)
{
    size_t n = 0;

    for (size_t i = 0; i < s.len; i++)
        n += s.ptr[i] == byte;
    return n;
}

/* As many fields as were written, and nothing that ends a line. */
static void check_form(
    struct arena *arena, str source, const struct template_values *values)
{
    static const struct template_values none = {.to = STR_INIT("")};
    str empty = template_fill(arena, source, TEMPLATE_FORM, &none);
    str full = template_fill(arena, source, TEMPLATE_FORM, values);

    REQUIRE(count(full, '&') == count(empty, '&'));
    REQUIRE(count(full, '=') == count(empty, '='));
    REQUIRE(count(full, '\n') == count(empty, '\n'));
}

/* The same members, each still a text. */
static void check_json(
    struct arena *arena, str source, const struct template_values *values)
{
    static const str x = STR_INIT("x");
    const struct template_values sample = {x, x, x, x, x, x, x, x};
    struct json_value plain;
    struct json_value full;
    struct err err = {0};

    REQUIRE(json_read(
        arena, template_fill(arena, source, TEMPLATE_JSON, &sample), &plain, &err));
    if (!json_read(
            arena, template_fill(arena, source, TEMPLATE_JSON, values), &full, &err))
        return; /* two names have become one, or it has become too long */
    REQUIRE(plain.count == full.count);
    for (size_t i = 0; i < full.count; i++)
        REQUIRE(plain.items[i].kind == full.items[i].kind);
}

static void check_gateway(struct arena *arena, const struct notify_gateway *gateway,
    const struct template_values *values)
{
    struct err err = {0};

    if (gateway->url.len == 0)
        return;
    REQUIRE(fetch_check_url(
        template_fill(arena, gateway->url, TEMPLATE_QUERY, values), &err));
    check_form(arena, gateway->form, values);
    if (gateway->json.len > 0)
        check_json(arena, gateway->json, values);
    for (size_t i = 0; i < gateway->header_count; i++) {
        str header =
            template_fill(arena, gateway->headers[i].value, TEMPLATE_HEADER, values);

        REQUIRE(count(header, '\n') == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    const struct channels_secrets secrets = {.read = secret};
    str source = {(const char *)bytes, len};
    struct notify_settings *settings;
    struct arena arena = {0};
    struct err err = {0};
    str filled;

    settings = ARENA_NEW(&arena, struct notify_settings);
    if (channels_file_parse(&arena, STR("DIR"), source, &secrets, settings, &err)) {
        filled = str_slice(source, 0, FILLED_MAX);
        filled = str_slice(filled, 0, str_invalid_utf8(filled));
        check_gateway(&arena, &settings->text,
            &(struct template_values){
                filled, filled, filled, filled, filled, filled, filled, filled});
        check_gateway(&arena, &settings->voice,
            &(struct template_values){
                filled, filled, filled, filled, filled, filled, filled, filled});
    } else {
        REQUIRE(
            err.kind == ERR_INVALID || err.kind == ERR_USAGE || err.kind == ERR_LIMIT);
        REQUIRE(str_find(err_text(&err), STR("channels.conf"), 0) < err_text(&err).len);
    }
    arena_clear(&arena);
    return 0;
}
