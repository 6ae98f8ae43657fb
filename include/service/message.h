/* The message centre of a person: the truth about what they were told. */
#ifndef SERVICE_MESSAGE_H
#define SERVICE_MESSAGE_H

#include "service/tx.h"

/* Marks one message of the person, or all of them (id 0), as read. */
USE_CASE(message_read)
struct message_read {
	int64_t id;
};

#endif
