/*
 * A statement starts at the first column; lines that start with white space
 * continue it; `#` starts a comment.
 */
#include "policy/lex.h"

enum { TEXT_MAX = 2000, NUMBER_MOST = 1000000000 };

struct lexer {
    struct arena *arena;
    struct diags *diags;
    str line;
    uint32_t number;  /* of the line */
    uint32_t columns; /* characters before `line` in the document: the fence's indent */
    size_t at;
    struct statement *statement;
    size_t capacity;
};

static struct span span_of(const struct lexer *l, size_t start, size_t end)
{
    size_t before = str_width(str_slice(l->line, 0, start));
    size_t width = str_width(str_slice(l->line, start, end));

    return (struct span){
        l->number, l->columns + (uint32_t)before + 1, (uint32_t)(width == 0 ? 1 : width)};
}

static void put(struct lexer *l, struct token token)
{
    struct statement *s = l->statement;

    s->tokens = arena_grow(l->arena, s->tokens, s->count, &l->capacity, sizeof(token));
    s->tokens[s->count++] = token;
}

static struct diag *complain(
    struct lexer *l, const char *code, size_t start, size_t end, str message, str hint)
{
    put(l, (struct token){.kind = TOKEN_BROKEN, .span = span_of(l, start, end)});
    return diag_add(l->diags, l->arena, code, span_of(l, start, end), message, hint);
}

static bool is_word(char c)
{
    return char_is_lower(c) || char_is_upper(c) || char_is_digit(c) || c == '_';
}

/* The straight or curly quote at `at`, its length; 0 if there is none.  Curly ones
 * were reported when the document was scanned. */
static size_t quote_at(str line, size_t at)
{
    static const str curly[] = {STR_INIT("\xe2\x80\x9c"), STR_INIT("\xe2\x80\x9d"),
        STR_INIT("\xe2\x80\x9e"), STR_INIT("\xc2\xab"), STR_INIT("\xc2\xbb")};

    if (at < line.len && line.ptr[at] == '"')
        return 1;
    for (size_t c = 0; c < COUNT_OF(curly); c++)
        if (str_starts(str_slice(line, at, line.len), curly[c]))
            return curly[c].len;
    return 0;
}

static void lex_quoted(struct lexer *l)
{
    size_t start = l->at;
    struct text words = text_in(l->arena);

    l->at += quote_at(l->line, l->at);
    while (l->at < l->line.len && quote_at(l->line, l->at) == 0) {
        if (l->line.ptr[l->at] == '\\' && l->at + 1 < l->line.len &&
            (l->line.ptr[l->at + 1] == '"' || l->line.ptr[l->at + 1] == '\\'))
            l->at++;
        text_add_byte(&words, l->line.ptr[l->at++]);
    }
    if (l->at == l->line.len) {
        complain(l, "P033", start, l->at, STR("this text is not closed"),
            STR("end it with a straight double quote on the same line"));
        return;
    }
    l->at += quote_at(l->line, l->at);
    if (words.len > TEXT_MAX)
        complain(l, "P062", start, l->at, STR("this text is longer than 2000 bytes"),
            STR("shorten it; long explanations belong in the prose around the block"));
    else
        put(l, (struct token){TOKEN_TEXT, text_str(&words), 0, span_of(l, start, l->at)});
}

/* Read a date or time whose digits and marks end at `end`. */
static void lex_moment(struct lexer *l, size_t start, size_t end)
{
    struct token token = {.text = str_slice(l->line, start, end)};
    bool is_time = str_find_byte(token.text, ':', 0) < token.text.len;

    token.span = span_of(l, start, end);
    token.kind = is_time ? TOKEN_TIME : TOKEN_DATE;
    if (is_time ? time_parse(token.text, &token.value)
                : date_parse(token.text, &token.value))
        put(l, token);
    else
        complain(l, "P041", start, end,
            is_time ? STR("this is not a time of day") : STR("this is not a date"),
            is_time ? STR("write a time as HH:MM, for example 08:30")
                    : STR("write a date as YEAR-MONTH-DAY, for example 2025-01-24"));
}

