/*
 * Breaking long statements.
 *
 * A condition that does not fit is broken before its loosest operator: `then`,
 * then `or`, then `and`; what still does not fit is broken again inside.  Lines
 * are filled, but alternatives with conjunctions among them stand one a line, so
 * that nobody has to know which binds tighter.
 */
#include "study/format.h"

enum { DEPTH_LIMIT = 300 };

struct layout {
    struct text *out;
    const struct piece *pieces;
    uint32_t count;
    size_t column;
    bool fresh;     /* nothing but the indent stands on the line */
    uint32_t depth; /* of parts within parts */
    uint32_t inner; /* brackets that lines are broken in */
};

/* Some of the statement's pieces: from first up to, not including, end. */
struct part {
    uint32_t first;
    uint32_t end;
};

static bool is(const struct piece *piece, str text)
{
    return !piece->is_text && str_equal(piece->text, text);
}

bool piece_gap(const struct piece *before, const struct piece *after)
{
    if (is(after, STR(")")) || is(after, STR(",")) || is(after, STR(":")))
        return false;
    return !is(before, STR("(")) && !is(before, STR("/")) && !is(after, STR("/"));
}

size_t pieces_width(const struct piece *pieces, uint32_t count)
{
    size_t width = 0;

    for (uint32_t i = 0; i < count; i++) {
        width += str_width(pieces[i].text);
        if (i > 0)
            width += piece_gap(&pieces[i - 1], &pieces[i]);
    }
    return width;
}

void text_add_pieces(struct text *text, const struct piece *pieces, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0 && piece_gap(&pieces[i - 1], &pieces[i]))
            text_add_byte(text, ' ');
        text_add(text, pieces[i].text);
    }
}

/* ---- one line ---- */

static void new_line(struct layout *l)
{
    if (l->fresh)
        return;
    text_add_byte(l->out, '\n');
    l->column = FORMAT_INDENT * (1 + (size_t)l->inner);
    text_add_repeated(l->out, ' ', l->column);
    l->fresh = true;
}

static bool gap_before(const struct layout *l, uint32_t piece)
{
    return !l->fresh && piece > 0 && piece < l->count &&
        piece_gap(&l->pieces[piece - 1], &l->pieces[piece]);
}

static void put(struct layout *l, struct part part)
{
    if (part.first == part.end)
        return;
    if (gap_before(l, part.first)) {
        text_add_byte(l->out, ' ');
        l->column++;
    }
    text_add_pieces(l->out, &l->pieces[part.first], part.end - part.first);
    l->column += pieces_width(&l->pieces[part.first], part.end - part.first);
    l->fresh = false;
}

/* The width of a part with the brackets and commas that cling to its end. */
static size_t width_of(const struct layout *l, struct part part)
{
    while (part.end < l->count &&
        (is(&l->pieces[part.end], STR(")")) || is(&l->pieces[part.end], STR(","))))
        part.end++;
    return pieces_width(&l->pieces[part.first], part.end - part.first);
}

static bool fits_here(const struct layout *l, struct part part)
{
    return l->column + gap_before(l, part.first) + width_of(l, part) <= FORMAT_WIDTH;
}

/* ---- where to break ---- */

/* The next piece after `from`, outside the brackets that open from there on, that
 * says `word`; or part.end.  A comma is found behind itself: lines break after it. */
static uint32_t find_break(
    const struct layout *l, struct part part, uint32_t from, str word)
{
    bool comma = str_equal(word, STR(","));
    int depth = 0;

    for (uint32_t i = from; i < part.end; i++) {
        const struct piece *piece = &l->pieces[i];

        if (is(piece, STR("(")))
            depth++;
        else if (is(piece, STR(")")))
            depth--;
        else if (depth == 0 && is(piece, word) && (comma || i > from))
            return comma ? i + 1 : i;
    }
    return part.end;
}

/* Whether the parts around `word` must stand on lines of their own: alternatives
 * when there are conjunctions among them; what follows from a premise. */
static bool stands_alone(const struct layout *l, struct part part, str word)
{
    bool conjunction = false;

    for (uint32_t i = part.first; i < part.end; i++)
        conjunction |= is(&l->pieces[i], STR("and"));
    return str_equal(word, STR("then")) || (conjunction && str_equal(word, STR("or")));
}

static void lay(struct layout *l, struct part part, bool may_break);

