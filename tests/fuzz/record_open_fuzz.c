/* Any presentation, and lines of JSON as the disclosures of a leaf that has their
 * digests: refused, or every field is one that its kind has. */
#include "record/record.h"

#include <openssl/evp.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void sha256(void *context, const str *parts, size_t count, uint8_t *digest)
{
    (void)context;
    REQUIRE(count == 1 &&
        EVP_Digest(parts->ptr, parts->len, digest, NULL, EVP_sha256(), NULL) == 1);
}

static void open_leaf(struct arena *arena, const struct record_leaf *leaf,
    const str *disclosures, size_t count)
{
    struct hasher hasher = {sha256, NULL};
    struct record_mistakes mistakes = {0};
    struct record_opened out;
    struct err err = {0};

    if (!record_open(arena, &hasher, leaf, disclosures, count, &out, &err)) {
        REQUIRE(err.kind != ERR_NONE && err.len > 0);
        return;
    }
    for (size_t i = 0; i < out.event.fields.count; i++) {
        const struct record_field *field =
            record_find_field(leaf->event.kind, out.event.fields.names[i]);

        REQUIRE(field != NULL);
        REQUIRE(field->type == RECORD_PARAGRAPHS ||
            record_check_value(arena, field, &out.event.fields.items[i], &mistakes));
    }
}

/* The first line's first byte chooses the kind; every line is a disclosure's JSON. */
static void open_lines(struct arena *arena, str lines)
{
    struct hasher hasher = {sha256, NULL};
    struct hash digests[RECORD_FIELDS_MAX];
    str disclosures[RECORD_FIELDS_MAX];
    struct record_leaf leaf = {.digests = digests,
        .event.fields.kind = JSON_IS_OBJECT,
        .event.kind = (enum record_kind)(
            lines.len == 0 ? 0 : (uint8_t)lines.ptr[0] % RECORD_KIND_COUNT)};
    str line;

    lines = str_slice(lines, 1, lines.len);
    while (leaf.digest_count < RECORD_FIELDS_MAX && str_split(&lines, '\n', &line)) {
        struct text text = text_in(arena);

        text_add_base64url(&text, (const uint8_t *)line.ptr, line.len);
        disclosures[leaf.digest_count] = text_str(&text);
        digests[leaf.digest_count] = hash_bytes(&hasher, text_str(&text));
        leaf.digest_count++;
    }
    open_leaf(arena, &leaf, disclosures, leaf.digest_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct arena arena = {0};
    struct record_presentation parts;
    struct record_leaf leaf;
    struct err err = {0};
    str text = {(const char *)bytes, len};

    if (record_presentation_parse(&arena, text, &parts, &err) &&
        record_leaf_parse(&arena, parts.leaf, &leaf, &err))
        open_leaf(&arena, &leaf, parts.disclosures, parts.count);
    open_lines(&arena, text);
    arena_clear(&arena);
    return 0;
}
