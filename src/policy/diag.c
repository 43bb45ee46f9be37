/*
 * Diagnostics: kept, ordered, written as JSON.  diag_show.c draws them.
 */
#include "policy/diag.h"

struct diag *diag_add(struct diags *diags, struct arena *arena, const char *code,
    struct span span, str message, str hint)
{
    size_t count;
    const struct diag_code *table = diag_codes(&count);
    const struct diag_code *row = NULL;
    struct diag *diag;

    for (size_t i = 0; i < count; i++)
        if (str_equal(table[i].code, str_from(code)))
            row = &table[i];
    REQUIRE(row != NULL);
    diags->items = arena_grow(
        arena, diags->items, diags->count, &diags->capacity, sizeof(*diags->items));
    diag = &diags->items[diags->count++];
    *diag = (struct diag){.code = row->code,
        .severity = row->severity,
        .span = span,
        .message = arena_str(arena, message),
        .hint = arena_str(arena, hint)};
    diags->errors += row->severity == SEVERITY_ERROR;
    return diag;
}

void diag_fix(struct diag *diag, struct arena *arena, struct span span, str text)
{
    struct fix *fix = diag->fix.text.ptr == NULL ? &diag->fix : &diag->other;

    *fix = (struct fix){span, arena_str(arena, text)};
}

static int compare(const struct diag *a, const struct diag *b)
{
    if (a->span.line != b->span.line)
        return a->span.line < b->span.line ? -1 : 1;
    if (a->span.column != b->span.column)
        return a->span.column < b->span.column ? -1 : 1;
    return str_compare(a->code, b->code);
}

static void swap(struct diag *a, struct diag *b)
{
    struct diag kept = *a;

    *a = *b;
    *b = kept;
}

static void reverse(struct diag *items, size_t start, size_t end)
{
    while (start + 1 < end)
        swap(&items[start++], &items[--end]);
}

/* Exchange the parts before and after `middle`, each kept in its order. */
static void rotate(struct diag *items, size_t start, size_t middle, size_t end)
{
    reverse(items, start, middle);
    reverse(items, middle, end);
    reverse(items, start, end);
}

/* The first place in a sorted part whose entry is not less than `item`, or (with
 * `after`) is greater. */
static size_t bound(const struct diag *items, size_t start, size_t end,
    const struct diag *item, bool after)
{
    while (start < end) {
        size_t middle = start + (end - start) / 2;
        int order = compare(&items[middle], item);

        if (order < 0 || (after && order == 0))
            start = middle + 1;
        else
            end = middle;
    }
    return start;
}

/* Merge two sorted neighbours in place: halve the longer, find where the other
 * belongs, rotate, and merge both sides. */
static void merge(struct diag *items, size_t start, size_t middle, size_t end)
{
    size_t left = start + (middle - start) / 2;
    size_t right = middle + (end - middle) / 2;
    size_t joint;

    if (start == middle || middle == end ||
        compare(&items[middle - 1], &items[middle]) <= 0)
        return;
    if (end - start == 2) {
        swap(&items[start], &items[middle]);
        return;
    }
    if (middle - start >= end - middle)
        right = bound(items, middle, end, &items[left], false);
    else
        left = bound(items, start, middle, &items[right], true);
    rotate(items, left, middle, right);
    joint = left + (right - middle);
    merge(items, start, left, joint);
    merge(items, joint, right, end);
}

/* Passes report in order, so what comes in is a few sorted stretches. */
void diags_sort(struct diags *diags)
{
    for (size_t width = 1; width < diags->count; width *= 2)
        for (size_t start = 0; start + width < diags->count; start += width * 2) {
            size_t end = start + width * 2;

            merge(diags->items, start, start + width,
                end < diags->count ? end : diags->count);
        }
}

str severity_name(enum severity severity)
{
    static const str names[] = {
        STR_INIT("error"), STR_INIT("warning"), STR_INIT("info")};

    return names[severity];
}

struct span span_join(struct span a, struct span b)
{
    if (a.line != b.line || b.column < a.column)
        return a;
    a.length = b.column + b.length - a.column;
    return a;
}

void json_diag(struct json_out *json, const struct diag *diag)
{
    json_object(json);
    json_key(json, STR("code"));
    json_str(json, diag->code);
    json_key(json, STR("severity"));
    json_str(json, severity_name(diag->severity));
    json_key(json, STR("line"));
    json_i64(json, diag->span.line);
    json_key(json, STR("column"));
    json_i64(json, diag->span.column);
    json_key(json, STR("length"));
    json_i64(json, diag->span.length);
    json_key(json, STR("message"));
    json_str(json, diag->message);
    json_key(json, STR("hint"));
    json_str(json, diag->hint);
    if (diag->fix.text.ptr != NULL) {
        json_key(json, STR("fix"));
        json_object(json);
        json_key(json, STR("line"));
        json_i64(json, diag->fix.span.line);
        json_key(json, STR("column"));
        json_i64(json, diag->fix.span.column);
        json_key(json, STR("length"));
        json_i64(json, diag->fix.span.length);
        json_key(json, STR("text"));
        json_str(json, diag->fix.text);
        json_end(json);
    }
    json_end(json);
}
