/*
 * Compiling what stands in a folder, and recording what is new of it.
 */
#include "app/inside.h"

#include "app/edition.h"
#include "app/shelf.h"

enum { DOCUMENT_MAX = 1 << 24 };

/* ---- reading ---- */

static bool read_item(struct shelf *shelf, str folder, str file, struct err *err)
{
    struct arena arena = {0};
    str path = path_join(&arena, folder, file);
    struct compiled *item = NULL;
    str source;
    bool done = os_read_file(&arena, path, DOCUMENT_MAX, &source, err) &&
        compiled_make(str_slice(file, 0, file.len - 3), source, &item, err);

    if (done) {
        item->path = arena_str(&item->arena, path);
        shelf->items[shelf->count++] = item;
        shelf->mistakes += item->diags.errors;
    }
    arena_clear(&arena);
    return done;
}

static bool read_items(struct shelf *shelf, str folder, struct err *err)
{
    const str *names;
    size_t count;

    if (!os_list_folder(&shelf->arena, folder, &names, &count, err))
        return false;
    shelf->items = ARENA_ARRAY(&shelf->arena, struct compiled *, count);
    for (size_t i = 0; i < count; i++)
        if (str_ends(names[i], STR(".md")) && !read_item(shelf, folder, names[i], err))
            return false;
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
        compiled_free(shelf->items[i]);
    arena_clear(&shelf->arena);
    *shelf = (struct shelf){0};
}

const struct compiled *shelf_find(const struct shelf *shelf, str name)
{
    for (size_t i = 0; i < shelf->count; i++)
        if (str_equal(shelf->items[i]->name, name))
            return shelf->items[i];
    return NULL;
}

/* ---- recording ---- */

bool shelf_publish(const struct shelf *shelf, struct keeper *keeper, str by,
    bool exercise, struct err *err)
{
    for (size_t i = 0; i < shelf->count; i++)
        if (!edition_publish(shelf->items[i], keeper, by, exercise, err))
            return false;
    return true;
}
