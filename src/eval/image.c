/*
 * Open an image: check every word once, so that no walk needs to check again.
 */
#include "eval/eval.h"

enum { FACTS_MOST = EVAL_MAX_SLOTS };

static const uint32_t item_words[SECTION_COUNT] = {FACT_WORDS, CHOICE_WORDS, SLOT_WORDS,
    1, OUTCOME_WORDS, RULE_WORDS, DUTY_WORDS, SAY_WORDS, ASSUME_WORDS, ROLE_WORDS,
    CITE_WORDS, 1, 1};

uint32_t image_item_words(enum image_section section)
{
    return item_words[section];
}

const uint32_t *image_item(
    const struct image *image, enum image_section section, uint32_t index)
{
    return image->section[section] + (size_t)index * item_words[section];
}

str image_str(const struct image *image, const uint32_t *words)
{
    return (str){(const char *)image->section[SECTION_STRINGS] + words[0], words[1]};
}

const int32_t *image_cuts(const struct image *image, uint32_t slot, uint32_t *count)
{
    const uint32_t *item = image_item(image, SECTION_SLOTS, slot);

    *count = item[SLOT_KIND] == IMAGE_SLOT_VALUE ? 0 : item[SLOT_SIZE] - 1;
    return (const int32_t *)image->section[SECTION_CUTS] + item[SLOT_CUT_FIRST];
}

bool image_dates(
    const struct image *image, uint32_t slot, uint32_t *after, uint32_t *before)
{
    const uint32_t *item = image_item(image, SECTION_SLOTS, slot);
    const uint32_t *fact = image_item(image, SECTION_FACTS, item[SLOT_FIRST]);

    *after = item[SLOT_FIRST];
    *before = item[SLOT_SECOND];
    if (item[SLOT_KIND] == IMAGE_SLOT_PAIR)
        return true;
    *after = image->today;
    *before = fact[FACT_SINCE];
    return item[SLOT_KIND] == IMAGE_SLOT_CUT && fact[FACT_KIND] == IMAGE_DAYS_SINCE &&
        image->today != IMAGE_ABSENT;
}

uint64_t image_weight(const struct image *image, uint32_t slot, uint32_t value)
{
    const uint32_t *item = image_item(image, SECTION_SLOTS, slot);
    const uint32_t *fact = image_item(image, SECTION_FACTS, item[SLOT_FIRST]);
    uint32_t count;
    const int32_t *cuts = image_cuts(image, slot, &count);
    int64_t low;
    int64_t high;

    if (item[SLOT_KIND] != IMAGE_SLOT_CUT || fact[FACT_KIND] == IMAGE_TIME)
        return 1;
    low = value > 0 ? cuts[value - 1] : (int32_t)fact[FACT_LOW];
    high = value < count ? cuts[value] - 1 : (int32_t)fact[FACT_HIGH];
    return high < low ? 0 : (uint64_t)(high - low + 1);
}

uint32_t image_find_fact(const struct image *image, str name)
{
    for (uint32_t f = 0; f < image->count[SECTION_FACTS]; f++)
        if (str_equal(image_str(image, image_item(image, SECTION_FACTS, f) + FACT_NAME),
                name))
            return f;
    return IMAGE_ABSENT;
}

/* ---- checking ---- */

static bool damaged(struct err *err, str what)
{
    err_set(err, ERR_CORRUPT, STR("this image is damaged: "));
    return err_add(err, what);
}

/* Lay the sections out one after another; they must fill the image exactly. */
static bool lay_out(struct image *image, size_t len, struct err *err)
{
    const uint32_t *head = image->head;
    uint64_t at = HEAD_WORDS;

    for (int s = 0; s < SECTION_COUNT; s++) {
        uint64_t words = (uint64_t)head[HEAD_COUNTS + s] * item_words[s];

        if (s == SECTION_STRINGS)
            words = ((uint64_t)head[HEAD_COUNTS + s] + 3) / 4;
        if (at + words > len / sizeof(uint32_t))
            return damaged(err, STR("a section reaches beyond its end"));
        image->section[s] = head + at;
        image->count[s] = head[HEAD_COUNTS + s];
        at += words;
    }
    image->words = image->section[SECTION_NODES];
    if (at * sizeof(uint32_t) != len)
        return damaged(err, STR("its sections do not add up to its length"));
    if (image->count[SECTION_SLOTS] > EVAL_MAX_SLOTS ||
        image->count[SECTION_FACTS] > FACTS_MOST ||
        image->count[SECTION_NODES] < IMAGE_LEAVES ||
        image->count[SECTION_NODES] >= 1u << EDGE_PLACE_BITS)
        return damaged(err, STR("it holds more than an image can, or no leaves"));
    return true;
}

