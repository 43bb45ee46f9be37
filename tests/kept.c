/* Things to keep: bytes from a number, and what is built on them. */
#include "kept.h"

#include <stdio.h>

void kept_bytes(uint8_t *bytes, size_t len, uint64_t number)
{
    uint64_t state = number * 0x9e3779b97f4a7c15u + 1;

    for (size_t i = 0; i < len; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        bytes[i] = (uint8_t)(state >> 56);
    }
}

struct store_event kept_event(uint64_t seq)
{
    struct store_event event = {.seq = seq,
        .leaf = STR("header.payload.signature"),
        .kind = STR("fact_stated"),
        .at = 1737738900 + (int64_t)seq};

    kept_bytes(event.hash, sizeof(event.hash), seq);
    kept_bytes(event.key, sizeof(event.key), seq);
    kept_bytes(event.content, sizeof(event.content), seq + 1);
    return event;
}

str kept_file(const char *name)
{
    static char buffer[4][64];
    static unsigned next;
    static const str ends[] = {STR_INIT("-wal"), STR_INIT("-shm"), STR_INIT("")};
    char *chosen = buffer[next++ % COUNT_OF(buffer)];
    size_t len = 0;

    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        struct text text = text_fixed(chosen, sizeof(buffer[0]));

        text_add(&text, STR("build/"));
        text_add(&text, str_from(name));
        len = text.len;
        text_add(&text, ends[i]);
        text_add_byte(&text, '\0');
        REQUIRE(!text.overflow);
        (void)remove(chosen);
    }
    return (str){chosen, len};
}

bool kept_same_event(const struct store_event *a, const struct store_event *b)
{
    return a->seq == b->seq && str_equal(a->leaf, b->leaf) &&
        str_equal(a->kind, b->kind) && a->in_visit == b->in_visit && a->at == b->at &&
        memcmp(a->hash, b->hash, sizeof(a->hash)) == 0 &&
        memcmp(a->key, b->key, sizeof(a->key)) == 0 &&
        memcmp(a->content, b->content, sizeof(a->content)) == 0 &&
        (!a->in_visit ||
            (a->n == b->n && memcmp(a->visit, b->visit, sizeof(a->visit)) == 0));
}
