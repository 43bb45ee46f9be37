/*
 * asset: files that the program carries, made into C by tools/assetgen.sh.
 */
#ifndef VESTIBULE_WEB_ASSET_H
#define VESTIBULE_WEB_ASSET_H

#include "http/http.h"

struct asset {
    str name;
    str type;
    str etag; /* with its quotes */
    str bytes;
    str gzip; /* empty where that saves nothing */
};

struct asset_set {
    const struct asset *items;
    size_t count;
    str fingerprint; /* changes when any of them does */
};

extern const struct asset_set web_assets;    /* src/web/assets */
extern const struct asset_set web_documents; /* protocols that a first start copies; the
                                                reference day */

/* Find a file by name; NULL when it is not there. */
const struct asset *asset_find(const struct asset_set *set, str name);

/* GET /assets/{fingerprint}/{name}: under the fingerprint of today a file may be kept for
 * ever; any other leads there. */
bool asset_show(
    const struct http_request *request, struct http_answer *answer, struct err *err);

/* The folder that a page's addresses of assets begin with: "/assets/FINGERPRINT/". */
str asset_folder(struct arena *arena);

#endif
