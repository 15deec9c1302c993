// SPDX-License-Identifier: GPL-3.0-or-later
#include "replica/listquery.h"
#include "replica/schema.h"

#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

class TestListQuery : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void searchExpressionHasNoOperators_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("expected");
        QTest::newRow("nothing") << u""_s << u""_s;
        QTest::newRow("word") << u"credit"_s << u"\"credit\"*"_s;
        QTest::newRow("hyphen") << u"credit-risk"_s << u"\"credit\"* \"risk\"*"_s;
        QTest::newRow("operators") << u"a AND NOT b OR c NEAR(d)"_s
                                   << u"\"a\"* \"AND\"* \"NOT\"* \"b\"* \"OR\"* \"c\"* \"NEAR\"* \"d\"*"_s;
        QTest::newRow("quotes") << u"\"\"\"x'; DROP TABLE r_model;--"_s << u"\"x\"* \"DROP\"* \"TABLE\"* \"r\"* \"model\"*"_s;
        QTest::newRow("column") << u"words:x ^y {z}"_s << u"\"words\"* \"x\"* \"y\"* \"z\"*"_s;
        QTest::newRow("only signs") << u"* ( ) : ^ - + \""_s << u""_s;
        QTest::newRow("NUL") << u"a%1b"_s.arg(QChar(u'\0')) << u"\"a\"* \"b\"*"_s;
        QTest::newRow("lone surrogate") << u"a"_s + QChar(0xd800) + u"b"_s << u"\"a\"* \"b\"*"_s;
        QTest::newRow("accent in two") << u"cafe\u0301"_s << u"\"caf\u00e9\"*"_s;
        QTest::newRow("other script") << u"\u6a21\u578b"_s << u"\"\u6a21\u578b\"*"_s;
    }
    void searchExpressionHasNoOperators()
    {
        QFETCH(QString, typed);
        QTEST(searchExpression(typed), "expected");
    }
    void longInputIsBounded()
    {
        QVERIFY(searchExpression(QString(100'000, u'x')).size() < 100);
        QVERIFY(searchExpression(u"word "_s.repeated(10'000)).size() < 200);
    }

    void unknownNamesAreRefused_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QString>("sort");
        QTest::newRow("kind") << u"nothing"_s << u"seq"_s << u"seq"_s;
        QTest::newRow("injected kind") << u"model; DROP TABLE meta"_s << u"seq"_s << u"seq"_s;
        QTest::newRow("filter") << u"model"_s << u"1=1 OR name"_s << u"seq"_s;
        QTest::newRow("no column") << u"model"_s << u"description"_s << u"seq"_s;
        QTest::newRow("sort") << u"model"_s << u"name"_s << u"name; --"_s;
        QTest::newRow("empty sort") << u"model"_s << u"name"_s << u""_s;
    }
    void unknownNamesAreRefused()
    {
        QFETCH(QString, kind);
        QFETCH(QString, filter);
        QFETCH(QString, sort);
        const ListQuery query{kind, {ListFilter::is(filter, u"x"_s)}, {}, {sort, false}};
        const auto statement = rowsStatement(query, 10, true);
        QVERIFY(!statement.ok());
        QCOMPARE(statement.error().code, Error::Code::Invalid);
    }
    void boundsTakeOneValue()
    {
        ListQuery query{u"request"_s, {{u"closesAt"_s, ListFilter::Op::AtLeast, {}}}, {}, {}};
        QVERIFY(!rowsStatement(query, -1, true).ok());
        query.filters[0].values = {u"2026-01-01T00:00:00.000Z"_s};
        QVERIFY(rowsStatement(query, -1, true).ok());
    }
    void everyKindHasATable()
    {
        for (const Kind &kind : kinds()) {
            const KindTable *table = tableOf(kind.name);
            QVERIFY(table);
            for (const FieldInfo &field : kind.shape->fields)
                QCOMPARE(!table->column(field.name).isEmpty(), field.column);
        }
        QVERIFY(!tableOf(u"nothing"));
        QVERIFY(tableOf(u"log"));
        QVERIFY(schemaFingerprint(true) != schemaFingerprint(false));
    }
};

QTEST_GUILESS_MAIN(TestListQuery)
#include "tst_listquery.moc"
