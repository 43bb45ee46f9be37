/*
 * Disclosures, one by one and in a row behind their leaf.
 */
#include "record/inside.h"

enum { SALT_CHARS_MIN = 22 }; /* 128 bits in base64url, as RFC 9901 asks */

static bool refuse(struct err *err, str why)
{
    err_set(err, ERR_INVALID, STR("a disclosure "));
    return err_add(err, why);
}

bool record_disclosure_parse(
    struct arena *arena, str text, struct record_disclosure *out, struct err *err)
{
    struct json_value array;
    uint8_t *bytes;
    size_t len = 0;

    *out = (struct record_disclosure){0};
    if (text.len > RECORD_DISCLOSURE_MAX)
        return err_set(err, ERR_LIMIT, STR("a disclosure is longer than 65535 bytes"));
    bytes = ARENA_ARRAY(arena, uint8_t, text.len);
    if (text.len == 0 || !base64url_read(text, bytes, text.len, &len))
        return refuse(err, STR("is not base64url without padding"));
    if (!json_read(arena, (str){(const char *)bytes, len}, &array, err))
        return err_while(err, STR("a disclosure"));
    if (array.kind != JSON_IS_ARRAY || array.count < 2 || array.count > 3)
        return refuse(err,
            STR("is not a list of salt, name and value, or of salt and "
                "value"));
    if (array.items[0].kind != JSON_IS_TEXT)
        return refuse(err, STR("has a salt that is not a text"));
    if (array.items[0].text.len < SALT_CHARS_MIN)
        return refuse(err, STR("has a salt of less than 128 bits"));
    out->salt = array.items[0].text;
    out->is_paragraph = array.count == 2;
    out->value = array.items[array.count - 1];
    if (out->is_paragraph)
        return true;
    if (array.items[1].kind != JSON_IS_TEXT || array.items[1].text.len == 0)
        return refuse(err, STR("has a name that is not a text"));
    out->name = array.items[1].text;
    if (str_equal(out->name, STR("_sd")) || str_equal(out->name, STR("...")))
        return refuse(err, STR("is named `_sd` or `...`, which no field may be"));
    return true;
}

void record_add_presentation(
    struct text *text, str leaf, const str *disclosures, size_t count)
{
    text_add(text, leaf);
    text_add_byte(text, '~');
    for (size_t i = 0; i < count; i++) {
        text_add(text, disclosures[i]);
        text_add_byte(text, '~');
    }
}

bool record_presentation_parse(
    struct arena *arena, str text, struct record_presentation *out, struct err *err)
{
    size_t parts = 0;
    str rest = text;
    str part;

    for (size_t i = 0; i < text.len; i++)
        parts += text.ptr[i] == '~';
    if (parts == 0 || !str_ends(text, STR("~")))
        return err_set(err, ERR_INVALID,
            STR("a presentation is a leaf and its disclosures, each followed by `~`; "
                "this one does not end so"));
    if (parts > RECORD_DISCLOSURES_MAX + 1)
        return err_set(
            err, ERR_LIMIT, STR("a presentation has more than 2048 disclosures"));
    *out = (struct record_presentation){
        .disclosures = ARENA_ARRAY(arena, str, parts), .count = parts - 1};
    for (size_t i = 0; i < parts; i++) {
        REQUIRE(str_split(&rest, '~', &part));
        if (part.len == 0)
            return err_set(
                err, ERR_INVALID, STR("a presentation holds nothing between two `~`"));
        if (i == 0)
            out->leaf = part;
        else
            out->disclosures[i - 1] = part;
    }
    return true;
}
