/*
 * Pieces of what hover says.
 */
#include "lsp/hover.h"

#include "diagram/diagram.h"

enum { NAMES_SHOWN = 12 };

void hover_words(struct hover *h, str words)
{
    static const str special = STR_INIT("\\`*_[]<>#|~&$");

    for (size_t i = 0; i < words.len; i++) {
        if (str_find_byte(special, words.ptr[i], 0) < special.len)
            text_add_byte(&h->text, '\\');
        text_add_byte(&h->text, words.ptr[i]);
    }
}

void hover_title(struct hover *h, str kind, str name)
{
    text_add(&h->text, STR("**"));
    text_add(&h->text, kind);
    text_add(&h->text, STR("** `"));
    text_add(&h->text, name);
    text_add(&h->text, STR("`"));
}

void hover_name(struct hover *h, struct name_list *names, str name)
{
    if (++names->count > NAMES_SHOWN)
        return;
    text_add(&h->text, names->count > 1 ? STR(", `") : STR("`"));
    text_add(&h->text, name);
    text_add_byte(&h->text, '`');
}

void hover_names_end(struct hover *h, const struct name_list *names)
{
    if (names->count <= NAMES_SHOWN)
        return;
    text_add(&h->text, STR(" and "));
    text_add_u64(&h->text, names->count - NAMES_SHOWN);
    text_add(&h->text, STR(" more"));
}

void hover_statement(struct hover *h, struct span name)
{
    const struct scan *scan = &h->tree->scan;
    uint32_t block = block_at(scan, name.line);
    uint32_t first;
    uint32_t last;

    if (block == SCAN_NONE)
        return;
    statement_lines(scan, block, name.line, &first, &last);
    text_add(&h->text, STR("\n\n```protocol\n"));
    for (uint32_t line = first; line <= last; line++) {
        text_add(&h->text, scan->lines[line - 1]);
        text_add_byte(&h->text, '\n');
    }
    text_add(&h->text, STR("```"));
}

static void add_heading(struct hover *h, uint32_t heading)
{
    const struct scan_heading *found;

    if (heading == SCAN_NONE)
        return;
    found = &h->tree->scan.headings[heading];
    add_heading(h, found->parent);
    if (found->parent != SCAN_NONE)
        text_add(&h->text, STR(" › "));
    if (found->link.len == 0 || str_find_byte(found->link, '>', 0) < found->link.len) {
        hover_words(h, found->text);
        return;
    }
    text_add_byte(&h->text, '[');
    hover_words(h, found->text);
    text_add(&h->text, STR("](<"));
    text_add(&h->text, found->link);
    text_add(&h->text, STR(">)"));
}

void hover_ground(struct hover *h, struct ground ground)
{
    const struct scan *scan = &h->tree->scan;

    if (ground.heading != SCAN_NONE) {
        text_add(&h->text, STR("\n\nGround: "));
        add_heading(h, ground.heading);
    }
    if (ground.block < scan->block_count && scan->blocks[ground.block].quote.len > 0) {
        text_add(&h->text, STR("\n\n> "));
        hover_words(h, scan->blocks[ground.block].quote);
    }
}

/* Digits in groups of three. */
static void add_count(struct hover *h, struct dd_count count)
{
    struct text digits = text_in(h->arena);

    text_add_count(&digits, count);
    for (size_t i = 0; i < digits.len; i++) {
        if (i > 0 && (digits.len - i) % 3 == 0 && !count.overflow)
            text_add_byte(&h->text, ',');
        text_add_byte(&h->text, digits.ptr[i]);
    }
}

void hover_share(struct hover *h, struct dd_count part)
{
    add_count(h, part);
    text_add(&h->text, STR(" of "));
    add_count(h, h->policy->states);
    text_add(&h->text, STR(" states ("));
    text_add_decimal(&h->text, 100 * count_ratio(part, h->policy->states), 1);
    text_add(&h->text, STR(" %)"));
}

struct dd_count hover_count(struct hover *h, dd where)
{
    const struct policy *p = h->policy;
    const uint64_t **weights =
        ARENA_ARRAY(h->arena, const uint64_t *, p->space.slot_count);
    struct dd_count of[OUTCOME_LEAVES];

    for (uint32_t s = 0; s < p->space.slot_count; s++)
        weights[s] = p->space.slots[s].weights;
    diagram_count(p->diagram, where, weights, of, OUTCOME_LEAVES);
    return of[1];
}

void hover_item(struct hover *h, const struct choice *choice)
{
    text_add(&h->text, STR("\n- `"));
    text_add(&h->text, choice->name);
    text_add(&h->text, STR("`: "));
    hover_words(h, choice->label);
}
