// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/secretstore.h"

#include "trust/words.h"

#include <qt6keychain/keychain.h>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

std::optional<Error> errorOf(const QKeychain::Job &job)
{
    if (job.error() == QKeychain::NoError)
        return {};
    if (job.error() == QKeychain::EntryNotFound)
        return Error{Error::Code::NotFound, Trust::tr("The keychain has no such entry.")};
    if (job.error() == QKeychain::AccessDeniedByUser)
        return Error{Error::Code::Cancelled, Trust::tr("Access to the keychain was refused.")};
    // A missing keyring is reported as OtherError, not as NoBackendAvailable, so every other code means the same.
    return Error{Error::Code::Unsupported,
                 Trust::tr("This computer has no keychain that can be used; nothing was stored elsewhere instead."),
                 job.errorString()};
}

void start(QKeychain::Job *job)
{
    job->setInsecureFallback(false);
    job->setAutoDelete(true);
    job->start();
}

template <typename Answer, typename Callback>
void later(QObject *context, Callback callback, Answer answer)
{
    QMetaObject::invokeMethod(
        context, [callback = std::move(callback), answer = std::move(answer)] { callback(answer); },
        Qt::QueuedConnection);
}

} // namespace

void KeychainStore::read(const QString &entry, QObject *context, Got got)
{
    auto *job = new QKeychain::ReadPasswordJob(m_service);
    job->setKey(entry);
    QObject::connect(job, &QKeychain::Job::finished, context, [job, got = std::move(got)] {
        if (auto error = errorOf(*job))
            got(*error);
        else
            got(job->binaryData());
    });
    start(job);
}

void KeychainStore::write(const QString &entry, const QByteArray &secret, QObject *context, Done done)
{
    auto *job = new QKeychain::WritePasswordJob(m_service);
    job->setKey(entry);
    job->setBinaryData(secret);
    QObject::connect(job, &QKeychain::Job::finished, context, [job, done = std::move(done)] {
        auto error = errorOf(*job);
        done(error ? Result<void>(*error) : Result<void>());
    });
    start(job);
}

void KeychainStore::remove(const QString &entry, QObject *context, Done done)
{
    auto *job = new QKeychain::DeletePasswordJob(m_service);
    job->setKey(entry);
    QObject::connect(job, &QKeychain::Job::finished, context, [job, done = std::move(done)] {
        auto error = errorOf(*job);
        done(error ? Result<void>(*error) : Result<void>());
    });
    start(job);
}

void MemoryStore::read(const QString &entry, QObject *context, Got got)
{
    const auto it = m_entries.constFind(entry);
    if (m_failure)
        later<Result<QByteArray>>(context, std::move(got), *m_failure);
    else if (it == m_entries.cend())
        later<Result<QByteArray>>(context, std::move(got),
                                  Error{Error::Code::NotFound, Trust::tr("The keychain has no such entry.")});
    else
        later<Result<QByteArray>>(context, std::move(got), *it);
}

void MemoryStore::write(const QString &entry, const QByteArray &secret, QObject *context, Done done)
{
    if (!m_failure)
        m_entries.insert(entry, secret);
    later<Result<void>>(context, std::move(done), m_failure ? Result<void>(*m_failure) : Result<void>());
}

void MemoryStore::remove(const QString &entry, QObject *context, Done done)
{
    if (m_failure)
        return later<Result<void>>(context, std::move(done), *m_failure);
    if (m_entries.remove(entry) == 0)
        return later<Result<void>>(context, std::move(done),
                                   Error{Error::Code::NotFound, Trust::tr("The keychain has no such entry.")});
    later<Result<void>>(context, std::move(done), Result<void>());
}

} // namespace countersign
