/*
 * One exchange, from the request line to the last byte of the answer.
 *
 * The head is judged before anything is believed: guard, target, route, method, size.
 * A refusal whose body is short is sent after the body has been read and dropped,
 * because a connection closed upon unread bytes is reset, and the reason would be lost
 * on the way.  Broken framing is never read on from.
 */
#include "http/exchange.h"

#include "os/os.h"

enum { DRAIN_LEAST = 8 << 20, PACE = 16384 };

/* ---- connections ---- */

static struct http_slot *slot_of(struct MHD_Connection *connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)
        ->socket_context;
}

static void begin_connection(
    struct http_server *server, struct MHD_Connection *connection, void **context)
{
    struct http_slot *slot = server->first_free;

    /* The library lets in no more than there are slots. */
    REQUIRE(slot != NULL);
    server->first_free = slot->next_free;
    server->connections++;
    *slot = (struct http_slot){
        .server = server, .connection = connection, .stream = {.slot = slot}};
    slot->socket =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)
            ->connect_fd;
    slot->request.hop = net_address(
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)
            ->client_addr,
        slot->peer);
    *context = slot;
    http_slot_arm(slot, HTTP_HEAD, server->settings.limits.head_seconds);
}

void http_on_connection(void *cls, struct MHD_Connection *connection,
    void **socket_context, enum MHD_ConnectionNotificationCode code)
{
    struct http_server *server = cls;
    struct http_slot *slot = *socket_context;

    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        begin_connection(server, connection, socket_context);
        return;
    }
    slot->phase = HTTP_FREE;
    slot->next_free = server->first_free;
    server->first_free = slot;
    server->connections--;
    *socket_context = NULL;
}

/* ---- the head ---- */

static enum MHD_Result copy_header(void *cls, enum MHD_ValueKind kind, const char *name,
    size_t name_len, const char *value, size_t value_len)
{
    struct http_pairs *headers = cls;

    (void)kind;
    headers->items[headers->count].name = (str){name, name_len};
    headers->items[headers->count].value = (str){value, value == NULL ? 0 : value_len};
    headers->count++;
    return headers->count < HTTP_PAIRS_MAX ? MHD_YES : MHD_NO;
}

static void refuse(struct http_slot *slot, unsigned status, str words)
{
    http_refuse(&slot->answer, status, words);
    slot->refused = true;
}

static const str method_names[] = {[HTTP_GET] = STR_INIT("GET"),
    [HTTP_POST] = STR_INIT("POST"),
    [HTTP_PUT] = STR_INIT("PUT"),
    [HTTP_DELETE] = STR_INIT("DELETE")};

_Static_assert(COUNT_OF(method_names) == HTTP_METHOD_COUNT, "every method has a name");

static bool method_read(str name, enum http_method *method)
{
    if (str_equal(name, STR("HEAD")))
        name = method_names[HTTP_GET];
    for (unsigned i = 0; i < HTTP_METHOD_COUNT; i++)
        if (str_equal(method_names[i], name)) {
            *method = (enum http_method)i;
            return true;
        }
    return false;
}

/* Refuse with the methods that the path takes; 404 when it takes none. */
static void refuse_method(struct http_slot *slot, const bool takes[HTTP_METHOD_COUNT])
{
    struct text allowed = text_in(&slot->arena);

    for (unsigned i = 0; i < HTTP_METHOD_COUNT; i++) {
        if (!takes[i])
            continue;
        text_add(&allowed, allowed.len > 0 ? STR(", ") : STR(""));
        text_add(&allowed, method_names[i]);
        text_add(&allowed, i == HTTP_GET ? STR(", HEAD") : STR(""));
    }
    if (allowed.len == 0) {
        refuse(slot, failure_of(ERR_NOT_FOUND)->http, failure_of(ERR_NOT_FOUND)->page);
        return;
    }
    refuse(slot, 405, STR("This cannot be done here."));
    http_set(&slot->answer, STR("Allow"), text_str(&allowed));
}