static bool good_str(const struct image *image, const uint32_t *words)
{
    return words[0] <= image->count[SECTION_STRINGS] &&
        words[1] <= image->count[SECTION_STRINGS] - words[0] &&
        str_invalid_utf8(image_str(image, words)) == words[1];
}

/* Whether `first` and `count` name a part of a section. */
static bool good_part(const struct image *image, enum image_section section,
    uint32_t first, uint32_t count)
{
    return first <= image->count[section] && count <= image->count[section] - first;
}

static uint32_t leaves_below(const struct image *image, image_edge e)
{
    if (edge_is_leaf(e))
        return leaf_bit(edge_leaf(e));
    return image->words[edge_place(e) - NODE_HEAD];
}

static uint32_t slot_size(const struct image *image, uint32_t slot)
{
    return image_item(image, SECTION_SLOTS, slot)[SLOT_SIZE];
}

static bool good_leaf(const struct image *image, image_edge e)
{
    return e == edge_make(image->count[SECTION_SLOTS], edge_leaf(e));
}

/* Whether `e` leads to a leaf there can be, or to a node before `at` that tests a
 * slot below `slot`. */
static bool good_edge(
    const struct image *image, image_edge e, uint32_t at, uint32_t slot)
{
    if (edge_is_leaf(e))
        return good_leaf(image, e) &&
            (edge_leaf(e) < EVAL_MAX_VALUES || edge_leaf(e) == LEAF_IMPOSSIBLE);
    return edge_slot(e) > slot && edge_place(e) >= IMAGE_LEAVES + NODE_HEAD &&
        edge_place(e) < at &&
        image->words[edge_place(e) - 1] == (NODE_TAG | edge_slot(e));
}

/* Check the node whose head is at `at`; *end is set behind it. */
static bool check_node(const struct image *image, uint32_t at, uint32_t *end)
{
    uint32_t room = image->count[SECTION_NODES] - at;
    uint32_t slot = room < NODE_HEAD ? 0 : image->words[at + 1] ^ NODE_TAG;
    uint32_t leaves = 0;
    bool varied = false;
    uint32_t size;

    if (room < NODE_HEAD || slot >= image->count[SECTION_SLOTS])
        return false;
    size = slot_size(image, slot);
    if (size > room - NODE_HEAD)
        return false;
    for (uint32_t v = 0; v < size; v++) {
        image_edge e = image->words[at + NODE_HEAD + v];

        if (!good_edge(image, e, at, slot))
            return false;
        leaves |= leaves_below(image, e);
        varied |= e != image->words[at + NODE_HEAD];
    }
    *end = at + NODE_HEAD + size;
    return varied && leaves == image->words[at];
}

static bool check_nodes(const struct image *image, struct err *err)
{
    uint32_t at = IMAGE_LEAVES;

    for (uint32_t leaf = 0; leaf < IMAGE_LEAVES; leaf++)
        if (image->words[leaf] != edge_make(image->count[SECTION_SLOTS], leaf))
            return damaged(err, STR("a leaf of its diagram is wrong"));
    while (at < image->count[SECTION_NODES])
        if (!check_node(image, at, &at))
            return damaged(err, STR("a node of its diagram is wrong"));
    return true;
}

