/*
 * Edits that several stages offer as fixes.
 */
#include "policy/mend.h"

void mend_by_empty_line(struct diag *diag, struct arena *arena, uint32_t line)
{
    if (diag != NULL)
        diag_fix(diag, arena, (struct span){line, 1, 0}, STR("\n"));
}

void mend_by_line(struct diag *diag, struct arena *arena, const struct scan *scan,
    uint32_t line, uint32_t indent, str text)
{
    str above = scan->lines[line - 1];
    struct span end = {line, (uint32_t)str_width(above) + 1, 0};
    struct text made = text_in(arena);

    if (diag == NULL)
        return;
    text_add_byte(&made, '\n');
    text_add_repeated(&made, ' ', indent);
    text_add(&made, text);
    diag_fix(diag, arena, end, text_str(&made));
}

void mend_by_statement(struct diag *diag, struct arena *arena, const struct scan *scan,
    uint32_t block, str statement)
{
    const struct scan_block *b = &scan->blocks[block];

    mend_by_line(
        diag, arena, scan, b->fence_line + b->line_count, b->indent, statement);
}
