// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clock.h"
#include "domain/kinds/version.h"
#include "lists/placelists.h"
#include "lists/recordlistmodel.h"
#include "replica/feedfixture.h"
#include "replica/replica.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace countersign::fixture;
using namespace Qt::StringLiterals;

namespace {

std::unique_ptr<Replica> openReplica(const QString &folder)
{
    auto replica = Replica::open(folder);
    if (!replica.ok())
        qFatal("no replica");
    return std::move(*replica);
}

void apply(Replica &replica, const QByteArray &page)
{
    auto decoded = decodeFeedPage(page);
    if (!decoded.ok())
        qFatal("bad page");
    std::optional<Result<qint64>> out;
    replica.apply(&replica, *decoded, {}, [&](const Result<qint64> &result) { out = result; });
    if (!QTest::qWaitFor([&] { return out.has_value(); }, 60'000) || !out->ok())
        qFatal("not written");
}

QStringList shown(const RecordListModel &model)
{
    QStringList out;
    for (int row = 0; row < model.rowCount(); ++row)
        out.append(model.idAt(row));
    return out;
}

/// Asks for every row until none is being read.
bool settle(RecordListModel &model)
{
    return QTest::qWaitFor(
        [&] {
            bool all = !model.isLoading() && model.count().exact;
            for (int row = 0; row < model.rowCount(); ++row)
                all = !model.index(row, 0).data(ListRole::Loading).toBool() && all;
            return all;
        },
        20'000);
}

} // namespace

class TestRecordListModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void showsCells()
    {
        Feed feed;
        feed.put(u"model"_s, u"triage"_s, modelBody(u"triage"_s, u"Triage"_s));
        feed.put(u"version"_s, u"triage/v10"_s, versionBody(u"triage"_s, u"v10"_s, someTime(5)));
        auto replica = openReplica(m_folder->path());
        apply(*replica, feed.page(0, 10));
        RecordListModel model(replica.get(), modelList());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.columnCount(), int(ModelColumn::Count));
        model.refresh();
        QVERIFY(settle(model));
        QCOMPARE(model.rowCount(), 1);
        const auto cell = [&](int column, int role) { return model.index(0, column).data(role); };
        QCOMPARE(cell(ModelColumn::Name, Qt::DisplayRole).toString(), u"Triage"_s);
        QCOMPARE(cell(ModelColumn::Name, ListRole::Secondary).toString(), u"triage"_s);
        QCOMPARE(cell(ModelColumn::Latest, Qt::DisplayRole).toString(), u"v10"_s);
        QCOMPARE(cell(ModelColumn::Latest, ListRole::State).toString(), u"Candidate"_s);
        QCOMPARE(cell(ModelColumn::Latest, ListRole::Tone).toInt(), int(ListTone::Accent));
        QCOMPARE(cell(ModelColumn::Updated, ListRole::Time).toDateTime(), someTime(1));
        QCOMPARE(cell(0, ListRole::Id).toString(), u"triage"_s);
        QCOMPARE(model.rowOf(u"triage"_s), 0);
        QCOMPARE(model.rowOf(u"none"_s), -1);
    }
    void everyListReadsItsKind()
    {
        auto replica = openReplica(m_folder->path());
        for (const ListSpec &spec : {modelList(), versionList(), evaluationList(), requestList(), signoffList(), waiverList(),
                                     deploymentList(), personList(), signerList(), logList()}) {
            RecordListModel model(replica.get(), spec);
            QSignalSpy failed(&model, &RecordListModel::failed);
            for (int column = -1; column <= model.columnCount(); ++column) {
                model.sort(column, Qt::DescendingOrder);
                model.setWords(QString(column + 1, u'x'));
                QVERIFY(settle(model));
            }
            QCOMPARE(failed.count(), 0);
        }
        QCOMPARE(int(VersionColumn::Count), int(versionList().columns.size()));
        QCOMPARE(int(EvaluationColumn::Count), int(evaluationList().columns.size()));
        QCOMPARE(int(RequestColumn::Count), int(requestList().columns.size()));
        QCOMPARE(int(SignoffColumn::Count), int(signoffList().columns.size()));
        QCOMPARE(int(WaiverColumn::Count), int(waiverList().columns.size()));
        QCOMPARE(int(DeploymentColumn::Count), int(deploymentList().columns.size()));
        QCOMPARE(int(PersonColumn::Count), int(personList().columns.size()));
        QCOMPARE(int(SignerColumn::Count), int(signerList().columns.size()));
        QCOMPARE(int(LogColumn::Count), int(logList().columns.size()));
    }

    void followsChanges()
    {
        Feed feed;
        for (int i = 0; i < 5; ++i)
            feed.put(u"model"_s, u"m%1"_s.arg(i), modelBody(u"m%1"_s.arg(i), u"T%1"_s.arg(i)));
        auto replica = openReplica(m_folder->path());
        apply(*replica, feed.page(0, 10));
        RecordListModel model(replica.get(), modelList());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        tester.setUseFetchMore(false);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.refresh();
        QVERIFY(settle(model));
        const QPersistentModelIndex held = model.index(3, 0);
        const qint64 head = feed.head();
        feed.put(u"model"_s, u"m1"_s, modelBody(u"m1"_s, u"T9 renamed"_s));
        feed.put(u"model"_s, u"m7"_s, modelBody(u"m7"_s, u"A new one"_s));
        feed.remove(u"model"_s, u"m2"_s);
        apply(*replica, feed.page(head, 10));
        QTRY_COMPARE(shown(model), (QStringList{u"m7"_s, u"m0"_s, u"m3"_s, u"m4"_s, u"m1"_s}));
        QTRY_COMPARE(model.index(4, 0).data().toString(), u"T9 renamed"_s);
        QCOMPARE(resets.count(), 1);
        QVERIFY(held.isValid());
        QCOMPARE(held.row(), 2);
    }
    void watchesOtherKinds()
    {
        Feed feed;
        feed.put(u"model"_s, u"m"_s, modelBody(u"m"_s, u"M"_s));
        auto replica = openReplica(m_folder->path());
        apply(*replica, feed.page(0, 10));
        RecordListModel model(replica.get(), modelList());
        model.refresh();
        QVERIFY(settle(model));
        feed.put(u"version"_s, u"m/v1"_s, versionBody(u"m"_s, u"v1"_s, someTime(0)));
        apply(*replica, feed.page(1, 10));
        QTRY_COMPARE(model.index(0, ModelColumn::Latest).data().toString(), u"v1"_s);
    }

    void anySequenceEndsRight()
    {
        // Random edits, filters, sorts and searches, with the tester looking on; then the list is what a plain query says.
        QRandomGenerator random(7);
        Feed feed;
        auto replica = openReplica(m_folder->path());
        RecordListModel model(replica.get(), versionList());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        tester.setUseFetchMore(false);
        model.refresh();
        const QStringList words{u""_s, u"v1"_s, u"lending"_s, u"nothing"_s, u"\""_s};
        for (int step = 0; step < 150; ++step) {
            const qint64 head = feed.head();
            for (int edits = int(random.bounded(6)); edits > 0; --edits) {
                const QString id = u"v%1"_s.arg(random.bounded(400));
                if (random.bounded(5) == 0 && feed.head() > 0)
                    feed.remove(u"version"_s, u"m/"_s + id);
                else
                    feed.put(u"version"_s, u"m/"_s + id, versionBody(u"m"_s, id, someTime(random.bounded(1000))));
            }
            if (feed.head() > head)
                apply(*replica, feed.page(head, 100));
            switch (random.bounded(6)) {
            case 0: model.sort(int(random.bounded(model.columnCount())), random.bounded(2) ? Qt::AscendingOrder : Qt::DescendingOrder); break;
            case 1: model.setWords(words[random.bounded(int(words.size()))]); break;
            case 2: model.setFilters(random.bounded(2) ? QList<ListFilter>{} : QList{ListFilter::is(u"stage"_s, u"draft"_s)}); break;
            case 3: model.refresh(); break;
            default: break;
            }
            if (random.bounded(3))
                QTest::qWait(int(random.bounded(90)));
        }
        QTest::qWait(150);
        QVERIFY(settle(model));
        std::optional<Result<QList<Record>>> expected;
        replica->read(this, [query = model.query()](ReadSession &session) { return session.records(query); },
                      [&](const Result<QList<Record>> &records) { expected = records; });
        QTRY_VERIFY(expected);
        QStringList ids;
        for (const Record &record : **expected)
            ids.append(record.id);
        QCOMPARE(shown(model), ids);
    }
    void everyKeystrokeCancelsTheOneBefore()
    {
        Feed feed;
        for (int i = 0; i < 3000; ++i)
            feed.put(u"model"_s, u"m%1"_s.arg(i), modelBody(u"m%1"_s.arg(i), u"Title %1"_s.arg(i)));
        auto replica = openReplica(m_folder->path());
        apply(*replica, feed.page(0, 10'000));
        RecordListModel model(replica.get(), modelList());
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        for (const QString &typed : {u"t"_s, u"ti"_s, u"tit"_s, u"titl"_s, u"title"_s, u"title 2"_s, u"title 29"_s, u"title 299"_s})
            model.setWords(typed);
        QVERIFY(settle(model));
        QCOMPARE(resets.count(), 1);
        QCOMPARE(model.rowCount(), 11);
    }
    void diesAtAnyMoment()
    {
        Feed feed;
        for (int i = 0; i < 1000; ++i)
            feed.put(u"model"_s, u"m%1"_s.arg(i), modelBody(u"m%1"_s.arg(i), u"Title"_s));
        auto replica = openReplica(m_folder->path());
        apply(*replica, feed.page(0, 10'000));
        for (int events = 0; events < 30; ++events) {
            RecordListModel model(replica.get(), modelList());
            model.refresh();
            for (int i = 0; i < events; ++i) {
                QTest::qWait(0);
                if (model.rowCount() > 700)
                    (void)model.index(700, 0).data();
            }
        }
    }

    void twoHundredThousandRows()
    {
        Feed feed;
        auto replica = openReplica(m_folder->path());
        fillLarge(*replica, 200'000);
        RecordListModel model(replica.get(), versionList());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        tester.setUseFetchMore(false);
        model.setFilters({ListFilter::is(u"model"_s, u"big"_s)});
        QTRY_VERIFY(model.rowCount() > 0);
        QVERIFY(!model.idAt(0).isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(model.count().exact, 30'000);
        QCOMPARE(model.rowCount(), 200'000);
        QCOMPARE(model.index(199'999, 0).data(ListRole::Loading).toBool(), true);
        QTRY_COMPARE(model.index(199'999, 0).data(ListRole::Loading).toBool(), false);
        QCOMPARE(model.index(199'999, 0).data().toString(), u"v0"_s);
        int found = -2;
        model.findRow(u"big/v100000"_s, this, [&](int row) { found = row; });
        QTRY_COMPARE(found, 99'999);
        model.setWords(u"v12345"_s);
        QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 11, 30'000);
        model.setWords({});
        model.sort(VersionColumn::Name, Qt::AscendingOrder);
        QTRY_VERIFY_WITH_TIMEOUT(model.rowCount() == 200'000 && model.count().exact, 30'000);
        QCOMPARE(model.idAt(0), u"big/v0"_s);
    }

private:
    /// The tables of a large replica, without a log that nobody looks at.
    static void fillLarge(Replica &replica, int count)
    {
        constexpr int atOnce = 10'000;
        for (int from = 0; from < count; from += atOnce) {
            QByteArray page = "{\"changes\":[";
            for (int i = from; i < from + atOnce; ++i) {
                const QByteArray number = QByteArray::number(i);
                page += QByteArray(i > from ? "," : "") + "{\"kind\":\"version\",\"id\":\"big/v" + number + "\",\"revision\":1,\"seq\":"
                    + QByteArray::number(i + 1) + ",\"leaf\":" + number + ",\"updatedAt\":\"2026-01-01T00:00:00.000Z\",\"updatedBy\":\"ana\","
                    "\"salt\":\"00\",\"body\":" + QJsonDocument(versionBody(u"big"_s, u"v%1"_s.arg(i), someTime(i))).toJson(QJsonDocument::Compact) + '}';
            }
            apply(replica, page + "],\"head\":" + QByteArray::number(count) + '}');
        }
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestRecordListModel)
#include "tst_recordlistmodel.moc"
