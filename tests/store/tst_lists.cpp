// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/storefixture.h"

#include <QRandomGenerator>

using namespace countersign;
using namespace countersign::test;

namespace {

QStringList ids(const Page &page)
{
    QStringList out;
    const auto items = parseJson(page.items);
    if (!items || items->toArray().size() != page.count)
        return {u"broken page"_s};
    for (const auto &item : items->toArray())
        out.append(item[u"id"_s].toString());
    return out;
}

} // namespace

class TestLists : public QObject
{
    Q_OBJECT

    static constexpr int total = 5000;
    std::unique_ptr<Fixture> m;

    /// 5,000 evaluations in a few large commands; sort values repeat often and some are missing.
    void fill()
    {
        QRandomGenerator random(7);
        for (int begin = 0; begin < total; begin += 500) {
            VERIFY_OK(m->store->write(u"ada"_s, day(begin), [&](WriteSession &s) -> Result<bool> {
                for (int i = begin; i < begin + 500; ++i) {
                    QJsonObject body{{u"version"_s, u"credit/1.%1"_s.arg(random.bounded(40))},
                                     {u"title"_s, u"Report %1 on Müller-Lüdenscheidt_v2"_s.arg(random.bounded(200))},
                                     {u"withdrawn"_s, random.bounded(10) == 0},
                                     {u"completeness"_s, u"complete"_s}};
                    if (random.bounded(5))
                        body.insert(u"resultCount"_s, random.bounded(30));
                    if (random.bounded(3))
                        body.insert(u"measuredAt"_s, toRfc3339(day(random.bounded(50) * 60)));
                    if (const auto put = s.put({u"evaluation"_s, u"E%1"_s.arg(i, 6, 10, QChar(u'0')), body, u"create"_s, 0}); !put)
                        return put.error();
                }
                return true;
            }));
        }
    }
    QStringList walk(ListQuery query, const std::function<void(int)> &between = {})
    {
        QStringList all;
        for (int pages = 0; pages < total; ++pages) {
            const auto page = m->store->list(u"evaluation"_s, query);
            if (!page)
                return {page.error().text};
            all += ids(*page);
            if (page->next.isEmpty())
                break;
            query.after = page->next;
            if (between)
                between(pages);
        }
        return all;
    }

private slots:
    void initTestCase()
    {
        m = std::make_unique<Fixture>();
        QElapsedTimer timer;
        timer.start();
        fill();
        qInfo() << total * 1000 / std::max<qint64>(1, timer.elapsed()) << "records a second, 500 a command";
    }
    void cleanupTestCase() { m.reset(); }

    void pagesEqualOneSort_data()
    {
        QTest::addColumn<QString>("sort");
        QTest::addColumn<bool>("descending");
        QTest::addColumn<int>("limit");
        for (const auto &sort : {u"resultCount"_s, u"measuredAt"_s, u"title"_s, u"withdrawn"_s, u"id"_s, u"seq"_s, u"updatedAt"_s}) {
            for (bool descending : {false, true})
                QTest::addRow("%s %d", qPrintable(sort), int(descending)) << sort << descending << 97;
        }
        QTest::newRow("full pages") << u"resultCount"_s << true << 1000;
        QTest::newRow("exact pages") << u"title"_s << false << 500;
    }
    void pagesEqualOneSort()
    {
        QFETCH(QString, sort);
        QFETCH(bool, descending);
        QFETCH(int, limit);
        // The order as this test computes it, from the feed.
        struct Row { bool missing; double number; QString text, id; };
        QList<Row> rows;
        for (qint64 after = 0; after < total;) {
            const auto feed = m->store->changes(after, 2500);
            VERIFY_OK(feed);
            for (const auto &change : parseJson(feed->changes)->toArray()) {
                const QJsonValue value = sort == u"id"_s || sort == u"seq"_s || sort == u"updatedAt"_s
                    ? change[sort] : change[u"body"_s][sort];
                rows.append({value.isUndefined(), value.isBool() ? value.toBool() : value.toDouble(), value.toString(),
                             change[u"id"_s].toString()});
            }
            after = feed->last;
        }
        std::sort(rows.begin(), rows.end(), [&](const Row &a, const Row &b) {
            const auto key = [](const Row &r) { return std::make_tuple(!r.missing, r.number, r.text.toUtf8(), r.id); };
            return descending ? key(b) < key(a) : key(a) < key(b);
        });
        QStringList wanted;
        for (const Row &row : rows)
            wanted.append(row.id);
        const QStringList got = walk({{}, {}, sort, descending, limit});
        QCOMPARE(got.size(), wanted.size());
        QCOMPARE(got, wanted);
    }

