/*
 * One transfer: how it is bounded, and what its end means.
 *
 * Where an address leads is judged when the connection is made, not when its name is
 * read: a name can change its mind in between.
 */
#include "fetch/inside.h"

enum {
    BODY_LIMIT = 1 << 20,
    HEADERS_MAX = 100,
    HEADER_BYTES_MAX = 1 << 16,
    SHOWN_MAX = 200,
};

/* ---- what we send ---- */

const char *transfer_string(struct arena *arena, str s)
{
    struct text text = text_in(arena);

    if (str_find_byte(s, '\0', 0) < s.len)
        return NULL;
    text_add(&text, s);
    text_add_byte(&text, '\0');
    return text.ptr;
}

/* Take one part of a URL; empty when it has none. */
static str part_of(struct arena *arena, CURLU *url, CURLUPart part)
{
    char *found = NULL;
    str copy = {0};

    if (curl_url_get(url, part, &found, 0) == CURLUE_OK)
        copy = arena_str(arena, str_from(found));
    curl_free(found);
    return copy;
}

/* Write the URL as people may see it: its query can hold secrets. */
static str shown(struct arena *arena, CURLU *url)
{
    struct text text = text_in(arena);
    str port = part_of(arena, url, CURLUPART_PORT);

    text_add(&text, part_of(arena, url, CURLUPART_SCHEME));
    text_add(&text, STR("://"));
    text_add(&text, part_of(arena, url, CURLUPART_HOST));
    text_add(&text, port.len > 0 ? STR(":") : STR(""));
    text_add(&text, port);
    text_add(&text, part_of(arena, url, CURLUPART_PATH));
    return str_slice(text_str(&text), 0, SHOWN_MAX);
}

bool transfer_has_control(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] < 0x20 || s.ptr[i] == 0x7f)
            return true;
    return false;
}

/* The same of what is no URL, when it is clear where a secret could stand. */
static str shown_as_is(str wrong)
{
    str part = str_slice(wrong, 0, str_find_byte(wrong, '?', 0));

    if (transfer_has_control(part) || str_find_byte(part, '@', 0) < part.len)
        return (str){0};
    return str_slice(part, 0, SHOWN_MAX);
}

static bool judge_url(struct fetch_transfer *transfer, CURLU *url)
{
    struct arena *arena = transfer->arena;
    const char *text = transfer_string(arena, transfer->request->url);
    str scheme;

    transfer->where = shown_as_is(transfer->request->url);
    if (text == NULL || curl_url_set(url, CURLUPART_URL, text, 0) != CURLUE_OK)
        return err_set(transfer->err, ERR_USAGE,
            STR("this is not a URL; write it like https://example.org/path"));
    scheme = part_of(arena, url, CURLUPART_SCHEME);
    transfer->where = shown(arena, url);
    if (part_of(arena, url, CURLUPART_USER).len > 0 ||
        part_of(arena, url, CURLUPART_PASSWORD).len > 0)
        return err_set(
            transfer->err, ERR_USAGE, STR("a URL must not hold a user or a password"));
    if (!str_equal(scheme, STR("https")) && !str_equal(scheme, STR("http")))
        return err_set(
            transfer->err, ERR_USAGE, STR("only http and https can be asked"));
    return true;
}

static void add_line(struct fetch_transfer *transfer, const char *line)
{
    struct curl_slist *longer = curl_slist_append(transfer->headers, line);

    REQUIRE(longer != NULL);
    transfer->headers = longer;
}

static bool add_headers(struct fetch_transfer *transfer)
{
    const struct fetch_request *request = transfer->request;

    /* The library's own ideas of these come first, empty: it sends none. */
    add_line(transfer, "Expect:");
    add_line(transfer, "Content-Type:");
    for (size_t i = 0; i < request->header_count; i++) {
        const struct fetch_pair *header = &request->headers[i];
        struct text line = text_in(transfer->arena);

        if (header->name.len == 0 || transfer_has_control(header->name) ||
            transfer_has_control(header->value) ||
            str_find_byte(header->name, ':', 0) < header->name.len)
            return err_set(transfer->err, ERR_USAGE,
                STR("a header cannot be sent; it holds a control character, or its "
                    "name a colon"));
        text_add(&line, header->name);
        text_add(&line, header->value.len > 0 ? STR(": ") : STR(";"));
        text_add(&line, header->value);
        text_add_byte(&line, '\0');
        add_line(transfer, line.ptr);
    }
    return true;
}

/* ---- what we receive ---- */

static size_t receive_body(char *bytes, size_t size, size_t count, void *cls)
{
    struct fetch_transfer *transfer = cls;
    size_t limit = transfer->request->body_limit;
    size_t len = size * count;
    size_t room = (limit != 0 ? limit : BODY_LIMIT) - transfer->body.len;

    if (len > room && transfer->request->cuts_body) {
        text_add(&transfer->body, (str){bytes, room});
        transfer->is_cut = true;
        return 0;
    }
    if (len > room) {
        transfer->too_large = true;
        return 0;
    }
    text_add(&transfer->body, (str){bytes, len});
    return len;
}

