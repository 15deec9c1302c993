// SPDX-License-Identifier: GPL-3.0-or-later
// Evidence in, the log and bundles out.
#include "liveworkspace.h"

#include "formats/evidencereader.h"
#include "formats/packfolder.h"
#include "logverification.h"
#include "trust/digest.h"
#include "trust/releasebundle.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int entriesAtOnce = 1000;

/// Writes a bundle that verifies; Untrusted, and no file, otherwise.
Result<QString> keepVerified(const QString &path, const QByteArray &zip, const QString &vkey, const Checkpoint &remembered, const QDateTime &now)
{
    const auto key = NoteVerifier::fromVkey(vkey);
    if (!key)
        return key.error();
    const auto trust = TlogPolicy::fromText(TlogPolicy::textFor(*key));
    if (!trust)
        return trust.error();
    const BundleReport report = verifyBundle(zip, {*trust, evidenceReader(), now, remembered});
    if (!report.authentic())
        return {Error::Code::Untrusted, LiveWorkspace::tr("The bundle does not verify and was not kept: %1").arg(report.failure())};
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(zip) != zip.size())
        return {Error::Code::Internal, LiveWorkspace::tr("%1 cannot be written: %2").arg(QFileInfo(path).fileName(), file.errorString())};
    return LiveWorkspace::tr("%1 was verified and written.").arg(QFileInfo(path).fileName());
}

Result<QList<RecordRevision>> revisionsFrom(const RestReply &reply)
{
    const auto object = reply.object();
    if (!object)
        return object.error();
    QList<RecordRevision> out;
    const QJsonArray items = object->value(u"items"_s).toArray();
    for (const QJsonValue &item : items) {
        // A revision whose body was erased on record has nothing to show.
        if (auto record = Record::fromJson(item[u"record"].toObject()); record.ok())
            out.append({item[u"action"].toString(), std::move(*record)});
    }
    return out;
}

} // namespace

void LiveWorkspace::importEvidence(const QString &kind, const QString &version, const QString &path, QObject *context,
                                   std::function<void(Result<QJsonObject>)> done)
{
    if (QFileInfo(path).isDir())
        return importFolder(kind, version, path, context, std::move(done));
    auto file = std::make_unique<QFile>(path);
    if (!QFileInfo(path).isFile() || !file->open(QIODevice::ReadOnly)) {
        done(Error{Error::Code::NotFound, tr("%1 cannot be read.").arg(QFileInfo(path).fileName())});
        return;
    }
    upload(kind, version, QFileInfo(path).fileName(), std::move(file), context, std::move(done));
}

/// Packed on a worker: a folder may hold thousands of files.
void LiveWorkspace::importFolder(const QString &kind, const QString &version, const QString &path, QObject *context,
                                 std::function<void(Result<QJsonObject>)> done)
{
    QPointer<QObject> asker = context;
    runAsync(
        context, QThreadPool::globalInstance(),
        [path, target = thread()](const std::stop_token &stop) -> Result<std::shared_ptr<RawEvidence>> {
            ImportOptions options;
            options.stop = stop;
            auto packed = packFolder(path, options);
            if (!packed)
                return packed.error();
            packed->device->moveToThread(target);
            return std::make_shared<RawEvidence>(std::move(*packed));
        },
        [this, asker, kind, version, done = std::move(done)](const Result<std::shared_ptr<RawEvidence>> &packed) {
            if (!packed)
                return done(packed.error());
            upload(kind, version, (*packed)->fileName, std::move((*packed)->device), asker, done);
        });
}

void LiveWorkspace::upload(const QString &kind, const QString &version, const QString &fileName, std::unique_ptr<QIODevice> source,
                           QObject *context, std::function<void(Result<QJsonObject>)> done)
{
    RestRequest request;
    request.method = "POST";
    request.path = kind == "card"_L1 ? u"/v1/cards/import"_s : u"/v1/evaluations/import"_s;
    request.query.addQueryItem(u"version"_s, version);
    request.query.addQueryItem(u"fileName"_s, QString::fromLatin1(QUrl::toPercentEncoding(fileName)));
    request.contentType = "application/octet-stream";
    request.timeout = 300'000;
    RestJob *job = m_client->send(request, context, [done = std::move(done)](const RestReply &reply) { done(reply.object()); });
    job->setSource(std::move(source));
}