static void lex_number(struct lexer *l)
{
    size_t start = l->at;
    size_t end = l->at + 1;
    bool moment = false;
    int64_t value;

    for (; end < l->line.len; end++) {
        char c = l->line.ptr[end];
        bool digit_next = end + 1 < l->line.len && char_is_digit(l->line.ptr[end + 1]);

        if ((c == '-' || c == ':' || c == '/' || c == '.') && digit_next)
            moment = true;
        else if (!is_word(c))
            break;
    }
    l->at = end;
    if (moment && l->line.ptr[start] != '-') {
        lex_moment(l, start, end);
        return;
    }
    if (str_to_i64(str_slice(l->line, start, end), &value) && value <= NUMBER_MOST &&
        value >= -NUMBER_MOST)
        put(l, (struct token){TOKEN_NUMBER, str_slice(l->line, start, end),
                   (int32_t)value, span_of(l, start, end)});
    else
        complain(l, "P040", start, end, STR("this is not a whole number we can use"),
            STR("numbers are whole, from -1000000000 to 1000000000"));
}

/* What people write who know other languages, and what it is called here. */
struct slip {
    str sign;
    str instead;
};

static const struct slip slips[] = {
    {STR_INIT("=="), STR_INIT("is")},
    {STR_INIT("!="), STR_INIT("is not")},
    {STR_INIT("<>"), STR_INIT("is not")},
    {STR_INIT("&&"), STR_INIT("and")},
    {STR_INIT("||"), STR_INIT("or")},
    {STR_INIT("&"), STR_INIT("and")},
    {STR_INIT("|"), STR_INIT("or")},
    {STR_INIT("!"), STR_INIT("not ")},
    {STR_INIT(";"), STR_INIT("")},
    {STR_INIT("\xe2\x89\xa4"), STR_INIT("<=")},
    {STR_INIT("\xe2\x89\xa5"), STR_INIT(">=")},
};

static bool lex_slip(struct lexer *l)
{
    str rest = str_slice(l->line, l->at, l->line.len);
    struct text hint = text_in(l->arena);
    size_t start = l->at;
    struct diag *diag;

    for (size_t i = 0; i < COUNT_OF(slips); i++) {
        if (!str_starts(rest, slips[i].sign))
            continue;
        l->at += slips[i].sign.len;
        if (slips[i].instead.len == 0) {
            text_add(&hint, STR("leave it out: statements end with their line"));
        } else {
            text_add(&hint, STR("write: "));
            text_add(&hint, slips[i].instead);
        }
        diag = complain(l, "P064", start, l->at,
            STR("this sign is not used in protocols"), text_str(&hint));
        diag_fix(diag, l->arena, diag->span, slips[i].instead);
        return true;
    }
    return false;
}

static bool lex_sign(struct lexer *l)
{
    static const struct {
        str sign;
        enum token_kind kind;
    } signs[] = {
        {STR_INIT("<="), TOKEN_AT_MOST},
        {STR_INIT(">="), TOKEN_AT_LEAST},
        {STR_INIT("<"), TOKEN_LESS},
        {STR_INIT(">"), TOKEN_MORE},
        {STR_INIT("="), TOKEN_EQUALS},
        {STR_INIT("("), TOKEN_OPEN},
        {STR_INIT(")"), TOKEN_CLOSE},
        {STR_INIT(","), TOKEN_COMMA},
        {STR_INIT(":"), TOKEN_COLON},
        {STR_INIT("/"), TOKEN_SLASH},
    };
    str rest = str_slice(l->line, l->at, l->line.len);

    for (size_t i = 0; i < COUNT_OF(signs); i++) {
        if (!str_starts(rest, signs[i].sign))
            continue;
        put(l, (struct token){signs[i].kind, signs[i].sign, 0,
                   span_of(l, l->at, l->at + signs[i].sign.len)});
        l->at += signs[i].sign.len;
        return true;
    }
    return false;
}

static void lex_word(struct lexer *l)
{
    size_t start = l->at;

    while (l->at < l->line.len && is_word(l->line.ptr[l->at]))
        l->at++;
    /* A hyphen inside a word: let the parser say how names are spelt. */
    while (l->at + 1 < l->line.len && l->line.ptr[l->at] == '-' &&
           is_word(l->line.ptr[l->at + 1]))
        for (l->at++; l->at < l->line.len && is_word(l->line.ptr[l->at]);)
            l->at++;
    put(l, (struct token){TOKEN_NAME, str_slice(l->line, start, l->at), 0,
               span_of(l, start, l->at)});
}

