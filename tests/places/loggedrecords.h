// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kind.h"
#include "domain/kinds/evidence.h"
#include "domain/kinds/people.h"
#include "domain/kinds/policy.h"
#include "domain/kinds/release.h"
#include "domain/kinds/version.h"
#include "trust/decision.h"
#include "trust/key.h"

#include <QMap>

namespace countersign::test {

/// A moment that the story is told at.
QDateTime storyNow();
/// A ULID that is the same in every run.
QString ulid(int number);
QString digestOf(const QString &text);

/// Records as a server would have them, with the log that commits to them: one leaf a change, signatures that hold.
class LoggedRecords
{
public:
    template <typename T>
    void put(const QString &id, const T &body, const QString &actor, const QDateTime &at, const QString &action = QStringLiteral("create"),
             const QString &statement = {})
    {
        for (const Kind &kind : kinds()) {
            if (kind.shape == &shapeOf<T>())
                add(kind.name, id, encode(body), actor, at, action, statement);
        }
    }
    void add(const QString &kind, const QString &id, const QJsonObject &body, const QString &actor, const QDateTime &at, const QString &action,
             const QString &statement = {});
    /// Changes a body behind the log's back.
    void forge(const QString &kind, const QString &id, const QJsonObject &body) { m_records[kind + u' ' + id].body = body; }

    [[nodiscard]] Record record(const QString &kind, const QString &id) const { return m_records.value(kind + u' ' + id); }
    [[nodiscard]] qint64 size() const { return m_entries.size(); }
    [[nodiscard]] const QList<QByteArray> &entries() const { return m_entries; }
    [[nodiscard]] QList<QByteArray> &entries() { return m_entries; }
    [[nodiscard]] LogView view() const;
    /// All records as one answer of the feed.
    [[nodiscard]] QByteArray page() const;

    Person person(const QString &name, const QString &display, const QStringList &roles);
    Model model(const QString &name, const QString &title, const QString &owner, Criticality::Level level);
    Version version(const QString &model, const QString &number, const QString &author, const QDateTime &at);
    /// A request in review, round 1; not yet put.
    static Request request(int number, const QString &version, const QString &environment, const QString &policy, const QString &by,
                           const QDateTime &at);
    /// A key that the person enrolled; confirmed by `confirmer` unless that is empty.
    PrivateKey key(const QString &person, const QString &confirmer, const QDateTime &at, const QString &label = QStringLiteral("This computer"));
    /// A sign-off that was really signed, as the server stores it.
    Signoff signoff(const QString &id, const QString &requestId, const Request &request, const PolicyStage &stage, const QString &person,
                    Signoff::Verdict verdict, const QString &comment, const PrivateKey &key, const QDateTime &at);

private:
    QMap<QString, Record> m_records;
    QList<QByteArray> m_entries;
};

} // namespace countersign::test
