/*
 * How fast a protocol decides, in process, on one core.
 *
 *     decide DOC FOLDER COUNT
 *
 * Compiles the document, draws COUNT states in each way and measures everything in
 * turns, round after round, so that what disturbs the machine disturbs all alike.
 * Prints medians as JSON; leaves in FOLDER the image, the states as facts (WAY.jsonl)
 * and as columns of slots (WAY.slots), the first of them as numbers (WAY.facts), and what
 * was decided (WAY.leaves).
 */
#include "states.h"
#include "twin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    ROUNDS = 15,
    LEAST_NS = 4000000,
    CALLS = 4,
    OPENINGS = 100,
    JSON_STATES = 500,
    SOURCE_MAX = 1 << 20
};

/* What is measured. */
struct bench {
    struct policy policy;
    struct image image;
    struct eval_scratch scratch;
    struct states states;
    struct visit *visits; /* of the entry protocol, else NULL */
    image_edge root;
    uint8_t *leaves;
    uint8_t *twin_leaves;
    uint16_t *bound;
    uint32_t *route;
    int32_t *facts;
    uint32_t sum; /* of answers, so that they are really worked out */
};

typedef void work(struct bench *b);

/* Time on the processor: that others use it too is not our time. */
static double now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* ---- the work ---- */

static void work_single(struct bench *b)
{
    const struct states s = b->states;
    const struct image image = b->image;
    image_edge root = b->root;
    uint8_t *leaves = b->leaves;

    for (size_t i = 0; i < s.count; i++)
        leaves[i] = (uint8_t)eval_leaf(&image, root, s.routes + i * s.slot_count);
}

static void work_batch(struct bench *b)
{
    const struct states *s = &b->states;

    eval_batch(&b->image, b->root, s->columns, s->count, s->count, b->leaves);
}

static void work_twin(struct bench *b)
{
    twin_decide(b->visits, b->states.count, b->twin_leaves);
}

static void work_bind(struct bench *b)
{
    const struct states *s = &b->states;

    for (size_t i = 0; i < s->count; i++) {
        memcpy(b->facts, s->facts + i * s->fact_count, s->fact_count * sizeof(int32_t));
        eval_bind(&b->image, b->facts, b->bound);
        eval_route(&b->image, b->bound, b->route);
        b->sum += eval_leaf(&b->image, b->root, b->route);
    }
}

static void work_unknown(struct bench *b)
{
    const struct states *s = &b->states;

    for (size_t i = 0; i < s->count; i++)
        b->sum += eval_possible(&b->scratch, b->root, s->some + i * s->fact_count,
            s->some_slots + i * s->slot_count);
}

/* The whole decision as JSON, with its ground, as a browser gets it. */
static void work_json(struct bench *b)
{
    static char room[1 << 16];

    for (size_t i = 0; i < JSON_STATES; i++) {
        struct eval_request request = {
            .facts = b->states.facts + i * b->states.fact_count,
            .digest = STR("bench")};
        struct text text = text_fixed(room, sizeof(room));
        struct err err = {0};

        if (!eval_decide(&b->scratch, &request, &text, &err))
            exit(1);
        b->sum += (uint32_t)text.len;
    }
}

static void work_open(struct bench *b)
{
    for (int i = 0; i < OPENINGS; i++) {
        struct image image;
        struct err err = {0};

        if (!image_open(&image, b->policy.image.ptr, b->policy.image.len, &err))
            exit(1);
        b->sum += image.today;
    }
}

/* ---- measuring ---- */

struct figure {
    const char *name;
    work *work;
    size_t units; /* done by one call */
    double ns[ROUNDS];
};

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

