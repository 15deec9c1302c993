// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/clock.h"
#include "routes/httpclient.h"
#include "server/routes/server.h"
#include "trust/decision.h"

#include <QTemporaryDir>

namespace countersign::test {

/// A file that the workplace's importer understands: the normalised form itself, so that a test says what it means.
QByteArray evaluationFile(double accuracy, const QString &note = {});
QByteArray cardFile(const QStringList &missing = {});

/// Somebody with an API key and, once enrolled, a signing key.
struct Member
{
    QString name;
    QStringList roles;
    QByteArray apiKey;
    std::unique_ptr<HttpClient> http;
    PrivateKey key;
};

/// The real server over real HTTP and a real database file, with a clock that stands still and people in it:
/// owner (model-owner), val and val2 (validator), risk (risk), legal (legal), eng (release-engineer), audit (auditor),
/// admin and admin2 (administrator).
class Workplace
{
public:
    explicit Workplace(double requestsPerSecond = 0, double burst = 0);
    ~Workplace();

    Member &operator[](const QString &name);
    [[nodiscard]] bool works() const { return m_server != nullptr; }
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] ManualClock &clock() { return m_clock; }
    [[nodiscard]] Server &server() { return *m_server; }
    /// Ends the server and opens it again on the same folder.
    void restart();

    Member &addPerson(const QString &name, const QStringList &roles, const QStringList &scopes = {});
    /// A new signing key, enrolled and, unless told otherwise, confirmed by admin.
    void enrol(Member &member, bool confirm = true);

    /// A model, a version "m/1" with two files, an evaluation by val2, a card by owner, a policy "prod" of two stages
    /// (validation: validator; risk: risk) with one metric bound, and keys for val, risk and legal.
    void furnish();
    /// Asks for "m/1" into "production"; the request's id.
    QString ask(const QString &environment = QStringLiteral("production"));

    struct Paper
    {
        QByteArray envelope;
        QByteArray sheet;
        QJsonObject toJson(const QString &role) const;
    };
    /// What a reviewer's console would make: the case read through the API, the decision prepared, the payload signed.
    /// `change` may spoil the statement before it is signed.
    Paper prepare(Member &member, const QString &request, Signoff::Verdict verdict, const QString &role, const QString &stage = {},
                  const std::function<void(ReleaseCase &, DecisionInput &)> &change = {});
    Reply sign(Member &member, const QString &request, Signoff::Verdict verdict, const QString &role);
    QJsonObject gate(const QString &environment = QStringLiteral("production"), const QJsonArray &artifacts = files());
    static QJsonArray files();

    QByteArray evaluation; ///< id
    QByteArray card;       ///< id

private:
    void start();

    QTemporaryDir m_folder;
    double m_requestsPerSecond;
    double m_burst;
    ManualClock m_clock{fromRfc3339(u"2026-03-02T09:00:00.000Z")};
    std::unique_ptr<Server> m_server;
    quint16 m_port = 0;
    std::map<QString, std::unique_ptr<Member>> m_members;
};

} // namespace countersign::test
