// SPDX-License-Identifier: GPL-3.0-or-later
#include "places/evidenceworkspace.h"

#include "base/json.h"
#include "replica/feedpage.h"
#include "trust/digest.h"

#include <QTest>
#include <QTimer>

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

/// Answers come later, as from a server, and not to what has gone.
template <typename T>
void later(QObject *context, std::function<void(T)> done, T value)
{
    QTimer::singleShot(0, context, [done = std::move(done), value = std::move(value)] { done(value); });
}

} // namespace

EvidenceWorkspace::EvidenceWorkspace()
    : m_clock(QDateTime({2026, 11, 21}, {9, 0}, Qt::UTC))
{
    auto opened = Replica::open(m_folder.path());
    if (!opened.ok())
        qFatal("no replica: %s", qPrintable(opened.error().text));
    m_replica = std::move(*opened);
    m_freshness = {Freshness::State::Current, m_clock.now().addSecs(-2), 20'433, 0, 0, u"governance.example.org"_s, {}};
}

EvidenceWorkspace::~EvidenceWorkspace() = default;

void EvidenceWorkspace::put(const QList<Record> &records)
{
    QJsonArray changes;
    for (Record record : records) {
        record.seq = ++m_seq;
        record.leaf = record.seq - 1;
        record.revision = std::max<qint64>(record.revision, 1);
        if (!record.updatedAt.isValid())
            record.updatedAt = m_clock.now();
        if (record.updatedBy.isEmpty())
            record.updatedBy = u"sample"_s;
        changes.append(record.toJson());
    }
    auto page = decodeFeedPage(toJson(QJsonObject{{u"changes"_s, changes}, {u"head"_s, m_seq}, {u"checkpoint"_s, u""_s}}));
    if (!page.ok())
        qFatal("records do not decode: %s", qPrintable(page.error().text + page.error().detail));
    bool done = false;
    QObject context;
    m_replica->apply(&context, std::move(*page), {}, [&](const Result<qint64> &written) {
        if (!written.ok())
            qFatal("records were not written: %s", qPrintable(written.error().text));
        done = true;
    });
    if (!QTest::qWaitFor([&] { return done; }, 60'000))
        qFatal("the replica does not write");
}

QString EvidenceWorkspace::addBlob(const QByteArray &bytes)
{
    const QString digest = digestString(sha256(bytes));
    if (const auto inserted = m_replica->blobs().insert(digest, bytes); !inserted.ok())
        qFatal("no blob: %s", qPrintable(inserted.error().text));
    return digest;
}

QString EvidenceWorkspace::addRemoteBlob(const QByteArray &bytes)
{
    const QString digest = digestString(sha256(bytes));
    m_remote.insert(digest, bytes);
    return digest;
}

void EvidenceWorkspace::setPerson(const Person &person)
{
    m_person = person;
    if (std::none_of(m_people.begin(), m_people.end(), [&](const Person &other) { return other.name == person.name; }))
        m_people.append(person);
    emit personChanged();
}

void EvidenceWorkspace::actAs(const QString &person)
{
    for (const Person &other : std::as_const(m_people)) {
        if (other.name == person)
            m_person = other;
    }
    emit personChanged();
}

void EvidenceWorkspace::setFreshness(const Freshness &freshness)
{
    m_freshness = freshness;
    emit freshnessChanged();
}

Result<QJsonObject> EvidenceWorkspace::nextAnswer()
{
    return m_answers.isEmpty() ? Result<QJsonObject>(QJsonObject()) : m_answers.takeFirst();
}

void EvidenceWorkspace::send(const Command &command, QObject *context, std::function<void(Result<QJsonObject>)> done)
{
    m_sent.append(command);
    if (!m_silent)
        later(context, std::move(done), nextAnswer());
}

void EvidenceWorkspace::importEvidence(const QString &kind, const QString &version, const QString &path, QObject *context,
                                   std::function<void(Result<QJsonObject>)> done)
{
    m_imports.append({kind, version, path});
    if (!m_silent)
        later(context, std::move(done), nextAnswer());
}

void EvidenceWorkspace::storeBlob(const QByteArray &bytes, QObject *context, std::function<void(Result<QString>)> done)
{
    later(context, std::move(done), m_storeError ? Result<QString>(*m_storeError) : Result<QString>(addBlob(bytes)));
}

void EvidenceWorkspace::revisions(const QString &, const QString &id, QObject *context, std::function<void(Result<QList<RecordRevision>>)> done)
{
    later(context, std::move(done),
          m_revisions.contains(id) ? Result<QList<RecordRevision>>(m_revisions.value(id))
                                   : Result<QList<RecordRevision>>(Error::Code::NotFound, u"There is no connection."_s));
}

void EvidenceWorkspace::blob(const QString &digest, QObject *context, std::function<void(Result<QByteArray>)> done)
{
    auto here = m_replica->blobs().read(digest);
    if (!here.ok() && m_remote.contains(digest)) {
        addBlob(m_remote.value(digest));
        here = m_remote.value(digest);
    }
    later(context, std::move(done), here);
}

void EvidenceWorkspace::openSigner(const QString &, QObject *context, std::function<void(Result<std::shared_ptr<Signer>>)> done)
{
    later(context, std::move(done),
          m_signer ? Result<std::shared_ptr<Signer>>(m_signer)
                   : Result<std::shared_ptr<Signer>>(Error::Code::NotFound, u"There is no key on this machine."_s));
}

void EvidenceWorkspace::createSigner(KeyPlace, const QString &, const QString &, QObject *context, std::function<void(Result<QString>)> done)
{
    later(context, std::move(done), Result<QString>(u"The key was made."_s));
}

void EvidenceWorkspace::verifyLog(QObject *context, const LogWatch &, std::function<void(Result<QString>)> done)
{
    later(context, std::move(done), Result<QString>(u"20,433 entries, consistent."_s));
}

void EvidenceWorkspace::logEntries(qint64 first, int count, QObject *context, std::function<void(Result<QList<QByteArray>>)> done)
{
    later(context, std::move(done), Result<QList<QByteArray>>(m_entries.mid(first, count)));
}

void EvidenceWorkspace::exportBundle(const QString &, const QString &path, QObject *context, std::function<void(Result<QString>)> done)
{
    later(context, std::move(done), Result<QString>(path));
}

} // namespace countersign::test
