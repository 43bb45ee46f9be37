/*
 * The table: every page, and for whom it is.
 */
#include "web/door.h"

/* clang-format off */
const struct door doors[] = {
    {HTTP_GET,  STR_INIT("/about"), DOOR_ANYONE, 0, show_about},

    {HTTP_GET,  STR_INIT("/sign-in"),      DOOR_ANYONE,    0, show_sign_in},
    {HTTP_POST, STR_INIT("/sign-in"),      DOOR_ANYONE,    0, take_password},
    {HTTP_POST, STR_INIT("/sign-in/pin"),  DOOR_ANYONE,    0, take_pin},
    {HTTP_POST, STR_INIT("/sign-in/code"), DOOR_ANYONE,    0, take_code},
    {HTTP_POST, STR_INIT("/sign-in/passkey"), DOOR_ANYONE, 0, take_passkey},
    {HTTP_POST, STR_INIT("/sign-in/passkey-step"), DOOR_ANYONE, 0, take_passkey_step},
    {HTTP_POST, STR_INIT("/sign-in/with-password"), DOOR_ANYONE, 0, take_other_way},
    {HTTP_POST, STR_INIT("/sign-out"),     DOOR_SIGNED_IN, 0, take_sign_out},
    {HTTP_GET,  STR_INIT("/link/{token}"), DOOR_ANYONE,    0, show_link},
    {HTTP_POST, STR_INIT("/link/{token}"), DOOR_ANYONE,    0, take_link},

    {HTTP_GET,  STR_INIT("/try"),          DOOR_ANYONE,    0, show_try},
    {HTTP_POST, STR_INIT("/try"),          DOOR_ANYONE,    0, take_try},
    {HTTP_POST, STR_INIT("/try/desk"),     DOOR_ANYONE,    0, take_try_desk},

    {HTTP_GET,  STR_INIT("/account"),                     DOOR_SIGNED_IN, 0, show_account},
    {HTTP_POST, STR_INIT("/account/session"),             DOOR_SIGNED_IN, 0, take_session},
    {HTTP_GET,  STR_INIT("/account/password"),            DOOR_SIGNED_IN, 0, show_new_password},
    {HTTP_POST, STR_INIT("/account/password"),            DOOR_SIGNED_IN, 0, take_new_password},
    {HTTP_GET,  STR_INIT("/account/pin"),                 DOOR_SIGNED_IN, 0, show_new_pin},
    {HTTP_POST, STR_INIT("/account/pin"),                 DOOR_SIGNED_IN, 0, take_new_pin},
    {HTTP_GET,  STR_INIT("/account/second-step"),         DOOR_SIGNED_IN, 0, show_step},
    {HTTP_POST, STR_INIT("/account/second-step"),         DOOR_SIGNED_IN, 0, take_step},
    {HTTP_POST, STR_INIT("/account/second-step/confirm"), DOOR_SIGNED_IN, 0, take_step_code},
    {HTTP_POST, STR_INIT("/account/second-step/off"),     DOOR_SIGNED_IN, 0, take_step_off},
    {HTTP_GET,  STR_INIT("/account/new-passkey"),         DOOR_SIGNED_IN, 0, show_new_passkey},
    {HTTP_POST, STR_INIT("/account/new-passkey"),         DOOR_SIGNED_IN, 0, take_new_passkey},
    {HTTP_POST, STR_INIT("/account/passkeys"),            DOOR_SIGNED_IN, 0, take_made_passkey},
    {HTTP_GET,  STR_INIT("/account/passkeys/{number}/remove"), DOOR_SIGNED_IN, 0, show_remove_passkey},
    {HTTP_POST, STR_INIT("/account/passkeys/{number}/remove"), DOOR_SIGNED_IN, 0, take_remove_passkey},

    {HTTP_GET,  STR_INIT("/people"),                 DOOR_MAY, MAY_MANAGE_PEOPLE, show_people},
    {HTTP_GET,  STR_INIT("/invite"),                 DOOR_MAY, MAY_MANAGE_PEOPLE, show_invite},
    {HTTP_POST, STR_INIT("/invite"),                 DOOR_MAY, MAY_MANAGE_PEOPLE, take_invite},
    {HTTP_GET,  STR_INIT("/people/{number}"),        DOOR_MAY, MAY_MANAGE_PEOPLE, show_person},
    {HTTP_GET,  STR_INIT("/people/{number}/rights"), DOOR_MAY, MAY_MANAGE_PEOPLE, show_rights},
    {HTTP_POST, STR_INIT("/people/{number}/rights"), DOOR_MAY, MAY_MANAGE_PEOPLE, take_rights},
    {HTTP_POST, STR_INIT("/people/{number}/reset"),  DOOR_MAY, MAY_MANAGE_PEOPLE, take_reset},
    {HTTP_POST, STR_INIT("/people/{number}/state"),  DOOR_MAY, MAY_MANAGE_PEOPLE, take_state},
    {HTTP_GET,  STR_INIT("/people/{number}/leave"),  DOOR_MAY, MAY_MANAGE_PEOPLE, show_leave},
    {HTTP_POST, STR_INIT("/people/{number}/leave"),  DOOR_MAY, MAY_MANAGE_PEOPLE, take_leave},

    {HTTP_GET,  STR_INIT("/devices"),                 DOOR_MAY, MAY_ENROL_DEVICE, show_devices},
    {HTTP_GET,  STR_INIT("/devices/{number}"),        DOOR_MAY, MAY_ENROL_DEVICE, show_device},
    {HTTP_POST, STR_INIT("/devices/{number}/remove"), DOOR_MAY, MAY_ENROL_DEVICE, take_remove_device},
    {HTTP_GET,  STR_INIT("/allow-device"),            DOOR_MAY, MAY_ENROL_DEVICE, show_allow_device},
    {HTTP_POST, STR_INIT("/allow-device"),            DOOR_MAY, MAY_ENROL_DEVICE, take_allow_device},
    {HTTP_GET,  STR_INIT("/enrol"),                   DOOR_ANYONE, 0, show_enrol},
    {HTTP_POST, STR_INIT("/enrol"),                   DOOR_ANYONE, 0, take_enrol},
    {HTTP_GET,  STR_INIT("/access-log"),              DOOR_MAY, MAY_SEE_ACCESS_LOG, show_access_log},

    {HTTP_GET,  STR_INIT("/"),                        DOOR_SIGNED_IN, 0, show_start},
    {HTTP_POST, STR_INIT("/visits"),                  DOOR_MAY, MAY_OPEN_VISIT, open_visit},
    {HTTP_GET,  STR_INIT("/visits/{id}"),             DOOR_MAY, MAY_SEE_VISIT, show_visit},
    {HTTP_GET,  STR_INIT("/visits/{id}/ask/{fact}"),  DOOR_MAY, MAY_STATE_FACT, show_question},
    {HTTP_POST, STR_INIT("/visits/{id}/ask/{fact}"),  DOOR_MAY, MAY_STATE_FACT, take_answer},
    {HTTP_GET,  STR_INIT("/visits/{id}/facts"),       DOOR_MAY, MAY_JOIN_VISIT, show_facts},
    {HTTP_GET,  STR_INIT("/visits/{id}/answer"),      DOOR_MAY, MAY_SEE_VISIT, show_answer},
    {HTTP_POST, STR_INIT("/visits/{id}/duties/{n}"),  DOOR_MAY, MAY_ACKNOWLEDGE_DUTY, answer_duty},
    {HTTP_POST, STR_INIT("/visits/{id}/messages"),    DOOR_MAY, MAY_SEE_VISIT, send_message},
    {HTTP_GET,  STR_INIT("/visits/{id}/papers"),      DOOR_MAY, MAY_SEE_PAPER, show_papers},
    {HTTP_POST, STR_INIT("/visits/{id}/papers"),      DOOR_MAY, MAY_ATTACH_PAPER, attach_paper},
    {HTTP_GET,  STR_INIT("/visits/{id}/papers/{n}"),  DOOR_MAY, MAY_SEE_PAPER, show_paper},
    {HTTP_GET,  STR_INIT("/visits/{id}/papers/{n}/file"), DOOR_MAY, MAY_SEE_PAPER, send_paper},
    {HTTP_GET,  STR_INIT("/visits/{id}/with"),        DOOR_MAY, MAY_OPEN_VISIT, show_with},
    {HTTP_GET,  STR_INIT("/visits/{id}/end"),         DOOR_MAY, MAY_CLOSE_VISIT, show_end},
    {HTTP_GET,  STR_INIT("/visits/{id}/check"),       DOOR_MAY, MAY_CLOSE_VISIT, show_check},
    {HTTP_POST, STR_INIT("/visits/{id}/end"),         DOOR_MAY, MAY_CLOSE_VISIT, end_visit},
    {HTTP_GET,  STR_INIT("/visits/{id}/record"),      DOOR_MAY, MAY_SEE_VISIT, show_record},

    {HTTP_GET,  STR_INIT("/board"),        DOOR_MAY, MAY_SEE_BOARD, show_board},
    {HTTP_GET,  STR_INIT("/board/events"), DOOR_MAY, MAY_SEE_BOARD, show_board_events},
    {HTTP_GET,  STR_INIT("/board/visits/{id}"),               DOOR_MAY, MAY_SEE_VISIT,        show_visit_file},
    {HTTP_POST, STR_INIT("/board/visits/{id}/duties/{n}"),    DOOR_MAY, MAY_ACKNOWLEDGE_DUTY, take_duty},
    {HTTP_POST, STR_INIT("/board/visits/{id}/facts/{name}"),  DOOR_SIGNED_IN, 0,              take_fact},
    {HTTP_POST, STR_INIT("/board/visits/{id}/messages"),      DOOR_MAY, MAY_MESSAGE_DESK,     take_message},
    {HTTP_POST, STR_INIT("/board/visits/{id}/keeper"),        DOOR_MAY, MAY_HAND_OVER,        take_handing_over},

    {HTTP_GET,  STR_INIT("/history"),     DOOR_MAY, MAY_SEE_HISTORY,   show_history},
    {HTTP_GET,  STR_INIT("/history.csv"), DOOR_MAY, MAY_EXPORT_VISITS, show_history_table},

    {HTTP_GET, STR_INIT("/protocols"), DOOR_MAY, MAY_READ_PROTOCOL, show_protocols},
    {HTTP_GET, STR_INIT("/protocols/{name}"), DOOR_MAY, MAY_READ_PROTOCOL, show_protocol},
    {HTTP_GET, STR_INIT("/protocols/{name}/source"), DOOR_MAY, MAY_READ_PROTOCOL, show_protocol_source},
    {HTTP_GET, STR_INIT("/protocols/{name}/try"), DOOR_MAY, MAY_READ_PROTOCOL, show_protocol_try},
    {HTTP_GET, STR_INIT("/protocols/{name}/chart"), DOOR_MAY, MAY_READ_PROTOCOL, show_protocol_chart},
    {HTTP_GET, STR_INIT("/protocols/{name}/chart.svg"), DOOR_MAY, MAY_READ_PROTOCOL, show_protocol_picture},
    {HTTP_GET, STR_INIT("/protocols/{name}/proofs"), DOOR_MAY, MAY_READ_PROTOCOL, show_protocol_proofs},
};
/* clang-format on */

const size_t door_count = COUNT_OF(doors);
