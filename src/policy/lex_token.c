/*
 * Tokens of a line.
 *
 * A sign that another language would use is reported and read as what it stands
 * for, so that the rest of the statement can still be checked.
 */
#include "policy/lex_inside.h"

enum { TEXT_MAX = 2000 };

struct span lex_span(struct lexer *l, size_t start, size_t end)
{
    size_t width = str_width(str_slice(l->line, start, end));

    if (start < l->known_at) {
        l->known_at = 0;
        l->known_width = 0;
    }
    l->known_width += (uint32_t)str_width(str_slice(l->line, l->known_at, start));
    l->known_at = start;
    return (struct span){
        l->number, l->columns + l->known_width + 1, (uint32_t)(width == 0 ? 1 : width)};
}

void lex_put(struct lexer *l, enum token_kind kind, str text, int32_t value,
    size_t start, size_t end)
{
    l->tokens = arena_grow(
        l->report->arena, l->tokens, l->count, &l->capacity, sizeof(*l->tokens));
    l->tokens[l->count++] = (struct token){
        kind, text, str_slice(l->line, start, end), value, lex_span(l, start, end)};
}

struct diag *lex_complain(
    struct lexer *l, const char *code, size_t start, size_t end, str message, str hint)
{
    return report_add(l->report, code, lex_span(l, start, end), message, hint);
}

struct diag *lex_broken(
    struct lexer *l, const char *code, size_t start, size_t end, str message, str hint)
{
    lex_put(l, TOKEN_BROKEN, (str){0}, 0, start, end);
    return lex_complain(l, code, start, end, message, hint);
}

bool lex_is_word(char c)
{
    return char_is_lower(c) || char_is_upper(c) || char_is_digit(c) || c == '_';
}

/* ---- texts ---- */

/* The length of the curly quote at `at`, or 0.  They were reported when the
 * document was scanned. */
static size_t curly_at(str line, size_t at)
{
    static const str curly[] = {STR_INIT("\xe2\x80\x9c"), STR_INIT("\xe2\x80\x9d"),
        STR_INIT("\xe2\x80\x9e"), STR_INIT("\xe2\x80\x9f"), STR_INIT("\xc2\xab"),
        STR_INIT("\xc2\xbb")};

    for (size_t i = 0; i < COUNT_OF(curly); i++)
        if (str_starts(str_slice(line, at, line.len), curly[i]))
            return curly[i].len;
    return 0;
}

/* Read up to the closing quote; `curly` ones close too when asked.  False when
 * there is none. */
static bool read_text(struct lexer *l, bool curly, struct text *words)
{
    while (l->at < l->line.len) {
        str rest = str_slice(l->line, l->at, l->line.len);
        size_t quote = curly ? curly_at(l->line, l->at) : 0;

        if (rest.ptr[0] == '"')
            quote = 1;
        if (quote > 0) {
            l->at += quote;
            return true;
        }
        l->at += str_starts(rest, STR("\\\"")) || str_starts(rest, STR("\\\\"));
        text_add_byte(words, l->line.ptr[l->at++]);
    }
    return false;
}

static void lex_unclosed(struct lexer *l, size_t start)
{
    str rest = str_slice(l->line, start, l->line.len);
    struct diag *diag;
    struct span end;

    l->at = l->line.len;
    diag = lex_broken(l, "P033", start, l->at, STR("this text is not closed"),
        STR("end it with a straight double quote on the same line"));
    end = lex_span(l, start, l->at);
    end.column += end.length;
    end.length = 0;
    /* Only where nothing but the text can stand on the rest of the line. */
    if (str_find(rest, STR(" if "), 0) == rest.len &&
        str_find(rest, STR(" to "), 0) == rest.len &&
        str_find(rest, STR(": "), 0) == rest.len)
        report_fix(l->report, diag, end, STR("\""));
}