void LiveWorkspace::storeBlob(const QByteArray &bytes, QObject *context, std::function<void(Result<QString>)> done)
{
    const QString digest = digestString(sha256(bytes));
    RestRequest request;
    request.method = "PUT";
    request.path = u"/v1/blobs/"_s + digest;
    request.contentType = "application/octet-stream";
    request.body = bytes;
    m_client->send(request, context, [digest, done = std::move(done)](const RestReply &reply) {
        if (reply.error)
            done(*reply.error);
        else
            done(digest);
    });
}

void LiveWorkspace::revisions(const QString &kind, const QString &id, QObject *context,
                              std::function<void(Result<QList<RecordRevision>>)> done)
{
    const Kind *known = kindByName(kind);
    if (!known)
        return done(Error{Error::Code::NotFound, tr("There is no kind %1.").arg(kind)});
    const RestRequest request = RestRequest::get(u"/v1/%1/%2/history"_s.arg(known->plural, pathPart(id)));
    m_client->send(request, context, [done = std::move(done)](const RestReply &reply) { done(revisionsFrom(reply)); });
}

void LiveWorkspace::blob(const QString &digest, QObject *context, std::function<void(Result<QByteArray>)> done)
{
    if (auto here = m_replica->blobs().read(digest); here.ok())
        return done(std::move(here));
    m_blobs->fetch({digest}, context, [this, digest, done = std::move(done)](const Result<void> &fetched) {
        done(fetched ? m_replica->blobs().read(digest) : Result<QByteArray>(fetched.error()));
    });
}

void LiveWorkspace::verifyLog(QObject *context, const LogWatch &watch, std::function<void(Result<QString>)> done)
{
    const Checkpoint checkpoint = m_sync->guard().checkpoint();
    if (checkpoint.size == 0)
        return done(Error{Error::Code::NotFound, tr("Nothing has been received from the log yet.")});
    auto *run = new LogVerification(m_mirror.get(), m_replica.get(), checkpoint, this);
    run->start(context, watch, std::move(done));
}

void LiveWorkspace::logEntries(qint64 first, int count, QObject *context, std::function<void(Result<QList<QByteArray>>)> done)
{
    RestRequest request = RestRequest::get(u"/v1/log/entries"_s);
    request.query.addQueryItem(u"from"_s, QString::number(first));
    request.query.addQueryItem(u"count"_s, QString::number(std::min(count, entriesAtOnce)));
    m_client->send(request, context, [done = std::move(done)](const RestReply &reply) {
        if (!reply.ok())
            return done(*reply.error);
        QList<QByteArray> lines = reply.body.split('\n');
        lines.removeAll(QByteArray());
        done(lines);
    });
}

void LiveWorkspace::exportBundle(const QString &requestId, const QString &path, QObject *context,
                                 std::function<void(Result<QString>)> done)
{
    RestRequest request = RestRequest::get(u"/v1/requests/%1/bundle"_s.arg(pathPart(requestId)));
    request.maximumBytes = 512LL * 1024 * 1024;
    request.timeout = 120'000;
    const QString vkey = m_sync->guard().pinnedKey();
    const Checkpoint remembered = m_sync->guard().checkpoint();
    QPointer<QObject> asker = context;
    m_client->send(request, context, [this, path, vkey, remembered, asker, done = std::move(done)](const RestReply &reply) {
        if (!reply.ok())
            return done(*reply.error);
        // What is given to others is held against this machine's own trust first.
        runAsync(
            asker, QThreadPool::globalInstance(),
            [path, vkey, remembered, zip = reply.body, now = m_clock->now()](std::stop_token) { return keepVerified(path, zip, vkey, remembered, now); },
            done);
    });
}

} // namespace countersign
