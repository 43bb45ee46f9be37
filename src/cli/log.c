/*
 * vestibule log: the record, and checking it.
 *
 * What is done is the first argument: a row of the table below.
 */
#include "cli/log.h"

#include "json/json.h"

struct action {
    str name;
    bool (*run)(struct session *session, struct err *err);
};

/* clang-format off */
static const struct action actions[] = {
    {STR_INIT("verify"), run_log_verify},
};
/* clang-format on */

static bool no_action(str name, struct err *err)
{
    str names[COUNT_OF(actions)];
    size_t near;

    for (size_t i = 0; i < COUNT_OF(actions); i++)
        names[i] = actions[i].name;
    near = json_nearest(name, names, COUNT_OF(actions));
    err_set(err, ERR_USAGE, STR("there is nothing to do called `"));
    err_add(err, name);
    err_add(err, STR("`; did you mean `log "));
    err_add(err, names[near < COUNT_OF(actions) ? near : 0]);
    return err_add(err, STR("`?"));
}

bool run_log(struct session *session, struct err *err)
{
    str name = session->arguments[0];

    for (size_t i = 0; i < COUNT_OF(actions); i++)
        if (str_equal(actions[i].name, name))
            return actions[i].run(session, err);
    return no_action(name, err);
}
