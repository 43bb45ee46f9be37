/*
 * duty, say, assume, never, always.
 */
#include "policy/parse.h"

/* ---- duty ---- */

static void finish_duty(struct parser *p, uint32_t index);

void parse_duty(struct parser *p)
{
    struct tree *t = p->tree;
    struct duty duty = {.ground = ground_of(p), .otherwise = TREE_NONE};
    struct token name;
    uint32_t before = 0;

    if (!want_new_name(p, &name) ||
        !fits(p, t->duty_count, MAX_OTHERS, name.span, "duties"))
        return;
    duty.name = name.text;
    duty.span = name.span;
    if (map_find(&p->duties, name.text, &before))
        before = t->duties[before].span.line;
    (void)enter_name(p, &p->duties, &name, t->duty_count, before);
    leave(p, t->duty_count, finish_duty);
    t->duties = arena_grow(
        p->arena, t->duties, t->duty_count, &p->room.duties, sizeof(*t->duties));
    add_ref(p, REF_DUTY, true, name.span, t->duty_count, 0);
    t->duties[t->duty_count++] = duty;
}

static bool parse_unit_of_time(struct parser *p, enum time_unit *unit)
{
    if (take_word(p, "minutes") || take_word(p, "minute"))
        *unit = UNIT_MINUTES;
    else if (take_word(p, "hours") || take_word(p, "hour"))
        *unit = UNIT_HOURS;
    else if (take_word(p, "days") || take_word(p, "day"))
        *unit = UNIT_DAYS;
    else if (take_word(p, "school") && (take_word(p, "days") || take_word(p, "day")))
        *unit = UNIT_SCHOOL_DAYS;
    else
        return fail_expected(p, "minutes, hours, days or school days");
    return true;
}

static bool parse_deadline(struct parser *p, struct duty *duty)
{
    enum { AMOUNT_MOST = 100000 };
    const struct token *number = peek(p);

    duty->has_within = true;
    duty->amount = (uint32_t)number->value;
    if (!want(p, TOKEN_NUMBER, "a number, as in: within 5 minutes"))
        return false;
    if (number->value <= 0 || number->value > AMOUNT_MOST)
        (void)complain(p, "P040", number->span,
            STR("a deadline is at least 1 and at most 100000"),
            STR("leave `within` out when there is no deadline"));
    return parse_unit_of_time(p, &duty->unit);
}

static bool parse_duty_head(struct parser *p, struct duty *duty)
{
    if (!want_sign(p, TOKEN_COLON, ":") ||
        !want_text(p, &duty->text, "what to do, in double quotes") ||
        !want_word(p, "to") || !parse_role_name(p, &duty->to))
        return false;
    if (take_word(p, "within") && !parse_deadline(p, duty))
        return false;
    if (peek(p)->kind != TOKEN_COMMA && !next_is(p, "otherwise"))
        return true;
    return want_sign(p, TOKEN_COMMA, ",") && want_word(p, "otherwise") &&
        parse_role_name(p, &duty->otherwise);
}

static void finish_duty(struct parser *p, uint32_t index)
{
    struct duty *duty = &p->tree->duties[index];

    if (!parse_duty_head(p, duty))
        return;
    if (take_if(p))
        duty->cond = parse_last_cond(p);
    else
        (void)want_end(p, "`within`, `, otherwise`, `if` or the end of the statement");
}

/* ---- say ---- */

static void finish_say(struct parser *p, uint32_t index)
{
    p->tree->says[index].cond = parse_last_cond(p);
}

void parse_say(struct parser *p)
{
    struct tree *t = p->tree;
    struct say say = {.ground = ground_of(p), .span = peek(p)->span};

    if (!want_text(p, &say.words, "the words to say in double quotes") ||
        !(take_if(p) || want_word(p, "if")) ||
        !fits(p, t->say_count, MAX_OTHERS, say.span, "says"))
        return;
    leave(p, t->say_count, finish_say);
    t->says =
        arena_grow(p->arena, t->says, t->say_count, &p->room.says, sizeof(*t->says));
    t->says[t->say_count++] = say;
}

/* ---- assume ---- */

static void finish_assume(struct parser *p, uint32_t index)
{
    p->tree->assumes[index].cond = parse_last_cond(p);
}

void parse_assume(struct parser *p)
{
    struct tree *t = p->tree;
    struct assume assume = {.ground = ground_of(p), .span = peek(p)->span};

    if (!want_text(p, &assume.why, "why this cannot be, in double quotes") ||
        !want_sign(p, TOKEN_COLON, ":") ||
        !fits(p, t->assume_count, MAX_OTHERS, assume.span, "assumptions"))
        return;
    leave(p, t->assume_count, finish_assume);
    t->assumes = arena_grow(
        p->arena, t->assumes, t->assume_count, &p->room.assumes, sizeof(*t->assumes));
    t->assumes[t->assume_count++] = assume;
}

/* ---- never, always ---- */

static void finish_property(struct parser *p, uint32_t index)
{
    p->tree->properties[index].cond = parse_last_cond(p);
}

void parse_property(struct parser *p)
{
    struct tree *t = p->tree;
    struct property property = {.ground = ground_of(p),
        .always = str_equal(taken(p)->text, STR("always")),
        .span = peek(p)->span};

    if (!want_text(p, &property.name, "the property's name in double quotes") ||
        !want_sign(p, TOKEN_COLON, ":") ||
        !fits(p, t->property_count, MAX_OTHERS, property.span, "properties"))
        return;
    leave(p, t->property_count, finish_property);
    t->properties = arena_grow(p->arena, t->properties, t->property_count,
        &p->room.properties, sizeof(*t->properties));
    t->properties[t->property_count++] = property;
}
