// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/clock.h"
#include "domain/kinds/people.h"
#include "domain/statetable.h"
#include "replica/replica.h"
#include "trust/decision.h"
#include "trust/signer.h"

#include <QObject>
#include <QUrl>

namespace countersign {

class Outbox;

/// Something a person wants done. It is on the disk before anybody believes it, and is sent when there is a connection.
struct Command
{
    QString title;                ///< as the outbox shows it: "Request release of claims-triage 7"
    QByteArray method = "POST";   ///< POST or PATCH
    QString path;                 ///< "/v1/requests"
    QJsonObject body;
    qint64 ifMatch = 0;           ///< revision that was edited; 0 for none
    QJsonObject base;             ///< the body before the edit, for a conflict side by side
    QString request;              ///< for a sign-off: the request or plan that must still be what was signed
};

/// A record as it was at one revision, and what was done then: "create", "edit", or a verb.
struct RecordRevision
{
    QString action;
    Record record;
};

/// How fresh what is shown is, in one value; the shell turns it into a sentence.
struct Freshness
{
    enum class State { Never, Syncing, Current, Offline, Unauthorised, HistoryRewritten };
    State state = State::Never;
    QDateTime syncedAt;
    qint64 logSize = 0;
    int outbox = 0;         ///< commands not yet answered
    int outboxTrouble = 0;  ///< refused, conflicting or in need of review
    QString server;         ///< host, or "local workspace"
    QString detail;         ///< what is wrong, as a sentence
};

/// How far the verification of the log has come: entries that were fetched, then entries that were checked.
struct LogProgress
{
    bool checking = false;
    qint64 done = 0, of = 0;
};
/// How a verification is followed and ended: `progress` is called on the asker's thread, a request to stop answers
/// Cancelled soon.
struct LogWatch
{
    std::stop_token stop = {};
    std::function<void(const LogProgress &)> progress = {};
};

/// Where a person's signing key is kept; in both it is encrypted with the passphrase.
enum class KeyPlace { Keychain, File };

/// All that a place may use. It lives on the GUI thread, answers by callback on `context`'s thread, and drops answers
/// whose context is gone. A place reads the replica and sends commands; it never talks to the network.
class Workspace : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual Replica *replica() const = 0;
    [[nodiscard]] virtual const Clock *clock() const = 0;
    /// Who acts. In the sample workspace this can be any of its people.
    [[nodiscard]] virtual Person person() const = 0;
    [[nodiscard]] virtual bool isSample() const = 0;
    [[nodiscard]] virtual QList<Person> actablePeople() const = 0;
    virtual void actAs(const QString &person) = 0;
    [[nodiscard]] virtual Freshness freshness() const = 0;
    /// The log as it was last verified.
    [[nodiscard]] virtual LogView logView() const = 0;

    /// Puts a command into the outbox. `done` is called when the server has answered, which may be much later or, if
    /// the program ends first, never.
    virtual void send(const Command &command, QObject *context, std::function<void(Result<QJsonObject>)> done) = 0;
    /// What was sent and not yet settled, for the inbox to list; null where there is none.
    [[nodiscard]] virtual Outbox *outbox() const { return nullptr; }
    /// Uploads a file, or a folder as one archive, and imports it as evidence of a version: `kind` is "evaluation" or "card". Needs a connection.
    virtual void importEvidence(const QString &kind, const QString &version, const QString &path, QObject *context,
                                std::function<void(Result<QJsonObject>)> done) = 0;
    /// Brings bytes to the server for a command that names them; answers with their digest. Needs a connection.
    virtual void storeBlob(const QByteArray &bytes, QObject *context, std::function<void(Result<QString>)> done);
    /// Every revision of a record that the server has, oldest first. Needs a connection.
    virtual void revisions(const QString &kind, const QString &id, QObject *context,
                           std::function<void(Result<QList<RecordRevision>>)> done);
    /// A blob from this machine, or from the server when it is not here yet. Its digest has been checked.
    virtual void blob(const QString &digest, QObject *context, std::function<void(Result<QByteArray>)> done) = 0;
    /// The acting person's key, once the passphrase is given. NotFound when they have none on this machine.
    virtual void openSigner(const QString &passphrase, QObject *context,
                            std::function<void(Result<std::shared_ptr<Signer>>)> done) = 0;
    /// Makes a key for the acting person on this machine and sends its enrolment; answers with the key's id. Unsupported
    /// when there is no keychain: whether a file will do instead is for the person to say.
    virtual void createSigner(KeyPlace place, const QString &label, const QString &passphrase, QObject *context,
                              std::function<void(Result<QString>)> done) = 0;
    /// Whether signing asks for a passphrase; the sample's people have keys without.
    [[nodiscard]] virtual bool signerNeedsPassphrase() const = 0;
    /// Reads the whole log again and holds it against everything this machine remembers. The answer is a sentence.
    virtual void verifyLog(QObject *context, const LogWatch &watch, std::function<void(Result<QString>)> done) = 0;
    /// Fetches log entries [first, first + count) as JSON texts.
    virtual void logEntries(qint64 first, int count, QObject *context,
                            std::function<void(Result<QList<QByteArray>>)> done) = 0;
    /// Writes the release bundle of a request to a file, verified before it is kept.
    virtual void exportBundle(const QString &requestId, const QString &path, QObject *context,
                              std::function<void(Result<QString>)> done) = 0;

    [[nodiscard]] Actor actor() const { return {person().name, person().roles}; }

signals:
    void personChanged();
    void freshnessChanged();
    /// A report or card that was not on this machine is now.
    void blobArrived(const QString &digest);
};

/// countersign:// links of the places: said once.
namespace links {
inline QUrl to(const QString &place, const QString &id = {})
{
    QUrl url;
    url.setScheme(QStringLiteral("countersign"));
    url.setHost(place);
    if (!id.isEmpty())
        url.setPath(QLatin1Char('/') + id);
    return url;
}
/// The id a link names: "claims-triage/7", a ULID, or empty.
inline QString id(const QUrl &url)
{
    return url.path().mid(1);
}
} // namespace links

} // namespace countersign
