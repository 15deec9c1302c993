// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QByteArray>
#include <QMap>
#include <QObject>
#include <QPointer>

#include <functional>
#include <optional>

namespace countersign {

/// A place that keeps small secrets at rest. Every call answers exactly once, later, on the thread of `context`, and never
/// after `context` is gone. Called from that thread.
///
/// Errors: NotFound when there is no such entry; Unsupported when there is no keychain to ask. Both are final: a caller
/// must never fall back to keeping the secret somewhere less safe.
class SecretStore
{
public:
    using Got = std::function<void(Result<QByteArray>)>;
    using Done = std::function<void(Result<void>)>;

    virtual ~SecretStore() = default;
    virtual void read(const QString &entry, QObject *context, Got got) = 0;
    virtual void write(const QString &entry, const QByteArray &secret, QObject *context, Done done) = 0;
    virtual void remove(const QString &entry, QObject *context, Done done) = 0;
};

/// The desktop's own keychain (Secret Service, KWallet, macOS, Windows) through QtKeychain, never its insecure fallback.
/// On Linux any program of the same user can read it while it is unlocked: it protects at rest, not against malware.
class KeychainStore final : public SecretStore
{
public:
    explicit KeychainStore(QString service) : m_service(std::move(service)) {}
    void read(const QString &entry, QObject *context, Got got) override;
    void write(const QString &entry, const QByteArray &secret, QObject *context, Done done) override;
    void remove(const QString &entry, QObject *context, Done done) override;

private:
    QString m_service;
};

/// Keeps everything in memory and forgets it: tests, and a sample workspace.
class MemoryStore final : public SecretStore
{
public:
    void read(const QString &entry, QObject *context, Got got) override;
    void write(const QString &entry, const QByteArray &secret, QObject *context, Done done) override;
    void remove(const QString &entry, QObject *context, Done done) override;
    /// From now on everything fails with this error; none makes it work again.
    void failWith(std::optional<Error> error) { m_failure = std::move(error); }

private:
    QMap<QString, QByteArray> m_entries;
    std::optional<Error> m_failure;
};

} // namespace countersign
