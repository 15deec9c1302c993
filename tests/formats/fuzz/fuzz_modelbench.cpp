// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzzformat.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    using namespace Qt::StringLiterals;
    return countersign::fuzzFormat(data, size, {u"modelbench"_s});
}
