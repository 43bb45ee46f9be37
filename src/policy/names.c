/*
 * Names: how they are spelt, who has them, which was probably meant.
 */
#include "policy/parse.h"

static const str reserved[] = {
    STR_INIT("edition"), STR_INIT("role"), STR_INIT("fact"), STR_INIT("let"),
    STR_INIT("outcome"), STR_INIT("rule"), STR_INIT("duty"), STR_INIT("say"),
    STR_INIT("assume"), STR_INIT("never"), STR_INIT("always"), STR_INIT("and"),
    STR_INIT("or"), STR_INIT("not"), STR_INIT("if"), STR_INIT("then"), STR_INIT("is"),
    STR_INIT("in"), STR_INIT("before"), STR_INIT("after"), STR_INIT("within"),
    STR_INIT("between"), STR_INIT("today"), STR_INIT("now"), STR_INIT("yes"),
    STR_INIT("no"), STR_INIT("open"),
};

bool is_keyword(str word)
{
    for (size_t i = 0; i < COUNT_OF(reserved); i++)
        if (str_equal(word, reserved[i]))
            return true;
    return false;
}

/* The nearest spelling that is a name: small letters, underscores. */
static str as_name(struct arena *arena, str word)
{
    struct text name = text_in(arena);

    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];

        if (i == 0 && char_is_digit(c))
            text_add(&name, STR("n"));
        text_add_byte(&name, char_is_upper(c) ? (char)(c - 'A' + 'a') : c == '-' ? '_' : c);
    }
    return text_str(&name);
}

static bool is_well_spelt(str name)
{
    if (name.len == 0 || !char_is_lower(name.ptr[0]))
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (!char_is_lower(name.ptr[i]) && !char_is_digit(name.ptr[i]) &&
            name.ptr[i] != '_')
            return false;
    return true;
}

bool want_new_name(struct parser *p, struct token *name)
{
    struct text hint = text_in(p->arena);

    *name = *peek(p);
    if (name->kind != TOKEN_NAME)
        return fail_expected(p, "a name");
    if (is_keyword(name->text))
        return fail(p, "P036", name->span, STR("this word has a meaning of its own here"),
            STR("choose another name"));
    if (name->text.len > MAX_NAME)
        return fail(p, "P062", name->span, STR("this name is longer than 64 characters"),
            STR("choose a shorter one"));
    if (!is_well_spelt(name->text)) {
        bool first = !p->failed;
        str better = as_name(p->arena, name->text);

        text_add(&hint, STR("write it with small letters, digits and underscores: "));
        text_add(&hint, better);
        fail(p, "P035", name->span, STR("names are written in small letters"),
            text_str(&hint));
        if (first)
            diag_fix(&p->diags->items[p->diags->count - 1], p->arena, name->span, better);
        return false;
    }
    p->at++;
    return true;
}

bool want_text(struct parser *p, str *text, const char *what)
{
    *text = peek(p)->text;
    return want(p, TOKEN_TEXT, what);
}

bool fail_twice(struct parser *p, const struct token *name, uint32_t line)
{
    struct text message = text_in(p->arena);

    text_add(&message, STR("`"));
    text_add(&message, name->text);
    text_add(&message, STR("` was declared already, on line "));
    text_add_u64(&message, line);
    return fail(p, "P037", name->span, text_str(&message), STR("give one of them another name"));
}

uint32_t line_of_name(const struct parser *p, uint32_t found)
{
    const struct tree *t = p->tree;
    uint32_t index = found & ((1u << NAME_SHIFT) - 1);

    if (found >> NAME_SHIFT == NAME_FACT)
        return t->facts[index].span.line;
    if (found >> NAME_SHIFT == NAME_LET)
        return t->lets[index].span.line;
    return t->outcomes[index].span.line;
}

bool parse_role_name(struct parser *p, uint32_t *role)
{
    const struct tree *t = p->tree;
    const struct token *name = peek(p);
    str *names = ARENA_ARRAY(p->arena, str, t->role_count);

    for (uint32_t i = 0; i < t->role_count; i++)
        names[i] = t->roles[i].name;
    if (!want(p, TOKEN_NAME, "the name of a role"))
        return false;
    if (!map_find(&p->roles, name->text, role))
        return fail(p, "P053", name->span, STR("no role has this name"),
            did_you_mean(p->arena, name->text, names, t->role_count));
    t->roles[*role].used = true;
    add_ref(p, REF_ROLE, false, name->span, *role, 0);
    return true;
}

str did_you_mean(struct arena *arena, str wrong, const str *names, size_t count)
{
    size_t limit = wrong.len <= 3 ? 1 : wrong.len <= 6 ? 2 : 3;
    size_t best = limit + 1;
    struct text hint = text_in(arena);
    str nearest = {0};

    for (size_t i = 0; i < count; i++) {
        size_t edits = str_distance(wrong, names[i], limit);

        if (edits < best) {
            best = edits;
            nearest = names[i];
        }
    }
    if (best > limit)
        return (str){0};
    text_add(&hint, STR("did you mean `"));
    text_add(&hint, nearest);
    text_add(&hint, STR("`?"));
    return text_str(&hint);
}

void add_ref(struct parser *p, enum ref_kind kind, bool definition, struct span span,
    uint32_t index, uint32_t part)
{
    struct tree *t = p->tree;

    t->refs =
        arena_grow(p->arena, t->refs, t->ref_count, &p->ref_capacity, sizeof(*t->refs));
    t->refs[t->ref_count++] = (struct ref){kind, definition, span, index, part};
}

const str *fact_names(const struct parser *p, size_t *count)
{
    const struct tree *t = p->tree;
    str *names = ARENA_ARRAY(
        p->arena, str, t->fact_count + t->let_count + t->outcome_count + 2);

    *count = 0;
    for (uint32_t i = 0; i < t->fact_count; i++)
        names[(*count)++] = t->facts[i].name;
    for (uint32_t i = 0; i < t->let_count; i++)
        names[(*count)++] = t->lets[i].name;
    for (uint32_t i = 0; i < t->outcome_count; i++)
        names[(*count)++] = t->outcomes[i].name;
    names[(*count)++] = STR("today");
    names[(*count)++] = STR("now");
    return names;
}

const str *choice_names(struct arena *arena, const struct choice *choices, uint32_t count)
{
    str *names = ARENA_ARRAY(arena, str, count);

    for (uint32_t i = 0; i < count; i++)
        names[i] = choices[i].name;
    return names;
}

uint32_t tree_find_fact(const struct tree *tree, str name)
{
    for (uint32_t i = 0; i < tree->fact_count; i++)
        if (str_equal(tree->facts[i].name, name))
            return i;
    return TREE_NONE;
}

uint32_t tree_find_outcome(const struct tree *tree, str name)
{
    for (uint32_t i = 0; i < tree->outcome_count; i++)
        if (str_equal(tree->outcomes[i].name, name))
            return i;
    return TREE_NONE;
}

uint32_t tree_find_duty(const struct tree *tree, str name)
{
    for (uint32_t i = 0; i < tree->duty_count; i++)
        if (str_equal(tree->duties[i].name, name))
            return i;
    return TREE_NONE;
}

uint32_t tree_find_choice(const struct choice *choices, uint32_t count, str name)
{
    for (uint32_t i = 0; i < count; i++)
        if (str_equal(choices[i].name, name))
            return i;
    return TREE_NONE;
}
