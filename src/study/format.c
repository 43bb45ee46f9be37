/*
 * A document with its formal parts laid out.
 *
 * The scanner says which lines those are; all other bytes are copied.  A part with
 * a mistake that stands in the way of reading it is copied, too.
 */
#include "study/format.h"

#include "study/study.h"

struct formatting {
    struct arena *arena;
    str source;
    const struct scan *scan;
    const struct diags *diags;
    struct text *out;
    size_t *starts; /* [line - 1] where it starts in the source; and where all ends */
    size_t copied;  /* bytes of the source that have been dealt with */
};

/* The bytes that end the line which starts at `at`: "\n", "\r\n", a lone "\r", or
 * nothing at the end of the source. */
static str line_end(str source, size_t at)
{
    size_t feed = str_find_byte(source, '\n', at);
    size_t end = str_find_byte(str_slice(source, 0, feed), '\r', at);

    if (end < feed)
        return str_slice(source, end, end + 1 == feed ? feed + 1 : end + 1);
    return str_slice(source, feed, feed + 1);
}

/* The scanner's lines may be a copy with other line ends: find them again. */
static void find_starts(struct formatting *f)
{
    size_t at = str_starts(f->source, STR("\xef\xbb\xbf")) ? 3 : 0;

    f->starts = ARENA_ARRAY(f->arena, size_t, f->scan->line_count + 1);
    for (uint32_t n = 0; n < f->scan->line_count; n++) {
        str end = line_end(f->source, at);

        f->starts[n] = at;
        at = end.len > 0 ? (size_t)(end.ptr - f->source.ptr) + end.len : f->source.len;
    }
    f->starts[f->scan->line_count] = f->source.len;
}

static bool is_faulty(const struct formatting *f, uint32_t first, uint32_t last)
{
    for (size_t i = 0; i < f->diags->count; i++)
        if (f->diags->items[i].span.line >= first &&
            f->diags->items[i].span.line <= last)
            return true;
    return false;
}

/* Put `text` in the place of lines `first` to `last`, each of its lines indented,
 * with the line ends that the document has there. */
static void replace(
    struct formatting *f, uint32_t first, uint32_t last, str text, uint32_t indent)
{
    size_t above = f->starts[first - 1];
    str end = line_end(f->source, above);
    bool ended = line_end(f->source, f->starts[last - 1]).len > 0;
    str line;

    text_add(f->out, str_slice(f->source, f->copied, above));
    while (str_split(&text, '\n', &line)) {
        text_add_repeated(f->out, ' ', line.len > 0 ? indent : 0);
        text_add(f->out, line);
        if (text.len > 0 || ended)
            text_add(f->out, end);
    }
    f->copied = f->starts[last];
}

static void do_block(struct formatting *f, const struct scan_block *block)
{
    struct text text = text_in(f->arena);
    struct block_lines lines;
    uint32_t first = block->fence_line + 1;
    uint32_t last = block->fence_line + block->line_count;

    if (block->line_count == 0 || is_faulty(f, block->fence_line, last) ||
        !format_read(f->arena, f->scan, block, &lines))
        return;
    format_block(f->arena, &lines, &text);
    replace(f, first, last, text_str(&text), block->indent);
}

/* Whether a table's rows stand below each other, and nothing of it is at fault.  A
 * row that cannot be read may have been left out. */
static bool is_whole(const struct formatting *f, const struct scan_table *table)
{
    uint32_t first = table->header.line;

    for (size_t r = 0; r < table->count; r++)
        if (table->rows[r].line != first + 2 + r)
            return false;
    return !is_faulty(f, first, first + 2 + (uint32_t)table->count);
}

static void do_table(struct formatting *f, const struct scan_table *table)
{
    struct text text = text_in(f->arena);
    uint32_t first = table->header.line;

    if (is_whole(f, table) && format_table(f->arena, f->scan, table, &text))
        replace(f, first, first + 1 + (uint32_t)table->count, text_str(&text), 0);
}

/* Blocks and tables, whichever comes first. */
static void do_parts(struct formatting *f)
{
    const struct scan *scan = f->scan;
    size_t block = 0;
    size_t table = 0;

    while (block < scan->block_count || table < scan->table_count) {
        bool takes_block = table == scan->table_count ||
            (block < scan->block_count &&
                scan->blocks[block].fence_line < scan->tables[table].header.line);

        if (takes_block)
            do_block(f, &scan->blocks[block++]);
        else
            do_table(f, &scan->tables[table++]);
    }
    text_add(f->out, str_slice(f->source, f->copied, f->source.len));
}

void study_format_source(struct arena *arena, str source, struct text *out)
{
    struct diags diags = {0};
    struct scan scan;
    struct text made = text_in(arena);
    struct formatting f = {
        .arena = arena, .source = source, .scan = &scan, .diags = &diags, .out = &made};

    if (!scan_document(arena, source, &diags, &scan)) {
        text_add(out, source);
        return;
    }
    find_starts(&f);
    do_parts(&f);
    /* What is within the limits stays within them. */
    text_add(out, made.len <= SCAN_MAX_BYTES ? text_str(&made) : source);
}
