/* The one place that holds the sentences people read when something is wrong. */
#include "base/msg.h"

static const struct {
	const char *name, *text;
} messages[MSG__MAX] = {
#define MSG(id, text) [MSG_##id] = {#id, text},
#include "base/msg_base.def"
#include "base/msg_cli.def"
#include "base/msg_document.def"
#include "base/msg_domain.def"
#include "base/msg_service.def"
#include "base/msg_store.def"
#include "base/msg_web.def"
#undef MSG
};

const char *msg_text(enum msgid id)
{
	return id < MSG__MAX ? messages[id].text : messages[MSG_INTERNAL].text;
}

const char *msg_name(enum msgid id)
{
	return id < MSG__MAX ? messages[id].name : "?";
}
