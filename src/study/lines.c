/*
 * A longest common subsequence of lines, between what both begin and end with.
 */
#include "study/lines.h"

enum { AROUND = 2, CELLS_MAX = 1 << 23 };

struct side {
    str *lines;
    uint32_t count;
};

struct matching {
    struct arena *arena;
    struct side old_side, new_side;
    uint32_t start;            /* so many lines at the beginning are the same */
    uint32_t old_end, new_end; /* what follows these is the same */
    uint16_t *longest;         /* [old][new] from there on; NULL: too many */
    struct study_line *all;
    size_t count;
};

static struct side split(struct arena *arena, str source)
{
    struct side side = {.count = 0};
    size_t room = 0;
    str line;

    while (str_split(&source, '\n', &line)) {
        side.lines =
            arena_grow(arena, side.lines, side.count, &room, sizeof(*side.lines));
        side.lines[side.count++] = line;
    }
    if (side.count > 0 && side.lines[side.count - 1].len == 0)
        side.count--;
    return side;
}

static void trim(struct matching *m)
{
    m->old_end = m->old_side.count;
    m->new_end = m->new_side.count;
    while (m->start < m->old_end && m->start < m->new_end &&
        str_equal(m->old_side.lines[m->start], m->new_side.lines[m->start]))
        m->start++;
    while (m->old_end > m->start && m->new_end > m->start &&
        str_equal(
            m->old_side.lines[m->old_end - 1], m->new_side.lines[m->new_end - 1])) {
        m->old_end--;
        m->new_end--;
    }
}

static uint16_t *cell(const struct matching *m, uint32_t o, uint32_t n)
{
    size_t width = (size_t)m->new_end - m->start + 1;

    return &m->longest[(size_t)(o - m->start) * width + (n - m->start)];
}

static bool is_same(const struct matching *m, uint32_t o, uint32_t n)
{
    return str_equal(m->old_side.lines[o], m->new_side.lines[n]);
}

static void fill(struct matching *m)
{
    size_t cells =
        ((size_t)m->old_end - m->start + 1) * ((size_t)m->new_end - m->start + 1);

    if (cells > CELLS_MAX || m->old_end > UINT16_MAX || m->new_end > UINT16_MAX)
        return;
    m->longest = ARENA_ARRAY(m->arena, uint16_t, cells);
    for (uint32_t o = m->old_end; o-- > m->start;)
        for (uint32_t n = m->new_end; n-- > m->start;) {
            uint16_t down = *cell(m, o + 1, n);
            uint16_t right = *cell(m, o, n + 1);

            *cell(m, o, n) = is_same(m, o, n) ? (uint16_t)(*cell(m, o + 1, n + 1) + 1)
                : down > right                ? down
                                              : right;
        }
}

/* ---- putting them side by side ---- */

static void add_same(struct matching *m, uint32_t o, uint32_t n)
{
    m->all[m->count++] = (struct study_line){.old_number = o + 1,
        .new_number = n + 1,
        .old_text = m->old_side.lines[o],
        .new_text = m->new_side.lines[n],
        .is_same = true};
}

/* Lines that were taken away, beside those that came. */
static void add_changed(
    struct matching *m, uint32_t o, uint32_t old_end, uint32_t n, uint32_t new_end)
{
    while (o < old_end || n < new_end) {
        struct study_line *line = &m->all[m->count++];

        *line = (struct study_line){.old_number = 0};
        if (o < old_end) {
            line->old_text = m->old_side.lines[o];
            line->old_number = ++o;
        }
        if (n < new_end) {
            line->new_text = m->new_side.lines[n];
            line->new_number = ++n;
        }
    }
}

/* Whether the next line of the old one is to be taken away, of the two that differ. */
static bool takes_old(const struct matching *m, uint32_t o, uint32_t n)
{
    if (o == m->old_end || n == m->new_end)
        return o < m->old_end;
    return m->longest == NULL || *cell(m, o + 1, n) >= *cell(m, o, n + 1);
}

static void walk(struct matching *m)
{
    uint32_t o = m->start;
    uint32_t n = m->start;

    for (uint32_t i = 0; i < m->start; i++)
        add_same(m, i, i);
    while (o < m->old_end || n < m->new_end) {
        uint32_t old_from = o;
        uint32_t new_from = n;

        while ((o < m->old_end || n < m->new_end) &&
            (m->longest == NULL || o == m->old_end || n == m->new_end ||
                !is_same(m, o, n))) {
            if (takes_old(m, o, n))
                o++;
            else
                n++;
        }
        add_changed(m, old_from, o, new_from, n);
        while (o < m->old_end && n < m->new_end && is_same(m, o, n))
            add_same(m, o++, n++);
    }
    for (; o < m->old_side.count; o++, n++)
        add_same(m, o, n);
}

/* Whether a line is near to one that changed. */
static bool is_near(const struct matching *m, size_t at)
{
    size_t from = at < AROUND ? 0 : at - AROUND;

    for (size_t i = from; i < m->count && i <= at + AROUND; i++)
        if (!m->all[i].is_same)
            return true;
    return false;
}

void study_compare_lines(
    struct arena *arena, str old_source, str new_source, struct study_lines *out)
{
    struct matching m = {.arena = arena,
        .old_side = split(arena, old_source),
        .new_side = split(arena, new_source)};
    bool gap = false;

    trim(&m);
    fill(&m);
    m.all = ARENA_ARRAY(
        arena, struct study_line, (size_t)m.old_side.count + m.new_side.count);
    walk(&m);
    *out = (struct study_lines){.items = m.all};
    for (size_t i = 0; i < m.count; i++) {
        bool near_one = is_near(&m, i);

        if (near_one) {
            m.all[out->count] = m.all[i];
            m.all[out->count++].after_gap = gap;
        }
        gap = !near_one;
    }
}
