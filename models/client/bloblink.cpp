// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/bloblink.h"

#include "trust/digest.h"

#include <QCoreApplication>
#include <QFile>
#include <QSaveFile>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int transferTime = 60 * 60 * 1000;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(BlobLink)
};

struct Incoming
{
    explicit Incoming(const QString &path) : file(path) {}
    QSaveFile file;
    Sha256 hash;
};

Result<void> keep(Incoming &incoming, const RestReply &reply, const QString &digest)
{
    if (reply.error) {
        incoming.file.cancelWriting();
        return *reply.error;
    }
    if (digestString(incoming.hash.result()) != digest) {
        incoming.file.cancelWriting();
        return {Error::Code::Untrusted, Text::tr("A file that was fetched is not what its digest says."), digest};
    }
    if (!incoming.file.commit())
        return {Error::Code::Internal, Text::tr("A file could not be kept on this machine."), incoming.file.errorString()};
    return {};
}

} // namespace

RestJob *uploadBlob(RestClient &client, const QString &path, const QString &digest, QObject *context,
                    std::function<void(Result<void>)> done)
{
    RestRequest request;
    request.method = "PUT";
    request.path = u"/v1/blobs/"_s + digest;
    request.contentType = "application/octet-stream";
    request.timeout = transferTime;
    auto file = std::make_unique<QFile>(path);
    const bool opened = file->open(QIODevice::ReadOnly);
    RestJob *job = client.send(request, context, [done = std::move(done), opened](const RestReply &reply) {
        if (!opened)
            done({Error::Code::NotFound, Text::tr("The file could not be read.")});
        else
            done(reply.error ? Result<void>(*reply.error) : Result<void>());
    });
    job->setSource(std::move(file));
    if (!opened)
        QMetaObject::invokeMethod(job, &RestJob::cancel, Qt::QueuedConnection);
    return job;
}

RestJob *downloadBlob(RestClient &client, const QString &digest, const QString &path, QObject *context,
                      std::function<void(Result<void>)> done, qint64 maximumBytes)
{
    RestRequest request = RestRequest::get(u"/v1/blobs/"_s + digest);
    request.timeout = transferTime;
    request.maximumBytes = maximumBytes;
    auto incoming = std::make_shared<std::unique_ptr<Incoming>>();
    RestJob *job = client.send(request, context, [=](const RestReply &reply) {
        if (*incoming)
            done(keep(**incoming, reply, digest));
        else
            done(reply.error ? *reply.error : Error{Error::Code::Internal, Text::tr("A file could not be kept on this machine.")});
    });
    job->setSink(
        [incoming](const QByteArray &piece) {
            (*incoming)->hash.addData(piece);
            return (*incoming)->file.write(piece) == piece.size();
        },
        [incoming, path] {
            // A file of its own for each attempt; the one before is dropped unfinished.
            *incoming = std::make_unique<Incoming>(path);
            (void)(*incoming)->file.open(QIODevice::WriteOnly);
        });
    return job;
}

} // namespace countersign
