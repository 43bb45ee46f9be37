/*
 * Compiling what stands in a folder, and recording what is new of it.
 */
#include "app/inside.h"

#include "app/shelf.h"

enum { DOCUMENT_MAX = 1 << 24 };

/* ---- reading ---- */

/* Make the image ready to decide. */
static bool prepare(struct arena *arena, struct shelved *item, struct err *err)
{
    struct bench *bench = &item->bench;

    if (!image_open(&bench->image, item->bytes.ptr, item->bytes.len, err) ||
        !sha256_name(arena, item->bytes, &bench->digest, err))
        return err_while(err, item->path);
    item->pages_size = eval_scratch_wanted(&bench->image);
    item->pages = os_pages_new(item->pages_size);
    bench->scratch = ARENA_NEW(arena, struct eval_scratch);
    eval_scratch_init(bench->scratch, &bench->image, item->pages, item->pages_size);
    return true;
}

static bool read_item(struct arena *arena, struct shelved *item, struct err *err)
{
    struct policy policy = {0};
    bool done;

    if (!os_read_file(arena, item->path, DOCUMENT_MAX, &item->source, err))
        return false;
    done = policy_compile(arena, item->source, &item->diags, &policy);
    diags_sort(&item->diags);
    item->title = policy.tree.scan.title;
    item->bytes = policy.image;
    policy_clear(&policy);
    return !done || item->diags.errors > 0 || prepare(arena, item, err);
}

static bool read_items(struct shelf *shelf, str folder, struct err *err)
{
    const str *names;
    size_t count;

    if (!os_list_folder(&shelf->arena, folder, &names, &count, err))
        return false;
    shelf->items = ARENA_ARRAY(&shelf->arena, struct shelved, count);
    for (size_t i = 0; i < count; i++) {
        struct shelved *item = &shelf->items[shelf->count];

        if (!str_ends(names[i], STR(".md")))
            continue;
        item->name = str_slice(names[i], 0, names[i].len - 3);
        item->path = path_join(&shelf->arena, folder, names[i]);
        shelf->count++;
        if (!read_item(&shelf->arena, item, err))
            return false;
        shelf->mistakes += item->diags.errors;
    }
    return shelf->count > 0 ||
        err_set(err, ERR_NOT_FOUND, STR("no protocol (NAME.md) is here")) ||
        err_while(err, folder);
}

bool shelf_read(struct shelf *out, str folder, struct err *err)
{
    *out = (struct shelf){0};
    if (read_items(out, folder, err))
        return true;
    shelf_clear(out);
    return false;
}

void shelf_clear(struct shelf *shelf)
{
    for (size_t i = 0; i < shelf->count; i++)
        if (shelf->items[i].pages != NULL)
            os_pages_free(shelf->items[i].pages, shelf->items[i].pages_size);
    arena_clear(&shelf->arena);
    *shelf = (struct shelf){0};
}

const struct shelved *shelf_find(const struct shelf *shelf, str name)
{
    for (size_t i = 0; i < shelf->count; i++)
        if (str_equal(shelf->items[i].name, name))
            return &shelf->items[i];
    return NULL;
}

/* ---- recording ---- */

static bool publish(const struct shelved *item, struct keeper *keeper, str by,
    bool exercise, struct err *err)
{
    const uint32_t *head = item->bench.image.head;
    struct new_edition edition = {.name = item->name,
        .title = item->title,
        .image = item->bytes,
        .source = item->source,
        .from = (int32_t)head[HEAD_FROM],
        .has_until = (int32_t)head[HEAD_UNTIL] != INT32_MIN,
        .until = (int32_t)head[HEAD_UNTIL],
        .by = by,
        .exercise = exercise};
    uint8_t key[KEEPER_KEY_BYTES];
    struct receipt receipt;

    keeper_new_key(keeper, key);
    if (keeper_publish_edition(keeper, &edition, key, &receipt, err) ||
        err->kind == ERR_CONFLICT)
        return true;
    return err_while(err, item->path);
}

bool shelf_publish(const struct shelf *shelf, struct keeper *keeper, str by,
    bool exercise, struct err *err)
{
    for (size_t i = 0; i < shelf->count; i++)
        if (!publish(&shelf->items[i], keeper, by, exercise, err))
            return false;
    *err = (struct err){0};
    return true;
}
