/*
 * Makes a record for the scripts, or adds to one: visits with a fact each.
 *
 *     record_peer new DIR        record_peer add DIR COUNT
 *
 * What is added is published.
 */
#include "app/app.h"
#include "os/os.h"

#include <stdlib.h>

static void must(bool done, const struct err *err)
{
    struct err ignored;

    if (done)
        return;
    (void)os_write(OS_STDERR, err_text(err), &ignored);
    (void)os_write(OS_STDERR, STR("\n"), &ignored);
    exit(1);
}

static int64_t now(void *context)
{
    (void)context;
    return os_now();
}

static void add(struct keeper *keeper, struct arena *arena)
{
    struct record_object fields = {0};
    struct record_event event = {
        .kind = RECORD_FACT_STATED, .visit = keeper_new_visit(keeper, arena)};
    struct receipt receipt;
    struct err err = {0};
    uint8_t key[KEEPER_KEY_BYTES];

    record_put(&fields, STR("fact"), record_text_value(STR("agency")));
    record_put(&fields, STR("value"), record_text_value(STR("ice")));
    record_put(&fields, STR("by"), record_text_value(STR("front desk")));
    record_put(&fields, STR("basis"), record_text_value(STR("told")));
    event.fields = record_object_value(&fields);
    keeper_new_key(keeper, key);
    must(keeper_submit(keeper, &event, key, &receipt, &err), &err);
}

int main(int count, char **words)
{
    const struct keeper_clock clock = {now, NULL};
    struct arena arena = {0};
    struct publication published;
    struct keeper *keeper;
    struct err err = {0};
    uint64_t events = 0;
    bool is_new = count == 3 && str_equal(str_from(words[1]), STR("new"));

    if (!is_new && (count != 4 || !str_to_u64(str_from(words[3]), &events)))
        return 2;
    if (is_new)
        must(keeper_create(
                 str_from(words[2]), STR("school.example/vestibule"), &clock, &err),
            &err);
    must(keeper_open(str_from(words[2]), &clock, &keeper, &err), &err);
    for (uint64_t i = 0; i < events; i++)
        add(keeper, &arena);
    must(keeper_publish(keeper, &arena, &published, &err), &err);
    keeper_close(keeper);
    arena_clear(&arena);
    return 0;
}
