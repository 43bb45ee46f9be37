/*
 * Looking at tokens, and saying what is wrong with them.
 */
#include "policy/parse.h"

const struct token *peek(const struct parser *p)
{
    return &p->statement->tokens[p->at];
}

const struct token *taken(const struct parser *p)
{
    return &p->statement->tokens[p->at == 0 ? 0 : p->at - 1];
}

bool next_is(const struct parser *p, const char *word)
{
    return peek(p)->kind == TOKEN_NAME && str_equal(peek(p)->text, str_from(word));
}

bool take_word(struct parser *p, const char *word)
{
    if (!next_is(p, word))
        return false;
    p->at++;
    return true;
}

bool take(struct parser *p, enum token_kind kind)
{
    if (peek(p)->kind != kind)
        return false;
    if (kind != TOKEN_END)
        p->at++;
    return true;
}

/* ---- reports ---- */

struct diag *complain(
    struct parser *p, const char *code, struct span span, str message, str hint)
{
    return report_add(&p->report, code, span, message, hint);
}

bool fail(struct parser *p, const char *code, struct span span, str message, str hint)
{
    if (!p->failed && peek(p)->kind != TOKEN_BROKEN)
        (void)complain(p, code, span, message, hint);
    p->failed = true;
    return false;
}

str foreign_hint(str word)
{
    static const str hints[][2] = {
        {STR_INIT("else"),
            STR_INIT(
                "there is no else: write a second rule, and say which of the two is "
                "an exception to the other")},
        {STR_INIT("when"), STR_INIT("write: if CONDITION")},
        {STR_INIT("unless"), STR_INIT("write: if not (CONDITION)")},
    };

    for (size_t i = 0; i < COUNT_OF(hints); i++)
        if (str_equal(word, hints[i][0]))
            return hints[i][1];
    return (str){0};
}

static str hint_for(const struct parser *p)
{
    str hint = foreign_hint(peek(p)->kind == TOKEN_NAME ? peek(p)->text : STR(""));

    return hint.len > 0
        ? hint
        : join_text(p->arena, STR("the form is: "), str_from(p->form), (str){0});
}

bool fail_expected(struct parser *p, const char *wanted)
{
    const struct token *found = peek(p);
    struct text message = text_in(p->arena);
    bool is_text = found->kind == TOKEN_TEXT;

    text_add(&message, STR("expected "));
    text_add(&message, str_from(wanted));
    if (found->kind == TOKEN_END) {
        text_add(&message, STR(" here, but the statement ends"));
    } else {
        text_add(&message, is_text ? STR(", found the text \"") : STR(", found `"));
        text_add(&message, found->text);
        text_add(&message, is_text ? STR("\"") : STR("`"));
    }
    if (next_is(p, "when") && !p->failed) {
        report_fix(&p->report,
            complain(p, "P034", found->span, text_str(&message), hint_for(p)),
            found->span, STR("if"));
        p->failed = true;
        return false;
    }
    return fail(p, "P034", found->span, text_str(&message), hint_for(p));
}

/* `exeption` for `exception`: reported, and read as it was meant. */
static bool take_misspelt(struct parser *p, str word)
{
    const struct token *found = peek(p);
    struct diag *diag;

    if (found->kind != TOKEN_NAME || word.len < 3 || is_language_word(found->text) ||
        str_distance(found->text, word, 2) > (word.len < 6 ? 1 : 2))
        return false;
    diag = complain(p, "P034", found->span,
        join_text(p->arena, STR("expected `"), word, STR("`")),
        did_you_mean(p->arena, word, (str){0}));
    report_fix(&p->report, diag, found->span, word);
    p->at++;
    return true;
}

bool want_word(struct parser *p, const char *word)
{
    struct text wanted = text_in(p->arena);

    if (take_word(p, word) || take_misspelt(p, str_from(word)))
        return true;
    text_add_byte(&wanted, '`');
    text_add(&wanted, str_from(word));
    text_add(&wanted, STR("`"));
    text_add_byte(&wanted, '\0');
    return fail_expected(p, wanted.ptr);
}

