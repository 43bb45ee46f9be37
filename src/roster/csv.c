/*
 * Reading CSV: the cell at hand decides what may follow it.
 */
#include "roster/csv.h"

struct csv csv_start(str text)
{
    static const str mark = STR_INIT("\xEF\xBB\xBF");

    return (struct csv){
        .rest = str_starts(text, mark) ? str_slice(text, mark.len, text.len) : text,
        .next = 1};
}

static bool wrong(const struct csv *csv, str why, struct err *err)
{
    err_set(err, ERR_INVALID, STR("line "));
    err_add_i64(err, csv->line);
    err_add(err, STR(": "));
    return err_add(err, why);
}

/* A cell that begins with a quote, which stands at `*at`. */
static bool read_quoted(
    struct csv *csv, struct arena *arena, size_t *at, str *out, struct err *err)
{
    size_t start = *at + 1;
    size_t end = start;
    bool doubled = false;

    for (;; end++) {
        if (end >= csv->rest.len)
            return wrong(csv, STR("a quotation mark is opened and never closed"), err);
        if (csv->rest.ptr[end] == '\n')
            csv->next++;
        if (csv->rest.ptr[end] != '"')
            continue;
        if (end + 1 >= csv->rest.len || csv->rest.ptr[end + 1] != '"')
            break;
        doubled = true;
        end++;
    }
    *at = end + 1;
    *out = str_slice(csv->rest, start, end);
    if (doubled) {
        struct text text = text_in(arena);

        for (size_t i = 0; i < out->len; i++) {
            text_add_byte(&text, out->ptr[i]);
            i += out->ptr[i] == '"';
        }
        *out = text_str(&text);
    }
    return true;
}

static bool ends_cell(char c)
{
    return c == ',' || c == '\n' || c == '\r';
}

static bool read_bare(struct csv *csv, size_t *at, str *out, struct err *err)
{
    size_t start = *at;

    while (*at < csv->rest.len && !ends_cell(csv->rest.ptr[*at])) {
        if (csv->rest.ptr[*at] == '"')
            return wrong(csv,
                STR("a quotation mark inside of a cell that does not begin with one"),
                err);
        (*at)++;
    }
    *out = str_slice(csv->rest, start, *at);
    return true;
}

/* Pass over what ends a cell; whether it ends the row, too. */
static bool read_end(struct csv *csv, size_t *at, bool *ends, struct err *err)
{
    str rest = str_slice(csv->rest, *at, csv->rest.len);
    bool returns = str_starts(rest, STR("\r\n"));

    *ends = !str_starts(rest, STR(","));
    if (rest.len > 0 && *ends && !returns && rest.ptr[0] != '\n')
        return wrong(csv, STR("something stands behind the end of a cell"), err);
    csv->next += *ends && rest.len > 0;
    *at += rest.len == 0 ? 0 : returns ? 2 : 1;
    return true;
}

static bool read_row(struct csv *csv, struct arena *arena, struct err *err)
{
    size_t at = 0;
    bool ends = false;

    csv->count = 0;
    csv->line = csv->next;
    while (!ends) {
        bool quoted = at < csv->rest.len && csv->rest.ptr[at] == '"';
        str *cell = &csv->cells[csv->count];

        if (csv->count == CSV_CELLS_MAX)
            return wrong(csv, STR("there are more than 128 columns"), err);
        if (!(quoted ? read_quoted(csv, arena, &at, cell, err)
                     : read_bare(csv, &at, cell, err)) ||
            !read_end(csv, &at, &ends, err))
            return false;
        csv->count++;
    }
    csv->rest = str_slice(csv->rest, at, csv->rest.len);
    return true;
}

bool csv_next(struct csv *csv, struct arena *arena, bool *more, struct err *err)
{
    *more = false;
    while (csv->rest.len > 0) {
        if (!read_row(csv, arena, err))
            return false;
        if (csv->count > 1 || csv->cells[0].len > 0) {
            *more = true;
            return true;
        }
    }
    return true;
}
