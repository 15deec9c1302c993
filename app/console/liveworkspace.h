// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "client/restclient.h"
#include "replica/blobfetcher.h"
#include "replica/logmirror.h"
#include "replica/outbox.h"
#include "replica/replica.h"
#include "replica/sync.h"
#include "trust/secretstore.h"
#include "ui/workspace/workspace.h"

#include <QPointer>

namespace countersign {

/// The console's workspace: client, replica, sync and outbox of one server and person, put together.
class LiveWorkspace final : public Workspace
{
    Q_OBJECT
public:
    struct Options
    {
        QUrl server;
        QByteArray token;
        QString folder;      ///< of the replica, the outbox and key files
        QString serverTitle; ///< "Local workspace", "Sample workspace", or the host
        QString sampleFolder; ///< the server's data folder when this is the sample; empty otherwise
        bool local = false;   ///< the server is this console's own: its administrator may act as any of its people
        const Clock *clock = nullptr; ///< the system's when null
    };
    static Result<std::unique_ptr<LiveWorkspace>> open(Options options);
    ~LiveWorkspace() override;

    void start();

    [[nodiscard]] Replica *replica() const override { return m_replica.get(); }
    [[nodiscard]] const Clock *clock() const override { return m_clock; }
    [[nodiscard]] Person person() const override { return m_person; }
    [[nodiscard]] bool isSample() const override { return !m_options.sampleFolder.isEmpty(); }
    [[nodiscard]] QList<Person> actablePeople() const override { return m_people; }
    void actAs(const QString &person) override;
    [[nodiscard]] Freshness freshness() const override;
    [[nodiscard]] LogView logView() const override;
    void send(const Command &command, QObject *context, std::function<void(Result<QJsonObject>)> done) override;
    void importEvidence(const QString &kind, const QString &version, const QString &path, QObject *context,
                        std::function<void(Result<QJsonObject>)> done) override;
    void storeBlob(const QByteArray &bytes, QObject *context, std::function<void(Result<QString>)> done) override;
    void revisions(const QString &kind, const QString &id, QObject *context,
                   std::function<void(Result<QList<RecordRevision>>)> done) override;
    void blob(const QString &digest, QObject *context, std::function<void(Result<QByteArray>)> done) override;
    void openSigner(const QString &passphrase, QObject *context, std::function<void(Result<std::shared_ptr<Signer>>)> done) override;
    void createSigner(KeyPlace place, const QString &label, const QString &passphrase, QObject *context,
                      std::function<void(Result<QString>)> done) override;
    [[nodiscard]] bool signerNeedsPassphrase() const override { return !isSample(); }
    void verifyLog(QObject *context, const LogWatch &watch, std::function<void(Result<QString>)> done) override;
    void logEntries(qint64 first, int count, QObject *context, std::function<void(Result<QList<QByteArray>>)> done) override;
    void exportBundle(const QString &requestId, const QString &path, QObject *context, std::function<void(Result<QString>)> done) override;

    /// Whether actAs() can do anything: in the sample, and in a local workspace, where everybody signs with a key and a
    /// passphrase of their own all the same.
    [[nodiscard]] bool canActAsOthers() const { return isSample() || m_options.local; }
    [[nodiscard]] bool isLocal() const { return m_options.local; }

    [[nodiscard]] Outbox *outbox() const { return m_outbox.get(); }
    [[nodiscard]] Sync *sync() const { return m_sync.get(); }

signals:
    /// Acting as somebody did not work out; the sentence is for people.
    void actingFailed(const QString &sentence);
    /// The server contradicts what it said before.
    void alarmRaised(const QString &sentence);

private:
    struct Waiting
    {
        QPointer<QObject> context;
        std::function<void(Result<QJsonObject>)> done;
    };
    explicit LiveWorkspace(Options options);
    void remembered();
    void askWhoIAm();
    void takeWhoIAm(const Person &person, const QByteArray &token);
    [[nodiscard]] std::optional<QByteArray> tokenOf(const QString &person) const;
    void become(const Person &person, const QByteArray &token);
    void askTokenFor(const Person &person);
    void readPeople();
    void importFolder(const QString &kind, const QString &version, const QString &path, QObject *context, std::function<void(Result<QJsonObject>)> done);
    void upload(const QString &kind, const QString &version, const QString &fileName, std::unique_ptr<QIODevice> source, QObject *context,
                std::function<void(Result<QJsonObject>)> done);
    void reviewSignoff(const OutboxItem &item, std::function<void(Result<void>)> answer);
    void outboxChanged(qint64 number);
    void answerWaiting(qint64 number, const Result<QJsonObject> &answer);
    void enrol(const std::shared_ptr<Signer> &signer, const QString &label, QObject *context, std::function<void(Result<QString>)> done);
    [[nodiscard]] QString keyFile(const QString &person) const;
    [[nodiscard]] QString keychainEntry() const;

    Options m_options;
    SystemClock m_systemClock;
    const Clock *m_clock;
    QByteArray m_token;
    QMap<QString, QByteArray> m_tokens; ///< keys at hand, by person: the sample's people, or who has sat down here in this run
    std::unique_ptr<Replica> m_replica;
    std::unique_ptr<RestClient> m_client;
    std::unique_ptr<Sync> m_sync;
    std::unique_ptr<Outbox> m_outbox;
    std::unique_ptr<LogMirror> m_mirror;
    std::unique_ptr<BlobFetcher> m_blobs;
    std::shared_ptr<SecretStore> m_keychain;
    Person m_person;
    QString m_owner; ///< whose the first token is; empty until the server has said so in this run
    QList<Person> m_people;
    QHash<qint64, Waiting> m_waiting;
};

} // namespace countersign
