/*
 * Checkpoints.
 */
#include "note/checkpoint.h"

#include "note/inside.h"

static bool bad_checkpoint(struct err *err, str why)
{
    err_set(err, ERR_INVALID, why);
    return err_while(err, STR("not a checkpoint"));
}

static bool are_extensions(str lines)
{
    str line;

    while (note_take_line(&lines, &line))
        if (line.len == 0)
            return false;
    return lines.len == 0;
}

bool checkpoint_read(str text, struct checkpoint *out, struct err *err)
{
    str rest = text;
    str line;

    if (!note_take_line(&rest, &out->origin) || out->origin.len == 0)
        return bad_checkpoint(err, STR("its first line must be the origin of the log"));
    if (!note_take_line(&rest, &line) || !str_to_u64(line, &out->size) ||
        out->size > tree_size_max)
        return bad_checkpoint(err,
            STR("its second line must be the size of the log, in digits without "
                "leading zeros"));
    if (!note_take_line(&rest, &line) || !note_read_hash(line, &out->root))
        return bad_checkpoint(
            err, STR("its third line must be the root: 32 bytes in canonical Base64"));
    out->extensions = rest;
    if (!are_extensions(rest))
        return bad_checkpoint(err, STR("a line after the root is empty or has no end"));
    return true;
}

void text_add_checkpoint(struct text *text, const struct checkpoint *checkpoint)
{
    REQUIRE(checkpoint->origin.len > 0 &&
        str_find_byte(checkpoint->origin, '\n', 0) == checkpoint->origin.len);
    text_add(text, checkpoint->origin);
    text_add_byte(text, '\n');
    text_add_u64(text, checkpoint->size);
    text_add_byte(text, '\n');
    note_add_hash_line(text, &checkpoint->root);
    text_add(text, checkpoint->extensions);
}

bool checkpoint_equal(const struct checkpoint *a, const struct checkpoint *b)
{
    return a->size == b->size && hash_equal(&a->root, &b->root) &&
        str_equal(a->origin, b->origin);
}
