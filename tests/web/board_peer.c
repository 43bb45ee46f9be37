/*
 * Opens a visit for the scripts, in the folder of a server that does not run, states
 * facts in it and ends it: prints the visit's id.
 *
 *     board_peer DIR SCHOOL [exercise] FACT=VALUE... [END]
 */
#include "app/app.h"
#include "os/os.h"

#include <stdlib.h>
#include <string.h>

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

static str path_of(struct arena *arena, const char *folder, str name)
{
    struct text text = text_in(arena);

    text_add(&text, str_from(folder));
    text_add(&text, name);
    return text_str(&text);
}

static struct desk_act act_of(struct keeper *keeper, struct arena *arena, str visit)
{
    uint8_t *key = ARENA_ARRAY(arena, uint8_t, KEEPER_KEY_BYTES);

    keeper_new_key(keeper, key);
    return (struct desk_act){
        .key = key, .visit = visit, .by = STR("front desk"), .role = STR("desk")};
}

/* "FACT=VALUE" states it; any other word ends the visit so. */
static bool apply(
    struct desk *desk, const struct desk_act *act, const char *word, struct err *err)
{
    str given = str_from(word);
    size_t at = str_find_byte(given, '=', 0);
    struct desk_statement statement = {.fact = str_slice(given, 0, at),
        .value = str_slice(given, at + 1, given.len),
        .basis = STR("read")};
    struct desk_stating stating = {&statement, 1, -1};
    struct desk_ending ending = {.end = given};
    struct desk_done done;

    return at < given.len ? desk_state(desk, act, &stating, &done, err)
                          : desk_end(desk, act, &ending, &done, err);
}

int main(int count, char **words)
{
    const struct keeper_clock clock = {now, NULL};
    struct arena arena = {0};
    struct desk_settings settings = {.exercise = true};
    struct compiled *entry = NULL;
    str source;
    struct desk_opening opening = {.way = STR("door")};
    struct desk *desk = NULL;
    struct desk_done done;
    struct desk_act act;
    struct err err = {0};
    str id;
    int first = 3;

    if (count < 3)
        return 2;
    opening.school = str_from(words[2]);
    opening.exercise = count > 3 && strcmp(words[3], "exercise") == 0;
    first += opening.exercise;
    must(keeper_open(path_of(&arena, words[1], STR("/record")), &clock,
             &settings.keeper, &err) &&
            os_read_file(&arena, path_of(&arena, words[1], STR("/protocols/entry.md")),
                1 << 20, &source, &err) &&
            compiled_make(STR("entry"), source, &entry, &err),
        &err);
    settings.document = entry;
    must(desk_open(&settings, &desk, &err), &err);
    act = act_of(settings.keeper, &arena, (str){0});
    must(desk_open_visit(desk, &act, &opening, &done, &err), &err);
    id = arena_str(&arena, done.visit->id);
    for (int i = first; i < count; i++) {
        act = act_of(settings.keeper, &arena, id);
        must(apply(desk, &act, words[i], &err), &err);
    }
    must(os_write(OS_STDOUT, id, &err), &err);
    must(os_write(OS_STDOUT, STR("\n"), &err), &err);
    desk_close(desk);
    compiled_free(entry);
    keeper_close(settings.keeper);
    arena_clear(&arena);
    return 0;
}
