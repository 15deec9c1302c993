// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QIODevice>

#include <memory>

namespace countersign {

/// A part of a seekable device, read from start to end. Several sections of one device may be read in turns: each
/// seeks before it reads. The device must outlive it.
class SectionDevice : public QIODevice
{
public:
    SectionDevice(QIODevice *from, qint64 offset, qint64 bytes);
    bool isSequential() const override { return true; }
    bool atEnd() const override { return m_left == 0 && QIODevice::bytesAvailable() == 0; }

protected:
    qint64 readData(char *out, qint64 most) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QIODevice *m_from;
    qint64 m_at;
    qint64 m_left;
};

/// Expands gzip (all its members) or a bare deflate stream while it is read, in memory that does not grow.
/// Reading fails, and problem() says why, when the stream is damaged or cut, when it expands to more than `mostBytes`,
/// or when it expands beyond 1 MB and `mostRatio` times its own size.
class InflateDevice : public QIODevice
{
public:
    enum class Framing { Gzip, Deflate };
    static constexpr qint64 mostBytes = qint64(1) << 30;
    static constexpr qint64 mostRatio = 200;

    InflateDevice(QIODevice *from, Framing framing);
    ~InflateDevice() override;

    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }
    bool isSequential() const override { return true; }
    bool atEnd() const override;

protected:
    qint64 readData(char *out, qint64 most) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    struct Stream;
    qint64 fail(Error::Code code, const QString &text);
    bool refill();
    bool endMember();

    QIODevice *m_from;
    Framing m_framing;
    std::unique_ptr<Stream> m_stream;
    QByteArray m_in;
    qint64 m_taken = 0, m_given = 0;
    bool m_done = false;
    std::optional<Error> m_problem;
};

/// Whether a file that begins so is gzip.
bool isGzip(QByteArrayView head);

} // namespace countersign