/* Whether a root leads to a node or leaf, and only to the leaves in `allowed`. */
static bool good_root(const struct image *image, image_edge e, uint32_t allowed)
{
    uint32_t total = image->count[SECTION_NODES];

    if (edge_is_leaf(e)
            ? !good_leaf(image, e)
            : edge_place(e) < IMAGE_LEAVES + NODE_HEAD || edge_place(e) >= total ||
                image->words[edge_place(e) - 1] != (NODE_TAG | edge_slot(e)))
        return false;
    return (leaves_below(image, e) & ~allowed) == 0;
}

static const uint32_t yes_no = 1u << LEAF_NO | 1u << LEAF_YES | 1u << LEAF_IMPOSSIBLE;

static bool good_index(uint32_t index, uint32_t count, bool optional)
{
    return index < count || (optional && index == IMAGE_ABSENT);
}

/* The slot and the date that a fact names must fit its kind. */
static bool good_fact(const struct image *image, uint32_t index)
{
    const uint32_t *f = image_item(image, SECTION_FACTS, index);
    bool dates = f[FACT_KIND] == IMAGE_DATE;
    bool since =
        f[FACT_KIND] == IMAGE_DAYS_SINCE || f[FACT_KIND] == IMAGE_SCHOOL_DAYS_SINCE;

    if (!good_str(image, f + FACT_NAME) || !good_str(image, f + FACT_QUESTION) ||
        f[FACT_KIND] >= IMAGE_FACT_KINDS || f[FACT_FLAGS] >= 2 * IMAGE_NOW ||
        f[FACT_ROLE] >= image->count[SECTION_ROLES] ||
        !good_part(image, SECTION_CHOICES, f[FACT_CHOICE_FIRST], f[FACT_CHOICE_COUNT]))
        return false;
    if (since != (f[FACT_SINCE] != IMAGE_ABSENT) ||
        dates != (f[FACT_SLOT] == IMAGE_ABSENT))
        return false;
    if (since &&
        (f[FACT_SINCE] >= image->count[SECTION_FACTS] ||
            image_item(image, SECTION_FACTS, f[FACT_SINCE])[FACT_KIND] != IMAGE_DATE))
        return false;
    if (f[FACT_KIND] <= IMAGE_YES_NO && f[FACT_CHOICE_COUNT] < 1)
        return false;
    return dates ||
        (f[FACT_SLOT] < image->count[SECTION_SLOTS] &&
            image_item(image, SECTION_SLOTS, f[FACT_SLOT])[SLOT_FIRST] == index);
}

static bool ascending(const int32_t *cuts, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++)
        if (cuts[i - 1] >= cuts[i])
            return false;
    return true;
}

static bool is_date(const struct image *image, uint32_t fact)
{
    return fact < image->count[SECTION_FACTS] &&
        image_item(image, SECTION_FACTS, fact)[FACT_KIND] == IMAGE_DATE;
}

/* A slot's facts, size and cuts; `cuts` counts how many came before. */
static bool good_slot(const struct image *image, uint32_t index, uint32_t *cuts)
{
    const uint32_t *s = image_item(image, SECTION_SLOTS, index);
    const uint32_t *f;
    uint32_t count = s[SLOT_KIND] == IMAGE_SLOT_VALUE ? 0 : s[SLOT_SIZE] - 1;

    if (s[SLOT_FIRST] >= image->count[SECTION_FACTS] || s[SLOT_SIZE] < 1 ||
        s[SLOT_SIZE] >= SLOT_UNKNOWN || s[SLOT_CUT_FIRST] != *cuts ||
        !good_part(image, SECTION_CUTS, *cuts, count))
        return false;
    *cuts += count;
    f = image_item(image, SECTION_FACTS, s[SLOT_FIRST]);
    if (s[SLOT_KIND] == IMAGE_SLOT_PAIR)
        return is_date(image, s[SLOT_FIRST]) &&
            (s[SLOT_SECOND] == IMAGE_ABSENT || is_date(image, s[SLOT_SECOND])) &&
            ascending(image_cuts(image, index, &count), count);
    if (s[SLOT_SECOND] != IMAGE_ABSENT || f[FACT_SLOT] != index)
        return false;
    if (s[SLOT_KIND] == IMAGE_SLOT_VALUE)
        return f[FACT_KIND] <= IMAGE_YES_NO && s[SLOT_SIZE] == f[FACT_CHOICE_COUNT];
    return s[SLOT_KIND] == IMAGE_SLOT_CUT && f[FACT_KIND] > IMAGE_YES_NO &&
        ascending(image_cuts(image, index, &count), count);
}

