/*
 * Mistakes are counted as they come; names that were nearly right are guessed.
 */
#include "policy/report.h"

/* Comparing two names takes as many steps as their lengths multiplied; this bounds
 * the steps for a document. */
enum { STEPS_MOST = 40000000 };

static enum severity severity_of(const char *code)
{
    size_t count;
    const struct diag_code *codes = diag_codes(&count);

    for (size_t i = 0; i < count; i++)
        if (str_equal(codes[i].code, str_from(code)))
            return codes[i].severity;
    return SEVERITY_ERROR;
}

struct diag *report_add(
    struct report *r, const char *code, struct span span, str message, str hint)
{
    uint32_t *count = severity_of(code) == SEVERITY_ERROR ? &r->errors : &r->remarks;

    (*count)++;
    if (*count > REPORT_MOST)
        return NULL;
    return diag_add(r->diags, r->arena, code, span, message, hint);
}

void report_fix(struct report *r, struct diag *diag, struct span span, str fix)
{
    if (diag != NULL)
        diag_fix(diag, r->arena, span, fix);
}

bool report_is_full(const struct report *r)
{
    return r->errors > REPORT_MOST;
}

void report_end(struct report *r)
{
    if (r->errors > REPORT_MOST)
        diag_add(r->diags, r->arena, "P063", (struct span){0},
            STR("there are more mistakes; only the first 200 are listed"),
            STR("mend these first"));
    if (r->remarks > REPORT_MOST)
        diag_add(r->diags, r->arena, "P068", (struct span){0},
            STR("there are more remarks; only the first 200 are listed"),
            STR("see to these first"));
}

str join_text(struct arena *arena, str a, str b, str c)
{
    struct text text = text_in(arena);

    text_add(&text, a);
    text_add(&text, b);
    text_add(&text, c);
    return text_str(&text);
}

char small_letter(char c)
{
    if (char_is_upper(c))
        c += 'a' - 'A';
    return c;
}

/* A letter as far as spelling mistakes go: capitals and hyphens do not count. */
static char plain(char c)
{
    if (c == '-' || c == ' ')
        return '_';
    return small_letter(c);
}

static bool is_same(str a, str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (plain(a.ptr[i]) != plain(b.ptr[i]))
            return false;
    return true;
}

/* How many wrong letters still let a name be recognised. */
static size_t most_edits(str name)
{
    if (name.len <= 3)
        return name.len > 1;
    return name.len <= 6 ? 2 : 3;
}

static str nearest_by_edits(struct report *r, str wrong, struct names names)
{
    size_t limit = most_edits(wrong);
    size_t best = limit + 1;
    str nearest = {0};

    for (size_t i = 0; i < names.count && r->steps < STEPS_MOST; i++) {
        str name = names.items[i];
        size_t edits = limit + 1;

        if (name.len <= wrong.len + limit && wrong.len <= name.len + limit) {
            r->steps += (uint32_t)(wrong.len * name.len);
            edits = str_distance(wrong, name, limit);
        }
        if (edits < best) {
            best = edits;
            nearest = name;
        }
    }
    return nearest;
}

str nearest_name(struct report *r, str wrong, struct names names)
{
    for (size_t i = 0; i < names.count; i++)
        if (is_same(wrong, names.items[i]))
            return names.items[i];
    return nearest_by_edits(r, wrong, names);
}

str did_you_mean(struct arena *arena, str name, str otherwise)
{
    if (name.len == 0)
        return otherwise;
    return join_text(arena, STR("did you mean `"), name, STR("`?"));
}
