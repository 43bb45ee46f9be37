/*
 * The statements of a block, one after the other.
 *
 * Statements of one kind form a group, and a blank line stands between groups.
 * Inside a group the author's blank lines stay, never two in a row.
 */
#include "study/format.h"

/* Statements of one group need no blank line between them. */
struct keyword {
    str word;
    uint32_t group;
    bool lists; /* declares values, one a line */
};

/* clang-format off */
static const struct keyword keywords[] = {
    { STR_INIT("edition"), 1, false },
    { STR_INIT("role"),    2, false },
    { STR_INIT("fact"),    3, true },
    { STR_INIT("outcome"), 4, true },
    { STR_INIT("let"),     5, false },
    { STR_INIT("rule"),    6, false },
    { STR_INIT("duty"),    7, false },
    { STR_INIT("say"),     7, false },
    { STR_INIT("assume"),  8, false },
    { STR_INIT("never"),   9, false },
    { STR_INIT("always"),  9, false },
};
/* clang-format on */

/* Lines that belong together: a statement, or comments between two. */
struct item {
    const struct keyword *keyword; /* NULL: unknown, or comments */
    const struct block_line *lines;
    uint32_t count;
    bool is_comment;
    bool blank_above;
    bool is_list;     /* can be laid out with its values one a line */
    bool is_sentence; /* can be joined: no comment but at its end */
    size_t pad;       /* of a let, to align it with its neighbours */
};

struct items {
    struct arena *arena;
    struct item *items;
    uint32_t count;
    size_t capacity;
};

static bool is_word(const struct piece *piece, str word)
{
    return piece->is_word && str_equal(piece->text, word);
}

static bool is_sign(const struct piece *piece, str sign)
{
    return !piece->is_word && !piece->is_text && str_equal(piece->text, sign);
}

/* ---- from lines to items ---- */

static bool is_empty(const struct block_line *line)
{
    return line->count == 0 && line->comment.len == 0;
}

/* How many lines from `first` on a statement takes: up to its last continuation. */
static uint32_t statement_lines(const struct block_lines *lines, uint32_t first)
{
    uint32_t last = first;

    for (uint32_t i = first + 1; i < lines->count; i++) {
        const struct block_line *line = &lines->items[i];

        if (line->count > 0 && !line->continues)
            break;
        if (line->count > 0)
            last = i;
    }
    return last - first + 1;
}

static const struct keyword *keyword_of(const struct block_line *line)
{
    for (size_t i = 0; i < COUNT_OF(keywords); i++)
        if (is_word(&line->pieces[0], keywords[i].word))
            return &keywords[i];
    return NULL;
}

/* Join a statement's pieces over all its lines. */
static struct piece *join_pieces(
    struct arena *arena, const struct item *item, uint32_t *count)
{
    struct piece *pieces;

    *count = 0;
    for (uint32_t i = 0; i < item->count; i++)
        *count += item->lines[i].count;
    pieces = ARENA_ARRAY(arena, struct piece, *count);
    *count = 0;
    for (uint32_t i = 0; i < item->count; i++)
        for (uint32_t p = 0; p < item->lines[i].count; p++)
            pieces[(*count)++] = item->lines[i].pieces[p];
    return pieces;
}

/* How many pieces a value's line has: `name = "label"`, or `until known: name`; 0
 * when the pieces from here on are neither. */
static uint32_t value_pieces(const struct piece *pieces, uint32_t count)
{
    if (count >= 4 && is_word(&pieces[0], STR("until")) &&
        is_word(&pieces[1], STR("known")) && is_sign(&pieces[2], STR(":")) &&
        pieces[3].is_word)
        return 4;
    if (count >= 3 && pieces[0].is_word && is_sign(&pieces[1], STR("=")) &&
        pieces[2].is_text)
        return 3;
    return 0;
}

/* How many pieces the head of a fact or an outcome has: up to its question, or to
 * its end when it has none (days since). */
static uint32_t head_pieces(const struct piece *pieces, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (pieces[i].is_text)
            return i + 1;
    return count;
}

/* Whether every line of the statement is its head or whole values. */
static bool reads_as_list(const struct item *item)
{
    const struct block_line *head = &item->lines[0];
    uint32_t at = head_pieces(head->pieces, head->count);

    for (uint32_t i = 0; i < item->count; i++, at = 0)
        while (at < item->lines[i].count) {
            uint32_t some =
                value_pieces(&item->lines[i].pieces[at], item->lines[i].count - at);

            if (some == 0)
                return false;
            at += some;
        }
    return true;
}

/* Whether only the last line of the statement has a comment. */
static bool reads_as_sentence(const struct item *item)
{
    for (uint32_t i = 0; i + 1 < item->count; i++)
        if (item->lines[i].comment.len > 0)
            return false;
    return true;
}

static void add_item(struct items *all, struct item item)
{
    all->items = arena_grow(
        all->arena, all->items, all->count, &all->capacity, sizeof(*all->items));
    all->items[all->count++] = item;
}

static void read_items(struct items *all, const struct block_lines *lines)
{
    bool blank = false;

    for (uint32_t i = 0; i < lines->count;) {
        struct item item = {.lines = &lines->items[i], .count = 1};

        if (is_empty(item.lines)) {
            blank = true;
            i++;
            continue;
        }
        item.blank_above = blank && all->count > 0;
        item.is_comment = item.lines[0].count == 0;
        if (!item.is_comment) {
            item.count = statement_lines(lines, i);
            item.keyword = keyword_of(item.lines);
            item.is_sentence = reads_as_sentence(&item);
            item.is_list =
                item.keyword != NULL && item.keyword->lists && reads_as_list(&item);
        }
        add_item(all, item);
        blank = false;
        i += item.count;
    }
}

