// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "domain/kind.h"

#include <QJsonObject>
#include <QSslCertificate>
#include <QUrl>

#include <memory>

namespace countersign {

/// The server as a command sees it: one request after the other, each call returns when the answer is there. The network
/// itself runs on the main thread's event loop; these functions are for the one worker thread that runs the command.
class Session
{
public:
    using Query = QList<std::pair<QString, QString>>;

    /// Made on the main thread, which must then run its event loop. `token` may be empty.
    /// `authorities` are believed besides the system's.
    Session(const QUrl &server, const QString &token, const QList<QSslCertificate> &authorities = {});
    ~Session();
    Q_DISABLE_COPY_MOVE(Session)

    [[nodiscard]] QUrl url() const { return m_url; }

    Result<QJsonObject> get(const QString &path, const Query &query = {});
    Result<QByteArray> getBytes(const QString &path, const Query &query = {});
    Result<QJsonObject> post(const QString &path, const QJsonObject &body = {});
    /// A raw body, e.g. an evaluation file.
    Result<QJsonObject> postBytes(const QString &path, const Query &query, const QByteArray &bytes);
    Result<QJsonObject> patch(const QString &path, qint64 revision, const QJsonObject &changes);

    /// One record by its id.
    Result<Record> record(const QString &kind, const QString &id);
    /// All pages of a collection.
    Result<QList<Record>> list(const QString &kind, const Query &query = {}, qint64 most = 1'000'000);
    /// Bytes held against their digest. Corrupt when the server gives others.
    Result<QByteArray> blob(const QString &digest);

private:
    struct Private;
    QUrl m_url;
    std::unique_ptr<Private> d;
};

/// "/v1/versions/triage/1.0": where a record of a kind is.
QString recordPath(const QString &kind, const QString &id);

} // namespace countersign
