/*
 * Names: how they are spelt, who has them, where they are used.
 */
#include "policy/parse.h"

/* ---- spelling ---- */

/* The nearest spelling that is a name: small letters, digits, underscores. */
static str as_name(struct arena *arena, str word)
{
    struct text name = text_in(arena);

    for (size_t i = 0; i < word.len; i++) {
        if (word.ptr[i] == '-' || word.ptr[i] == ' ')
            text_add_byte(&name, '_');
        else if (i > 0 || word.ptr[i] != '_')
            text_add_byte(&name, small_letter(word.ptr[i]));
    }
    if (name.len == 0 || !char_is_lower(name.ptr[0]))
        return join_text(arena, STR("n"), text_str(&name), (str){0});
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

/* `who asks`: how many more words stand where the name should have ended.  Up to the
 * sign that ends a name all of them belong to it; else words of the language do not. */
static uint32_t words_behind(const struct parser *p)
{
    const struct token *token = peek(p);
    uint32_t line = taken(p)->span.line;
    uint32_t all = 0;
    uint32_t plain = 0;

    while (token[all].kind == TOKEN_NAME && token[all].span.line == line)
        all++;
    while (plain < all && !is_language_word(token[plain].text))
        plain++;
    if (next_is(p, "exception") || next_is(p, "is"))
        return 0;
    /* `rule usually entry is wait`: the colon is missing before the outcome. */
    if (plain > 0 && str_equal(p->statement->tokens[0].text, STR("rule")) &&
        token[plain].kind == TOKEN_NAME && str_equal(token[plain].text, STR("is")))
        plain--;
    return token[all].kind == TOKEN_COLON || token[all].kind == TOKEN_OPEN ||
            token[all].kind == TOKEN_EQUALS
        ? all
        : plain;
}

/* Take `more` words behind the name, joined to it by underscores. */
static void join_words(struct parser *p, struct token *name, uint32_t more)
{
    struct text joined = text_in(p->arena);

    text_add(&joined, as_name(p->arena, name->text));
    for (uint32_t i = 0; i < more; i++) {
        text_add_byte(&joined, '_');
        text_add(&joined, as_name(p->arena, peek(p)->text));
        name->span = span_join(name->span, peek(p)->span);
        p->at++;
    }
    name->text = text_str(&joined);
}

static void report_words(struct parser *p, const struct token *name)
{
    struct diag *diag = complain(p, "P035", name->span,
        STR("a name is one word, its parts joined by _"),
        join_text(p->arena, STR("write `"), name->text, STR("`")));

    report_fix(&p->report, diag, name->span, name->text);
}

static void check_spelling(struct parser *p, struct token *name)
{
    struct diag *diag;

    if (!is_well_spelt(name->text)) {
        str better = as_name(p->arena, name->text);

        diag = complain(p, "P035", name->span,
            STR("names are written in small letters, digits and underscores"),
            join_text(p->arena, STR("write `"), better, STR("`")));
        report_fix(&p->report, diag, name->span, better);
        name->text = better;
    }
    if (name->text.len > MAX_NAME)
        (void)complain(p, "P062", name->span,
            STR("this name is longer than 64 characters"), STR("choose a shorter one"));
}

static void check_word(struct parser *p, const struct token *name, bool reserved)
{
    if (reserved)
        (void)complain(p, "P036", name->span,
            STR("this word has a meaning of its own here"), STR("choose another name"));
}

/* `role "Law Department": ...`: a name in quotes, reported and taken without them. */
static bool take_quoted(struct parser *p, struct token *name)
{
    const struct token *text = peek(p);
    str better = as_name(p->arena, text->text);
    struct diag *diag;

    if (text->kind != TOKEN_TEXT || text[1].kind == TOKEN_END ||
        !is_well_spelt(better) || better.len > MAX_NAME)
        return false;
    diag = complain(p, "P035", text->span, STR("names stand without quotes"),
        join_text(p->arena, STR("write `"), better, STR("`")));
    report_fix(&p->report, diag, text->span, better);
    name->text = better;
    p->at++;
    return true;
}

bool want_new_name(struct parser *p, struct token *name)
{
    uint32_t more;

    *name = *peek(p);
    if (take_quoted(p, name)) {
        check_word(p, name, is_keyword(name->text));
        return true;
    }
    if (!take(p, TOKEN_NAME))
        return fail_expected(p, "a name");
    more = words_behind(p);
    if (more > 0) {
        join_words(p, name, more);
        report_words(p, name);
    } else {
        check_spelling(p, name);
    }
    check_word(p, name, is_keyword(name->text));
    return true;
}

bool want_value_name(struct parser *p, struct token *name)
{
    *name = *peek(p);
    if (!take(p, TOKEN_NAME))
        return fail_expected(p, "a name");
    check_spelling(p, name);
    check_word(p, name, is_logic_word(name->text));
    return true;
}

/* ---- declarations ---- */

bool enter_name(struct parser *p, struct map *map, const struct token *name,
    uint32_t number, uint32_t line)
{
    struct text message = text_in(p->arena);
    uint32_t before;

    if (!map_find(map, name->text, &before)) {
        map_set(map, p->arena, name->text, number);
        return true;
    }
    text_add(&message, STR("`"));
    text_add(&message, name->text);
    if (line == 0) {
        text_add(&message, STR("` is always there"));
        (void)complain(
            p, "P037", name->span, text_str(&message), STR("remove this line"));
        return false;
    }
    text_add(&message, STR("` was declared already, on line "));
    text_add_u64(&message, line);
    (void)complain(p, "P037", name->span, text_str(&message),
        STR("give one of them another name"));
    return false;
}

uint32_t name_of(enum name_kind kind, uint32_t index)
{
    return (uint32_t)kind << NAME_SHIFT | index;
}

enum name_kind name_kind_of(uint32_t number)
{
    return (enum name_kind)(number >> NAME_SHIFT);
}

uint32_t name_index_of(uint32_t number)
{
    return number & ((1u << NAME_SHIFT) - 1);
}

bool enter_meaning(
    struct parser *p, const struct token *name, enum name_kind kind, uint32_t index)
{
    struct tree *t = p->tree;
    uint32_t line = 0;
    uint32_t before;

    if (map_find(&p->names, name->text, &before)) {
        uint32_t other = name_index_of(before);

        if (name_kind_of(before) == NAME_FACT) {
            line = t->facts[other].span.line;
            t->facts[other].broken = true;
        } else if (name_kind_of(before) == NAME_OUTCOME) {
            line = t->outcomes[other].span.line;
            t->outcomes[other].broken = true;
        } else {
            line = t->lets[other].span.line;
        }
    }
    return enter_name(p, &p->names, name, name_of(kind, index), line);
}

bool fits(
    struct parser *p, uint32_t count, uint32_t most, struct span span, const char *what)
{
    struct text message = text_in(p->arena);

    if (count < most)
        return true;
    text_add(&message, STR("there are more than "));
    text_add_u64(&message, most);
    text_add_byte(&message, ' ');
    text_add(&message, str_from(what));
    p->lost = true;
    return fail(p, "P062", span, text_str(&message),
        STR("split the protocol into several documents"));
}

struct ground ground_of(const struct parser *p)
{
    uint32_t block = p->statement->block;

    return (struct ground){p->tree->scan.blocks[block].heading, block};
}

/* ---- uses ---- */

static void use_role(struct parser *p, struct span span, uint32_t role)
{
    p->tree->roles[role].used = true;
    add_ref(p, REF_ROLE, false, span, role, 0);
}

/* `to "Law Department"`: what people call the role, in the place of its name. */
static bool take_label(struct parser *p, uint32_t *role)
{
    const struct token *found = peek(p);
    const struct tree *t = p->tree;
    struct diag *diag;

    if (found->kind != TOKEN_TEXT)
        return false;
    for (uint32_t i = 0; i < t->role_count; i++) {
        str name = t->roles[i].name;

        if (!str_equal(t->roles[i].label, found->text) && !str_equal(name, found->text))
            continue;
        diag = complain(p, "P034", found->span,
            STR("a role stands here by its name, without quotes"),
            join_text(p->arena, STR("write `"), name, STR("`")));
        report_fix(&p->report, diag, found->span, name);
        use_role(p, found->span, i);
        *role = i;
        p->at++;
        return true;
    }
    return false;
}

/* `law department` for `law_department`: how many more words belong to the role's
 * name.  The most that make a role; if none do, all that can only be meant so. */
static uint32_t words_of_role(struct parser *p, const struct token *name)
{
    const struct token *next = peek(p);
    struct text whole = text_in(p->arena);
    uint32_t role = 0;
    bool found = map_find(&p->roles, name->text, &role);
    bool ended = false;
    uint32_t longest = 0;
    uint32_t plain = 0;

    text_add(&whole, as_name(p->arena, name->text));
    for (uint32_t i = 0; next[i].kind == TOKEN_NAME && whole.len <= MAX_NAME &&
         next[i].span.line == name->span.line;
         i++) {
        ended |= is_language_word(next[i].text) || foreign_hint(next[i].text).len > 0;
        text_add_byte(&whole, '_');
        text_add(&whole, as_name(p->arena, next[i].text));
        if (map_find(&p->roles, text_str(&whole), &role)) {
            found = true;
            longest = i + 1;
        }
        if (!ended)
            plain = i + 1;
    }
    return found ? longest : plain;
}

static void report_role(struct parser *p, const struct token *name, bool joined)
{
    const struct tree *t = p->tree;
    str *names = ARENA_ARRAY(p->arena, str, t->role_count);
    struct text hint = text_in(p->arena);

    for (uint32_t i = 0; i < t->role_count; i++)
        names[i] = t->roles[i].name;
    text_add(&hint, joined ? STR("a name is one word: write `") : STR("declare it: "));
    if (joined) {
        text_add(&hint, name->text);
        text_add(&hint, STR("`, and declare it: "));
    }
    text_add(&hint, STR("role "));
    text_add(&hint, as_name(p->arena, name->text));
    text_add(&hint, STR(": \"what people call it\""));
    complain_name(p, "P053", name->span, STR("no role has this name"), name->text,
        (struct names){names, t->role_count}, text_str(&hint));
}

bool parse_role_name(struct parser *p, uint32_t *role)
{
    struct token name = *peek(p);
    uint32_t more;

    if (take_label(p, role))
        return true;
    if (!want(p, TOKEN_NAME, "the name of a role"))
        return false;
    more = words_of_role(p, &name);
    if (more > 0)
        join_words(p, &name, more);
    if (!map_find(&p->roles, name.text, role)) {
        report_role(p, &name, more > 0);
        return true;
    }
    if (more > 0)
        report_words(p, &name);
    use_role(p, name.span, *role);
    return true;
}

void add_ref(struct parser *p, enum ref_kind kind, bool definition, struct span span,
    uint32_t index, uint32_t part)
{
    struct tree *t = p->tree;

    t->refs =
        arena_grow(p->arena, t->refs, t->ref_count, &p->room.refs, sizeof(*t->refs));
    t->refs[t->ref_count++] = (struct ref){kind, definition, span, index, part};
}

static bool is_before(const struct ref *a, const struct ref *b)
{
    return a->span.line != b->span.line ? a->span.line < b->span.line
                                        : a->span.column < b->span.column;
}

/* Merge from[start..middle) and from[middle..end) into `to`. */
static void merge(
    struct ref *to, const struct ref *from, size_t start, size_t middle, size_t end)
{
    size_t a = start;
    size_t b = middle;

    for (size_t i = start; i < end; i++) {
        bool second = a == middle || (b < end && is_before(&from[b], &from[a]));

        to[i] = second ? from[b++] : from[a++];
    }
}

/* Merge sort, from the bottom up. */
void sort_refs(struct parser *p)
{
    size_t count = p->tree->ref_count;
    struct ref *from = p->tree->refs;
    struct ref *to = ARENA_ARRAY(p->arena, struct ref, count);

    for (size_t width = 1; width < count; width *= 2) {
        struct ref *spare = from;

        for (size_t start = 0; start < count; start += width * 2) {
            size_t middle = start + width < count ? start + width : count;
            size_t end = middle + width < count ? middle + width : count;

            merge(to, from, start, middle, end);
        }
        from = to;
        to = spare;
    }
    p->tree->refs = from;
}

/* ---- names as arrays ---- */

struct names all_names(const struct parser *p)
{
    const struct tree *t = p->tree;
    str *names =
        ARENA_ARRAY(p->arena, str, t->fact_count + t->let_count + t->outcome_count + 2);
    uint32_t count = 0;

    for (uint32_t i = 0; i < t->fact_count; i++)
        names[count++] = t->facts[i].name;
    for (uint32_t i = 0; i < t->let_count; i++)
        names[count++] = t->lets[i].name;
    for (uint32_t i = 0; i < t->outcome_count; i++)
        names[count++] = t->outcomes[i].name;
    names[count++] = STR("today");
    names[count++] = STR("now");
    return (struct names){names, count};
}

struct names outcome_names(const struct parser *p)
{
    const struct tree *t = p->tree;
    str *names = ARENA_ARRAY(p->arena, str, t->outcome_count);

    for (uint32_t i = 0; i < t->outcome_count; i++)
        names[i] = t->outcomes[i].name;
    return (struct names){names, t->outcome_count};
}

struct names choice_names(
    struct arena *arena, const struct choice *choices, uint32_t count)
{
    str *names = ARENA_ARRAY(arena, str, count);

    for (uint32_t i = 0; i < count; i++)
        names[i] = choices[i].name;
    return (struct names){names, count};
}

str list_values(struct arena *arena, const struct choice *choices, uint32_t count)
{
    enum { SHOWN = 12 };
    struct text list = text_in(arena);

    text_add(&list, STR("its values are: "));
    for (uint32_t v = 0; v < count && v < SHOWN; v++) {
        text_add(&list, v == 0 ? STR("") : STR(", "));
        text_add(&list, choices[v].name);
    }
    text_add(&list, count > SHOWN ? STR(", ...") : STR(""));
    return text_str(&list);
}