static void add_header(struct fetch_transfer *transfer, str line)
{
    struct fetch_answer *answer = transfer->answer;
    size_t colon = str_find_byte(line, ':', 0);
    struct fetch_pair *pair;

    if (colon == line.len)
        return;
    answer->headers = arena_grow(transfer->arena, answer->headers, answer->header_count,
        &transfer->header_room, sizeof(*answer->headers));
    pair = &answer->headers[answer->header_count++];
    line = arena_str(transfer->arena, line);
    pair->name = str_slice(line, 0, colon);
    pair->value = str_trim(str_slice(line, colon + 1, line.len));
}

/* Called for each line: also those of earlier answers, and what trails the body. */
static size_t receive_header(char *bytes, size_t size, size_t count, void *cls)
{
    struct fetch_transfer *transfer = cls;
    struct fetch_answer *answer = transfer->answer;
    str line = {bytes, size * count};

    transfer->header_bytes += line.len;
    if (transfer->header_bytes > HEADER_BYTES_MAX ||
        answer->header_count == HEADERS_MAX) {
        transfer->too_large = true;
        return 0;
    }
    if (str_starts(line, STR("HTTP/"))) {
        answer->header_count = 0;
        transfer->head_ended = false;
    } else if (str_trim(line).len == 0) {
        transfer->head_ended = true;
    } else if (!transfer->head_ended) {
        add_header(transfer, line);
    }
    return line.len;
}

/* ---- where we connect ---- */

static bool may_connect(
    const struct fetch_settings *settings, const struct sockaddr *address)
{
    if (!settings->only_public || !net_is_private(address))
        return true;
    for (size_t i = 0; i < settings->allowed_count; i++)
        if (net_network_has(&settings->allowed[i], address))
            return true;
    return false;
}

static curl_socket_t open_socket(
    void *cls, curlsocktype purpose, struct curl_sockaddr *to)
{
    struct fetch_transfer *transfer = cls;

    (void)purpose;
    if (!may_connect(&transfer->client->settings, &to->addr)) {
        transfer->refused = true;
        return CURL_SOCKET_BAD;
    }
    transfer->tried = true;
    return net_socket(to->family, to->socktype, to->protocol);
}

/* ---- the whole ---- */

bool transfer_bound(
    struct fetch_transfer *transfer, uint32_t timeout_ms, str authorities)
{
    CURL *easy = transfer->easy;
    /* 0 would mean for ever. */
    long timeout = timeout_ms != 0 ? (long)timeout_ms : 1;

    if (authorities.len == 0)
        authorities = transfer->client->settings.authorities;
    if (authorities.len > 0 &&
        curl_easy_setopt(easy, CURLOPT_CAINFO,
            transfer_string(transfer->arena, authorities)) != CURLE_OK)
        return false;
    return curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, timeout) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, timeout) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
        /* A resolver that hangs must not outlast the deadline. */
        curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) ==
        CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->said) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer) == CURLE_OK;
}

/* The options that make a stranger's answer bearable. */
static bool set_bounds(struct fetch_transfer *transfer)
{
    const struct fetch_request *request = transfer->request;
    CURL *easy = transfer->easy;
    size_t limit = request->body_limit != 0 ? request->body_limit : BODY_LIMIT;

    if (request->cuts_body)
        limit = 0; /* the library would not read any of it */
    return curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)limit) ==
        CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR,
            transfer->secure ? "https" : "http,https") == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION,
            request->redirects > 0 ? 1L : 0L) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_MAXREDIRS, (long)request->redirects) ==
        CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive_body) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, receive_header) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer) == CURLE_OK;
}

static bool set_request(struct fetch_transfer *transfer)
{
    const struct fetch_request *request = transfer->request;
    const struct fetch_settings *settings = &transfer->client->settings;
    struct arena *arena = transfer->arena;
    str agent = settings->agent.len > 0 ? settings->agent : STR("vestibule");
    CURL *easy = transfer->easy;
    bool set = curl_easy_setopt(easy, CURLOPT_URL,
                   transfer_string(arena, request->url)) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_USERAGENT, transfer_string(arena, agent)) ==
            CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers) == CURLE_OK;

    if (request->method == FETCH_POST)
        set = set && curl_easy_setopt(easy, CURLOPT_POST, 1L) == CURLE_OK &&
            curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                (curl_off_t)request->body.len) == CURLE_OK &&
            curl_easy_setopt(easy, CURLOPT_POSTFIELDS,
                request->body.len > 0 ? request->body.ptr : "") == CURLE_OK;
    return set;
}

