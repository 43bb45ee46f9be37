/*
 * Paths of tiles.  Three digits a folder keep folders small and let the files of a
 * log be served as they lie.
 *
 * A path is read loosely and written again: only what comes out equal was canonical.
 */
#include "ledger/tile.h"

enum { GROUP = 1000, GROUPS_MAX = 7, LEVEL_MAX = 63 };

static void add_group(struct text *text, uint32_t group)
{
    text_add_byte(text, (char)('0' + group / 100));
    text_add_byte(text, (char)('0' + group / 10 % 10));
    text_add_byte(text, (char)('0' + group % 10));
}

void text_add_tile_path(struct text *text, const struct tile *tile)
{
    uint64_t scale = 1;

    text_add(text, STR("tile/"));
    if (tile->kind == TILE_ENTRIES)
        text_add(text, STR("entries"));
    else
        text_add_u64(text, tile->level);
    text_add_byte(text, '/');
    while (tile->index / scale >= GROUP)
        scale *= GROUP;
    for (; scale > 1; scale /= GROUP) {
        text_add_byte(text, 'x');
        add_group(text, (uint32_t)(tile->index / scale % GROUP));
        text_add_byte(text, '/');
    }
    add_group(text, (uint32_t)(tile->index % GROUP));
    if (tile->width < TILE_WIDTH) {
        text_add(text, STR(".p/"));
        text_add_u64(text, tile->width);
    }
}

/* Read x001/x234/067; seven groups cannot overflow 64 bits by much, and what wraps is
 * not written the same again. */
static bool read_index(str path, uint64_t *index)
{
    uint32_t groups = 0;
    str group;

    *index = 0;
    while (str_split(&path, '/', &group)) {
        if (str_starts(group, STR("x")))
            group = str_slice(group, 1, group.len);
        if (group.len != 3 || ++groups > GROUPS_MAX)
            return false;
        for (size_t i = 0; i < group.len; i++) {
            if (!char_is_digit(group.ptr[i]))
                return false;
            *index = *index * 10 + (uint64_t)(group.ptr[i] - '0');
        }
    }
    return groups > 0;
}

static bool read_level(str level, struct tile *tile)
{
    uint64_t number = 0;

    if (str_equal(level, STR("entries")))
        tile->kind = TILE_ENTRIES;
    else if (!str_to_u64(level, &number) || number > LEVEL_MAX)
        return false;
    tile->level = (uint32_t)number;
    return true;
}

static bool read_width(str *path, struct tile *tile)
{
    size_t mark = str_find(*path, STR(".p/"), 0);
    uint64_t width = TILE_WIDTH;

    if (mark < path->len &&
        (!str_to_u64(str_slice(*path, mark + 3, path->len), &width) || width == 0 ||
            width >= TILE_WIDTH))
        return false;
    *path = str_slice(*path, 0, mark);
    tile->width = (uint32_t)width;
    return true;
}

bool tile_read_path(str path, struct tile *out)
{
    char buffer[TILE_PATH_MAX];
    struct text again = text_fixed(buffer, sizeof(buffer));
    struct tile tile = {.kind = TILE_HASHES};
    str rest = path;
    str part;

    if (!str_split(&rest, '/', &part) || !str_equal(part, STR("tile")) ||
        !str_split(&rest, '/', &part) || !read_level(part, &tile) ||
        !read_width(&rest, &tile) || !read_index(rest, &tile.index))
        return false;
    text_add_tile_path(&again, &tile);
    if (again.overflow || !str_equal(text_str(&again), path))
        return false;
    *out = tile;
    return true;
}
