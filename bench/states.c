/*
 * Drawing states, and writing them down.
 */
#include "states.h"

#include <stdio.h>
#include <stdlib.h>

enum { FIRST_DAY = 20600, DAYS = 40, SCHOOL_DAYS = 12, DAY_MINUTES = 1440 };

static uint32_t random_below(uint64_t *seed, uint32_t n)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*seed >> 33) % n);
}

static int32_t any_value(const struct image *image, uint32_t fact, uint64_t *seed)
{
    const uint32_t *f = image_item(image, SECTION_FACTS, fact);
    int32_t low = (int32_t)f[FACT_LOW];

    switch (f[FACT_KIND]) {
    case IMAGE_CHOICE:
    case IMAGE_YES_NO:
        return (int32_t)random_below(seed, f[FACT_CHOICE_COUNT]);
    case IMAGE_DATE:
        return FIRST_DAY + (int32_t)random_below(seed, DAYS);
    case IMAGE_TIME:
        return (int32_t)random_below(seed, DAY_MINUTES);
    case IMAGE_DAYS_SINCE:
        return FACT_UNKNOWN; /* follows from its date and today */
    case IMAGE_SCHOOL_DAYS_SINCE:
        return (int32_t)random_below(seed, SCHOOL_DAYS);
    default:
        return low + (int32_t)random_below(seed, f[FACT_HIGH] - f[FACT_LOW] + 1);
    }
}

/* Put the facts of one of the protocol's examples in place of random ones. */
static void recall_example(const struct tree *tree, int32_t *facts, uint64_t *seed)
{
    const struct example_table *table =
        &tree->tables[random_below(seed, tree->table_count)];
    const struct example *example =
        &table->examples[random_below(seed, table->example_count)];

    for (uint32_t c = 0; c < table->column_count; c++)
        if (table->columns[c].kind == COLUMN_FACT && example->cells[c] != VALUE_UNKNOWN)
            facts[table->columns[c].index] = example->cells[c];
}

static void draw_one(const struct policy *policy, struct eval_scratch *scratch,
    enum states_way way, int32_t *facts, uint16_t *slots, uint64_t *seed)
{
    const struct image *image = scratch->image;
    struct err err;

    do {
        err = (struct err){0};
        for (uint32_t f = 0; f < image->count[SECTION_FACTS]; f++)
            facts[f] = any_value(image, f, seed);
        if (way == STATES_EXAMPLES)
            recall_example(&policy->tree, facts, seed);
        eval_bind(image, facts, slots);
    } while (!eval_check(scratch, facts, slots, &err));
}

/* Whether a person answers it: the clock and the calendar always know. */
static bool is_asked(const struct image *image, uint32_t fact)
{
    return (image_item(image, SECTION_FACTS, fact)[FACT_FLAGS] & IMAGE_SUPPLIED) == 0;
}

static void *room(size_t count, size_t size)
{
    void *memory = calloc(count, size);

    if (memory == NULL)
        abort();
    return memory;
}

void states_draw(struct states *out, const struct policy *policy,
    struct eval_scratch *scratch, enum states_way way, size_t count)
{
    const struct image *image = scratch->image;
    uint64_t seed = 1 + (uint64_t)way;
    size_t facts = image->count[SECTION_FACTS];
    size_t slots = image_row(image);

    *out = (struct states){.count = count,
        .fact_count = facts,
        .slot_count = slots,
        .facts = room(count * facts, sizeof(int32_t)),
        .slots = room(count * slots, sizeof(uint16_t)),
        .routes = room(count * slots, sizeof(uint32_t)),
        .columns = room(count * slots, sizeof(uint16_t)),
        .some = room(count * facts, sizeof(int32_t)),
        .some_slots = room(count * slots, sizeof(uint16_t))};
    for (size_t i = 0; i < count; i++) {
        int32_t *all = out->facts + i * facts;
        int32_t *some = out->some + i * facts;

        draw_one(policy, scratch, way, all, out->slots + i * slots, &seed);
        eval_route(image, out->slots + i * slots, out->routes + i * slots);
        for (size_t s = 0; s < slots; s++)
            out->columns[s * count + i] = out->slots[i * slots + s];
        for (uint32_t f = 0; f < facts; f++)
            some[f] = is_asked(image, f) && random_below(&seed, 2) == 0 ? FACT_UNKNOWN
                                                                        : all[f];
        eval_bind(image, some, out->some_slots + i * slots);
    }
}

/* ---- writing ---- */

static void write_value(
    FILE *file, const struct image *image, const uint32_t *f, int32_t value)
{
    struct text text = text_fixed((char[32]){0}, 32);

    switch (f[FACT_KIND]) {
    case IMAGE_YES_NO:
        fprintf(file, value == 1 ? "true" : "false");
        return;
    case IMAGE_CHOICE: {
        str name = image_str(image,
            image_item(image, SECTION_CHOICES, f[FACT_CHOICE_FIRST] + (uint32_t)value) +
                CHOICE_NAME);

        fprintf(file, "\"%" STR_FMT "\"", STR_ARG(name));
        return;
    }
    case IMAGE_DATE:
        text_add_date(&text, value);
        fprintf(file, "\"%" STR_FMT "\"", STR_ARG(text_str(&text)));
        return;
    case IMAGE_TIME:
        fprintf(file, "\"%02d:%02d\"", value / 60, value % 60);
        return;
    default:
        fprintf(file, "%d", value);
    }
}

void states_write(
    const struct states *states, const struct image *image, const char *path)
{
    FILE *file = fopen(path, "w");

    if (file == NULL)
        abort();
    for (size_t i = 0; i < states->count; i++) {
        const char *between = "";

        fprintf(file, "{\"facts\": {");
        for (uint32_t f = 0; f < states->fact_count; f++) {
            const uint32_t *item = image_item(image, SECTION_FACTS, f);
            str name = image_str(image, item + FACT_NAME);

            fprintf(file, "%s\"%" STR_FMT "\": ", between, STR_ARG(name));
            write_value(file, image, item, states->facts[i * states->fact_count + f]);
            between = ", ";
        }
        fprintf(file, "}}\n");
    }
    fclose(file);
}