static bool check_facts(const struct image *image, struct err *err)
{
    uint32_t cuts = 0;

    for (uint32_t i = 0; i < image->count[SECTION_FACTS]; i++)
        if (!good_fact(image, i))
            return damaged(err, STR("a fact is wrong"));
    for (uint32_t i = 0; i < image->count[SECTION_SLOTS]; i++)
        if (!good_slot(image, i, &cuts))
            return damaged(err, STR("a slot is wrong"));
    if (cuts != image->count[SECTION_CUTS])
        return damaged(err, STR("its cuts do not add up"));
    for (uint32_t i = 0; i < image->count[SECTION_CHOICES]; i++) {
        const uint32_t *c = image_item(image, SECTION_CHOICES, i);

        if (!good_str(image, c + CHOICE_NAME) || !good_str(image, c + CHOICE_LABEL))
            return damaged(err, STR("a value is wrong"));
    }
    return true;
}

static bool check_outcomes(const struct image *image, struct err *err)
{
    for (uint32_t i = 0; i < image->count[SECTION_OUTCOMES]; i++) {
        const uint32_t *o = image_item(image, SECTION_OUTCOMES, i);
        uint32_t values = o[OUTCOME_COUNT];

        if (!good_str(image, o + OUTCOME_NAME) || !good_str(image, o + OUTCOME_LABEL) ||
            values < 1 || values > EVAL_MAX_VALUES ||
            !good_part(image, SECTION_CHOICES, o[OUTCOME_FIRST], values) ||
            o[OUTCOME_UNTIL] >= values ||
            !good_root(image, o[OUTCOME_ROOT],
                leaf_bit(LEAF_IMPOSSIBLE) | (leaf_bit(values) - 1)))
            return damaged(err, STR("an outcome is wrong"));
    }
    for (uint32_t i = 0; i < image->count[SECTION_RULES]; i++) {
        const uint32_t *r = image_item(image, SECTION_RULES, i);

        if (!good_str(image, r + RULE_NAME) || !good_str(image, r + RULE_QUOTE) ||
            !good_str(image, r + RULE_LINK) ||
            r[RULE_OUTCOME] >= image->count[SECTION_OUTCOMES] ||
            r[RULE_VALUE] >=
                image_item(image, SECTION_OUTCOMES, r[RULE_OUTCOME])[OUTCOME_COUNT] ||
            !good_part(image, SECTION_CITES, r[RULE_CITE_FIRST], r[RULE_CITE_COUNT]) ||
            !good_root(image, r[RULE_ROOT], yes_no))
            return damaged(err, STR("a rule is wrong"));
    }
    return true;
}

static bool good_duty(const struct image *image, const uint32_t *d)
{
    uint32_t roles = image->count[SECTION_ROLES];

    return good_str(image, d + DUTY_NAME) && good_str(image, d + DUTY_TEXT) &&
        good_index(d[DUTY_TO], roles, false) &&
        good_index(d[DUTY_OTHERWISE], roles, true) &&
        d[DUTY_UNIT] <= IMAGE_SCHOOL_DAYS && good_root(image, d[DUTY_ROOT], yes_no);
}

