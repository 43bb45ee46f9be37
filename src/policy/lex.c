/*
 * Lines to statements.
 *
 * All tokens of a block stand in one array, so that a line that should have been
 * indented can still be joined to the statement above it.
 */
#include "policy/lex_inside.h"

/* What is known of the block being read. */
struct block {
    struct statements *out;
    uint32_t index;    /* of the block */
    size_t first;      /* its first statement */
    size_t margin;     /* white space in front of its statements, wrongly */
    size_t line_start; /* the line's first token */
    bool excused;      /* a missing indent was reported and not yet ended */
};

/* Whether nothing can end with this token. */
static bool asks_for_more(const struct token *token)
{
    static const str words[] = {STR_INIT("and"), STR_INIT("or"), STR_INIT("not"),
        STR_INIT("if"), STR_INIT("then"), STR_INIT("is"), STR_INIT("in"),
        STR_INIT("to"), STR_INIT("by"), STR_INIT("of"), STR_INIT("since"),
        STR_INIT("within"), STR_INIT("otherwise"), STR_INIT("before"),
        STR_INIT("after"), STR_INIT("between"), STR_INIT("from"), STR_INIT("section")};

    if (token->kind == TOKEN_NAME)
        for (size_t i = 0; i < COUNT_OF(words); i++)
            if (str_equal(token->text, words[i]))
                return true;
    return token->kind == TOKEN_COLON || token->kind == TOKEN_COMMA ||
        token->kind == TOKEN_OPEN ||
        (token->kind >= TOKEN_EQUALS && token->kind <= TOKEN_AT_LEAST);
}

/* Whether no statement can begin with this token, but a later line of one can. */
static bool goes_on(const struct token *token)
{
    static const str words[] = {STR_INIT("and"), STR_INIT("or"), STR_INIT("if"),
        STR_INIT("then"), STR_INIT("is"), STR_INIT("in"), STR_INIT("to"),
        STR_INIT("until"), STR_INIT("within"), STR_INIT("otherwise"),
        STR_INIT("exception"), STR_INIT("not")};

    if (token->kind == TOKEN_NAME)
        for (size_t i = 0; i < COUNT_OF(words); i++)
            if (str_equal(token->text, words[i]))
                return true;
    return token->kind == TOKEN_COMMA || token->kind == TOKEN_CLOSE ||
        token->kind == TOKEN_COLON || token->kind == TOKEN_TEXT ||
        token->kind == TOKEN_OPEN;
}

/* Whether the line just read at the first column belongs to the one above. */
static bool belongs_above(const struct lexer *l, const struct block *b)
{
    size_t count = l->count - b->line_start;
    const struct token *line;

    if (b->out->count == b->first || b->line_start == 0 || count == 0)
        return false;
    line = &l->tokens[b->line_start];
    if (count >= 3 && line[1].kind == TOKEN_EQUALS && line[2].kind == TOKEN_TEXT)
        return true; /* name = "label" */
    if (line->kind == TOKEN_NAME && is_statement_word(line->text))
        return false;
    return asks_for_more(&l->tokens[b->line_start - 1]) || goes_on(line);
}

/* Say it once for lines that follow each other. */
static void report_joined(struct lexer *l, struct block *b)
{
    struct span span = l->tokens[b->line_start].span;
    struct diag *diag;

    if (b->excused)
        return;
    b->excused = true;
    diag = report_add(l->report, "P039", span,
        STR("this line continues the statement above, so it must be indented"),
        STR("put two spaces in front of it, and of those after it that belong to it"));
    span.length = 0;
    report_fix(l->report, diag, span, STR("  "));
}

static void open_statement(struct lexer *l, struct block *b)
{
    struct statements *out = b->out;

    out->items = arena_grow(
        l->report->arena, out->items, out->count, &out->capacity, sizeof(*out->items));
    /* Where its tokens begin is kept in `count` until the block is closed. */
    out->items[out->count++] =
        (struct statement){.block = b->index, .count = (uint32_t)b->line_start};
    b->excused = false;
}

/* Give the statements of the block their tokens, each with TOKEN_END behind. */
static void close_block(struct lexer *l, struct block *b)
{
    for (size_t s = b->first; s < b->out->count; s++) {
        struct statement *statement = &b->out->items[s];
        size_t from = statement->count;
        size_t to = s + 1 < b->out->count ? b->out->items[s + 1].count : l->count;
        struct span span = {l->number, 1, 1};

        statement->count = (uint32_t)(to - from);
        statement->tokens =
            ARENA_ARRAY(l->report->arena, struct token, statement->count + 1);
        if (l->tokens != NULL && statement->count > 0) {
            memcpy(statement->tokens, &l->tokens[from],
                statement->count * sizeof(*statement->tokens));
            span = statement->tokens[statement->count - 1].span;
            span.column += span.length;
            span.length = 1;
        }
        statement->tokens[statement->count] =
            (struct token){.kind = TOKEN_END, .span = span};
    }
    l->count = 0;
}

static size_t leading_space(str line)
{
    size_t indent = 0;

    while (indent < line.len && char_is_space(line.ptr[indent]))
        indent++;
    return indent;
}

/* The first statement is indented: take that for the margin of the block. */
static void report_margin(struct lexer *l, struct block *b, size_t indent)
{
    struct span span = lex_span(l, 0, indent);
    struct diag *diag =
        report_add(l->report, "P031", span, STR("this indented line continues nothing"),
            STR("a statement starts at the first column; only its further lines are "
                "indented"));

    report_fix(l->report, diag, span, STR(""));
    b->margin = indent;
}

static void read_line(struct lexer *l, struct block *b)
{
    size_t indent = leading_space(l->line);
    bool starts;

    if (indent == l->line.len || l->line.ptr[indent] == '#')
        return;
    l->known_at = 0;
    l->known_width = 0;
    if (b->out->count == b->first && indent > 0)
        report_margin(l, b, indent);
    starts = indent <= b->margin;
    if (starts)
        b->margin = indent;
    b->line_start = l->count;
    lex_line(l);
    if (starts && belongs_above(l, b))
        report_joined(l, b);
    else if (starts)
        open_statement(l, b);
}

void lex_blocks(struct report *report, const struct scan *scan, struct statements *out)
{
    struct lexer l = {.report = report};

    for (uint32_t i = 0; i < scan->block_count; i++) {
        const struct scan_block *block = &scan->blocks[i];
        struct block b = {.out = out, .index = i, .first = out->count};

        for (uint32_t line = 0; line < block->line_count; line++) {
            size_t indent = 0;

            l.number = block->fence_line + 1 + line;
            l.line = scan->lines[l.number - 1];
            while (indent < block->indent && indent < l.line.len &&
                l.line.ptr[indent] == ' ')
                indent++;
            l.line = str_slice(l.line, indent, l.line.len);
            l.columns = (uint32_t)indent;
            read_line(&l, &b);
        }
        close_block(&l, &b);
    }
}

void lex_text(struct report *report, str text, struct statement *out)
{
    struct lexer l = {.report = report};
    struct statements statements = {0};
    struct block b = {.out = &statements};
    str line;

    open_statement(&l, &b);
    while (str_split(&text, '\n', &line)) {
        l.number++;
        l.line = line;
        lex_line(&l);
    }
    if (l.number == 0)
        l.number = 1;
    close_block(&l, &b);
    *out = statements.items[0];
}
