/*
 * A document's check in JSON (docs/json.md).
 */
#include "cli/check.h"

static void put_str(struct json_out *json, str key, str value)
{
    json_key(json, key);
    json_str(json, value);
}

static void put_outcomes(struct json_out *json, const struct policy *policy)
{
    json_key(json, STR("outcomes"));
    json_object(json);
    for (uint32_t o = 0; policy->counts != NULL && o < policy->tree.outcome_count;
         o++) {
        const struct outcome *outcome = &policy->tree.outcomes[o];

        json_key(json, outcome->name);
        json_object(json);
        for (uint32_t v = 0; v < outcome->value_count; v++)
            json_count(json, outcome->values[v].name, policy->counts[o][v]);
        json_end(json);
    }
    json_end(json);
}

static void put_examples(struct json_out *json, const struct policy *policy)
{
    json_key(json, STR("examples"));
    json_object(json);
    json_key(json, STR("passed"));
    json_i64(json, policy->examples.passed);
    json_key(json, STR("failed"));
    json_i64(json, policy->examples.failed);
    json_end(json);
}

static void put_properties(struct json_out *json, const struct policy *policy)
{
    json_key(json, STR("properties"));
    json_array(json);
    for (uint32_t i = 0;
         policy->property_results != NULL && i < policy->tree.property_count; i++) {
        const struct property *property = &policy->tree.properties[i];
        const struct property_result *result = &policy->property_results[i];

        json_object(json);
        put_str(json, STR("name"), property->name);
        put_str(json, STR("kind"), property->always ? STR("always") : STR("never"));
        json_key(json, STR("holds"));
        json_bool(json, result->holds);
        if (!result->holds && result->example != NULL) {
            json_key(json, STR("example"));
            json_tree_facts(json, &policy->tree, result->example);
        }
        json_end(json);
    }
    json_end(json);
}

static void put_diagnostics(struct json_out *json, const struct diags *diags)
{
    json_key(json, STR("diagnostics"));
    json_array(json);
    for (size_t i = 0; i < diags->count; i++)
        json_diag(json, &diags->items[i]);
    json_end(json);
}

static void put_cost(struct json_out *json, const struct eval_cost *cost)
{
    json_object(json);
    json_key(json, STR("worst"));
    json_i64(json, cost->worst);
    json_key(json, STR("average"));
    json_decimal(json, cost->average, 4);
    json_key(json, STR("complete"));
    json_bool(json, cost->complete);
    json_end(json);
}

/* "questions" is the outcome that costs most on average; "interview" has all. */
static void put_costs(struct json_out *json, const struct checked *checked)
{
    const struct tree *tree = &checked->protocol.policy.tree;
    uint32_t most = 0;

    json_key(json, STR("questions"));
    if (checked->costs == NULL) {
        json_null(json);
        return;
    }
    for (uint32_t o = 1; o < tree->outcome_count; o++)
        if (checked->costs[o].average > checked->costs[most].average)
            most = o;
    put_cost(json, &checked->costs[most]);
    json_key(json, STR("interview"));
    json_object(json);
    for (uint32_t o = 0; o < tree->outcome_count; o++) {
        json_key(json, tree->outcomes[o].name);
        put_cost(json, &checked->costs[o]);
    }
    json_end(json);
}

static void put_image(struct json_out *json, const struct checked *checked)
{
    const struct policy *policy = &checked->protocol.policy;

    json_key(json, STR("image"));
    if (checked->costs == NULL) {
        json_null(json);
        return;
    }
    json_object(json);
    json_key(json, STR("bytes"));
    json_i64(json, (int64_t)policy->image.len);
    put_str(json, STR("digest"), checked->protocol.digest);
    json_end(json);
}

static void put_edition(struct json_out *json, const struct edition *edition)
{
    char buffer[16];
    struct text date = text_fixed(buffer, sizeof(buffer));

    if (!edition->present)
        return;
    text_add_date(&date, edition->date);
    put_str(json, STR("edition"), text_str(&date));
}

void check_json(struct json_out *json, const struct checked *checked)
{
    const struct policy *policy = &checked->protocol.policy;
    bool read = checked->err.kind == ERR_NONE;

    json_object(json);
    json_key(json, STR("ok"));
    json_bool(json, read && checked->protocol.diags.errors == 0);
    put_str(json, STR("document"), checked->protocol.shown);
    if (!read) {
        put_str(json, STR("error"), err_text(&checked->err));
        json_end(json);
        return;
    }
    put_str(json, STR("protocol"), policy->tree.scan.title);
    put_edition(json, &policy->tree.edition);
    if (policy->counts != NULL) {
        json_count(json, STR("states"), policy->states);
    } else {
        json_key(json, STR("states"));
        json_null(json);
    }
    put_outcomes(json, policy);
    put_examples(json, policy);
    put_properties(json, policy);
    put_diagnostics(json, &checked->protocol.diags);
    put_costs(json, checked);
    put_image(json, checked);
    json_key(json, STR("compile_ms"));
    json_decimal(json, (double)checked->compile_ns / 1e6, 1);
    json_end(json);
}
