/*
 * Showing ways that were put together.
 */
#include "cli/ways.h"

static void add_bound(
    struct text *text, const struct image *image, uint32_t fact, int32_t value)
{
    uint32_t kind = image_item(image, SECTION_FACTS, fact)[FACT_KIND];

    if (kind == IMAGE_CHOICE || kind == IMAGE_YES_NO)
        text_add(text, choice_label(image, fact, (uint32_t)value));
    else
        text_add_fact_value(text, image, fact, value);
}

static bool is_open(const struct way_range *range)
{
    return range->low == STUDY_OPEN_LOW && range->high == STUDY_OPEN_HIGH;
}

/* "at most 5", of days and times "2025-01-24 or later". */
static void add_range(struct text *text, const struct image *image, uint32_t fact,
    const struct way_range *range)
{
    const uint32_t *item = image_item(image, SECTION_FACTS, fact);
    uint32_t kind = item[FACT_KIND];
    bool in_time = kind == IMAGE_DATE || kind == IMAGE_TIME;
    /* Days pass without end; their highest number stands for "or more". */
    bool passes = kind == IMAGE_DAYS_SINCE || kind == IMAGE_SCHOOL_DAYS_SINCE;
    bool no_high = range->high == STUDY_OPEN_HIGH ||
        (passes && range->high == (int32_t)item[FACT_HIGH]);

    if (is_open(range)) {
        text_add(text, STR("any day"));
    } else if (range->low == range->high) {
        add_bound(text, image, fact, range->low);
    } else if (range->low == STUDY_OPEN_LOW) {
        text_add(text, in_time ? STR("") : STR("at most "));
        add_bound(text, image, fact, range->high);
        text_add(text, in_time ? STR(" or earlier") : STR(""));
    } else if (no_high) {
        text_add(text, in_time ? STR("") : STR("at least "));
        add_bound(text, image, fact, range->low);
        text_add(text, in_time ? STR(" or later") : STR(""));
    } else {
        add_bound(text, image, fact, range->low);
        text_add(text, STR(" to "));
        add_bound(text, image, fact, range->high);
    }
}

static void add_days(struct text *text, int32_t days)
{
    text_add_i64(text, days);
    text_add(text, days == 1 ? STR(" day") : STR(" days"));
}

/* "0 to 5 days after: When was it issued?" */
static void add_gap(
    struct text *text, const struct image *image, const struct study_gap *gap)
{
    bool before = gap->high <= 0;
    int32_t low = before ? -gap->high : gap->low;
    int32_t high = before ? -gap->low : gap->high;

    if (before && gap->low == STUDY_OPEN_LOW)
        high = STUDY_OPEN_HIGH;
    if (gap->low == 0 && gap->high == 0) {
        text_add(text, STR("the same day as"));
    } else if (low == STUDY_OPEN_LOW) {
        text_add(text, STR("at most "));
        add_days(text, high);
        text_add(text, STR(" after"));
    } else {
        if (high == STUDY_OPEN_HIGH)
            text_add(text, STR("at least "));
        else if (low != high)
            text_add_i64(text, low);
        if (high != STUDY_OPEN_HIGH && low != high)
            text_add(text, STR(" to "));
        add_days(text, high == STUDY_OPEN_HIGH ? low : high);
        text_add(text, before ? STR(" before") : STR(" after"));
    }
    text_add(text, STR(": "));
    text_add(text, fact_question(image, gap->fact));
}

/* A change on a line of its own, hanging behind its mark. */
static void show_part(
    struct page *page, const struct image *image, const struct way_part *part, str mark)
{
    struct text words = text_in(page->text.arena);

    text_add(&words, fact_question(image, part->fact));
    text_add(&words, STR(" \xe2\x86\x92 "));
    for (uint32_t i = 0; i < part->count; i++) {
        if (i > 0)
            text_add(&words, i + 1 == part->count ? STR("; or: ") : STR("; "));
        if (!is_open(&part->ranges[i]) || part->gap_count == 0)
            add_range(&words, image, part->fact, &part->ranges[i]);
    }
    for (uint32_t g = 0; g < part->gap_count; g++) {
        if (g > 0 || !is_open(&part->ranges[0]))
            text_add(&words, STR(", and "));
        add_gap(&words, image, &part->gaps[g]);
    }
    page_item(page, STYLE_PLAIN, mark, text_str(&words));
}

/* What all ways have in common; returns how many changes that is. */
static uint32_t show_shared(
    struct page *page, const struct image *image, const struct way_groups *groups)
{
    const struct way_group *first = &groups->groups[0];
    uint32_t shown = 0;

    for (uint32_t i = 0; i < first->count; i++) {
        if (!way_is_shared(groups, &first->parts[i]))
            continue;
        if (shown == 0)
            page_line(page, STYLE_PLAIN, STR("  All of these:"));
        show_part(page, image, &first->parts[i], STR("    - "));
        shown++;
    }
    return shown;
}

static void show_group(struct page *page, const struct image *image,
    const struct way_groups *groups, uint32_t index)
{
    const struct way_group *group = &groups->groups[index];
    bool any = false;

    for (uint32_t i = 0; i < group->count; i++) {
        struct text mark = text_in(page->text.arena);

        if (groups->count > 1 && way_is_shared(groups, &group->parts[i]))
            continue;
        text_add(&mark, STR("  "));
        if (!any)
            text_add_u64(&mark, index + 1);
        text_add(&mark, any ? STR("and ") : STR(". "));
        while (mark.len < 6)
            text_add_byte(&mark, ' ');
        show_part(page, image, &group->parts[i], text_str(&mark));
        any = true;
    }
}

void ways_show(struct page *page, const struct image *image,
    const struct way_groups *groups, uint32_t most)
{
    if (groups->count > 1 && show_shared(page, image, groups) > 0)
        page_line(page, STYLE_PLAIN, STR("  and one of these:"));
    for (uint32_t g = 0; g < groups->count && g < most; g++)
        show_group(page, image, groups, g);
}
