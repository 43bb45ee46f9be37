/*
 * How fast a protocol decides, in process, on one core.
 *
 *     speed IMAGE
 *
 * Prints nanoseconds a decision: one at a time, in batch, and exact with half of
 * the facts unknown; and how long the image takes to open.
 */
#include "eval/eval.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { CASES = 4096, ROUNDS = 500, OPENINGS = 2000 };

static double now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static uint32_t random_below(uint32_t n)
{
    static uint64_t state = 1;

    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % n;
}

static void fill(const struct image *image, uint16_t *slots)
{
    for (uint32_t s = 0; s < image->count[SECTION_SLOTS]; s++)
        slots[s] = (uint16_t)random_below(
            image_item(image, SECTION_SLOTS, s)[SLOT_SIZE]);
}

static double time_single(const struct image *image, image_edge root,
    const uint16_t *slots, size_t stride, uint8_t *leaves)
{
    double start = now_ns();

    for (int r = 0; r < ROUNDS; r++)
        for (size_t c = 0; c < CASES; c++)
            leaves[c] = (uint8_t)eval_leaf(image, root, slots + c * stride);
    return (now_ns() - start) / ROUNDS / CASES;
}

static double time_batch(const struct image *image, image_edge root,
    const uint16_t *slots, size_t stride, uint8_t *leaves)
{
    double start = now_ns();

    for (int r = 0; r < ROUNDS; r++)
        eval_batch(image, root, slots, stride, CASES, leaves);
    return (now_ns() - start) / ROUNDS / CASES;
}

static double time_unknown(struct eval_scratch *scratch, image_edge root,
    uint16_t *slots, size_t stride, uint32_t *sum)
{
    double start;

    for (size_t i = 0; i < CASES * stride; i++)
        if (random_below(2) == 0)
            slots[i] = SLOT_UNKNOWN;
    start = now_ns();
    for (int r = 0; r < ROUNDS / 10; r++)
        for (size_t c = 0; c < CASES; c++)
            *sum += eval_reach(scratch, root, slots + c * stride);
    return (now_ns() - start) / (ROUNDS / 10) / CASES;
}

static double time_open(const void *bytes, size_t len)
{
    struct image image;
    struct err err = {0};
    double start = now_ns();

    for (int r = 0; r < OPENINGS; r++)
        if (!image_open(&image, bytes, len, &err))
            exit(1);
    return (now_ns() - start) / OPENINGS / 1000;
}

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    static uint32_t bytes[1 << 20];
    static uint16_t slots[CASES * 256];
    static uint8_t leaves[CASES];
    struct image image;
    struct err err = {0};
    struct eval_scratch scratch;
    uint32_t sum = 0;
    size_t len = file == NULL ? 0 : fread(bytes, 1, sizeof(bytes), file);
    size_t stride;
    image_edge root;
    double single;
    double batch;

    if (len == 0 || !image_open(&image, bytes, len, &err) ||
        image.count[SECTION_SLOTS] > 256)
        return 1;
    stride = image.count[SECTION_SLOTS];
    root = image_item(&image, SECTION_OUTCOMES, 0)[OUTCOME_ROOT];
    eval_scratch_init(&scratch, &image, malloc(eval_scratch_size(&image)),
        eval_scratch_size(&image));
    for (size_t c = 0; c < CASES; c++)
        fill(&image, slots + c * stride);
    single = time_single(&image, root, slots, stride, leaves);
    batch = time_batch(&image, root, slots, stride, leaves);
    printf("  image               %8zu bytes, opened in %.1f us\n", len,
        time_open(bytes, len));
    printf("  all facts known     %8.1f ns a decision\n", single);
    printf("  the same, in batch  %8.1f ns, %.2f of one at a time\n", batch,
        batch / single);
    printf("  half unknown, exact %8.1f ns\n",
        time_unknown(&scratch, root, slots, stride, &sum));
    return sum == 0;
}
