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
    size_t copied; /* bytes of the source that have been dealt with */
};

/* Where line `number` starts in the source; its end for the line after the last. */
static size_t start_of(const struct formatting *f, uint32_t number)
{
    if (number > f->scan->line_count)
        return f->source.len;
    return (size_t)(f->scan->lines[number - 1].ptr - f->source.ptr);
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
    size_t end = start_of(f, last + 1);
    size_t above = start_of(f, first);
    bool ended = end > 0 && f->source.ptr[end - 1] == '\n';
    bool returns = (above > 1 && f->source.ptr[above - 2] == '\r') ||
        (ended && end > 1 && f->source.ptr[end - 2] == '\r');
    str line;

    text_add(f->out, str_slice(f->source, f->copied, above));
    while (str_split(&text, '\n', &line)) {
        text_add_repeated(f->out, ' ', line.len > 0 ? indent : 0);
        text_add(f->out, line);
        if (text.len == 0 && !ended)
            break;
        text_add(f->out, returns ? STR("\r\n") : STR("\n"));
    }
    f->copied = end;
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

static void do_table(struct formatting *f, const struct scan_table *table)
{
    struct text text = text_in(f->arena);
    uint32_t first = table->header.line;
    uint32_t last = first + 1 + (uint32_t)table->count;

    if (!is_faulty(f, first, last) && format_table(f->arena, f->scan, table, &text))
        replace(f, first, last, text_str(&text), 0);
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
    do_parts(&f);
    /* What is within the limits stays within them. */
    text_add(out, made.len <= SCAN_MAX_BYTES ? text_str(&made) : source);
}