static void lex_text_token(struct lexer *l)
{
    size_t start = l->at;
    size_t opening = curly_at(l->line, start);
    struct text words = text_in(l->report->arena);

    l->at += opening > 0 ? opening : 1;
    if (!read_text(l, opening > 0, &words)) {
        /* Opened straight and closed curly: that was reported as well. */
        words = text_in(l->report->arena);
        l->at = start + 1;
        if (opening > 0 || !read_text(l, true, &words)) {
            lex_unclosed(l, start);
            return;
        }
    }
    if (words.len > TEXT_MAX)
        lex_broken(l, "P062", start, l->at, STR("this text is longer than 2000 bytes"),
            STR("shorten it; long explanations belong in the prose around the block"));
    else
        lex_put(l, TOKEN_TEXT, text_str(&words), 0, start, l->at);
}

/* ---- signs ---- */

struct sign {
    str sign;
    enum token_kind kind;
};

static bool lex_sign(struct lexer *l)
{
    static const struct sign signs[] = {
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
        lex_put(l, signs[i].kind, signs[i].sign, 0, l->at, l->at + signs[i].sign.len);
        l->at += signs[i].sign.len;
        return true;
    }
    return false;
}

/* What people write who know other languages, and what it is called here: up to
 * two words, a comparison, or nothing. */
struct slip {
    str sign;
    enum token_kind kind; /* TOKEN_NAME for words, TOKEN_END for nothing */
    str words[2];
};

static const struct slip slips[] = {
    {STR_INIT("=="), TOKEN_NAME, {STR_INIT("is")}},
    {STR_INIT("!="), TOKEN_NAME, {STR_INIT("is"), STR_INIT("not")}},
    {STR_INIT("<>"), TOKEN_NAME, {STR_INIT("is"), STR_INIT("not")}},
    {STR_INIT("\xe2\x89\xa0"), TOKEN_NAME, {STR_INIT("is"), STR_INIT("not")}},
    {STR_INIT("&&"), TOKEN_NAME, {STR_INIT("and")}},
    {STR_INIT("||"), TOKEN_NAME, {STR_INIT("or")}},
    {STR_INIT("&"), TOKEN_NAME, {STR_INIT("and")}},
    {STR_INIT("|"), TOKEN_NAME, {STR_INIT("or")}},
    {STR_INIT("!"), TOKEN_NAME, {STR_INIT("not")}},
    {STR_INIT("=>"), TOKEN_AT_LEAST, {STR_INIT(">=")}},
    {STR_INIT("=<"), TOKEN_AT_MOST, {STR_INIT("<=")}},
    {STR_INIT("\xe2\x89\xa4"), TOKEN_AT_MOST, {STR_INIT("<=")}},
    {STR_INIT("\xe2\x89\xa5"), TOKEN_AT_LEAST, {STR_INIT(">=")}},
    {STR_INIT(";"), TOKEN_END, {{0}}},
    {STR_INIT("."), TOKEN_END, {{0}}},
};

/* `let NAME ==` wants one sign less. */
static const struct slip slip_of_let = {STR_INIT("=="), TOKEN_EQUALS, {STR_INIT("=")}};

static const struct slip *slip_at(const struct lexer *l)
{
    str rest = str_slice(l->line, l->at, l->line.len);

    if (l->count >= 2 && str_starts(rest, slip_of_let.sign) &&
        str_equal(l->tokens[l->count - 2].text, STR("let")))
        return &slip_of_let;
    for (size_t i = 0; i < COUNT_OF(slips); i++)
        if (str_starts(rest, slips[i].sign))
            return &slips[i];
    return NULL;
}

/* What to write instead: words are kept apart from their neighbours. */
static str slip_fix(const struct lexer *l, const struct slip *slip, size_t start)
{
    struct text fix = text_in(l->report->arena);
    size_t end = start + slip->sign.len;

    if (slip->kind == TOKEN_END)
        return STR("");
    if (start > 0 && lex_is_word(l->line.ptr[start - 1]))
        text_add_byte(&fix, ' ');
    text_add(&fix, slip->words[0]);
    if (slip->words[1].len > 0)
        text_add_byte(&fix, ' ');
    text_add(&fix, slip->words[1]);
    if (end < l->line.len && lex_is_word(l->line.ptr[end]))
        text_add_byte(&fix, ' ');
    return text_str(&fix);
}

