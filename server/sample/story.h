// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "server/routes/creating.h"
#include "server/sample/cast.h"
#include "server/store/store.h"
#include "trust/releasebundle.h"

namespace countersign::sample {

/// Acts as the sample's people, one act at a time, with the clock where the story has it. Every act goes through the
/// server's own rules; the first that is refused ends the story with its sentence.
class Story
{
public:
    Story(Store &store, EvidenceReader reader, QString keyFolder);

    void setTime(const QDateTime &now) { m_now = now; }
    [[nodiscard]] const QDateTime &now() const { return m_now; }

    Result<Record> create(const QString &person, const QString &kind, const QJsonObject &body);
    Result<Record> edit(const QString &person, const QString &kind, const QString &id, const QJsonObject &patch);
    Result<Record> verb(const QString &person, const QString &kind, const QString &id, const QString &verb);
    /// Imports bytes as evidence of a version; `kind` is "evaluation" or "card".
    Result<Record> import(const QString &person, const QString &kind, const QString &version, const QString &fileName,
                          const QString &title, const QByteArray &bytes);
    Result<Record> sign(const QString &person, const QString &request, const QString &stage, const QString &role,
                        Signoff::Verdict verdict, const QString &comment);
    /// Signs an evaluation plan; the first signature locks it.
    Result<Record> signPlan(const QString &person, const QString &plan, const QString &role);
    /// Closes a review set into an evaluation.
    Result<Record> closeReview(const QString &person, const QString &set);
    /// Makes the person's key, enrols it and has `administrator` confirm it.
    Result<void> enrol(const QString &person, const QString &administrator);
    /// A new API key of a person; the secret.
    Result<QByteArray> apiKey(const QString &person, const QString &issuedBy);

private:
    template <typename Work>
    auto as(const QString &person, Work work);
    [[nodiscard]] Caller callerOf(const QString &person) const;

    Store &m_store;
    EvidenceReader m_reader;
    QString m_keyFolder;
    QDateTime m_now;
    mutable QMap<QString, Person> m_people;
    QMap<QString, PrivateKey> m_keys;
};

} // namespace countersign::sample
