// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "domain/kind.h"
#include "domain/kinds/policy.h"
#include "domain/kinds/release.h"
#include "domain/kinds/version.h"

#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

class TestCodec : public QObject
{
    Q_OBJECT
private slots:
    void roundTrip();
    void badVersions_data();
    void badVersions();
    void texts_data();
    void texts();
    void clientsCannotSetTheServersFields();
    void everyKindIsDescribed();
    void schemaKnowsEveryField();
    void recordFrame();
};

namespace {

const QString digest = u"sha256:"_s + QString(64, u'0');

Version sampleVersion()
{
    Version out;
    out.model = u"claims-triage"_s;
    out.version = u"7"_s;
    out.artifacts = {{u"weights.bin"_s, digest, 12, u"application/octet-stream"_s}};
    out.lineage.datasets = {{u"claims-2026"_s, digest, u"internal"_s}};
    out.criticality = Criticality::High;
    out.compliance = {u"eu-ai-act-high-risk"_s};
    out.safeguards = {{u"prompt filter"_s, SafeguardRef::Output, {}}};
    out.registeredAt = QDateTime::fromMSecsSinceEpoch(1'795'000'000'123, Qt::UTC);
    return out;
}

} // namespace

void TestCodec::roundTrip()
{
    const Version version = sampleVersion();
    const auto text = toJson(encode(version));
    const auto json = parseJson(text);
    QVERIFY(json.ok());
    const auto back = decode<Version>(json->toObject());
    QVERIFY2(back.ok(), back ? "" : qPrintable(back.error().text));
    QCOMPARE(*back, version);

    Policy policy;
    policy.name = u"p"_s;
    policy.stages = {{u"Risk"_s, u"risk"_s, 2, {u"ana"_s, u"ben"_s}, 24, u"ana"_s}};
    MetricRequirement metric;
    metric.id = u"m"_s;
    metric.metric = u"acc"_s;
    metric.op = u">="_s;
    metric.limit = -0.25;
    metric.boundInterval = true;
    policy.metrics = {metric};
    policy.waivers = false;
    QCOMPARE(*decode<Policy>(encode(policy)), policy);
}

void TestCodec::badVersions_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("says");
    QTest::newRow("unknown field") << QByteArray(R"({"model":"m","version":"1","colour":"red"})") << u"/colour"_s << u"not a field"_s;
    QTest::newRow("pointer is escaped") << QByteArray(R"({"model":"m","version":"1","a/b~":1})") << u"/a~1b~0"_s << u"not a field"_s;
    QTest::newRow("missing") << QByteArray(R"({"version":"1"})") << u"/model"_s << u"required"_s;
    QTest::newRow("empty") << QByteArray(R"({"model":"","version":"1"})") << u"/model"_s << u"empty"_s;
    QTest::newRow("wrong type") << QByteArray(R"({"model":7,"version":"1"})") << u"/model"_s << u"must be text"_s;
    QTest::newRow("list for text") << QByteArray(R"({"model":["m"],"version":"1"})") << u"/model"_s << u"a list"_s;
    QTest::newRow("traversal") << QByteArray(R"({"model":"..","version":"1"})") << u"/model"_s << u"begin"_s;
    QTest::newRow("upper case") << QByteArray(R"({"model":"M","version":"1"})") << u"/model"_s << u"lower-case"_s;
    QTest::newRow("nested digest") << QByteArray(R"({"model":"m","version":"1","artifacts":[{"name":"a","digest":"sha256:XY"}]})")
                                   << u"/artifacts/0/digest"_s << u"64 lower-case"_s;
    QTest::newRow("nested unknown") << QByteArray(R"({"model":"m","version":"1","lineage":{"datasets":[{"name":"d","x":1}]}})")
                                    << u"/lineage/datasets/0/x"_s << u"not a field"_s;
    QTest::newRow("negative size") << QByteArray("{\"model\":\"m\",\"version\":\"1\",\"artifacts\":[{\"name\":\"a\",\"size\":-1,\"digest\":\"" + digest.toLatin1() + "\"}]}")
                                   << u"/artifacts/0/size"_s << u"range"_s;
    QTest::newRow("fraction for a count") << QByteArray("{\"model\":\"m\",\"version\":\"1\",\"artifacts\":[{\"name\":\"a\",\"size\":1.5,\"digest\":\"" + digest.toLatin1() + "\"}]}")
                                          << u"/artifacts/0/size"_s << u"whole"_s;
    QTest::newRow("no such choice") << QByteArray(R"({"model":"m","version":"1","criticality":"huge"})") << u"/criticality"_s << u"low, medium, high, critical"_s;
    QTest::newRow("choice in other case") << QByteArray(R"({"model":"m","version":"1","criticality":"High"})") << u"/criticality"_s << u"one of"_s;
    QTest::newRow("time without zone") << QByteArray(R"({"model":"m","version":"1","registeredAt":"2026-11-21T05:00:00"})") << u"/registeredAt"_s << u"RFC 3339"_s;
    QTest::newRow("date alone") << QByteArray(R"({"model":"m","version":"1","registeredAt":"2026-11-21"})") << u"/registeredAt"_s << u"RFC 3339"_s;
    QTest::newRow("bidi override in a name") << QByteArray("{\"model\":\"m\",\"version\":\"1\",\"businessDomain\":\"a\\u202eb\"}") << u"/businessDomain"_s << u"hides or reorders"_s;
    QTest::newRow("NUL") << QByteArray(R"({"model":"m","version":"1","notes":"a\u0000b"})") << u"/notes"_s << u"control"_s;
}

