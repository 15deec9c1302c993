// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/workspace/workspace.h"

#include <QTemporaryDir>

namespace countersign::test {

/// A workspace over a real replica in a folder of its own, without a server: commands are kept and answered as the test
/// says. GUI thread.
class EvidenceWorkspace : public Workspace
{
    Q_OBJECT
public:
    EvidenceWorkspace();
    ~EvidenceWorkspace() override;

    // What a test does to it.
    /// Writes records into the replica and waits for them.
    void put(const QList<Record> &records);
    /// A blob of this machine; gives its digest.
    QString addBlob(const QByteArray &bytes);
    /// A blob that only the server has.
    QString addRemoteBlob(const QByteArray &bytes);
    void setPerson(const Person &person);
    void setNextAnswer(Result<QJsonObject> answer) { m_answers.append(std::move(answer)); }
    void setFreshness(const Freshness &freshness);
    /// Commands are kept without an answer while this is set, as without a connection.
    void setSilent(bool silent) { m_silent = silent; }
    [[nodiscard]] const QList<Command> &sent() const { return m_sent; }
    struct Import
    {
        QString kind, version, path;
    };
    [[nodiscard]] const QList<Import> &imports() const { return m_imports; }
    /// What revisions() answers for a record; without it there is only what is in the replica.
    void setRevisions(const QString &id, const QList<RecordRevision> &revisions) { m_revisions.insert(id, revisions); }
    /// While set, nothing can be stored: its error.
    void setStoreError(const std::optional<Error> &error) { m_storeError = error; }
    [[nodiscard]] ManualClock &time() { return m_clock; }
    void setSigner(std::shared_ptr<Signer> signer) { m_signer = std::move(signer); }
    void setLogEntries(const QList<QByteArray> &entries) { m_entries = entries; }

    // Workspace
    [[nodiscard]] Replica *replica() const override { return m_replica.get(); }
    [[nodiscard]] const Clock *clock() const override { return &m_clock; }
    [[nodiscard]] Person person() const override { return m_person; }
    [[nodiscard]] bool isSample() const override { return true; }
    [[nodiscard]] QList<Person> actablePeople() const override { return m_people; }
    void actAs(const QString &person) override;
    [[nodiscard]] Freshness freshness() const override { return m_freshness; }
    [[nodiscard]] LogView logView() const override { return {}; }
    void send(const Command &command, QObject *context, std::function<void(Result<QJsonObject>)> done) override;
    void importEvidence(const QString &kind, const QString &version, const QString &path, QObject *context,
                        std::function<void(Result<QJsonObject>)> done) override;
    void storeBlob(const QByteArray &bytes, QObject *context, std::function<void(Result<QString>)> done) override;
    void revisions(const QString &kind, const QString &id, QObject *context,
                   std::function<void(Result<QList<RecordRevision>>)> done) override;
    void blob(const QString &digest, QObject *context, std::function<void(Result<QByteArray>)> done) override;
    void openSigner(const QString &passphrase, QObject *context, std::function<void(Result<std::shared_ptr<Signer>>)> done) override;
    void createSigner(KeyPlace place, const QString &label, const QString &passphrase, QObject *context, std::function<void(Result<QString>)> done) override;
    [[nodiscard]] bool signerNeedsPassphrase() const override { return false; }
    void verifyLog(QObject *context, const LogWatch &watch, std::function<void(Result<QString>)> done) override;
    void logEntries(qint64 first, int count, QObject *context, std::function<void(Result<QList<QByteArray>>)> done) override;
    void exportBundle(const QString &requestId, const QString &path, QObject *context, std::function<void(Result<QString>)> done) override;

private:
    [[nodiscard]] Result<QJsonObject> nextAnswer();

    QTemporaryDir m_folder;
    ManualClock m_clock;
    std::unique_ptr<Replica> m_replica;
    Person m_person;
    QList<Person> m_people;
    Freshness m_freshness;
    QHash<QString, QByteArray> m_remote;
    QList<Command> m_sent;
    QList<Import> m_imports;
    QList<Result<QJsonObject>> m_answers;
    QList<QByteArray> m_entries;
    std::shared_ptr<Signer> m_signer;
    QHash<QString, QList<RecordRevision>> m_revisions;
    std::optional<Error> m_storeError;
    bool m_silent = false;
    qint64 m_seq = 0;
};

} // namespace countersign::test
