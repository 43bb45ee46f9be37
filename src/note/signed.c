/*
 * Taking notes apart.  Bytes that a lenient reader would take, a strict one too, or
 * nobody: a note has one spelling.
 */
#include "note/inside.h"

static const str dash = STR_INIT("\xe2\x80\x94 ");

enum { KEY_ID_BYTES = 4 };

static bool bad_note(struct err *err, str why)
{
    err_set(err, ERR_INVALID, why);
    return err_while(err, STR("not a signed note"));
}

static bool has_only_text(str bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        if ((unsigned char)bytes.ptr[i] < ' ' && bytes.ptr[i] != '\n')
            return false;
    return str_invalid_utf8(bytes) == bytes.len;
}

bool note_is_text(str text)
{
    return text.len > 1 && text.len <= NOTE_BYTES_MAX / 2 &&
        str_ends(text, STR("\n")) && has_only_text(text);
}

static bool read_signature(str line, struct note_signature *out, struct err *err)
{
    uint8_t bytes[KEY_ID_BYTES + NOTE_SIGNATURE_BYTES_MAX];
    size_t space;
    size_t len;

    if (!str_starts(line, dash))
        return bad_note(
            err, STR("a signature line must begin with an em dash and a space"));
    line = str_slice(line, dash.len, line.len);
    space = str_find_byte(line, ' ', 0);
    out->name = str_slice(line, 0, space);
    out->base64 = str_slice(line, space + 1, line.len);
    if (!note_is_name(out->name))
        return bad_note(err, STR("a signature line must name a key after the dash"));
    if (!base64_read(out->base64, bytes, sizeof(bytes), &len))
        return bad_note(err,
            STR("a signature must be Base64, in its one canonical form, and of at most "
                "5 KiB"));
    if (len <= KEY_ID_BYTES)
        return bad_note(err, STR("a signature is too short to be one"));
    out->key_id = note_read_u32(bytes);
    return true;
}

bool note_read_signatures(str lines, struct note *out, struct err *err)
{
    str line;

    *out = (struct note){.count = 0};
    if (lines.len > NOTE_BYTES_MAX)
        return err_set(err, ERR_LIMIT, STR("a signed note may have 512 KiB"));
    if (!has_only_text(lines))
        return bad_note(
            err, STR("it must be UTF-8 without control characters but line feeds"));
    if (lines.len == 0)
        return bad_note(err, STR("it has no signature"));
    while (lines.len > 0) {
        if (!note_take_line(&lines, &line))
            return bad_note(err, STR("its last line must end with a line feed"));
        if (out->count == NOTE_SIGNATURES_MAX)
            return err_set(err, ERR_LIMIT, STR("a note may have 64 signatures"));
        if (!read_signature(line, &out->signatures[out->count++], err))
            return false;
    }
    return true;
}

/* The place after the empty line that stands last, or 0. */
static size_t signatures_at(str bytes)
{
    for (size_t i = bytes.len; i >= 2; i--)
        if (bytes.ptr[i - 1] == '\n' && bytes.ptr[i - 2] == '\n')
            return i;
    return 0;
}

bool note_read(str bytes, struct note *out, struct err *err)
{
    size_t at;

    if (bytes.len > NOTE_BYTES_MAX)
        return err_set(err, ERR_LIMIT, STR("a signed note may have 512 KiB"));
    at = signatures_at(bytes);
    if (at < 3)
        return bad_note(err, STR("it has no empty line between text and signatures"));
    if (!note_read_signatures(str_slice(bytes, at, bytes.len), out, err))
        return false;
    out->text = str_slice(bytes, 0, at - 1);
    if (!has_only_text(out->text))
        return bad_note(
            err, STR("it must be UTF-8 without control characters but line feeds"));
    return true;
}
