/*
 * The evaluator's doors for WebAssembly hosts: a browser, node.
 *
 * The host takes memory once, copies an image and facts into it, and reads answers
 * out of it.  One image at a time; nothing is given back.
 */
#include "eval/eval.h"

#ifdef __wasm__

#define EXPORT(name) __attribute__((export_name(name)))

EXPORT("vestibule_take") uint32_t wasm_take(uint32_t bytes);
EXPORT("vestibule_open") int wasm_open(uint32_t place, uint32_t len);
EXPORT("vestibule_decide")
int wasm_decide(const int32_t *facts, const char *digest, uint32_t digest_len,
    char *out, uint32_t room);
EXPORT("vestibule_bind") void wasm_bind(int32_t *facts, uint16_t *slots);
EXPORT("vestibule_batch")
void wasm_batch(uint32_t outcome, const uint16_t *columns, uint32_t stride,
    uint32_t count, uint8_t *leaves);

extern unsigned char __heap_base;

static uint32_t taken;
static struct image opened;
static struct eval_scratch scratch;

/* Return the place of `bytes` of memory, aligned to 8; 0 when there is no more. */
uint32_t wasm_take(uint32_t bytes)
{
    uint32_t start;
    uint64_t end;

    if (taken == 0)
        taken = (uint32_t)(uintptr_t)&__heap_base;
    start = (taken + 7) / 8 * 8;
    end = (uint64_t)start + bytes;
    if (end > (uint64_t)__builtin_wasm_memory_size(0) * 65536) {
        uint64_t more = (end + 65535) / 65536 - __builtin_wasm_memory_size(0);

        if (end > UINT32_MAX ||
            __builtin_wasm_memory_grow(0, (unsigned long)more) == (unsigned long)-1)
            return 0;
    }
    taken = (uint32_t)end;
    return start;
}

/* Open the image at a place that was taken; 1 when it is good. */
int wasm_open(uint32_t place, uint32_t len)
{
    struct err err = {0};
    uint32_t size;
    uint32_t work;

    if (!image_open(&opened, (const void *)(uintptr_t)place, len, &err))
        return 0;
    size = (uint32_t)eval_scratch_wanted(&opened);
    work = wasm_take(size);
    if (work == 0)
        return 0;
    eval_scratch_init(&scratch, &opened, (void *)(uintptr_t)work, size);
    return 1;
}

/*
 * Decide: `facts` is one 32-bit integer a fact, `digest` the image's name.  Writes
 * the decision's JSON to `out`; returns its length, or -1 with the reason there.
 */
int wasm_decide(const int32_t *facts, const char *digest, uint32_t digest_len,
    char *out, uint32_t room)
{
    struct eval_request request = {.facts = facts, .digest = {digest, digest_len}};
    struct text text = text_fixed(out, room);
    struct err err = {0};

    if (eval_decide(&scratch, &request, &text, &err))
        return (int)text.len;
    text = text_fixed(out, room);
    text_add(&text, err_text(&err));
    return -1;
}

/* Turn facts into slots, for vestibule_batch. */
void wasm_bind(int32_t *facts, uint16_t *slots)
{
    eval_bind(&opened, facts, slots);
}

/* Decide many full cases at once: see eval_batch. */
void wasm_batch(uint32_t outcome, const uint16_t *columns, uint32_t stride,
    uint32_t count, uint8_t *leaves)
{
    eval_batch(&opened, image_item(&opened, SECTION_OUTCOMES, outcome)[OUTCOME_ROOT],
        columns, stride, count, leaves);
}

#endif