    void filters_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QStringList>("values");
        QTest::addColumn<int>("op");
        const int any = int(Filter::Op::AnyOf);
        QTest::newRow("text") << u"version"_s << QStringList{u"credit/1.3"_s} << any;
        QTest::newRow("texts") << u"version"_s << QStringList{u"credit/1.3"_s, u"credit/1.4"_s} << any;
        QTest::newRow("boolean") << u"withdrawn"_s << QStringList{u"true"_s} << any;
        QTest::newRow("number") << u"resultCount"_s << QStringList{u"7"_s} << any;
        QTest::newRow("at least") << u"resultCount"_s << QStringList{u"25"_s} << int(Filter::Op::AtLeast);
        QTest::newRow("nobody") << u"importedBy"_s << QStringList{u"x' OR '1'='1"_s} << any;
    }
    void filters()
    {
        QFETCH(QString, field);
        QFETCH(QStringList, values);
        QFETCH(int, op);
        const ListQuery query{{{field, values, Filter::Op(op)}}, {}, u"title"_s, false, 100};
        const QStringList found = walk(query);
        QCOMPARE(qint64(found.size()), *m->store->count(u"evaluation"_s, query));
        int expected = 0;
        for (qint64 i = 0; i < total; ++i) {
            const auto record = m->store->parsedRecord(u"evaluation"_s, u"E%1"_s.arg(i, 6, 10, QChar(u'0')));
            const QJsonValue value = record->body[field];
            const QString text = value.isBool() ? (value.toBool() ? u"true"_s : u"false"_s)
                : value.isDouble() ? QString::number(value.toInt()) : value.toString();
            expected += op == 0 ? values.contains(text) : value.toInt(-1) >= values[0].toInt();
        }
        QCOMPARE(found.size(), expected);
    }

    void words_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<bool>("found");
        QTest::newRow("word") << u"report"_s << true;
        QTest::newRow("beginning") << u"rep"_s << true;
        QTest::newRow("no accents") << u"muller"_s << true;
        QTest::newRow("with punctuation") << u"Müller-Lüd"_s << true;
        QTest::newRow("path") << u"credit/1.3"_s << true;
        QTest::newRow("underscore") << u"ludenscheidt_v2"_s << true;
        QTest::newRow("two") << u"v2 report"_s << true;
        QTest::newRow("one is missing") << u"report nowhere"_s << false;
        QTest::newRow("operators are words") << u"report OR nowhere"_s << false;
        QTest::newRow("NOT") << u"report NOT nowhere"_s << false;
        QTest::newRow("quote") << u"\"report"_s << true;
        QTest::newRow("quotes") << u"re\"\"port\" OR \"x"_s << false;
        QTest::newRow("column") << u"kind:model"_s << false;
        QTest::newRow("brackets") << u"(report) ^rep* {words}"_s << false;
        QTest::newRow("NEAR") << u"NEAR(report muller)"_s << false;
        QTest::newRow("SQL") << u"'); DROP TABLE log; --"_s << false;
        QTest::newRow("lone star among words") << u"report *"_s << true;
    }
    void words()
    {
        QFETCH(QString, words);
        QFETCH(bool, found);
        ListQuery query;
        query.words = words;
        const auto page = m->store->list(u"evaluation"_s, query);
        VERIFY_OK(page);
        QCOMPARE(page->count > 0, found);
        const auto elsewhere = m->store->list(u"model"_s, query);
        VERIFY_OK(elsewhere);
        QCOMPARE(elsewhere->count, 0);
    }

    void hostile_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<ListQuery>("query");
        const auto filter = [](const QString &field, const QStringList &values, Filter::Op op = Filter::Op::AnyOf) {
            ListQuery query;
            query.filters = {{field, values, op}};
            return query;
        };
        const auto with = [](auto change) {
            ListQuery query;
            change(query);
            return query;
        };
        const QString e = u"evaluation"_s;
        QTest::newRow("kind") << u"x' --"_s << ListQuery();
        QTest::newRow("filter unknown") << e << filter(u"nothing"_s, {u"1"_s});
        QTest::newRow("filter SQL") << e << filter(u"title = title OR 1"_s, {u"1"_s});
        QTest::newRow("filter column of the table") << e << filter(u"f_title"_s, {u"1"_s});
        QTest::newRow("filter no column") << e << filter(u"report"_s, {u"1"_s});
        QTest::newRow("filter no value") << e << filter(u"title"_s, {});
        QTest::newRow("filter many values") << e << filter(u"title"_s, QStringList(201, u"a"_s));
        QTest::newRow("filter two bounds") << e << filter(u"title"_s, {u"a"_s, u"b"_s}, Filter::Op::Below);
        QTest::newRow("filter not a number") << e << filter(u"resultCount"_s, {u"1; --"_s});
        QTest::newRow("filter infinite") << e << filter(u"resultCount"_s, {u"inf"_s});
        QTest::newRow("filter nan") << e << filter(u"resultCount"_s, {u"nan"_s});
        QTest::newRow("filter not a boolean") << e << filter(u"withdrawn"_s, {u"1"_s});
        QTest::newRow("filter not a choice") << e << filter(u"completeness"_s, {u"COMPLETE"_s});
        QTest::newRow("filter not a time") << e << filter(u"measuredAt"_s, {u"yesterday"_s});
        QTest::newRow("filter NUL") << e << filter(u"title"_s, {QString(QChar(0))});
        QTest::newRow("filter long") << e << filter(u"title"_s, {u"a"_s.repeated(1001)});
        QTest::newRow("filters many") << e << with([](ListQuery &q) { q.filters = QList<Filter>(33, {u"title"_s, {u"a"_s}}); });
        QTest::newRow("sort unknown") << e << with([](ListQuery &q) { q.sort = u"nothing"_s; });
        QTest::newRow("sort SQL") << e << with([](ListQuery &q) { q.sort = u"id; DROP TABLE log"_s; });
        QTest::newRow("sort empty") << e << with([](ListQuery &q) { q.sort.clear(); });
        QTest::newRow("limit 0") << e << with([](ListQuery &q) { q.limit = 0; });
        QTest::newRow("limit -1") << e << with([](ListQuery &q) { q.limit = -1; });
        QTest::newRow("limit 1001") << e << with([](ListQuery &q) { q.limit = 1001; });
        QTest::newRow("words: punctuation") << e << with([](ListQuery &q) { q.words = u"\"* -- ();"_s; });
        QTest::newRow("words: NUL") << e << with([](ListQuery &q) { q.words = u"a"_s + QChar(0); });
        QTest::newRow("words: many") << e << with([](ListQuery &q) { q.words = u"a "_s.repeated(30); });
        QTest::newRow("words: long") << e << with([](ListQuery &q) { q.words = u"a"_s.repeated(1001); });
        const auto cursor = [&](const QByteArray &json) {
            return with([&](ListQuery &q) { q.after = json.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals); });
        };
        QTest::newRow("cursor: not base64") << e << with([](ListQuery &q) { q.after = "%%%"; });
        QTest::newRow("cursor: SQL") << e << with([](ListQuery &q) { q.after = "' OR 1=1 --"; });
        QTest::newRow("cursor: not JSON") << e << cursor("abc");
        QTest::newRow("cursor: no array") << e << cursor("{}");
        QTest::newRow("cursor: short") << e << cursor("[\"-updatedAt\",\"x\"]");
        QTest::newRow("cursor: other list") << e << cursor("[\"title\",\"x\",\"y\"]");
        QTest::newRow("cursor: no id") << e << cursor("[\"-updatedAt\",\"x\",\"\"]");
        QTest::newRow("cursor: numbers") << e << cursor("[\"-updatedAt\",1,2]");
        QTest::newRow("cursor: long") << e << cursor("[\"-updatedAt\",\"" + QByteArray(9000, 'x') + "\",\"y\"]");
        QTest::newRow("cursor: deep") << e << cursor(QByteArray(5000, '['));
        ListQuery number;
        number.sort = u"resultCount"_s;
        number.after = QByteArray("[\"-resultCount\",\"1 OR 1\",\"y\"]").toBase64(QByteArray::Base64UrlEncoding);
        QTest::newRow("cursor: not a number") << e << number;
        number.after = QByteArray("[\"-resultCount\",\"nan\",\"y\"]").toBase64(QByteArray::Base64UrlEncoding);
        QTest::newRow("cursor: nan") << e << number;
    }
    void hostile()
    {
        QFETCH(QString, kind);
        QFETCH(ListQuery, query);
        const auto page = m->store->list(kind, query);
        QVERIFY(!page.ok());
        QCOMPARE(page.error().code, Error::Code::Invalid);
        for (const QString &shown : {page.error().text, page.error().detail}) {
            QVERIFY(!shown.contains(u"SELECT"_s));
            QVERIFY(!shown.contains(u"syntax"_s));
        }
    }

    void aThousandRecords()
    {
        const ListQuery query{{}, {}, u"measuredAt"_s, true, 1000};
        VERIFY_OK(m->store->list(u"evaluation"_s, query));
        QElapsedTimer timer;
        timer.start();
        constexpr int rounds = 20;
        qsizetype bytes = 0;
        for (int i = 0; i < rounds; ++i)
            bytes += m->store->list(u"evaluation"_s, query)->items.size();
        qInfo() << "1,000 records:" << double(timer.nsecsElapsed()) / rounds / 1e6 << "ms," << bytes / rounds << "bytes";
        timer.restart();
        const ListQuery small{{}, {}, u"updatedAt"_s, true, 100};
        for (int i = 0; i < rounds * 10; ++i)
            bytes += m->store->list(u"evaluation"_s, small)->items.size();
        qInfo() << "100 records:" << double(timer.nsecsElapsed()) / rounds / 10 / 1e6 << "ms";
        timer.restart();
        for (qint64 after = 0; after < total;)
            after = m->store->changes(after, 5000)->last;
        qInfo() << "feed of 5,000:" << double(timer.nsecsElapsed()) / 1e6 << "ms";
    }

    // Last: it changes the records.
    void editsBetweenPages()
    {
        // Whatever is not touched is seen exactly once, in order, whatever happens to the others.
        const ListQuery query{{}, {}, u"resultCount"_s, false, 250};
        const QStringList before = walk(query);
        QSet<QString> touched;
        QRandomGenerator random(11);
        const QStringList during = walk(query, [&](int) {
            const auto done = m->store->write(u"bob"_s, day(9999), [&](WriteSession &s) -> Result<bool> {
                for (int i = 0; i < 10; ++i) {
                    const QString id = before[random.bounded(total)];
                    touched.insert(id);
                    auto record = s.find(u"evaluation"_s, id);
                    if (!record)
                        return record.error();
                    if (!*record)
                        continue;
                    if (i == 0) {
                        if (const auto removed = s.remove(u"evaluation"_s, id); !removed)
                            return removed.error();
                        continue;
                    }
                    QJsonObject body = (*record)->body;
                    body[u"resultCount"_s] = random.bounded(30);
                    if (const auto put = s.put({u"evaluation"_s, id, body}); !put)
                        return put.error();
                }
                return true;
            });
            QVERIFY(done.ok());
        });
        QVERIFY(touched.size() > 100);
        const auto untouched = [&](QStringList list) {
            list.removeIf([&](const QString &id) { return touched.contains(id); });
            return list;
        };
        QCOMPARE(untouched(during), untouched(before));
    }

    void aChangedShapeIsFilledAgain()
    {
        const QByteArray before = m->store->list(u"evaluation"_s, {{}, u"report"_s, u"title"_s, false, 50})->items;
        m->store.reset();
        QCOMPARE(Fixture::tamper(m->path(), {u"ALTER TABLE k_evaluation ADD COLUMN f_gone TEXT"_s, u"DELETE FROM search"_s}), QString());
        VERIFY_OK(m->reopen());
        QCOMPARE(m->store->list(u"evaluation"_s, {{}, u"report"_s, u"title"_s, false, 50})->items, before);
        m->store.reset();
        QCOMPARE(Fixture::tamper(m->path(), {u"DELETE FROM search"_s, u"UPDATE meta SET value = 'version title' WHERE name = 'k_evaluation'"_s}), QString());
        VERIFY_OK(m->reopen());
        QCOMPARE(m->store->list(u"evaluation"_s, {{}, u"report"_s, u"title"_s, false, 50})->items, before);
    }
};

QTEST_GUILESS_MAIN(TestLists)
#include "tst_lists.moc"