/* Lay out the pieces of a part that is broken before (or behind) `word`. */
static void lay_split(struct layout *l, struct part part, str word)
{
    bool alone = stands_alone(l, part, word);
    uint32_t first = part.first;

    while (first < part.end) {
        struct part piece = {first, part.end};

        piece.end = find_break(l, part, first, word);
        if (first > part.first && (alone || !fits_here(l, piece)))
            new_line(l);
        lay(l, piece, false);
        first = piece.end;
    }
}

/* Lay out a part that has an opening bracket, breaking inside it. */
static void lay_brackets(struct layout *l, struct part part)
{
    uint32_t open = part.first;
    uint32_t close;
    int depth = 0;

    while (open < part.end && !is(&l->pieces[open], STR("(")))
        open++;
    for (close = open; close < part.end; close++) {
        depth += is(&l->pieces[close], STR("("));
        depth -= is(&l->pieces[close], STR(")"));
        if (depth == 0)
            break;
    }
    if (open == part.end || close == part.end) {
        put(l, part);
        return;
    }
    put(l, (struct part){part.first, open + 1});
    l->inner++;
    lay(l, (struct part){open + 1, close}, false);
    l->inner--;
    put(l, (struct part){close, close + 1});
    lay(l, (struct part){close + 1, part.end}, true);
}

static void lay(struct layout *l, struct part part, bool may_break)
{
    static const str loosest_first[] = {
        STR_INIT("then"), STR_INIT("or"), STR_INIT("and"), STR_INIT(",")};

    size_t i = 0;

    if (part.first >= part.end)
        return;
    if (may_break && !fits_here(l, part))
        new_line(l);
    if (fits_here(l, part) || l->depth == DEPTH_LIMIT) {
        put(l, part);
        return;
    }
    while (i < COUNT_OF(loosest_first) &&
        find_break(l, part, part.first, loosest_first[i]) >= part.end)
        i++;
    l->depth++;
    if (i < COUNT_OF(loosest_first))
        lay_split(l, part, loosest_first[i]);
    else
        lay_brackets(l, part);
    l->depth--;
}

/* ---- statements ---- */

/* Whether the statement's condition follows an `if` of its own. */
static bool has_if(const struct layout *l)
{
    const struct piece *key = &l->pieces[0];

    return is(key, STR("rule")) || is(key, STR("duty")) || is(key, STR("say"));
}

/* Where the condition begins: at `if` in rules, duties and says; behind the colon
 * of a property; behind the equals sign of a let. */
static uint32_t find_tail(const struct layout *l)
{
    struct part all = {0, l->count};
    const struct piece *key = &l->pieces[0];
    uint32_t at;

    if (is(key, STR("edition")) || is(key, STR("role")))
        return l->count;
    if (has_if(l))
        return find_break(l, all, 0, STR("if"));
    at = find_break(l, all, 0, is(key, STR("let")) ? STR("=") : STR(":"));
    return at < l->count ? at + 1 : at;
}

/* A rule's exceptions when they are too long for a line, up to the colon; a duty's
 * words. */
static uint32_t lay_head(struct layout *l, struct part head)
{
    uint32_t at = head.end;

    if (fits_here(l, head))
        return head.first;
    if (is(&l->pieces[0], STR("duty")))
        at = find_break(l, head, 0, STR("to"));
    else if (is(&l->pieces[0], STR("rule")))
        at = find_break(l, head, 0, STR(":")) + 1;
    if (at > head.end)
        at = head.end;
    lay(l, (struct part){head.first, at}, false);
    if (at < head.end)
        new_line(l);
    return at;
}

void format_sentence(
    struct text *text, const struct piece *pieces, uint32_t count, size_t pad)
{
    struct layout l = {.out = text, .pieces = pieces, .count = count, .fresh = true};
    uint32_t first;
    uint32_t tail;

    if (count == 0)
        return;
    tail = find_tail(&l);
    if (is(&pieces[0], STR("let")) && tail < count && tail > 0) {
        put(&l, (struct part){0, tail - 1});
        text_add_repeated(text, ' ', pad);
        l.column += pad;
        put(&l, (struct part){tail - 1, tail});
        lay(&l, (struct part){tail, count}, false);
        return;
    }
    first = lay_head(&l, (struct part){0, tail});
    if ((first == 0 || is(&pieces[0], STR("rule"))) &&
        fits_here(&l, (struct part){first, count})) {
        put(&l, (struct part){first, count});
        return;
    }
    put(&l, (struct part){first, tail});
    if (tail == count)
        return;
    new_line(&l);
    if (has_if(&l)) {
        put(&l, (struct part){tail, tail + 1});
        tail++;
    }
    lay(&l, (struct part){tail, count}, false);
}
