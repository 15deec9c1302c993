// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzzformat.h"

/// Whatever it is: archives, compressed files, archives of archives.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return countersign::fuzzFormat(data, size, {QString()});
}