static bool lex_slip(struct lexer *l)
{
    const struct slip *slip = slip_at(l);
    size_t start = l->at;
    struct arena *arena = l->report->arena;
    struct diag *diag;
    str fix;

    if (slip == NULL)
        return false;
    l->at += slip->sign.len;
    fix = slip_fix(l, slip, start);
    diag =
        lex_complain(l, "P064", start, l->at, STR("this sign is not used in protocols"),
            slip->kind == TOKEN_END
                ? STR("leave it out: statements end with their line")
                : join_text(arena, STR("write `"), str_trim(fix), STR("`")));
    report_fix(l->report, diag, lex_span(l, start, l->at), fix);
    for (size_t i = 0; i < COUNT_OF(slip->words); i++)
        if (slip->words[i].len > 0)
            lex_put(l, slip->kind, slip->words[i], 0, start, l->at);
    return true;
}

/* ---- words ---- */

/* A word of the language in capitals; read as if in small letters. */
static str read_capitals(struct lexer *l, str word, size_t start)
{
    struct text small = text_in(l->report->arena);
    struct diag *diag;

    for (size_t i = 0; i < word.len; i++)
        text_add_byte(&small, small_letter(word.ptr[i]));
    if (str_equal(text_str(&small), word) || !is_language_word(text_str(&small)))
        return word;
    diag = lex_complain(l, "P064", start, l->at,
        STR("words of the language are written in small letters"),
        join_text(l->report->arena, STR("write `"), text_str(&small), STR("`")));
    report_fix(l->report, diag, lex_span(l, start, l->at), text_str(&small));
    return text_str(&small);
}

/* A hyphen inside a word stays: the parser says how names are spelt. */
static void lex_word(struct lexer *l)
{
    size_t start = l->at;
    str word;

    while (l->at < l->line.len &&
        (lex_is_word(l->line.ptr[l->at]) ||
            (l->line.ptr[l->at] == '-' && l->at + 1 < l->line.len &&
                lex_is_word(l->line.ptr[l->at + 1]))))
        l->at++;
    word = str_slice(l->line, start, l->at);
    word = read_capitals(l, word, start);
    lex_put(l, TOKEN_NAME, word, 0, start, l->at);
}

/* 'text': read as a text, but for apostrophes that stand alone. */
static void lex_single_quoted(struct lexer *l)
{
    size_t start = l->at;
    size_t end = str_find_byte(l->line, '\'', start + 1);
    str inside = str_slice(l->line, start + 1, end);
    struct arena *arena = l->report->arena;
    str hint =
        STR("texts stand in straight double quotes; values stand without quotes");
    struct diag *diag;

    l->at = end < l->line.len ? end + 1 : l->line.len;
    if (end == l->line.len || str_find_byte(inside, '"', 0) < inside.len) {
        lex_broken(
            l, "P032", start, l->at, STR("single quotes are not used here"), hint);
        return;
    }
    diag = lex_complain(
        l, "P032", start, l->at, STR("single quotes are not used here"), hint);
    report_fix(l->report, diag, lex_span(l, start, l->at),
        join_text(arena, STR("\""), inside, STR("\"")));
    lex_put(l, TOKEN_TEXT, inside, 0, start, l->at);
}

static void lex_other(struct lexer *l)
{
    size_t start = l->at++;

    while (l->at < l->line.len && ((unsigned char)l->line.ptr[l->at] & 0xc0) == 0x80)
        l->at++;
    lex_broken(l, "P032", start, l->at, STR("this character has no meaning here"),
        STR("remove it, or put it inside a text in double quotes"));
}

static bool begins_number(const struct lexer *l)
{
    str rest = str_slice(l->line, l->at, l->line.len);

    return char_is_digit(rest.ptr[0]) ||
        (rest.ptr[0] == '-' && rest.len > 1 && char_is_digit(rest.ptr[1]));
}

void lex_line(struct lexer *l)
{
    l->at = 0;
    l->known_at = 0;
    l->known_width = 0;
    while (l->at < l->line.len && l->line.ptr[l->at] != '#') {
        char c = l->line.ptr[l->at];

        if (char_is_space(c))
            l->at++;
        else if (c == '"' || curly_at(l->line, l->at) > 0)
            lex_text_token(l);
        else if (c == '\'')
            lex_single_quoted(l);
        else if (begins_number(l))
            lex_number(l);
        else if (lex_is_word(c))
            lex_word(l);
        else if (!lex_slip(l) && !lex_sign(l))
            lex_other(l);
    }
}
