/*
 * What the files of scan share: the document cut into lines, the leaves Markdown
 * made of it, and small readers of single lines.
 */
#ifndef VESTIBULE_POLICY_SCAN_INSIDE_H
#define VESTIBULE_POLICY_SCAN_INSIDE_H

#include "policy/scan.h"

#include <cmark-gfm.h>

/* What Markdown made of some lines; leaves never overlap. */
enum leaf_kind {
    LEAF_WORDS, /* a paragraph */
    LEAF_HEADING,
    LEAF_TABLE,
    LEAF_FENCED,   /* code between fences */
    LEAF_INDENTED, /* code by four columns of indent */
    LEAF_HTML,
};

enum holder { HOLDER_NONE, HOLDER_QUOTE, HOLDER_ITEM };

struct leaf {
    enum leaf_kind kind;
    enum holder holder; /* what it stands in directly; HOLDER_NONE is the document */
    bool is_formal;     /* a protocol block or an example table */
    bool is_reported;   /* a mistake that explains all others in it is known */
    bool is_open;       /* fenced: never closed.  HTML: a comment never closed */
    bool is_comment;
    uint32_t first_line;
    uint32_t last_line;
    uint32_t column;        /* of the first line's text */
    uint32_t fence_size;    /* fenced: how many ... */
    char fence_byte;        /* ... of what */
    uint32_t hidden_blocks; /* HTML: protocol blocks and example tables in it */
    uint32_t hidden_tables;
};

struct scanner {
    struct arena *arena;
    struct diags *diags;
    struct scan *out;
    str text; /* the document: no byte order mark, every line ends in "\n" alone */
    struct leaf *leaves;
    size_t leaf_count;
    uint32_t *leaf_of; /* [line - 1] an index into leaves, or SCAN_NONE */
    size_t leaf_capacity;
    size_t heading_capacity;
    size_t block_capacity;
    size_t table_capacity;
};

/* ---- scan_source.c: what arrives before Markdown sees it ---------------------- */

/*
 * Check the limits and the encoding of `source`, then set s->text and s->out->lines.
 * Front matter is blanked there.  False after a diagnostic that ends the scan.
 */
bool scan_source(struct scanner *s, str source) MUST_USE;

/* What Markdown makes of a text that scan_source let through; cmark_node_free it. */
cmark_node *scan_markdown(str text);

/* ---- scan_line.c: reading one line -------------------------------------------- */

/* Return line `line`, counted from 1; empty beyond the end. */
str scan_line(const struct scanner *s, uint32_t line);

/* The span of the bytes from `start` to `end` of a line, in characters. */
struct span scan_span(const struct scanner *s, uint32_t line, size_t start, size_t end);

/* The span of a line without the white space around it. */
struct span scan_line_span(const struct scanner *s, uint32_t line);

/* Report; a fix can be attached to what it returns. */
struct diag *scan_report(
    struct scanner *s, const char *code, struct span span, str message, str hint);

/* Report a pipe inside code, at byte `pipe` of a line. */
void scan_report_pipe(struct scanner *s, uint32_t line, size_t pipe);

/* Join three parts of a message. */
str scan_join(struct scanner *s, str a, str b, str c);
str scan_number(struct scanner *s, uint64_t number);

bool line_is_blank(str line);

/* How many columns of white space `line` starts with; a tab reaches the next 4. */
uint32_t line_indent(str line);

/* Return the place after white space, quote signs and list markers. */
size_t line_after_markers(str line);

enum word_match { WORD_OTHER, WORD_ALMOST, WORD_EXACT };

/* A line that opens (or, without a word, may close) a fence. */
struct fence_line {
    char byte;             /* '`' or '~' */
    uint32_t size;         /* how many */
    size_t start;          /* bytes: where the fence starts, */
    size_t word;           /* its first word, */
    size_t word_end;       /* and where that ends */
    enum word_match match; /* against "protocol" */
};

/* Read `line` as a fence, also behind list and quote markers. */
bool line_is_fence(str line, struct fence_line *fence);

/* Compare the first word after a fence with "protocol". */
enum word_match word_match(str word);

/* ---- scan_row.c: cells -------------------------------------------------------- */

struct piece {
    size_t start; /* bytes of the line: from pipe to pipe, neither included */
    size_t end;
};

/* Cut a row as cmark does; fills at most `room` pieces, returns how many there are. */
size_t row_split(str line, struct piece *pieces, size_t room);

/* The place of the first separating pipe, or line.len. */
size_t row_first_pipe(str line);

/* The place of the first separating pipe inside a code span, or line.len. */
size_t row_code_pipe(str line);

/* Only pipes, dashes, colons and white space, with a pipe and a dash. */
bool row_is_delimiter(str line);

/* The same, also behind list and quote markers. */
bool row_may_delimit(str line);

/* Does the row's first cell say "Example", or nearly so? */
enum word_match row_example(str line);
enum word_match example_match(str text);

/* ---- scan_flatten.c: from inline nodes to one line of text --------------------- */

enum flatten_html { HTML_DROPPED, HTML_KEPT };

/* The text of a node, white space collapsed and trimmed. */
str flatten(struct arena *arena, cmark_node *node, enum flatten_html html);

/* The address of the last link in a node's last line, or in all of it. */
str flatten_last_link(struct arena *arena, cmark_node *node, bool last_line_only);

/* "Title (of something)" is "Title". */
str flatten_short(str text);

/* ---- the formal parts --------------------------------------------------------- */

/* Each takes a node at the top level of the document and adds to s->out. */
void scan_heading(struct scanner *s, cmark_node *node);
void scan_block(struct scanner *s, cmark_node *node, struct leaf *leaf);
void scan_table(struct scanner *s, cmark_node *node, struct leaf *leaf);

/*
 * Give a block the quote directly before its node, comments left aside, and report
 * quotes above that no rule cites.  The block is not yet in s->out.
 */
void scan_quote(struct scanner *s, cmark_node *node, struct scan_block *block);

/* Report headings that are cited but ambiguous or unintended. */
void scan_check_headings(struct scanner *s);

/* Report what looks formal and was lost. */
void scan_check_lost(struct scanner *s);

/* Report words that were meant as something else; after scan_check_lost. */
void scan_check_words(struct scanner *s);

/* Report rows that a blank line cut off: `node` is a paragraph after a table. */
void scan_check_cut_off(struct scanner *s, const struct leaf *table, uint32_t line);

#endif
