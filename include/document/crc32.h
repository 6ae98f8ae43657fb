/* The checksum of ZIP and PNG (ISO 3309). */
#ifndef DOCUMENT_CRC32_H
#define DOCUMENT_CRC32_H

#include "base/str.h"

uint32_t crc32_of(struct str bytes);

#endif
