// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/dsse.h"
#include "trust/statement.h"

using namespace countersign;

// What is accepted must survive being written and read again, and its payload may then be parsed.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView input(data, qsizetype(size));
    if (const auto envelope = Envelope::fromBytes(input)) {
        const auto again = Envelope::fromBytes(envelope->toBytes());
        if (!again || !(*again == *envelope))
            qFatal("an envelope changed by being written");
        (void)Statement::fromBytes(envelope->payload);
    }
    if (const auto statement = Statement::fromBytes(input)) {
        const auto again = Statement::fromBytes(statement->toBytes());
        if (!again || !(*again == *statement))
            qFatal("a statement changed by being written");
    }
    return 0;
}
