/* The catalogue of everything that the program says to people about what went wrong (and of the
 * short words that several floors share). One line each in msg_*.def: MSG(ID, "text with {0} {1}").
 * A message says what to do next. Tests walk the catalogue: no empty text, no duplicate,
 * arguments in order.
 */
#ifndef BASE_MSG_H
#define BASE_MSG_H

enum msgid {
#define MSG(id, text) MSG_##id,
#include "base/msg_base.def"
#include "base/msg_cli.def"
#include "base/msg_document.def"
#include "base/msg_domain.def"
#include "base/msg_service.def"
#include "base/msg_store.def"
#include "base/msg_web.def"
#undef MSG
	MSG__MAX
};

const char *msg_text(enum msgid id); /* UTF-8, never NULL */
const char *msg_name(enum msgid id);

#endif