void TestCodec::badVersions()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, pointer);
    QFETCH(QString, says);
    const auto parsed = parseJson(json);
    QVERIFY2(parsed.ok(), parsed ? "" : qPrintable(parsed.error().text));
    const auto result = decode<Version>(parsed->toObject());
    QVERIFY(!result.ok());
    QCOMPARE(result.error().code, Error::Code::Invalid);
    QCOMPARE(result.error().fields.first().pointer, pointer);
    QVERIFY2(result.error().fields.first().message.contains(says), qPrintable(result.error().fields.first().message));
}

void TestCodec::texts_data()
{
    QTest::addColumn<int>("format");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    const auto row = [](const char *name, TextFormat format, const QString &text, bool good) { QTest::newRow(name) << int(format) << text << good; };
    row("line", TextFormat::Line, u"Größe 7 é 日本"_s, true);
    row("line break in a line", TextFormat::Line, u"a\nb"_s, false);
    row("line break in prose", TextFormat::Prose, u"a\nb"_s, true);
    row("blank line", TextFormat::Line, u"   "_s, false);
    row("zero width", TextFormat::Line, u"a\u200bb"_s, false);
    row("arabic prose", TextFormat::Prose, u"مرحبا"_s, true);
    row("escape", TextFormat::Prose, u"a\u001b[31m"_s, false);
    row("lone surrogate", TextFormat::Prose, QString(QChar(0xd800)), false);
    row("slug", TextFormat::Slug, u"a-1.b_c"_s, true);
    row("slug with slash", TextFormat::Slug, u"a/b"_s, false);
    row("slug with a leading dot", TextFormat::Slug, u".a"_s, false);
    row("name", TextFormat::Name, u"Org/Model-7B:v1"_s, true);
    row("name with dots", TextFormat::Name, u"a/../b"_s, false);
    row("digest", TextFormat::Digest, digest, true);
    row("digest in upper case", TextFormat::Digest, digest.toUpper(), false);
    row("ulid", TextFormat::Id, u"01ARZ3NDEKTSV4RRFFQ69G5FAV"_s, true);
    row("ulid with I", TextFormat::Id, u"01ARZ3NDEKTSV4RRFFQ69G5FAI"_s, false);
    row("too long", TextFormat::Line, QString(201, u'a'), false);
}

void TestCodec::texts()
{
    QFETCH(int, format);
    QFETCH(QString, text);
    QFETCH(bool, good);
    FieldInfo field;
    field.format = TextFormat(format);
    QCOMPARE(!textProblem(text, field).has_value(), good);
}

void TestCodec::clientsCannotSetTheServersFields()
{
    QJsonObject before = encode(sampleVersion());
    QJsonObject edit = before;
    QVERIFY(clientErrors(shapeOf<Version>(), edit, &before).isEmpty());
    edit.insert(u"stage"_s, u"inService"_s);
    edit.insert(u"model"_s, u"other"_s);
    const auto errors = clientErrors(shapeOf<Version>(), edit, &before);
    QCOMPARE(errors.size(), 2);
    QCOMPARE(errors[0].pointer, u"/model"_s);
    QCOMPARE(errors[1].pointer, u"/stage"_s);
    QVERIFY(!clientErrors(shapeOf<Version>(), {{u"manifestDigest"_s, digest}}).isEmpty());
}

void TestCodec::everyKindIsDescribed()
{
    QSet<QString> names;
    for (const Kind &kind : kinds()) {
        QVERIFY(!names.contains(kind.name));
        names.insert(kind.name);
        QVERIFY(!kind.shape->help.isEmpty());
        QSet<QString> fields;
        for (const FieldInfo &field : kind.shape->fields) {
            QVERIFY2(!fields.contains(field.name), qPrintable(field.name));
            fields.insert(field.name);
            QVERIFY(field.refersTo.isEmpty() || kindByName(field.refersTo));
            QVERIFY2(!(field.serverSet && field.required), qPrintable(kind.name + u'.' + field.name));
        }
        for (const QString &key : kind.keyFields)
            QVERIFY(kind.shape->field(key) && kind.shape->field(key)->fixed);
        QCOMPARE(kindByPlural(kind.plural), &kind);
    }
}

void TestCodec::schemaKnowsEveryField()
{
    for (const Kind &kind : kinds()) {
        const QJsonObject all = jsonSchema(*kind.shape, false).value(u"properties"_s).toObject();
        QCOMPARE(all.size(), kind.shape->fields.size());
        const QJsonObject schema = jsonSchema(*kind.shape, true);
        QCOMPARE(schema.value(u"additionalProperties"_s), QJsonValue(false));
        for (const FieldInfo &field : kind.shape->fields)
            QCOMPARE(schema.value(u"properties"_s).toObject().contains(field.name), !field.serverSet);
    }
}

void TestCodec::recordFrame()
{
    Record record;
    record.kind = u"model"_s;
    record.id = u"m"_s;
    record.revision = 2;
    record.seq = 8;
    record.leaf = 7;
    record.updatedAt = QDateTime::fromMSecsSinceEpoch(1'795'000'000'000, Qt::UTC);
    record.updatedBy = u"ana"_s;
    record.salt = QString(32, u'0');
    record.body = {{u"name"_s, u"m"_s}};
    QCOMPARE(*Record::fromJson(record.toJson()), record);
    QVERIFY(!Record::fromJson({{u"kind"_s, u"model"_s}}).ok());
}

QTEST_GUILESS_MAIN(TestCodec)
#include "tst_codec.moc"
