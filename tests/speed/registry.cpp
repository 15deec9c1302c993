// SPDX-License-Identifier: GPL-3.0-or-later
#include "speed/registry.h"

#include "base/json.h"
#include "places/loggedrecords.h"
#include "places/reviewstory.h"
#include "replica/feedpage.h"

#include <QTest>

#include <cstdio>

namespace countersign::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int pageSize = 5000;
constexpr int patience = 300'000; // milliseconds

const QStringList areas{u"fraud"_s, u"claims"_s, u"credit"_s, u"churn"_s, u"pricing"_s, u"triage"_s, u"mortality"_s, u"reserving"_s};
const QStringList uses{u"detection"_s, u"scoring"_s, u"ranking"_s, u"extraction"_s, u"forecast"_s};
const QStringList owners{u"jonas.weber"_s, u"yuki.tanaka"_s, u"farid.haddad"_s, u"ana.ferreira"_s};

template <typename T>
Record recordOf(const QString &kind, const QString &id, const T &body)
{
    Record out;
    out.kind = kind;
    out.id = id;
    out.body = encode(body);
    return out;
}

Version versionOf(const QString &model, int number)
{
    Version out;
    out.model = model;
    out.version = QString::number(number);
    out.stage = number % 3 == 0 ? Version::Candidate : Version::Retired;
    out.author = owners[number % owners.size()];
    out.artifacts = {{u"weights.safetensors"_s, test::digestOf(model + out.version), 13'200'000'000, u"application/octet-stream"_s}};
    out.registeredAt = benchNow().addDays(-400).addSecs(60 * number);
    return out;
}

} // namespace

void Filling::add(Record record)
{
    record.seq = ++m_seq;
    record.leaf = m_seq - 1;
    record.revision = 1;
    record.updatedAt = benchNow().addDays(-1);
    record.updatedBy = owners.first();
    m_page.append(record.toJson());
    if (m_page.size() >= pageSize)
        flush();
}

void Filling::flush()
{
    auto page = decodeFeedPage(toJson(QJsonObject{{u"changes"_s, std::exchange(m_page, {})}, {u"head"_s, m_seq}, {u"checkpoint"_s, u""_s}}));
    if (!page.ok())
        qFatal("records do not decode: %s", qPrintable(page.error().text + page.error().detail));
    bool done = false;
    m_replica->apply(m_replica, std::move(*page), {}, [&done](const Result<qint64> &written) { done = written.ok(); });
    if (!QTest::qWaitFor([&done] { return done; }, patience))
        qFatal("the replica does not write");
}

void Filling::finish()
{
    flush();
    bool done = false;
    m_replica->finishBulk(m_replica, [&done](const Result<qint64> &made) { done = made.ok(); });
    if (!QTest::qWaitFor([&] { return done && m_replica->isSearchable(); }, patience))
        qFatal("the replica does not become searchable");
}

QString modelName(int number)
{
    return u"%1-%2-%3"_s.arg(areas[number % areas.size()], uses[number / areas.size() % uses.size()], QString::number(number).rightJustified(4, u'0'));
}

void addPeople(Filling &filling)
{
    for (const QString &name : owners + QStringList{u"emeka.obi"_s, u"sofia.rossi"_s, waitingPerson()}) {
        Person person;
        person.name = name;
        person.displayName = name.section(u'.', 1).toUpper();
        person.email = name + u"@halden-mutual.example"_s;
        person.roles = {name == waitingPerson() ? u"validator"_s : u"model-owner"_s};
        filling.add(recordOf(u"person"_s, name, person));
    }
}

void addModel(Filling &filling, int number)
{
    Model model;
    model.name = modelName(number);
    model.title = u"%1 %2, line %3"_s.arg(areas[number % areas.size()], uses[number / areas.size() % uses.size()]).arg(number);
    model.owner = owners[number % owners.size()];
    model.criticality = Criticality::Level(number % 4);
    model.businessDomain = areas[number % areas.size()];
    filling.add(recordOf(u"model"_s, model.name, model));
}

void addVersions(Filling &filling, const QString &model, int count)
{
    for (int i = 1; i <= count; ++i) {
        const Version version = versionOf(model, i);
        filling.add(recordOf(u"version"_s, version.key(), version));
    }
}

void addRequests(Filling &filling, int count)
{
    const Policy policy = test::storyPolicy();
    filling.add(recordOf(u"policy"_s, policy.name, policy));
    for (int i = 1; i <= count; ++i) {
        const Request request = test::LoggedRecords::request(i, modelName(i) + u"/3"_s, u"production"_s, policy.name, u"yuki.tanaka"_s,
                                                             benchNow().addSecs(-3600 * i));
        filling.add(recordOf(u"request"_s, test::ulid(i), request));
    }
}

QString waitingPerson()
{
    return u"mara.lindt"_s;
}

QDateTime benchNow()
{
    return test::storyNow();
}

bool report(const QString &what, double ratio, double limit)
{
    std::printf("figure | %s | %.2f× | at most %.1f×\n", qPrintable(what), ratio, limit);
    std::fflush(stdout);
    return ratio <= limit;
}

double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values.value(values.size() / 2);
}

} // namespace countersign::bench