bool take_if(struct parser *p)
{
    const struct token *comma = peek(p);

    if (comma->kind == TOKEN_COMMA && comma[1].kind == TOKEN_NAME &&
        str_equal(comma[1].text, STR("if"))) {
        report_fix(&p->report,
            complain(p, "P034", comma->span, STR("no comma stands before `if`"),
                STR("leave it out")),
            comma->span, STR(""));
        p->at++;
    }
    return take_word(p, "if");
}

bool want(struct parser *p, enum token_kind kind, const char *wanted)
{
    return take(p, kind) || fail_expected(p, wanted);
}

bool want_text(struct parser *p, str *text, const char *what)
{
    *text = peek(p)->text;
    return want(p, TOKEN_TEXT, what);
}

/* `x: "X"` for `x = "X"`, and the other way round: reported and read as meant. */
static bool take_other_sign(struct parser *p, enum token_kind kind, str sign)
{
    struct span span = peek(p)->span;

    if ((kind != TOKEN_COLON || peek(p)->kind != TOKEN_EQUALS) &&
        (kind != TOKEN_EQUALS || peek(p)->kind != TOKEN_COLON))
        return false;
    report_fix(&p->report,
        complain(p, "P034", span,
            join_text(p->arena, STR("expected `"), sign, STR("`")), hint_for(p)),
        span, sign);
    p->at++;
    return true;
}

/* Whether a sign was only forgotten: what should follow it does follow. */
static bool is_forgotten(const struct parser *p)
{
    enum token_kind kind = peek(p)->kind;

    return (kind == TOKEN_NAME || kind == TOKEN_TEXT || kind == TOKEN_OPEN) &&
        p->at > 0;
}

bool want_sign(struct parser *p, enum token_kind kind, const char *sign)
{
    struct span span = taken(p)->span;
    struct diag *diag;

    if (take(p, kind) || take_other_sign(p, kind, str_from(sign)))
        return true;
    if (!is_forgotten(p))
        return fail_expected(p,
            kind == TOKEN_COLON       ? "`:`"
                : kind == TOKEN_COMMA ? "`,`"
                                      : "`=`");
    span.column += span.length;
    span.length = 1;
    diag = complain(p, "P034", span,
        join_text(p->arena, STR("a `"), str_from(sign), STR("` is missing here")),
        hint_for(p));
    span.length = 0;
    report_fix(
        &p->report, diag, span, kind == TOKEN_EQUALS ? STR(" =") : str_from(sign));
    return true;
}

bool want_end(struct parser *p, const char *wanted)
{
    const struct token *found = peek(p);

    if (p->failed || take(p, TOKEN_END))
        return !p->failed;
    if (found->kind == TOKEN_COMMA && found[1].kind == TOKEN_END) {
        report_fix(&p->report,
            complain(p, "P034", found->span, STR("a statement does not end in a comma"),
                STR("leave it out")),
            found->span, STR(""));
        return true;
    }
    return fail_expected(p, wanted);
}

void complain_name(struct parser *p, const char *code, struct span span, str message,
    str wrong, struct names names, str otherwise)
{
    str nearest = nearest_name(&p->report, wrong, names);
    struct diag *diag =
        complain(p, code, span, message, did_you_mean(p->arena, nearest, otherwise));

    if (nearest.len > 0)
        report_fix(&p->report, diag, span, nearest);
}

void complain_value(struct parser *p, const char *code, struct span span, str message,
    str wrong, const struct choice *choices, uint32_t count)
{
    complain_name(p, code, span, message, wrong, choice_names(p->arena, choices, count),
        list_values(p->arena, choices, count));
}

/* ---- the second round ---- */

void leave(
    struct parser *p, uint32_t index, void (*finish)(struct parser *p, uint32_t index))
{
    p->pending = arena_grow(
        p->arena, p->pending, p->pending_count, &p->room.pending, sizeof(*p->pending));
    p->pending[p->pending_count++] =
        (struct pending){p->statement, p->form, p->at, index, finish};
}
