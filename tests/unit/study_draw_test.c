/*
 * Flow charts: whoever follows one arrives at what the rules say, and nothing in the
 * picture lies on anything else.
 */
#include "study/chart.h"
#include "study/svg_inside.h"
#include "study_oracle.h"

/* ---- following the arrows ---- */

static const struct chart_edge *edge_for(
    const struct chart *chart, uint32_t box, uint32_t value)
{
    for (uint32_t e = 0; e < chart->edge_count; e++)
        if (chart->edges[e].from == box && chart->edges[e].members[value])
            return &chart->edges[e];
    return NULL;
}

/* The value that the chart leads to; UINT32_MAX where an arrow is missing. */
static uint32_t follow(const struct chart *chart, const uint32_t *state)
{
    uint32_t box = 0;

    while (!chart->boxes[box].is_answer) {
        const struct chart_edge *edge =
            edge_for(chart, box, state[chart->boxes[box].slot]);

        if (edge == NULL)
            return UINT32_MAX;
        box = edge->to;
    }
    return chart->boxes[box].value;
}

static void check_answers(const struct policy *policy)
{
    struct arena arena = {0};
    struct chart chart = chart_of(&arena, policy, 0);
    uint32_t *state = ARENA_ARRAY(&arena, uint32_t, policy->space.slot_count + 1);
    int32_t facts[8];

    first_state(&policy->tree, facts);
    do {
        if (!naive_allowed(&policy->tree, facts))
            continue;
        space_bind(&policy->space, facts, state);
        CHECK(
            follow(&chart, state) == (uint32_t)naive_outcome(&policy->tree, 0, facts));
    } while (next_state(&policy->tree, facts));
    arena_clear(&arena);
}

TEST(charts, lead_to_what_the_rules_say)
{
    for (int round = 0; round < 60; round++) {
        struct arena arena = {0};
        struct policy policy = {0};

        if (compiles(&arena, random_document(&arena, 1), &policy))
            check_answers(&policy);
        policy_clear(&policy);
        arena_clear(&arena);
    }
}

/* ---- the picture ---- */

struct area {
    double left, top, right, bottom;
};

static bool overlap(struct area a, struct area b)
{
    return a.left < b.right - 0.1 && b.left < a.right - 0.1 && a.top < b.bottom - 0.1 &&
        b.top < a.bottom - 0.1;
}

/* Boxes first, then the labels of lines. */
static struct area area_of(const struct layout *layout, uint32_t index)
{
    if (index < layout->box_count) {
        const struct layout_box *box = &layout->boxes[index];

        return (struct area){box->top.x - box->width / 2, box->top.y,
            box->top.x + box->width / 2, box->top.y + box->height};
    }
    const struct layout_edge *edge = &layout->edges[index - layout->box_count];

    return (struct area){edge->label.x - edge->width / 2,
        edge->label.y - edge->height / 2, edge->label.x + edge->width / 2,
        edge->label.y + edge->height / 2};
}

static void check_apart(const struct layout *layout)
{
    uint32_t count = layout->box_count + layout->edge_count;

    for (uint32_t a = 0; a < count; a++) {
        struct area one = area_of(layout, a);

        CHECK(one.left > -0.1 && one.top > -0.1);
        CHECK(one.right < layout->width + 0.1 && one.bottom < layout->height + 0.1);
        for (uint32_t b = 0; b < a; b++)
            CHECK(!overlap(one, area_of(layout, b)));
    }
}

/* Lines start at the lower edge of one box, run down, and end at the upper edge of
 * another. */
static void check_lines(const struct layout *layout)
{
    for (uint32_t e = 0; e < layout->edge_count; e++) {
        const struct layout_edge *edge = &layout->edges[e];
        struct area from = area_of(layout, edge->from);
        struct area to = area_of(layout, edge->to);
        struct point first = edge->way[0];
        struct point last = edge->way[edge->way_count - 1];

        CHECK(first.y > from.bottom - 0.1 && first.y < from.bottom + 0.1);
        CHECK(last.y > to.top - 0.1 && last.y < to.top + 0.1);
        CHECK(first.x > from.left && first.x < from.right);
        CHECK(last.x > to.left && last.x < to.right);
        for (uint32_t i = 1; i < edge->way_count; i++)
            CHECK(edge->way[i].y > edge->way[i - 1].y - 0.1);
    }
}

static void check_picture(struct arena *arena, const struct policy *policy)
{
    for (uint32_t o = 0; o < policy->tree.outcome_count; o++) {
        struct chart chart = chart_of(arena, policy, o);
        struct picture picture = picture_of(arena, &chart);

        check_apart(&picture.layout);
        check_lines(&picture.layout);
        for (uint32_t b = 0; b < chart.box_count; b++)
            CHECK(picture.boxes[b].text.width < picture.layout.boxes[b].width);
    }
}

TEST(charts, have_nothing_on_top_of_anything)
{
    static const char *const paths[] = {"tests/data/worked.md", "protocols/chicago.md",
        "protocols/chicago-records.md", "protocols/roles.md"};

    for (size_t i = 0; i < COUNT_OF(paths) + 40; i++) {
        struct arena arena = {0};
        struct policy policy = {0};
        str source = i < COUNT_OF(paths) ? read_document(&arena, paths[i])
                                         : random_document(&arena, 2);

        if (compiles(&arena, source, &policy))
            check_picture(&arena, &policy);
        policy_clear(&policy);
        arena_clear(&arena);
    }
}
