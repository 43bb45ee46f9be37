/*
 * Proof files.
 */
#include "note/proof.h"

#include "note/inside.h"

static const str title = STR_INIT("c2sp.org/tlog-proof@v1");
static const str extra_word = STR_INIT("extra ");

static bool bad_proof(struct err *err, str why)
{
    err_set(err, ERR_INVALID, why);
    return err_while(err, STR("not a proof file"));
}

/* Read the line `extra`, when there is one. */
static bool take_extra(struct arena *arena, str *rest, struct proof_file *out)
{
    uint8_t *bytes;
    str line;

    if (!str_starts(*rest, extra_word) || !note_take_line(rest, &line))
        return true;
    line = str_slice(line, extra_word.len, line.len);
    if (line.len / 4 * 3 > PROOF_EXTRA_MAX)
        return false;
    bytes = ARENA_ARRAY(arena, uint8_t, line.len);
    out->has_extra = true;
    out->extra.ptr = (const char *)bytes;
    return base64_read(line, bytes, line.len, &out->extra.len);
}

bool proof_file_read(
    struct arena *arena, str bytes, struct proof_file *out, struct err *err)
{
    str rest = bytes;
    str line;

    *out = (struct proof_file){.has_extra = false};
    if (!note_take_line(&rest, &line) || !str_equal(line, title))
        return bad_proof(err, STR("its first line must be c2sp.org/tlog-proof@v1"));
    if (!take_extra(arena, &rest, out))
        return bad_proof(err,
            STR("the extra data must be canonical Base64 and have 64 KiB at most"));
    if (!note_take_number(&rest, STR("index"), &out->index))
        return bad_proof(
            err, STR("a line \"index NUMBER\" must stand before the proof"));
    if (!note_take_proof(&rest, &out->proof, err))
        return err_while(err, STR("not a proof file"));
    out->checkpoint = rest;
    return true;
}

void text_add_proof_file(struct text *text, const struct proof_file *file)
{
    text_add(text, title);
    text_add_byte(text, '\n');
    if (file->has_extra) {
        text_add(text, extra_word);
        text_add_base64(text, (const uint8_t *)file->extra.ptr, file->extra.len);
        text_add_byte(text, '\n');
    }
    text_add(text, STR("index "));
    text_add_u64(text, file->index);
    text_add_byte(text, '\n');
    note_add_proof(text, &file->proof);
    text_add(text, file->checkpoint);
}