/* Find the row for the request, or refuse it. */
static void find_route(struct http_slot *slot)
{
    const struct http_settings *settings = &slot->server->settings;
    struct http_request *request = &slot->request;
    bool takes[HTTP_METHOD_COUNT] = {false};

    request->parts.items = ARENA_ARRAY(&slot->arena, struct http_pair, HTTP_PARTS_MAX);
    for (size_t i = 0; i < settings->route_count; i++) {
        const struct http_route *route = &settings->routes[i];

        if (!http_route_matches(route->pattern, request->path, &request->parts))
            continue;
        takes[route->method] = true;
        if (route->method == request->method) {
            slot->route = route;
            request->pattern = route->pattern;
            return;
        }
    }
    request->parts.count = 0;
    refuse_method(slot, takes);
}

static void read_target(struct http_slot *slot)
{
    const struct http_settings *settings = &slot->server->settings;
    struct http_target target;
    struct err err = {0};

    if (!http_target_read(&slot->arena, slot->raw_target, &target, &err)) {
        refuse(slot, 400, STR("The address is not written as one."));
        return;
    }
    slot->request.path = target.path;
    slot->request.query = target.query;
    find_route(slot);
    if (slot->route != NULL &&
        http_declared_length(&slot->request.headers) > slot->route->body_limit)
        refuse(slot, failure_of(ERR_LIMIT)->http, failure_of(ERR_LIMIT)->page);
    else if (slot->route != NULL && slot->route->body_limit > HTTP_BODY_SMALL &&
        settings->admits != NULL && !settings->admits(&slot->request))
        refuse(slot, failure_of(ERR_DENIED)->http,
            STR("Only those who may, and are signed in, can send this."));
}

/* Judge the head.  Returns whether what follows it on the connection can be read. */
static bool read_head(struct http_slot *slot, struct MHD_Connection *connection,
    str method, const char *version)
{
    struct http_request *request = &slot->request;
    struct http_head head = {.method = method,
        .target = slot->raw_target,
        .version = str_from(version),
        .bytes_max = slot->server->settings.limits.header_bytes};
    unsigned status;
    str why;

    *request = (struct http_request){.context = slot->server->settings.context,
        .arena = &slot->arena,
        .path = slot->raw_target,
        .peer = request->hop,
        .hop = request->hop,
        .stream = &slot->stream,
        .encrypted = slot->server->settings.certificate.len > 0};
    head.headers.items = ARENA_ARRAY(&slot->arena, struct http_pair, HTTP_PAIRS_MAX);
    (void)MHD_get_connection_values_n(
        connection, MHD_HEADER_KIND, copy_header, &head.headers);
    head.bytes =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)
            ->header_size;
    request->headers = head.headers;
    slot->body = text_in(&slot->arena);
    status = http_guard(&head, &why);
    if (status != 0) {
        refuse(slot, status, why);
        return false;
    }
    for (size_t i = 0; i < request->headers.count; i++)
        request->headers.items[i].value = str_trim(request->headers.items[i].value);
    request->peer = http_client(
        &slot->server->settings, &slot->arena, &request->headers, request->hop);
    if (!method_read(method, &request->method))
        refuse(slot, 501, STR("We do not know this method."));
    else
        read_target(slot);
    return true;
}

/* ---- the body ---- */

/* So much is read and dropped: of what is a little too large, too. */
static uint64_t drain_max(const struct http_slot *slot)
{
    uint64_t most = slot->route == NULL ? 0 : 4 * (uint64_t)slot->route->body_limit;

    return most > DRAIN_LEAST ? most : DRAIN_LEAST;
}

static bool refuses_at_once(const struct http_slot *slot)
{
    const struct http_pairs *headers = &slot->request.headers;

    return slot->refused &&
        (http_declared_length(headers) > drain_max(slot) ||
            http_pair_find(headers, STR("expect")) != NULL);
}

static uint64_t body_seconds(const struct http_slot *slot)
{
    uint64_t announced =
        slot->refused ? 0 : http_declared_length(&slot->request.headers);

    return slot->server->settings.limits.body_seconds + announced / PACE;
}