static void measure(struct bench *b, struct figure *figures, size_t count)
{
    for (int round = 0; round < ROUNDS; round++)
        for (size_t f = 0; f < count; f++) {
            struct figure *figure = &figures[f];
            double start = now_ns();
            double end = start;
            size_t calls = 0;

            for (; end - start < LEAST_NS; end = now_ns())
                for (size_t i = 0; i < CALLS; i++, calls++)
                    figure->work(b);
            figure->ns[round] = (end - start) / (double)(calls * figure->units);
        }
    for (size_t f = 0; f < count; f++) {
        qsort(figures[f].ns, ROUNDS, sizeof(double), by_size);
        printf(", \"%s\": %.3f", figures[f].name, figures[f].ns[ROUNDS / 2]);
    }
}

static double mean_steps(const struct bench *b)
{
    const struct states *s = &b->states;
    double steps = 0;

    for (size_t i = 0; i < s->count; i++)
        for (image_edge e = b->root; !edge_is_leaf(e); steps++)
            e = b->image
                    .words[edge_place(e) + s->slots[i * s->slot_count + edge_slot(e)]];
    return steps / (double)s->count;
}

/* ---- the hand-written rule ---- */

static int32_t fact_of(const struct bench *b, size_t state, const char *name)
{
    uint32_t fact = image_find_fact(&b->image, (str){name, strlen(name)});

    if (fact == IMAGE_ABSENT)
        exit(1);
    return b->states.facts[state * b->states.fact_count + fact];
}

static struct visit visit_of(const struct bench *b, size_t state)
{
    return (struct visit){.today = fact_of(b, state, "today"),
        .issued = fact_of(b, state, "issued"),
        .execute_by = fact_of(b, state, "execute_by"),
        .now = (int16_t)fact_of(b, state, "now"),
        .emergency = (uint8_t)fact_of(b, state, "emergency"),
        .where = (uint8_t)fact_of(b, state, "where"),
        .agency = (uint8_t)fact_of(b, state, "agency"),
        .credentials = (uint8_t)fact_of(b, state, "credentials"),
        .reason = (uint8_t)fact_of(b, state, "reason"),
        .about = (uint8_t)fact_of(b, state, "about"),
        .paper = (uint8_t)fact_of(b, state, "paper"),
        .court = (uint8_t)fact_of(b, state, "court"),
        .signer = (uint8_t)fact_of(b, state, "signer"),
        .copy = (uint8_t)fact_of(b, state, "copy"),
        .attachments = (uint8_t)fact_of(b, state, "attachments"),
        .fits = (uint8_t)fact_of(b, state, "fits"),
        .dated = (uint8_t)fact_of(b, state, "dated"),
        .any_hour = (uint8_t)fact_of(b, state, "any_hour"),
        .beyond = (uint8_t)fact_of(b, state, "beyond"),
        .law = (uint8_t)fact_of(b, state, "law"),
        .called_911 = (uint8_t)fact_of(b, state, "called_911"),
        .parents_told = (uint8_t)fact_of(b, state, "parents_told"),
        .adult_there = (uint8_t)fact_of(b, state, "adult_there"),
        .appointment = (uint8_t)fact_of(b, state, "appointment"),
        .exigency = (uint8_t)fact_of(b, state, "exigency"),
        .in_charge = (uint8_t)fact_of(b, state, "in_charge")};
}

/* Every way of deciding must give the same answers before it is timed. */
static void check_equal(struct bench *b)
{
    uint8_t *batch = malloc(b->states.count);

    if (batch == NULL)
        exit(1);
    work_batch(b);
    memcpy(batch, b->leaves, b->states.count);
    work_single(b);
    if (b->visits != NULL)
        work_twin(b);
    for (size_t i = 0; i < b->states.count; i++) {
        if (batch[i] == b->leaves[i] &&
            (b->visits == NULL || b->twin_leaves[i] == b->leaves[i]))
            continue;
        fprintf(stderr, "state %zu is decided in two ways\n", i);
        exit(1);
    }
    free(batch);
}

/* ---- everything ---- */

