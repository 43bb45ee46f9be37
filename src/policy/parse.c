/*
 * The two rounds over the statements of a document, and what comes after them.
 */
#include "policy/parse.h"

struct keyword {
    str word;
    void (*parse)(struct parser *p);
    const char *form;
};

/* clang-format off */
static const struct keyword keywords[] = {
    {STR_INIT("edition"), parse_edition,  "edition DATE, in force from DATE"},
    {STR_INIT("role"),    parse_role,     "role NAME: \"label\""},
    {STR_INIT("fact"),    parse_fact,     "fact NAME: \"question\", then indented lines "
                                          "name = \"label\"; or fact NAME: yes/no \"question\""},
    {STR_INIT("let"),     parse_let,      "let NAME = CONDITION"},
    {STR_INIT("outcome"), parse_outcome,  "outcome NAME: \"label\", then indented lines name = "
                                          "\"label\", and last until known: VALUE"},
    {STR_INIT("rule"),    parse_rule,     "rule NAME, exception to RULE: OUTCOME is VALUE if "
                                          "CONDITION"},
    {STR_INIT("duty"),    parse_duty,     "duty NAME: \"what to do\" to ROLE within 5 minutes, "
                                          "otherwise ROLE if CONDITION"},
    {STR_INIT("say"),     parse_say,      "say \"words\" if CONDITION"},
    {STR_INIT("assume"),  parse_assume,   "assume \"why\": CONDITION"},
    {STR_INIT("never"),   parse_property, "never \"name\": CONDITION"},
    {STR_INIT("always"),  parse_property, "always \"name\": CONDITION"},
};
/* clang-format on */

static const struct keyword *find_keyword(str word)
{
    for (size_t i = 0; i < COUNT_OF(keywords); i++)
        if (str_equal(keywords[i].word, word))
            return &keywords[i];
    return NULL;
}

static void begin(
    struct parser *p, const struct statement *statement, uint32_t at, const char *form)
{
    p->statement = statement;
    p->at = at;
    p->form = form;
    p->parts = 0;
    p->failed = false;
}

/* Report what no statement begins with; returns the keyword that was meant, with
 * p->at behind it. */
static const struct keyword *report_keyword(struct parser *p)
{
    str names[COUNT_OF(keywords)];
    const struct token *first = peek(p);
    str nearest;
    struct diag *diag;
    struct span before = first->span;

    for (size_t i = 0; i < COUNT_OF(keywords); i++)
        names[i] = keywords[i].word;
    before.length = 0;
    nearest =
        nearest_name(&p->report, first->text, (struct names){names, COUNT_OF(names)});
    if (first->kind == TOKEN_NAME && nearest.len > 0) {
        diag =
            complain(p, "P030", first->span, STR("no statement begins with this word"),
                did_you_mean(p->arena, nearest, (str){0}));
        report_fix(&p->report, diag, first->span, nearest);
        p->at = 1;
        return find_keyword(nearest);
    }
    if (first->kind == TOKEN_NAME && first[1].kind == TOKEN_EQUALS) {
        diag = complain(p, "P030", first->span,
            STR("a statement must begin with its keyword"),
            STR("to give a condition a name, write: let NAME = CONDITION"));
        report_fix(&p->report, diag, before, STR("let "));
        return find_keyword(STR("let"));
    }
    fail(p, "P030", first->span, STR("a statement must begin with its keyword"),
        STR("edition, role, fact, let, outcome, rule, duty, say, assume, never or always; "
            "to continue the line above, indent this one"));
    return NULL;
}

static void parse_statement(struct parser *p, const struct statement *statement)
{
    const struct keyword *keyword = find_keyword(statement->tokens[0].text);

    if (statement->count == 0)
        return;
    begin(p, statement, 0, "");
    if (peek(p)->kind == TOKEN_NAME && keyword != NULL)
        p->at = 1;
    else
        keyword = report_keyword(p);
    if (keyword == NULL) {
        p->lost = true;
        return;
    }
    p->form = keyword->form;
    keyword->parse(p);
    p->lost_rule |= p->failed && keyword->parse == parse_rule;
    p->lost |= p->failed && keyword->parse == parse_outcome;
}

static void read_statements(struct parser *p, const struct statements *statements)
{
    for (size_t i = 0; i < statements->count && !report_is_full(&p->report); i++)
        parse_statement(p, &statements->items[i]);
    for (size_t i = 0; i < p->pending_count && !report_is_full(&p->report); i++) {
        const struct pending *rest = &p->pending[i];

        begin(p, rest->statement, rest->at, rest->form);
        rest->finish(p, rest->index);
    }
}

static void add_desk(struct parser *p)
{
    struct tree *t = p->tree;

    t->roles = arena_grow(
        p->arena, t->roles, t->role_count, &p->room.roles, sizeof(*t->roles));
    t->roles[t->role_count++] =
        (struct role){.name = STR("desk"), .label = STR("Front desk"), .used = true};
    map_set(&p->roles, p->arena, STR("desk"), 0);
}

static void read_document(struct parser *p)
{
    struct statements statements = {0};

    lex_blocks(&p->report, &p->tree->scan, &statements);
    add_desk(p);
    read_statements(p, &statements);
    if (report_is_full(&p->report))
        return;
    resolve_exceptions(p);
    resolve_circles(p);
    read_tables(p);
    check_missing(p);
    check_unused(p);
    sort_refs(p);
}

bool tree_read(struct arena *arena, str source, struct diags *diags, struct tree *out)
{
    struct parser p = {
        .arena = arena, .report = {.arena = arena, .diags = diags}, .tree = out};

    *out = (struct tree){.source = source, .today = TREE_NONE, .now = TREE_NONE};
    if (!scan_document(arena, source, diags, &out->scan))
        return false;
    read_document(&p);
    report_end(&p.report);
    return true;
}

/* ---- a property given apart ---- */

static void enter_tree(struct parser *p)
{
    const struct tree *t = p->tree;

    for (uint32_t i = 0; i < t->fact_count; i++)
        if (i != t->today && i != t->now)
            map_set(&p->names, p->arena, t->facts[i].name, name_of(NAME_FACT, i));
    for (uint32_t i = 0; i < t->let_count; i++)
        map_set(&p->names, p->arena, t->lets[i].name, name_of(NAME_LET, i));
    for (uint32_t i = 0; i < t->outcome_count; i++)
        map_set(&p->names, p->arena, t->outcomes[i].name, name_of(NAME_OUTCOME, i));
}

bool tree_read_property(struct arena *arena, struct tree *tree, str text,
    struct diags *diags, struct property *out)
{
    struct parser p = {.arena = arena,
        .report = {.arena = arena, .diags = diags},
        .tree = tree,
        .apart = true};
    struct statement statement;
    size_t errors = diags->errors;
    uint32_t refs = tree->ref_count;

    p.room.refs = refs;
    lex_text(&p.report, text, &statement);
    enter_tree(&p);
    begin(
        &p, &statement, 0, "never \"name\": CONDITION, or always \"name\": CONDITION");
    *out = (struct property){.ground = {SCAN_NONE, SCAN_NONE}};
    out->always = take_word(&p, "always");
    if ((out->always || want_word(&p, "never")) &&
        want_text(&p, &out->name, "the property's name in double quotes") &&
        want_sign(&p, TOKEN_COLON, ":")) {
        out->span = statement.tokens[1].span;
        out->cond = parse_last_cond(&p);
    }
    /* What is named here is not named in the document. */
    tree->ref_count = refs;
    report_end(&p.report);
    return !p.failed && diags->errors == errors;
}