/* Take a piece of body, or drop it.  Returns false when there is no end to it. */
static bool take_body(struct http_slot *slot, str piece)
{
    struct http_server *server = slot->server;

    slot->body_seen += piece.len;
    if (slot->refused)
        return slot->body_seen <= drain_max(slot);
    if (slot->body_seen > slot->route->body_limit) {
        refuse(slot, failure_of(ERR_LIMIT)->http, failure_of(ERR_LIMIT)->page);
        return true;
    }
    if (piece.len > server->settings.limits.body_bytes_together - server->body_bytes) {
        refuse(slot, 503, STR("Too much is being sent to us; try again in a moment."));
        http_set(&slot->answer, STR("Retry-After"), STR("5"));
        return true;
    }
    server->body_bytes += piece.len;
    text_add(&slot->body, piece);
    return true;
}

/* ---- holding an answer ---- */

/* The library leaves the connection alone, and asks for the answer again once it goes
 * on. */
static void hold(struct http_slot *slot)
{
    struct http_server *server = slot->server;

    http_slot_arm(slot, HTTP_HELD, server->settings.limits.answer_seconds);
    slot->next_held = NULL;
    *server->last_held = slot;
    server->last_held = &slot->next_held;
    MHD_suspend_connection(slot->connection);
}

static void let_first_go(struct http_server *server)
{
    struct http_slot *slot = server->first_held;

    server->first_held = slot->next_held;
    if (server->first_held == NULL)
        server->last_held = &server->first_held;
    server->resumed = true;
    MHD_resume_connection(slot->connection);
}

void http_let_go(struct http_server *server)
{
    uint64_t number = 0;
    bool good = server->settings.confirmed(server->settings.context, &number);

    while (server->first_held != NULL &&
        (!good || server->first_held->answer.awaits <= number)) {
        if (server->first_held->answer.awaits > number)
            refuse(
                server->first_held, failure_of(ERR_IO)->http, failure_of(ERR_IO)->page);
        let_first_go(server);
    }
    if (!good)
        server->stop_asked = true;
}

void http_let_all_go(struct http_server *server)
{
    while (server->first_held != NULL)
        let_first_go(server);
}

/* ---- the answer ---- */

static void add_header(
    struct http_slot *slot, struct MHD_Response *response, str name, str value)
{
    struct text line = text_in(&slot->arena);

    text_add(&line, name);
    text_add_byte(&line, '\0');
    text_add(&line, value);
    text_add_byte(&line, '\0');
    REQUIRE(MHD_add_response_header(response, line.ptr, line.ptr + name.len + 1) ==
        MHD_YES);
}

static void add_headers(struct http_slot *slot, struct MHD_Response *response)
{
    const struct http_answer *answer = &slot->answer;
    const struct http_limits *limits = &slot->server->settings.limits;
    bool close = answer->status >= 400 || slot->server->stopping ||
        slot->requests >= limits->requests_per_connection;
    struct http_pair usual[] = {
        {STR("Content-Security-Policy"),
            STR("default-src 'none'; frame-ancestors 'none'")},
        {STR("X-Content-Type-Options"), STR("nosniff")},
        {STR("Referrer-Policy"), STR("no-referrer")},
        {STR("Cache-Control"), STR("no-store")},
    };
    struct http_pairs set = {(struct http_pair *)answer->headers, answer->header_count};

    if (slot->route != NULL && slot->route->policy.len > 0)
        usual[0].value = slot->route->policy;
    for (size_t i = 0; i < set.count; i++)
        add_header(slot, response, set.items[i].name, set.items[i].value);
    for (size_t i = 0; i < COUNT_OF(usual); i++)
        if (http_pair_find(&set, usual[i].name) == NULL)
            add_header(slot, response, usual[i].name, usual[i].value);
    if (close)
        add_header(slot, response, STR("Connection"), STR("close"));
}

static enum MHD_Result send_answer(
    struct http_slot *slot, struct MHD_Connection *connection)
{
    const struct http_limits *limits = &slot->server->settings.limits;
    struct http_answer *answer = &slot->answer;
    uint64_t size = answer->has_file ? answer->file_size : answer->body.len;
    struct MHD_Response *response;
    enum MHD_Result done;