static void save(const char *folder, const char *name, const void *bytes, size_t len)
{
    char path[512];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    file = fopen(path, "wb");
    if (file == NULL || fwrite(bytes, 1, len, file) != len || fclose(file) != 0)
        exit(1);
}

static void *room(size_t bytes)
{
    void *memory = malloc(bytes);

    if (memory == NULL)
        exit(1);
    return memory;
}

static void measure_way(
    struct bench *b, enum states_way way, size_t count, const char *folder, bool entry)
{
    static const char *const names[] = {"even", "examples"};
    struct figure figures[] = {{"single", work_single, count, {0}},
        {"batch", work_batch, count, {0}}, {"facts", work_bind, count, {0}},
        {"unknown", work_unknown, count, {0}}, {"json", work_json, JSON_STATES, {0}},
        {"twin", work_twin, count, {0}}};
    char path[512];

    states_draw(&b->states, &b->policy, &b->scratch, way, count);
    b->leaves = room(count);
    b->twin_leaves = room(count);
    b->visits = NULL;
    if (entry) {
        b->visits = room(count * sizeof(*b->visits));
        for (size_t i = 0; i < count; i++)
            b->visits[i] = visit_of(b, i);
    }
    check_equal(b);
    printf(", \"%s\": {\"states\": %zu, \"steps\": %.2f", names[way], count,
        mean_steps(b));
    measure(b, figures, entry ? 6 : 5);
    printf("}");
    snprintf(path, sizeof(path), "%s/%s.jsonl", folder, names[way]);
    states_write(&b->states, &b->image, path);
    snprintf(path, sizeof(path), "%s.slots", names[way]);
    save(folder, path, b->states.columns,
        count * b->states.slot_count * sizeof(uint16_t));
    snprintf(path, sizeof(path), "%s.facts", names[way]);
    save(folder, path, b->states.facts,
        JSON_STATES * b->states.fact_count * sizeof(int32_t));
    snprintf(path, sizeof(path), "%s.leaves", names[way]);
    save(folder, path, b->leaves, count);
}

static void open_protocol(struct bench *b, struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    char *source = room(SOURCE_MAX);
    size_t len = file == NULL ? 0 : fread(source, 1, SOURCE_MAX, file);
    struct diags diags = {0};
    struct err err = {0};
    size_t size;

    if (len == 0 || !policy_compile(arena, (str){source, len}, &diags, &b->policy) ||
        !image_open(&b->image, b->policy.image.ptr, b->policy.image.len, &err))
        exit(1);
    size = eval_scratch_wanted(&b->image);
    eval_scratch_init(&b->scratch, &b->image, room(size), size);
    b->root = image_item(&b->image, SECTION_OUTCOMES, 0)[OUTCOME_ROOT];
    b->bound = room(image_row(&b->image) * sizeof(uint16_t));
    b->route = room(image_row(&b->image) * sizeof(uint32_t));
    b->facts = room(b->image.count[SECTION_FACTS] * sizeof(int32_t));
}

int main(int argc, char **argv)
{
    static struct bench b;
    struct arena arena = {0};
    struct figure opening = {"open", work_open, OPENINGS, {0}};

    if (argc != 4)
        return 2;
    open_protocol(&b, &arena, argv[1]);
    printf("{\"image\": %zu, \"facts\": %u, \"slots\": %u, \"rules\": %u",
        b.policy.image.len, b.image.count[SECTION_FACTS], b.image.count[SECTION_SLOTS],
        b.image.count[SECTION_RULES]);
    save(argv[2], "image", b.policy.image.ptr, b.policy.image.len);
    measure(&b, &opening, 1);
    for (enum states_way way = STATES_EVEN; way < STATES_WAYS; way++)
        measure_way(&b, way, (size_t)atol(argv[3]), argv[2],
            image_find_fact(&b.image, STR("called_911")) != IMAGE_ABSENT);
    printf("}\n");
    return b.sum == 0;
}
