/*
 * format: canonical layout of the formal parts of a document.
 *
 * Layout depends on the pieces a statement is made of, its comments and the blank
 * lines around it, never on how its lines were broken: so laying out twice is
 * laying out once.
 */
#ifndef VESTIBULE_STUDY_FORMAT_H
#define VESTIBULE_STUDY_FORMAT_H

#include "policy/policy.h"

enum { FORMAT_WIDTH = 88, FORMAT_INDENT = 2 };

/* The least part of a statement that layout keeps together. */
struct piece {
    str text;
    bool is_text; /* in double quotes */
    bool is_word;
};

/* One line of a block. */
struct block_line {
    str source; /* without the fence's indent */
    struct piece *pieces;
    uint32_t count;
    str comment;    /* from its # on; or empty */
    bool continues; /* starts with white space */
};

struct block_lines {
    struct block_line *items;
    uint32_t count;
};

/* Read a block's lines as pieces.  False when there is a mistake among them. */
bool format_read(struct arena *arena, const struct scan *scan,
    const struct scan_block *block, struct block_lines *out) MUST_USE;

/* Lay out a block's lines, each ended by a line feed. */
void format_block(
    struct arena *arena, const struct block_lines *lines, struct text *out);

/* Whether a space stands between two pieces. */
bool piece_gap(const struct piece *before, const struct piece *after);

/* Characters that pieces take on one line. */
size_t pieces_width(const struct piece *pieces, uint32_t count);

/* Write pieces on one line. */
void text_add_pieces(struct text *text, const struct piece *pieces, uint32_t count);

/* Write a statement that is one sentence, over several lines if it must be;
 * `pad` spaces are added before the first `=`.  No line feed at its end. */
void format_sentence(
    struct text *text, const struct piece *pieces, uint32_t count, size_t pad);

/* Lay out an example table; false when it cannot be read. */
bool format_table(struct arena *arena, const struct scan *scan,
    const struct scan_table *table, struct text *out) MUST_USE;

#endif
