/* Any bytes as what an editor sends: answered in whole messages, or the input is no
 * language server protocol; never a crash, however the bytes are cut. */
#include "lsp/lsp.h"
#include "json/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* Every message is framed, and JSON. */
static void check_messages(struct arena *arena, str out)
{
    while (out.len > 0) {
        size_t end = str_find(out, STR("\r\n\r\n"), 0);
        str head = str_slice(out, 0, end);
        struct json_value value;
        struct err err;
        int64_t length = 0;

        REQUIRE(str_starts(head, STR("Content-Length: ")));
        REQUIRE(str_to_i64(str_slice(head, 16, head.len), &length));
        out = str_slice(out, end + 4, out.len);
        REQUIRE((size_t)length <= out.len);
        if (json_read(arena, str_slice(out, 0, (size_t)length), &value, &err))
            REQUIRE(json_find(&value, STR("jsonrpc")) != NULL);
        else
            REQUIRE(err.kind == ERR_LIMIT);
        out = str_slice(out, (size_t)length, out.len);
    }
}

/* The first byte says how many bytes come at a time. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    str input = {(const char *)bytes, len};
    size_t step = len == 0 || bytes[0] == '0' ? len : (size_t)bytes[0] + 1;
    struct arena arena = {0};
    struct text out = text_in(&arena);
    struct err err = {0};
    struct lsp lsp;

    lsp_init(&lsp, STR("fuzz"));
    for (size_t at = 1; at < len && lsp.phase != LSP_GONE; at += step) {
        if (!lsp_take(&lsp, str_slice(input, at, at + step), &out, &err)) {
            REQUIRE(err.kind == ERR_INVALID || err.kind == ERR_LIMIT);
            break;
        }
        lsp_settle(&lsp, &out);
    }
    lsp_clear(&lsp);
    check_messages(&arena, text_str(&out));
    arena_clear(&arena);
    return 0;
}