static void lex_other(struct lexer *l)
{
    size_t start = l->at++;

    while (l->at < l->line.len && ((unsigned char)l->line.ptr[l->at] & 0xc0) == 0x80)
        l->at++;
    if (l->line.ptr[start] == '\'') {
        size_t end = str_find_byte(l->line, '\'', l->at);

        l->at = end < l->line.len ? end + 1 : l->line.len;
        complain(l, "P032", start, l->at, STR("single quotes are not used here"),
            STR("texts stand in straight double quotes; values stand without quotes"));
        return;
    }
    complain(l, "P032", start, l->at, STR("this character has no meaning here"),
        STR("remove it, or put it inside a text in double quotes"));
}

static void lex_line(struct lexer *l)
{
    for (l->at = 0; l->at < l->line.len;) {
        char c = l->line.ptr[l->at];

        if (c == '#')
            return;
        if (char_is_space(c))
            l->at++;
        else if (quote_at(l->line, l->at) > 0)
            lex_quoted(l);
        else if (char_is_digit(c) || (c == '-' && l->at + 1 < l->line.len &&
                                         char_is_digit(l->line.ptr[l->at + 1])))
            lex_number(l);
        else if (is_word(c))
            lex_word(l);
        else if (!lex_slip(l) && !lex_sign(l))
            lex_other(l);
    }
}

/* End the statement under construction with TOKEN_END behind its last token. */
static void close_statement(struct lexer *l)
{
    struct statement *s = l->statement;
    struct span span = {l->number, 1, 1};

    if (s == NULL)
        return;
    if (s->count > 0) {
        span = s->tokens[s->count - 1].span;
        span.column += span.length;
        span.length = 1;
    }
    put(l, (struct token){.kind = TOKEN_END, .span = span});
    s->count--;
    l->statement = NULL;
}

static void open_statement(struct lexer *l, struct statements *out, uint32_t block)
{
    out->items =
        arena_grow(l->arena, out->items, out->count, &out->capacity, sizeof(*out->items));
    l->statement = &out->items[out->count++];
    *l->statement = (struct statement){.block = block};
    l->capacity = 0;
}

/* Whether a line says nothing: empty, or only a comment. */
static bool is_empty(str line)
{
    str rest = str_trim(line);

    return rest.len == 0 || rest.ptr[0] == '#';
}

static void lex_block(struct lexer *l, const struct scan *scan, uint32_t index,
    struct statements *out)
{
    const struct scan_block *block = &scan->blocks[index];

    for (uint32_t i = 0; i < block->line_count; i++) {
        size_t indent = 0;

        l->number = block->fence_line + 1 + i;
        l->line = scan->lines[l->number - 1];
        while (indent < block->indent && indent < l->line.len &&
               l->line.ptr[indent] == ' ')
            indent++;
        l->line = str_slice(l->line, indent, l->line.len);
        l->columns = (uint32_t)indent;
        if (is_empty(l->line))
            continue;
        if (!char_is_space(l->line.ptr[0])) {
            close_statement(l);
            open_statement(l, out, index);
        } else if (l->statement == NULL) {
            diag_add(l->diags, l->arena, "P031", (struct span){l->number, 1, 1},
                STR("this indented line continues nothing"),
                STR("a statement starts at the first column"));
            continue;
        }
        lex_line(l);
    }
    close_statement(l);
}

void lex_blocks(struct arena *arena, const struct scan *scan, struct diags *diags,
    struct statements *out)
{
    struct lexer l = {.arena = arena, .diags = diags};

    for (uint32_t b = 0; b < scan->block_count; b++)
        lex_block(&l, scan, b, out);
}

void lex_text(struct arena *arena, str text, struct diags *diags, struct statement *out)
{
    struct lexer l = {.arena = arena, .diags = diags, .statement = out};
    str line;

    *out = (struct statement){0};
    while (str_split(&text, '\n', &line)) {
        l.number++;
        l.line = line;
        lex_line(&l);
    }
    close_statement(&l);
}
