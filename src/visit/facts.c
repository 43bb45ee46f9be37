/*
 * What a visit comes to: the facts that hold, where accounts differ, what is decided.
 */
#include "visit/facts.h"

#include "json/json.h"

const struct visit_statement *visit_find(const struct visit *visit, str fact)
{
    for (size_t i = 0; i < visit->statement_count; i++)
        if (visit->statements[i].counts && str_equal(visit->statements[i].fact, fact))
            return &visit->statements[i];
    return NULL;
}

const struct json_value *visit_value(
    const struct visit *visit, const struct visit_statement *statement)
{
    return statement->correction < 0 ? &statement->value
                                     : &visit->corrections[statement->correction].value;
}

/* Find the fact of the image and the value that a statement gives it. */
static bool read_value(const struct visit *visit, const struct image *image,
    const struct visit_statement *statement, uint32_t *fact, int32_t *value)
{
    struct arena digits = {0};
    struct err ignored = {0};
    bool known;

    *fact = image_find_fact(image, statement->fact);
    if (*fact == IMAGE_ABSENT)
        return false;
    known = json_read_fact(image, *fact,
        json_words(&digits, visit_value(visit, statement)), value, &ignored);
    arena_clear(&digits);
    return known;
}

void visit_facts(const struct visit *visit, const struct image *image, int32_t *out)
{
    for (uint32_t f = 0; f < image->count[SECTION_FACTS]; f++)
        out[f] = FACT_UNKNOWN;
    for (size_t i = 0; i < visit->statement_count; i++) {
        uint32_t fact;
        int32_t value;

        if (visit->statements[i].counts &&
            read_value(visit, image, &visit->statements[i], &fact, &value))
            out[fact] = value;
    }
}

bool visit_is_note(const struct visit *visit, const struct image *image,
    const struct visit_statement *statement)
{
    uint32_t fact;
    int32_t value;

    return !read_value(visit, image, statement, &fact, &value);
}

/* ---- where accounts differ ---- */

static bool is_same_value(const struct json_value *a, const struct json_value *b)
{
    return a->kind == b->kind && a->truth == b->truth && a->integer == b->integer &&
        str_equal(a->text, b->text);
}

static bool is_same_account(
    const struct visit_statement *a, const struct visit_statement *b)
{
    return str_equal(a->fact, b->fact) && str_equal(a->by, b->by) &&
        str_equal(a->basis, b->basis);
}

/* Whether this is the newest that somebody said of a fact on one basis, and it says
 * something. */
static bool is_account(const struct visit *visit, size_t place)
{
    const struct visit_statement *statement = &visit->statements[place];

    for (size_t i = place + 1; i < visit->statement_count; i++)
        if (is_same_account(&visit->statements[i], statement))
            return false;
    return visit_value(visit, statement)->kind != JSON_IS_NULL;
}

/* Collect the accounts of a fact; whether two of them differ. */
static bool collect(const struct visit *visit, const struct visit_statement **accounts,
    struct visit_difference *out)
{
    bool differ = false;

    out->accounts = accounts;
    out->count = 0;
    for (size_t i = 0; i < visit->statement_count; i++) {
        const struct visit_statement *statement = &visit->statements[i];

        if (!str_equal(statement->fact, out->fact) || !is_account(visit, i))
            continue;
        differ |= out->count > 0 &&
            !is_same_value(
                visit_value(visit, accounts[0]), visit_value(visit, statement));
        accounts[out->count++] = statement;
    }
    return differ;
}

size_t visit_differences(
    const struct visit *visit, struct arena *arena, struct visit_difference **out)
{
    const struct visit_statement **accounts =
        ARENA_ARRAY(arena, const struct visit_statement *, visit->statement_count);
    size_t used = 0;
    size_t count = 0;

    *out = ARENA_ARRAY(arena, struct visit_difference, visit->statement_count);
    for (size_t i = 0; i < visit->statement_count; i++) {
        struct visit_difference *difference = &(*out)[count];

        if (!visit->statements[i].counts || visit->statements[i].fact.len == 0)
            continue;
        difference->fact = visit->statements[i].fact;
        if (!collect(visit, &accounts[used], difference))
            continue;
        used += difference->count;
        count++;
    }
    return count;
}

/* ---- decisions and duties ---- */

const struct visit_decision *visit_decided(const struct visit *visit)
{
    return visit->decision_count == 0 ? NULL
                                      : &visit->decisions[visit->decision_count - 1];
}

bool visit_is_undecided(const struct visit *visit)
{
    const struct visit_decision *decided = visit_decided(visit);
    int64_t since = decided == NULL ? -1 : decided->mark.n;
    const struct visit_statement *last = visit->statement_count == 0
        ? NULL
        : &visit->statements[visit->statement_count - 1];

    for (size_t i = 0; i < visit->correction_count; i++)
        if (visit->corrections[i].mark.n > since)
            return true;
    return last != NULL && last->mark.n > since;
}

const struct visit_duty *visit_find_duty(const struct visit *visit, str name)
{
    for (size_t i = 0; i < visit->duty_count; i++)
        if (str_equal(visit->duties[i].name, name))
            return &visit->duties[i];
    return NULL;
}

const struct visit_duty *visit_duty_raised(const struct visit *visit, int64_t n)
{
    for (size_t i = 0; i < visit->duty_count; i++)
        if (visit->duties[i].mark.n == n)
            return &visit->duties[i];
    return NULL;
}

const struct visit_duty *visit_unanswered(const struct visit *visit)
{
    for (size_t i = 0; i < visit->duty_count; i++)
        if (visit->duties[i].state == VISIT_DUTY_RAISED ||
            visit->duties[i].state == VISIT_DUTY_EXPIRED)
            return &visit->duties[i];
    return NULL;
}

static const str call = STR_INIT("call_");

void visit_add_call(struct text *text, str duty)
{
    text_add(text, call);
    text_add(text, str_slice(duty, 0, RECORD_NAME_MAX - call.len));
}

bool visit_is_call(const struct visit_statement *statement)
{
    return str_starts(statement->fact, call);
}

const struct visit_statement *visit_called(const struct visit *visit, str duty)
{
    char buffer[RECORD_NAME_MAX];
    struct text name = text_fixed(buffer, sizeof(buffer));

    visit_add_call(&name, duty);
    return visit_find(visit, text_str(&name));
}