bool transfer_begin(struct fetch_transfer *transfer, uint32_t timeout_ms)
{
    CURLU *url = curl_url();
    bool good;

    REQUIRE(url != NULL);
    transfer->body = text_in(transfer->arena);
    good = judge_url(transfer, url) && add_headers(transfer);
    curl_url_cleanup(url);
    transfer->secure = str_starts(transfer->where, STR("https:"));
    if (transfer->request->called.len > 0)
        transfer->where = transfer->request->called;
    if (!good)
        return transfer->where.len > 0 && err_while(transfer->err, transfer->where);
    transfer->easy = curl_easy_init();
    REQUIRE(transfer->easy != NULL);
    REQUIRE(transfer_bound(transfer, timeout_ms, transfer->request->authorities) &&
        set_bounds(transfer) && set_request(transfer));
    return true;
}

bool fetch_check_url(str url, struct err *err)
{
    struct fetch_request request = {.url = url};
    struct arena arena = {0};
    struct fetch_transfer transfer = {.request = &request, .arena = &arena, .err = err};
    CURLU *parts = curl_url();
    bool good;

    REQUIRE(parts != NULL);
    good = judge_url(&transfer, parts);
    curl_url_cleanup(parts);
    arena_clear(&arena);
    return good;
}

void transfer_clear(struct fetch_transfer *transfer)
{
    curl_easy_cleanup(transfer->easy);
    curl_slist_free_all(transfer->headers);
    transfer->easy = NULL;
    transfer->headers = NULL;
}

/* ---- what an end means ---- */

/* clang-format off */
static const struct {
    CURLcode code;
    enum err_kind kind;
    str text;
} ends[] = {
    {CURLE_UNSUPPORTED_PROTOCOL, ERR_IO, STR_INIT("what came back is not HTTP, or leads to what is not asked")},
    {CURLE_URL_MALFORMAT, ERR_USAGE, STR_INIT("this is not a URL; write it like https://example.org/path")},
    {CURLE_COULDNT_RESOLVE_HOST, ERR_IO, STR_INIT("its name leads nowhere; check the name, and the network")},
    {CURLE_COULDNT_CONNECT, ERR_IO, STR_INIT("nobody answers there; check the address, and that the other side runs")},
    {CURLE_OPERATION_TIMEDOUT, ERR_IO, STR_INIT("no whole answer came in time; try again later")},
    {CURLE_PEER_FAILED_VERIFICATION, ERR_IO, STR_INIT("its certificate is not to be trusted; have it mended, or name the authority that vouches for it")},
    {CURLE_SSL_CONNECT_ERROR, ERR_IO, STR_INIT("no secure connection came about")},
    {CURLE_SSL_CACERT_BADFILE, ERR_IO, STR_INIT("the file of certificate authorities cannot be read")},
    {CURLE_GOT_NOTHING, ERR_IO, STR_INIT("the connection was closed without an answer")},
    {CURLE_PARTIAL_FILE, ERR_IO, STR_INIT("the answer was cut off")},
    {CURLE_RECV_ERROR, ERR_IO, STR_INIT("the connection broke")},
    {CURLE_SEND_ERROR, ERR_IO, STR_INIT("the connection broke")},
    {CURLE_TOO_MANY_REDIRECTS, ERR_IO, STR_INIT("it sends us on from one address to the next")},
    {CURLE_WEIRD_SERVER_REPLY, ERR_IO, STR_INIT("what came back is not HTTP")},
};
/* clang-format on */

static void explain(struct fetch_transfer *transfer, CURLcode code)
{
    struct err *err = transfer->err;
    str said = str_from(transfer->said);
    size_t i = 0;

    while (i < COUNT_OF(ends) && ends[i].code != code)
        i++;
    if (i < COUNT_OF(ends))
        err_set(err, ends[i].kind, ends[i].text);
    else
        err_set(err, ERR_IO, str_from(curl_easy_strerror(code)));
    /* What the library adds is in its words, but says where. */
    if (said.len > 0) {
        err_add(err, STR(" ("));
        err_add(err, said);
        err_add(err, STR(")"));
    }
}

void transfer_fail(struct fetch_transfer *transfer, CURLcode code)
{
    if (transfer->too_large || code == CURLE_FILESIZE_EXCEEDED)
        err_set(transfer->err, ERR_LIMIT, STR("the answer is larger than is accepted"));
    else if (transfer->refused && !transfer->tried)
        err_set(transfer->err, ERR_DENIED,
            STR("this is a private address; only public ones are asked"));
    else
        explain(transfer, code);
    err_while(transfer->err, transfer->where);
}

void transfer_end(struct fetch_transfer *transfer, CURLcode code)
{
    long status = 0;

    if (transfer->is_cut)
        code = CURLE_OK;
    /* The library takes a head that breaks off for one that ends. */
    if (code == CURLE_OK && !transfer->head_ended)
        code = CURLE_PARTIAL_FILE;
    if (code == CURLE_OK) {
        (void)curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
        transfer->answer->status = (unsigned)status;
        transfer->answer->body = text_str(&transfer->body);
        return;
    }
    *transfer->answer = (struct fetch_answer){0};
    transfer_fail(transfer, code);
}