/* ---- alignment of lets ---- */

/* The width of a let up to its equals sign; 0 when it is none that is aligned. */
static size_t let_width(struct items *all, const struct item *item)
{
    uint32_t count;
    const struct piece *pieces;

    if (item->keyword == NULL || !str_equal(item->keyword->word, STR("let")) ||
        !item->is_sentence)
        return 0;
    pieces = join_pieces(all->arena, item, &count);
    return count > 3 && is_sign(&pieces[2], STR("=")) ? pieces_width(pieces, 2) : 0;
}

/* Lets that no blank line and no other statement parts are aligned on `=`. */
static void align_lets(struct items *all)
{
    for (uint32_t first = 0, end; first < all->count; first = end) {
        size_t widest = let_width(all, &all->items[first]);

        end = first + 1;
        while (widest > 0 && end < all->count && !all->items[end].blank_above &&
            let_width(all, &all->items[end]) > 0) {
            size_t width = let_width(all, &all->items[end++]);

            if (width > widest)
                widest = width;
        }
        for (uint32_t i = first; i < end && widest > 0; i++)
            all->items[i].pad = widest - let_width(all, &all->items[i]);
    }
}

/* ---- from items to text ---- */

static void write_comment(struct text *out, const struct block_line *line)
{
    if (line->comment.len > 0 && line->count > 0)
        text_add(out, STR("  "));
    text_add(out, line->comment);
    text_add_byte(out, '\n');
}

/* The width of the longest name that a list gives a value. */
static size_t longest_name(const struct item *item)
{
    size_t longest = 0;

    for (uint32_t i = 0; i < item->count; i++)
        for (uint32_t p = 0; p + 1 < item->lines[i].count; p++) {
            size_t width = str_width(item->lines[i].pieces[p].text);

            if (is_sign(&item->lines[i].pieces[p + 1], STR("=")) && width > longest)
                longest = width;
        }
    return longest;
}

static void write_value(
    struct text *out, const struct piece *pieces, uint32_t count, size_t longest)
{
    text_add_repeated(out, ' ', FORMAT_INDENT);
    if (count == 3) {
        text_add(out, pieces[0].text);
        text_add_repeated(out, ' ', longest - str_width(pieces[0].text));
        text_add_byte(out, ' ');
        text_add_pieces(out, &pieces[1], 2);
    } else {
        text_add_pieces(out, pieces, count);
    }
}

static void write_list(struct text *out, const struct item *item)
{
    size_t longest = longest_name(item);

    for (uint32_t i = 0; i < item->count; i++) {
        const struct block_line *line = &item->lines[i];
        uint32_t at = i == 0 ? head_pieces(line->pieces, line->count) : 0;

        if (is_empty(line))
            continue;
        if (line->count == 0)
            text_add_repeated(out, ' ', FORMAT_INDENT);
        text_add_pieces(out, line->pieces, at);
        while (at < line->count) {
            uint32_t some = value_pieces(&line->pieces[at], line->count - at);

            if (at > 0)
                text_add_byte(out, '\n');
            write_value(out, &line->pieces[at], some, longest);
            at += some;
        }
        write_comment(out, line);
    }
}

/* Line by line, as the author broke it: comments stand in the way of joining. */
static void write_lines(struct text *out, const struct item *item)
{
    for (uint32_t i = 0; i < item->count; i++) {
        const struct block_line *line = &item->lines[i];

        if (is_empty(line))
            continue;
        if (i > 0)
            text_add_repeated(out, ' ', FORMAT_INDENT);
        text_add_pieces(out, line->pieces, line->count);
        write_comment(out, line);
    }
}

static void write_item(struct items *all, struct text *out, const struct item *item)
{
    uint32_t count;
    const struct piece *pieces;

    if (item->is_comment) {
        write_comment(out, &item->lines[0]);
    } else if (item->is_list) {
        write_list(out, item);
    } else if (item->keyword == NULL) {
        for (uint32_t i = 0; i < item->count; i++) {
            text_add(out, item->lines[i].source);
            text_add_byte(out, '\n');
        }
    } else if (item->is_sentence && !item->keyword->lists) {
        pieces = join_pieces(all->arena, item, &count);
        format_sentence(out, pieces, count, item->pad);
        write_comment(out, &item->lines[item->count - 1]);
    } else {
        write_lines(out, item);
    }
}

/* The group an item belongs to: comments to that of the statement below, or else
 * to that above. */
static uint32_t group_of(const struct items *all, uint32_t index)
{
    uint32_t at = index;

    while (at < all->count && all->items[at].is_comment)
        at++;
    if (at == all->count)
        for (at = index; at > 0 && all->items[at].is_comment;)
            at--;
    return all->items[at].keyword == NULL ? 0 : all->items[at].keyword->group;
}

void format_block(
    struct arena *arena, const struct block_lines *lines, struct text *out)
{
    struct items all = {.arena = arena};

    read_items(&all, lines);
    align_lets(&all);
    for (uint32_t i = 0; i < all.count; i++) {
        if (i > 0 &&
            (all.items[i].blank_above || group_of(&all, i - 1) != group_of(&all, i)))
            text_add_byte(out, '\n');
        write_item(&all, out, &all.items[i]);
    }
}