    REQUIRE(answer->status >= 200 && answer->status <= 599);
    if (answer->is_stream)
        response = http_stream_response(slot);
    else if (answer->has_file)
        response = MHD_create_response_from_fd64(size, answer->file);
    else
        response = MHD_create_response_from_buffer(
            answer->body.len, (void *)answer->body.ptr, MHD_RESPMEM_PERSISTENT);
    REQUIRE(response != NULL);
    answer->has_file = false; /* the response closes it */
    add_headers(slot, response);
    done = MHD_queue_response(connection, answer->status, response);
    MHD_destroy_response(response);
    if (answer->is_stream)
        http_slot_arm(slot, HTTP_STREAMING, limits->beat_seconds);
    else
        http_slot_arm(slot, HTTP_ANSWERING, limits->answer_seconds + size / PACE);
    return done;
}

/* The answer is made: it goes out. */
static enum MHD_Result give_answer(
    struct http_slot *slot, struct MHD_Connection *connection)
{
    const struct http_settings *settings = &slot->server->settings;

    if (slot->refused && settings->dress != NULL)
        settings->dress(&slot->request, &slot->answer);
    if (settings->answered != NULL)
        settings->answered(&slot->request, slot->answer.status, &slot->failed);
    return send_answer(slot, connection);
}

/* Have the request answered, by its handler or by why it was refused. */
static enum MHD_Result answer_request(
    struct http_slot *slot, struct MHD_Connection *connection)
{
    slot->failed = (struct err){0};
    slot->request.body = text_str(&slot->body);
    slot->request.whole_ns = os_monotonic_ns();
    if (!slot->refused &&
        !slot->route->handle(&slot->request, &slot->answer, &slot->failed)) {
        const struct failure *failure = failure_of(slot->failed.kind);

        refuse(slot, failure->http, failure->page);
    }
    if (slot->answer.awaits == 0 || slot->answer.is_stream)
        return give_answer(slot, connection);
    hold(slot);
    return MHD_YES;
}

/* ---- what the library calls ---- */

void *http_on_target(void *cls, const char *target, struct MHD_Connection *connection)
{
    struct http_slot *slot = slot_of(connection);

    (void)cls;
    slot->raw_target = arena_str(&slot->arena, str_from(target));
    slot->phase = HTTP_TARGET;
    slot->requests++;
    return slot;
}

/* The signature is the library's.  NOLINTNEXTLINE(readability-function-size) */
enum MHD_Result http_on_request(void *cls, struct MHD_Connection *connection,
    const char *url, const char *method, const char *version, const char *upload,
    size_t *upload_size, void **context)
{
    struct http_slot *slot = *context;

    (void)cls;
    (void)url;
    if (slot->phase == HTTP_HELD)
        return give_answer(slot, connection);
    if (slot->phase == HTTP_TARGET) {
        bool clear = read_head(slot, connection, str_from(method), version);

        if (!clear || refuses_at_once(slot))
            return answer_request(slot, connection);
        http_slot_arm(slot, HTTP_BODY, body_seconds(slot));
        return MHD_YES;
    }
    if (*upload_size > 0) {
        bool more = take_body(slot, (str){upload, *upload_size});

        *upload_size = 0;
        return more ? MHD_YES : MHD_NO;
    }
    return answer_request(slot, connection);
}

void http_on_completed(void *cls, struct MHD_Connection *connection, void **context,
    enum MHD_RequestTerminationCode code)
{
    struct http_server *server = cls;
    struct http_slot *slot = *context;

    (void)connection;
    (void)code;
    if (slot == NULL)
        return;
    server->body_bytes -= slot->body.len;
    http_stream_close(&slot->stream);
    http_answer_drop(&slot->answer);
    arena_clear(&slot->arena);
    slot->body = (struct text){0};
    slot->body_seen = 0;
    slot->failed = (struct err){0};
    slot->raw_target = (str){0};
    slot->route = NULL;
    slot->refused = false;
    *context = NULL;
    http_slot_arm(slot, HTTP_HEAD, server->settings.limits.idle_seconds);
}
