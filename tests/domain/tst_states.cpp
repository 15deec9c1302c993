// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/kind.h"

#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

class TestStates : public QObject
{
    Q_OBJECT
private slots:
    void tablesAreClosed();
    void moves_data();
    void moves();
};

/// Every state a table leads to is a state its kind's shape knows, and every one can be reached.
void TestStates::tablesAreClosed()
{
    int tables = 0;
    for (const Kind &kind : kinds()) {
        if (!kind.states)
            continue;
        ++tables;
        const FieldInfo *field = kind.shape->field(kind.stateField);
        QVERIFY2(field && field->serverSet, qPrintable(kind.name));
        QVERIFY(field->choices.contains(kind.states->initial));
        QSet<QString> reached{kind.states->initial};
        for (bool grew = true; grew;) {
            grew = false;
            for (const Transition &move : kind.states->transitions) {
                QVERIFY2(field->choices.contains(move.from) && field->choices.contains(move.to), qPrintable(kind.name + u' ' + move.verb));
                if (reached.contains(move.from) && !reached.contains(move.to)) {
                    reached.insert(move.to);
                    grew = true;
                }
            }
        }
        QCOMPARE(reached.size(), field->choices.size());
    }
    QVERIFY(tables >= 5);
}

void TestStates::moves_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QString>("person");
    QTest::addColumn<QStringList>("roles");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("says");
    const QStringList none;
    QTest::newRow("owner submits") << u"version"_s << u"draft"_s << u"submit"_s << u"owner"_s << none << u"candidate"_s << QString();
    QTest::newRow("stranger submits") << u"version"_s << u"draft"_s << u"submit"_s << u"x"_s << none << QString() << u"Model owner"_s;
    QTest::newRow("wrong state") << u"version"_s << u"retired"_s << u"submit"_s << u"owner"_s << none << QString() << u"it is retired"_s;
    QTest::newRow("unknown verb") << u"version"_s << u"draft"_s << u"explode"_s << u"owner"_s << none << QString() << u"no verb"_s;
    QTest::newRow("system verb") << u"request"_s << u"inReview"_s << u"approve"_s << u"x"_s << QStringList{u"administrator"_s} << QString() << u"by itself"_s;
    QTest::newRow("requester withdraws") << u"request"_s << u"inReview"_s << u"withdraw"_s << u"requester"_s << none << u"withdrawn"_s << QString();
    QTest::newRow("grant by requester") << u"waiver"_s << u"proposed"_s << u"grant"_s << u"requester"_s << QStringList{u"risk"_s} << QString() << u"another person must grant"_s;
    QTest::newRow("grant by risk") << u"waiver"_s << u"proposed"_s << u"grant"_s << u"x"_s << QStringList{u"risk"_s} << u"active"_s << QString();
    QTest::newRow("grant without role") << u"waiver"_s << u"proposed"_s << u"grant"_s << u"x"_s << none << QString() << u"Risk, Legal"_s;
    QTest::newRow("card approved by its author") << u"card"_s << u"pendingReview"_s << u"approve"_s << u"author"_s << QStringList{u"risk"_s} << QString() << u"another person"_s;
    QTest::newRow("own key confirmed") << u"signer"_s << u"pending"_s << u"confirm"_s << u"owner"_s << QStringList{u"administrator"_s} << QString() << u"another person"_s;
}

void TestStates::moves()
{
    QFETCH(QString, kind);
    QFETCH(QString, state);
    QFETCH(QString, verb);
    QFETCH(QString, person);
    QFETCH(QStringList, roles);
    QFETCH(QString, to);
    QFETCH(QString, says);
    const auto result = kindByName(kind)->states->next(state, verb, {person, roles}, {u"owner"_s, u"author"_s, u"requester"_s});
    QCOMPARE(result.ok(), says.isEmpty());
    if (result)
        QCOMPARE(*result, to);
    else
        QVERIFY2(result.error().text.contains(says), qPrintable(result.error().text));
}

QTEST_GUILESS_MAIN(TestStates)
#include "tst_states.moc"
