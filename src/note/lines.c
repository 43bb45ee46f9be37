/*
 * Lines: each is ended by one LF, numbers and hashes have one spelling.
 */
#include "note/inside.h"

uint32_t note_read_u32(const uint8_t bytes[4])
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
        (uint32_t)bytes[2] << 8 | bytes[3];
}

uint64_t note_read_u64(const uint8_t bytes[8])
{
    return (uint64_t)note_read_u32(bytes) << 32 | note_read_u32(bytes + 4);
}

void note_write_u32(uint8_t bytes[4], uint32_t value)
{
    for (int i = 0; i < 4; i++)
        bytes[i] = (uint8_t)(value >> (24 - 8 * i));
}

void note_write_u64(uint8_t bytes[8], uint64_t value)
{
    note_write_u32(bytes, (uint32_t)(value >> 32));
    note_write_u32(bytes + 4, (uint32_t)value);
}

bool note_take_line(str *rest, str *line)
{
    size_t end = str_find_byte(*rest, '\n', 0);

    if (end == rest->len)
        return false;
    *line = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end + 1, rest->len);
    return true;
}

bool note_take_number(str *rest, str word, uint64_t *out)
{
    str line;

    if (!note_take_line(rest, &line) || !str_starts(line, word))
        return false;
    line = str_slice(line, word.len, line.len);
    return str_starts(line, STR(" ")) && str_to_u64(str_slice(line, 1, line.len), out);
}

bool note_read_hash(str base64, struct hash *out)
{
    size_t len;

    return base64_read(base64, out->bytes, HASH_BYTES, &len) && len == HASH_BYTES;
}

void note_add_hash_line(struct text *text, const struct hash *hash)
{
    text_add_base64(text, hash->bytes, HASH_BYTES);
    text_add_byte(text, '\n');
}

bool note_take_proof(str *rest, struct merkle_proof *out, struct err *err)
{
    str line;

    out->count = 0;
    while (note_take_line(rest, &line)) {
        if (line.len == 0)
            return true;
        if (out->count == MERKLE_PROOF_MAX)
            return err_set(err, ERR_INVALID, STR("no proof has more than 63 hashes"));
        if (!note_read_hash(line, &out->hashes[out->count++]))
            return err_set(err, ERR_INVALID,
                STR("each line of the proof must be one hash in Base64"));
    }
    return err_set(err, ERR_INVALID, STR("the proof must end with an empty line"));
}

void note_add_proof(struct text *text, const struct merkle_proof *proof)
{
    for (uint32_t i = 0; i < proof->count; i++)
        note_add_hash_line(text, &proof->hashes[i]);
    text_add_byte(text, '\n');
}
