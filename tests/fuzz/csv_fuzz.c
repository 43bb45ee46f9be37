/* Any bytes as CSV: refused with a line, or rows that, written again with every cell in
 * quotes, are read as the same cells. */
#include "roster/roster.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void write_row(struct text *text, const struct csv *csv)
{
    for (size_t i = 0; i < csv->count; i++) {
        text_add(text, i > 0 ? STR(",\"") : STR("\""));
        for (size_t k = 0; k < csv->cells[i].len; k++) {
            text_add_byte(text, csv->cells[i].ptr[k]);
            if (csv->cells[i].ptr[k] == '"')
                text_add_byte(text, '"');
        }
        text_add_byte(text, '"');
    }
    text_add(text, STR("\r\n"));
}

/* Read a single row again, and compare. */
static void compare(struct arena *arena, const struct csv *csv)
{
    struct text text = text_in(arena);
    struct csv again;
    struct err err = {0};
    bool more;

    write_row(&text, csv);
    again = csv_start(text_str(&text));
    REQUIRE(csv_next(&again, arena, &more, &err) && more);
    REQUIRE(again.count == csv->count && again.rest.len == 0);
    for (size_t i = 0; i < csv->count; i++)
        REQUIRE(str_equal(again.cells[i], csv->cells[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct csv csv = csv_start((str){(const char *)bytes, len});
    struct arena arena = {0};
    struct err err = {0};
    bool more = true;

    while (more && csv_next(&csv, &arena, &more, &err)) {
        if (more)
            compare(&arena, &csv);
    }
    REQUIRE(!more || err.kind == ERR_INVALID);
    arena_clear(&arena);
    return 0;
}
