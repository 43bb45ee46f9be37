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

/* What people write where a condition or statement should end. */
static str hint_for(const struct parser *p)
{
    if (next_is(p, "else"))
        return STR("there is no else: write a second rule, and say which of the two is "
                   "an exception to the other");
    return join_text(p->arena, STR("the form is: "), str_from(p->form), (str){0});
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
    return fail(p, "P034", found->span, text_str(&message), hint_for(p));
}

bool want_word(struct parser *p, const char *word)
{
    struct text wanted = text_in(p->arena);

    if (take_word(p, word))
        return true;
    text_add_byte(&wanted, '`');
    text_add(&wanted, str_from(word));
    text_add(&wanted, STR("`"));
    text_add_byte(&wanted, '\0');
    return fail_expected(p, wanted.ptr);
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
    struct text message = text_in(p->arena);
    struct diag *diag;

    if (take(p, kind))
        return true;
    text_add(&message, STR("a `"));
    text_add(&message, str_from(sign));
    text_add(&message, STR("` is missing here"));
    if (!is_forgotten(p))
        return fail_expected(p,
            kind == TOKEN_COLON       ? "`:`"
                : kind == TOKEN_COMMA ? "`,`"
                                      : "`=`");
    span.column += span.length;
    span.length = 1;
    diag = complain(p, "P034", span, text_str(&message), hint_for(p));
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