/* What has two strings and perhaps a root: says, assumptions, roles, cites. */
static bool check_acts(const struct image *image, struct err *err)
{
    bool good = good_root(image, image->head[HEAD_ALLOWED], yes_no);

    for (uint32_t i = 0; i < image->count[SECTION_DUTIES]; i++)
        good &= good_duty(image, image_item(image, SECTION_DUTIES, i));
    for (uint32_t i = 0; i < image->count[SECTION_SAYS]; i++) {
        const uint32_t *s = image_item(image, SECTION_SAYS, i);

        good &= good_str(image, s + SAY_TEXT) && good_root(image, s[SAY_ROOT], yes_no);
    }
    for (uint32_t i = 0; i < image->count[SECTION_ASSUMES]; i++) {
        const uint32_t *a = image_item(image, SECTION_ASSUMES, i);

        good &=
            good_str(image, a + ASSUME_WHY) && good_root(image, a[ASSUME_ROOT], yes_no);
    }
    for (uint32_t i = 0; i < image->count[SECTION_ROLES]; i++) {
        const uint32_t *r = image_item(image, SECTION_ROLES, i);

        good &= good_str(image, r + ROLE_NAME) && good_str(image, r + ROLE_LABEL);
    }
    for (uint32_t i = 0; i < image->count[SECTION_CITES]; i++) {
        const uint32_t *c = image_item(image, SECTION_CITES, i);

        good &= good_str(image, c + CITE_TEXT) && good_str(image, c + CITE_LINK);
    }
    return good ||
        damaged(err,
            STR("a duty, a text to say, an assumption, a role or a "
                "heading is wrong"));
}

static void find_clock(struct image *image)
{
    image->today = IMAGE_ABSENT;
    image->now = IMAGE_ABSENT;
    for (uint32_t f = 0; f < image->count[SECTION_FACTS]; f++) {
        const uint32_t *fact = image_item(image, SECTION_FACTS, f);

        if ((fact[FACT_FLAGS] & IMAGE_TODAY) != 0 && fact[FACT_KIND] == IMAGE_DATE)
            image->today = f;
        if ((fact[FACT_FLAGS] & IMAGE_NOW) != 0 && fact[FACT_KIND] == IMAGE_TIME)
            image->now = f;
    }
    for (uint32_t s = 0; s < image->count[SECTION_SLOTS]; s++) {
        uint32_t after;
        uint32_t before;

        if (!image_dates(image, s, &after, &before))
            continue;
        if (image->compared < IMAGE_DATED)
            image->dated[image->compared] = (uint16_t)s;
        image->compared++;
    }
}

/* How many of the slots that compare dates read this one. */
static uint32_t times_compared(const struct image *image, uint32_t date)
{
    uint32_t times = 0;

    for (uint32_t i = 0; i < image->compared; i++) {
        uint32_t after;
        uint32_t before;

        (void)image_dates(image, image->dated[i], &after, &before);
        times += after == date || before == date;
    }
    return times;
}

static bool is_untied(const struct image *image)
{
    if (image->compared > IMAGE_DATED)
        return false;
    for (uint32_t f = 0; f < image->count[SECTION_FACTS]; f++)
        if (f != image->today && is_date(image, f) && times_compared(image, f) > 1)
            return false;
    return true;
}

bool image_in_force(const struct image *image, int32_t day)
{
    int32_t until = (int32_t)image->head[HEAD_UNTIL];

    return day >= (int32_t)image->head[HEAD_FROM] &&
        (until == INT32_MIN || day <= until);
}

bool image_open(struct image *image, const void *bytes, size_t len, struct err *err)
{
    const uint32_t *head = bytes;

    *image = (struct image){.head = head};
    if (len < HEAD_WORDS * sizeof(uint32_t) || len % sizeof(uint32_t) != 0 ||
        head[HEAD_MAGIC] != IMAGE_MAGIC)
        return err_set(err, ERR_INVALID, STR("this is not a compiled protocol"));
    if (head[HEAD_VERSION] != IMAGE_VERSION) {
        err_set(err, ERR_LIMIT,
            STR("this compiled protocol has a format this program "
                "does not know: version "));
        return err_add_i64(err, head[HEAD_VERSION]);
    }
    if (head[HEAD_BYTES] != len)
        return damaged(err, STR("it is not as long as it says"));
    if (!lay_out(image, len, err) || !check_facts(image, err) ||
        !check_nodes(image, err) || !check_outcomes(image, err) ||
        !check_acts(image, err))
        return false;
    if (!good_str(image, head + HEAD_TITLE))
        return damaged(err, STR("its title is wrong"));
    find_clock(image);
    image->untied = is_untied(image);
    return true;
}
