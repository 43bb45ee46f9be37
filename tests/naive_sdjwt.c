/*
 * The oracle: parse, hash, look up, insert.
 */
#include "naive_sdjwt.h"

/* jansson's makers bear the names of functions of our writer: json_pack() stands in. */
#define json_object jansson_object
#define json_array  jansson_array
#define json_null   jansson_null
#include <jansson.h>
#undef json_object
#undef json_array
#undef json_null
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 2048 };

struct naive {
    json_t *arrays[MOST]; /* of the disclosures */
    char digests[MOST][48];
    bool used[MOST];
    size_t count;
    bool refused;
};

/* base64url to bytes, by way of OpenSSL's decoder of the other alphabet. */
static unsigned char *decode(const char *text, size_t len, size_t *out_len)
{
    size_t padded = (len + 3) / 4 * 4;
    unsigned char *in = malloc(padded + 1);
    unsigned char *out = malloc(padded + 1);
    int got;

    for (size_t i = 0; i < padded; i++) {
        char c = i < len ? text[i] : '=';

        in[i] = (unsigned char)(c == '-' ? '+' : c == '_' ? '/' : c);
    }
    got = EVP_DecodeBlock(out, in, (int)padded);
    free(in);
    *out_len = got < 0 ? 0 : (size_t)got - (padded - len);
    return out;
}

static json_t *decode_json(const char *text, size_t len)
{
    size_t bytes;
    unsigned char *raw = decode(text, len, &bytes);
    json_t *json = json_loadb((char *)raw, bytes, JSON_DECODE_ANY, NULL);

    free(raw);
    return json;
}

static void digest(const char *text, size_t len, char out[48])
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned int hash_len = 0;

    EVP_Digest(text, len, hash, &hash_len, EVP_sha256(), NULL);
    EVP_EncodeBlock((unsigned char *)out, hash, (int)hash_len);
    out[strcspn(out, "=")] = 0;
    for (char *c = out; *c != 0; c++)
        *c = (char)(*c == '+' ? '-' : *c == '/' ? '_' : *c);
}

/* The value of the disclosure that `wanted` is the digest of; NULL: there is none. */
static json_t *find(struct naive *n, const char *wanted, size_t elements, char **name)
{
    for (size_t i = 0; i < n->count; i++) {
        if (strcmp(n->digests[i], wanted) != 0)
            continue;
        n->refused |= n->used[i] || json_array_size(n->arrays[i]) != elements;
        n->used[i] = true;
        if (elements == 3 && name != NULL)
            *name = strdup(json_string_value(json_array_get(n->arrays[i], 1)));
        return json_array_get(n->arrays[i], elements - 1);
    }
    return NULL;
}

static json_t *process(struct naive *n, json_t *value);

static json_t *process_object(struct naive *n, json_t *object)
{
    json_t *made = json_pack("{}");
    const char *key;
    json_t *item;
    size_t i;

    json_object_foreach(object, key, item) if (strcmp(key, "_sd") != 0)
        json_object_set_new(made, key, process(n, item));
    json_array_foreach(json_object_get(object, "_sd"), i, item)
    {
        char *name = NULL;
        json_t *value = find(n, json_string_value(item), 3, &name);

        if (value == NULL)
            continue;
        n->refused |= json_object_get(made, name) != NULL;
        json_object_set_new(made, name, process(n, value));
        free(name);
    }
    return made;
}

static json_t *process(struct naive *n, json_t *value)
{
    json_t *made;
    json_t *item;
    size_t i;

    if (json_is_object(value))
        return process_object(n, value);
    if (!json_is_array(value))
        return json_incref(value);
    made = json_pack("[]");
    json_array_foreach(value, i, item)
    {
        json_t *digest_text = json_object_get(item, "...");

        if (digest_text != NULL)
            item = find(n, json_string_value(digest_text), 2, NULL);
        if (item != NULL)
            json_array_append_new(made, process(n, item));
    }
    return made;
}

bool naive_sdjwt_yields(
    const char *presentation, const char *wanted, const char *const *ignored)
{
    struct naive *n = calloc(1, sizeof(*n));
    const char *dot = strchr(presentation, '.') + 1;
    json_t *payload = decode_json(dot, strcspn(dot, "."));
    json_t *expected = json_loads(wanted, 0, NULL);
    json_t *got;
    bool good;

    for (const char *at = strchr(presentation, '~') + 1; strchr(at, '~') != NULL;
         at = strchr(at, '~') + 1) {
        n->arrays[n->count] = decode_json(at, strcspn(at, "~"));
        digest(at, strcspn(at, "~"), n->digests[n->count++]);
    }
    got = process(n, payload);
    json_object_del(got, "_sd_alg");
    for (; *ignored != NULL; ignored++)
        json_object_del(got, *ignored);
    for (size_t i = 0; i < n->count; i++)
        n->refused |= !n->used[i];
    good = !n->refused && json_equal(got, expected) == 1;
    for (size_t i = 0; i < n->count; i++)
        json_decref(n->arrays[i]);
    json_decref(payload);
    json_decref(expected);
    json_decref(got);
    free(n);
    return good;
}
