// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/backgroundhash.h"
#include "formats/importer.h"

#include <QIODevice>

namespace countersign {

/// Passes another device's bytes on and hashes, counts and bounds them. Sequential: what was hashed is what was read,
/// even when the file changes meanwhile.
class HashingDevice : public QIODevice
{
public:
    HashingDevice(QIODevice *from, const ImportOptions &options);

    /// Looks at the first `bytes` bytes without taking them.
    QByteArray head(qsizetype bytes);
    /// Reads what nobody read, so that the digest is of the whole. Errors: TooLarge, Cancelled, Internal.
    Result<void> drain();
    [[nodiscard]] QString digest();
    [[nodiscard]] qint64 bytes() const { return m_bytes; }
    /// Why reading stopped early, if it did.
    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }

    bool isSequential() const override { return true; }
    bool atEnd() const override;

protected:
    qint64 readData(char *out, qint64 most) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    qint64 readOn(char *out, qint64 most);
    QIODevice *m_from;
    const ImportOptions &m_options;
    BackgroundHash m_hash;
    QByteArray m_head; // read ahead, not yet passed on
    qint64 m_bytes = 0;
    std::optional<Error> m_problem;
};

} // namespace countersign
