// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzzcard.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return countersign::fuzzCard(data, size, QStringLiteral("countersign-card"));
}
