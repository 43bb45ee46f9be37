/*
 * Serving assets: all of them are in memory, compressed beforehand.
 */
#include "web/asset.h"

const struct asset *asset_find(const struct asset_set *set, str name)
{
    for (size_t i = 0; i < set->count; i++)
        if (str_equal(set->items[i].name, name))
            return &set->items[i];
    return NULL;
}

str asset_folder(struct arena *arena)
{
    struct text text = text_in(arena);

    text_add(&text, STR("/assets/"));
    text_add(&text, web_assets.fingerprint);
    text_add_byte(&text, '/');
    return text_str(&text);
}

/* Whether one of a header's words, which commas part, is `word`. */
static bool names(const struct http_request *request, str header, str word)
{
    str list = {0};
    str piece;

    (void)http_header(request, header, &list);
    while (str_split(&list, ',', &piece))
        if (str_equal(str_trim(piece), word))
            return true;
    return false;
}

bool asset_show(
    const struct http_request *request, struct http_answer *answer, struct err *err)
{
    const struct asset *asset =
        asset_find(&web_assets, http_part(request, STR("name")));
    struct text address = text_in(request->arena);

    if (asset == NULL)
        return err_set(err, ERR_NOT_FOUND, STR("there is no such asset"));
    if (!str_equal(http_part(request, STR("fingerprint")), web_assets.fingerprint)) {
        text_add(&address, asset_folder(request->arena));
        text_add(&address, asset->name);
        http_see_other(answer, text_str(&address));
        return true;
    }
    http_set(answer, STR("ETag"), asset->etag);
    http_set(answer, STR("Vary"), STR("Accept-Encoding"));
    http_set(answer, STR("Cache-Control"), STR("public, max-age=31536000, immutable"));
    if (names(request, STR("if-none-match"), asset->etag)) {
        answer->status = 304;
        return true;
    }
    http_say(answer, 200, asset->type, asset->bytes);
    if (asset->gzip.len > 0 && names(request, STR("accept-encoding"), STR("gzip"))) {
        answer->body = asset->gzip;
        http_set(answer, STR("Content-Encoding"), STR("gzip"));
    }
    return true;
}
