// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace countersign {

/// Header fields in the order they came or were set. Names compare without regard to case.
class HttpHeaders
{
public:
    using Field = std::pair<QByteArray, QByteArray>;

    void add(QByteArray name, QByteArray value) { m_fields.append({std::move(name), std::move(value)}); }
    /// Replaces every field of that name.
    void set(QByteArray name, QByteArray value);
    void remove(QByteArrayView name);
    [[nodiscard]] bool contains(QByteArrayView name) const;
    [[nodiscard]] QList<QByteArray> values(QByteArrayView name) const;
    /// The one value, nothing when the field is absent; Error::Invalid when it is there more than once.
    [[nodiscard]] Result<std::optional<QByteArray>> single(QByteArrayView name) const;
    [[nodiscard]] const QList<Field> &fields() const { return m_fields; }

private:
    QList<Field> m_fields;
};

/// A request body that was streamed to disk. The file is removed with the last owner of this object,
/// unless it was moved into place before. Any one thread at a time.
class UploadedFile
{
public:
    UploadedFile(QString path, qint64 size, QByteArray sha256)
        : m_path(std::move(path)), m_size(size), m_sha256(std::move(sha256))
    {
    }
    ~UploadedFile();
    Q_DISABLE_COPY_MOVE(UploadedFile)

    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] qint64 size() const { return m_size; }
    /// The 32 raw bytes of the SHA-256 of what arrived.
    [[nodiscard]] QByteArray sha256() const { return m_sha256; }
    /// Renames the file to `destination` (same file system), replacing what is there in one step. The contents were
    /// flushed to the disk before the request was handed out.
    Result<void> moveTo(const QString &destination);

private:
    QString m_path;
    qint64 m_size = 0;
    QByteArray m_sha256;
};

/// A request that kept every rule of requesthead.h. A value: may be moved to any thread.
struct HttpRequest
{
    QByteArray method;                         ///< a token as it came, "GET"
    QByteArray rawTarget;                      ///< as it came, "/v1/models?limit=5"
    QString path;                              ///< percent-decoded, without the query
    QStringList segments;                      ///< of `path`; "/a/b" is {"a","b"}, "/a/" is {"a",""}, "/" is {""}
    QList<std::pair<QString, QString>> query;  ///< decoded, in order, duplicates kept
    HttpHeaders headers;
    QByteArray body;
    std::shared_ptr<UploadedFile> upload;      ///< set instead of `body` when the body went to disk
    QString peer;                              ///< the address at the other end of the connection
    QString requestId;                         ///< the client's X-Request-Id if it is harmless, else one of ours

    /// The one value of a query field, nothing when absent; Error::Invalid when it is there more than once.
    [[nodiscard]] Result<std::optional<QString>> queryValue(QStringView name) const;
};

/// What is sent back. The body is shared, not copied; HEAD, 204 and 304 never send one.
struct HttpResponse
{
    int status = 200;
    HttpHeaders headers = {};
    QByteArray body = {};
    QString file = {};          ///< if not empty: the path of a file to stream in place of `body`
    bool closeAfter = false;    ///< close the connection after this answer

    static HttpResponse json(int status, QByteArray body);
    static HttpResponse text(int status, QByteArray body, QByteArray type = "text/plain; charset=utf-8");
    static HttpResponse empty(int status);
    /// Streams a file; a missing one becomes a 500, so look first.
    static HttpResponse fromFile(QString path, QByteArray type = "application/octet-stream");

    /// Sets a header and returns itself, for chains.
    HttpResponse &with(QByteArray name, QByteArray value) &;
    HttpResponse &&with(QByteArray name, QByteArray value) &&;
};

/// The way back for one request. Copies share it; the first answer counts, from any thread and at any time.
/// When the last copy goes unanswered, the client gets a 500.
class Responder
{
public:
    using Send = std::function<void(HttpResponse &&)>;

    /// `send` is called exactly once, on the thread that answers. `gone` may be null.
    explicit Responder(Send send, std::shared_ptr<std::atomic<bool>> gone = {});

    /// True if this was the answer, false if there was one before.
    bool answer(HttpResponse response) const;
    [[nodiscard]] bool isAnswered() const;
    /// True once the client has ended its side of the connection. An answer is still allowed, and lost.
    [[nodiscard]] bool clientGone() const;

private:
    struct State;
    std::shared_ptr<State> m_state;
};

} // namespace countersign
