/*
 * What the tests of the scanner share: scan a document, say what was reported.
 *
 * `said` writes every diagnostic as CODE LINE:COLUMN+LENGTH, so that a case is one
 * line: the document and what is said about it.
 */
#ifndef VESTIBULE_TEST_POLICY_SAID_H
#define VESTIBULE_TEST_POLICY_SAID_H

#include "policy/scan.h"
#include "test.h"

#define FENCE "```"
#define BLOCK "```protocol\nlet a = b\n```\n"
#define HEAD  "| Example | a |\n|---|---|\n"

static struct arena arena;
static struct scan found;

static inline str said(str source)
{
    struct diags diags = {0};
    struct text text;

    arena_clear(&arena);
    text = text_in(&arena);
    (void)!scan_document(&arena, source, &diags, &found);
    diags_sort(&diags);
    for (size_t i = 0; i < diags.count; i++) {
        const struct diag *diag = &diags.items[i];

        if (i > 0)
            text_add_byte(&text, ' ');
        text_add(&text, diag->code);
        text_add_byte(&text, ' ');
        text_add_u64(&text, diag->span.line);
        text_add_byte(&text, ':');
        text_add_u64(&text, diag->span.column);
        text_add_byte(&text, '+');
        text_add_u64(&text, diag->span.length);
    }
    return text_str(&text);
}

/* The one diagnostic of a document, whole. */
static inline struct diag only(str source)
{
    struct diags diags = {0};

    arena_clear(&arena);
    (void)!scan_document(&arena, source, &diags, &found);
    CHECK_U64(diags.count, 1);
    return diags.count == 1 ? diags.items[0] : (struct diag){0};
}

static inline str block_line(size_t block, uint32_t line)
{
    return found.lines[found.blocks[block].fence_line + line];
}

#endif
