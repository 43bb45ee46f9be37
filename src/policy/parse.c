/*
 * The two rounds, and what every statement's parser uses.
 */
#include "policy/parse.h"

/* ---- tokens ---- */

const struct token *peek(const struct parser *p)
{
    return &p->statement->tokens[p->at];
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

bool fail(struct parser *p, const char *code, struct span span, str message, str hint)
{
    bool broken = p->at <= p->statement->count && peek(p)->kind == TOKEN_BROKEN;

    if (!p->failed && !broken)
        diag_add(p->diags, p->arena, code, span, message, hint);
    p->failed = true;
    return false;
}

bool fail_expected(struct parser *p, const char *wanted)
{
    const struct token *found = peek(p);
    struct text message = text_in(p->arena);

    text_add(&message, STR("expected "));
    text_add(&message, str_from(wanted));
    if (found->kind == TOKEN_END) {
        text_add(&message, STR(" here, but the statement ends"));
    } else {
        text_add(&message, STR(", found "));
        text_add(&message, found->kind == TOKEN_TEXT ? STR("the text \"") : STR("`"));
        text_add(&message, found->text);
        text_add(&message, found->kind == TOKEN_TEXT ? STR("\"") : STR("`"));
    }
    return fail(p, "P034", found->span, text_str(&message),
        found->kind == TOKEN_END
            ? STR("a line that continues a statement must be indented")
            : (str){0});
}

bool want_word(struct parser *p, const char *word)
{
    struct text wanted = text_in(p->arena);

    if (take_word(p, word))
        return true;
    text_add(&wanted, STR("`"));
    text_add(&wanted, str_from(word));
    text_add(&wanted, STR("`"));
    text_add_byte(&wanted, '\0');
    return fail_expected(p, wanted.ptr);
}

bool want(struct parser *p, enum token_kind kind, const char *wanted)
{
    return take(p, kind) || fail_expected(p, wanted);
}

bool want_end(struct parser *p)
{
    return take(p, TOKEN_END) || fail_expected(p, "the end of the statement");
}

struct ground ground_of(const struct parser *p)
{
    uint32_t block = p->statement->block;

    return (struct ground){p->tree->scan.blocks[block].heading, block};
}

/* ---- statements ---- */

struct keyword {
    str word;
    void (*parse)(struct parser *p);
};

static const struct keyword keywords[] = {
    {STR_INIT("edition"), parse_edition},
    {STR_INIT("role"), parse_role},
    {STR_INIT("fact"), parse_fact},
    {STR_INIT("let"), parse_let},
    {STR_INIT("outcome"), parse_outcome},
    {STR_INIT("rule"), parse_rule},
    {STR_INIT("duty"), parse_duty},
    {STR_INIT("say"), parse_say},
    {STR_INIT("assume"), parse_assume},
    {STR_INIT("never"), parse_property},
    {STR_INIT("always"), parse_property},
};

static void report_keyword(struct parser *p)
{
    str names[COUNT_OF(keywords)];
    const struct token *first = peek(p);
    struct diag *diag;
    str hint;

    for (size_t i = 0; i < COUNT_OF(keywords); i++)
        names[i] = keywords[i].word;
    hint = did_you_mean(p->arena, first->text, names, COUNT_OF(names));
    if (hint.len > 0) {
        fail(p, "P030", first->span, STR("no statement begins with this word"), hint);
        diag = &p->diags->items[p->diags->count - 1];
        diag_fix(diag, p->arena, first->span, str_slice(hint, 14, hint.len - 1));
        return;
    }
    fail(p, "P030", first->span, STR("a statement must begin with its keyword"),
        STR("edition, role, fact, let, outcome, rule, duty, say, assume, never or always; "
            "to continue the line above, indent this one"));
}

static void parse_statement(struct parser *p)
{
    for (size_t i = 0; i < COUNT_OF(keywords); i++)
        if (peek(p)->kind == TOKEN_NAME && str_equal(peek(p)->text, keywords[i].word)) {
            keywords[i].parse(p);
            return;
        }
    report_keyword(p);
}

static void begin(struct parser *p, struct pending head)
{
    p->statement = head.statement;
    p->at = head.at;
    p->failed = false;
    p->depth = 0;
}

/* A condition that must end its statement. */
static const struct cond *finish_cond(struct parser *p, struct pending head)
{
    const struct cond *cond;

    begin(p, head);
    cond = parse_cond(p);
    if (!p->failed)
        want_end(p);
    return cond;
}

static void finish_statements(struct parser *p)
{
    struct tree *t = p->tree;

    for (uint32_t i = 0; i < t->fact_count && i < p->pending_fact; i++) {
        if (p->facts[i].statement == NULL)
            continue;
        begin(p, p->facts[i]);
        finish_fact(p, &t->facts[i], p->facts[i]);
    }
    for (uint32_t i = 0; i < t->let_count; i++)
        t->lets[i].cond = finish_cond(p, p->lets[i]);
    for (uint32_t i = 0; i < t->rule_count; i++) {
        begin(p, p->rule_heads[i]);
        finish_rule(p, &t->rules[i], p->rule_heads[i]);
    }
    for (uint32_t i = 0; i < t->duty_count; i++) {
        begin(p, p->duty_heads[i]);
        finish_duty(p, &t->duties[i], p->duty_heads[i]);
    }
    for (uint32_t i = 0; i < t->say_count; i++)
        t->says[i].cond = finish_cond(p, p->says[i]);
    for (uint32_t i = 0; i < t->assume_count; i++)
        t->assumes[i].cond = finish_cond(p, p->assumes[i]);
    for (uint32_t i = 0; i < t->property_count; i++)
        t->properties[i].cond = finish_cond(p, p->properties[i]);
}

/* Keep the first mistakes when there are far too many. */
static void cut_mistakes(struct parser *p, size_t before)
{
    if (p->diags->count <= before + MAX_MISTAKES)
        return;
    p->diags->count = before + MAX_MISTAKES;
    diag_add(p->diags, p->arena, "P063", (struct span){0},
        STR("there are more mistakes; only the first 200 are listed"),
        STR("mend these first"));
}

static void add_desk(struct parser *p)
{
    struct tree *t = p->tree;

    t->roles = arena_grow(
        p->arena, t->roles, t->role_count, &p->role_capacity, sizeof(*t->roles));
    t->roles[t->role_count++] =
        (struct role){.name = STR("desk"), .label = STR("Front desk"), .used = true};
    map_set(&p->roles, p->arena, STR("desk"), 0);
}

bool tree_read(struct arena *arena, str source, struct diags *diags, struct tree *out)
{
    struct parser p = {.arena = arena, .diags = diags, .tree = out};
    struct statements statements = {0};
    size_t before;

    *out = (struct tree){.source = source, .today = TREE_NONE, .now = TREE_NONE};
    if (!scan_document(arena, source, diags, &out->scan))
        return false;
    before = diags->count;
    lex_blocks(arena, &out->scan, diags, &statements);
    add_desk(&p);
    for (size_t i = 0; i < statements.count; i++) {
        begin(&p, (struct pending){&statements.items[i], 0});
        parse_statement(&p);
    }
    finish_statements(&p);
    if (diags->count - before <= MAX_MISTAKES) {
        resolve_tree(&p);
        read_tables(&p);
    }
    if (diags->errors == 0)
        check_unused(&p);
    cut_mistakes(&p, before);
    return true;
}

bool tree_read_property(struct arena *arena, struct tree *tree, str text,
    struct diags *diags, struct property *out)
{
    struct parser p = {.arena = arena, .diags = diags, .tree = tree};
    struct statement statement;
    size_t errors = diags->errors;

    lex_text(arena, text, diags, &statement);
    for (uint32_t i = 0; i < tree->fact_count; i++)
        map_set(&p.names, arena, tree->facts[i].name, NAME_FACT << NAME_SHIFT | i);
    for (uint32_t i = 0; i < tree->let_count; i++)
        map_set(&p.names, arena, tree->lets[i].name, NAME_LET << NAME_SHIFT | i);
    for (uint32_t i = 0; i < tree->outcome_count; i++)
        map_set(&p.names, arena, tree->outcomes[i].name, NAME_OUTCOME << NAME_SHIFT | i);
    p.ref_capacity = tree->ref_count;
    begin(&p, (struct pending){&statement, 0});
    *out = (struct property){.always = next_is(&p, "always")};
    if (!take_word(&p, "always") && !want_word(&p, "never"))
        return false;
    out->span = peek(&p)->span;
    if (!want_text(&p, &out->name, "the property's name in double quotes") ||
        !want(&p, TOKEN_COLON, "`:`"))
        return false;
    out->cond = parse_cond(&p);
    return !p.failed && want_end(&p) && diags->errors == errors;
}
