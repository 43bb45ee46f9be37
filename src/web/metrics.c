/*
 * Counting requests, and telling the counts to Prometheus.
 */
#include "web/site.h"

/* The buckets' ends, in nanoseconds and as they are written in seconds. */
static const struct {
    uint64_t ns;
    str seconds;
} ends[METRICS_BUCKETS] = {
    {500000, STR_INIT("0.0005")},
    {1000000, STR_INIT("0.001")},
    {2500000, STR_INIT("0.0025")},
    {5000000, STR_INIT("0.005")},
    {10000000, STR_INIT("0.01")},
    {20000000, STR_INIT("0.02")},
    {50000000, STR_INIT("0.05")},
    {100000000, STR_INIT("0.1")},
    {250000000, STR_INIT("0.25")},
    {1000000000, STR_INIT("1")},
    {5000000000, STR_INIT("5")},
};

static struct metrics_row *find_row(
    struct metrics *metrics, str pattern, str method, unsigned status)
{
    struct metrics_row *row = metrics->rows;

    for (size_t i = 0; i < metrics->row_count; i++, row++)
        if (row->status == status && str_equal(row->pattern, pattern) &&
            str_equal(row->method, method))
            return row;
    if (metrics->row_count == METRICS_ROWS)
        return NULL;
    metrics->row_count++;
    *row = (struct metrics_row){pattern, method, status, 0};
    return row;
}

void metrics_count(
    struct metrics *metrics, str pattern, str method, unsigned status, uint64_t ns)
{
    struct metrics_row *row = find_row(metrics, pattern, method, status);
    size_t bucket = 0;

    if (row != NULL)
        row->count++;
    while (bucket < METRICS_BUCKETS && ns > ends[bucket].ns)
        bucket++;
    if (bucket < METRICS_BUCKETS)
        metrics->buckets[bucket]++;
    else
        metrics->slower++;
    metrics->total_ns += ns;
}

static void add_help(struct text *text, str name, str help, str type)
{
    text_add(text, STR("# HELP "));
    text_add(text, name);
    text_add_byte(text, ' ');
    text_add(text, help);
    text_add(text, STR("\n# TYPE "));
    text_add(text, name);
    text_add_byte(text, ' ');
    text_add(text, type);
    text_add_byte(text, '\n');
}

static void add_row(struct text *text, const struct metrics_row *row)
{
    text_add(text, STR("vestibule_requests_total{route=\""));
    text_add(text, row->pattern);
    text_add(text, STR("\",method=\""));
    text_add(text, row->method);
    text_add(text, STR("\",status=\""));
    text_add_u64(text, row->status);
    text_add(text, STR("\"} "));
    text_add_u64(text, row->count);
    text_add_byte(text, '\n');
}

static void add_bucket(struct text *text, str end, uint64_t count)
{
    text_add(text, STR("vestibule_request_seconds_bucket{le=\""));
    text_add(text, end);
    text_add(text, STR("\"} "));
    text_add_u64(text, count);
    text_add_byte(text, '\n');
}

void metrics_write(const struct metrics *metrics, struct text *text)
{
    uint64_t count = 0;

    add_help(text, STR("vestibule_requests_total"), STR("Requests that were answered."),
        STR("counter"));
    for (size_t i = 0; i < metrics->row_count; i++)
        add_row(text, &metrics->rows[i]);
    add_help(text, STR("vestibule_request_seconds"),
        STR("From the last byte of a request to its answer."), STR("histogram"));
    for (size_t i = 0; i < METRICS_BUCKETS; i++) {
        count += metrics->buckets[i];
        add_bucket(text, ends[i].seconds, count);
    }
    count += metrics->slower;
    add_bucket(text, STR("+Inf"), count);
    text_add(text, STR("vestibule_request_seconds_sum "));
    text_add_decimal(text, (double)metrics->total_ns / 1e9, 9);
    text_add(text, STR("\nvestibule_request_seconds_count "));
    text_add_u64(text, count);
    text_add_byte(text, '\n');
}

static void add_number(struct text *text, str name, str help, str type, uint64_t value)
{
    add_help(text, name, help, type);
    text_add(text, name);
    text_add_byte(text, ' ');
    text_add_u64(text, value);
    text_add_byte(text, '\n');
}

void metrics_gauge(struct text *text, str name, str help, uint64_t value)
{
    add_number(text, name, help, STR("gauge"), value);
}

void metrics_counter(struct text *text, str name, str help, uint64_t value)
{
    add_number(text, name, help, STR("counter"), value);
}
