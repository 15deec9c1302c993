// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/carddiff.h"

#include "cardstest.h"

#include <QElapsedTimer>
#include <QRandomGenerator>

using namespace cardstest;
using Change = CardChange;

namespace {

CardContent card(const QString &uses, const QStringList &limits, const QList<CardContent::Group> &groups = {})
{
    CardContent out;
    out.sectionForWriting(u"intendedUses"_s).text = uses;
    for (const QString &limit : limits)
        out.sectionForWriting(u"limitations"_s).fields.append({u"limitation"_s, u"Limitation"_s, limit});
    out.sectionForWriting(u"evaluationResults"_s).groups = groups;
    out.settle();
    return out;
}

CardContent::Group metric(const QString &type, const QString &slice, const QString &value)
{
    return {u"metric"_s, {{u"type"_s, u"Type"_s, type}, {u"slice"_s, u"Slice"_s, slice}, {u"value"_s, u"Value"_s, value}}};
}

const CardSectionChange *of(const QList<CardSectionChange> &changes, const QString &id)
{
    for (const auto &change : changes) {
        if (change.id == id)
            return &change;
    }
    return nullptr;
}

QString shown(const QList<CardTextLine> &lines)
{
    QString out;
    for (const CardTextLine &line : lines)
        out += u"=+-~"_s[int(line.change)] + line.before + u'|' + line.after + u'\n';
    return out;
}

} // namespace

class TestCardDiff : public QObject
{
    Q_OBJECT
private slots:
    void usesComeFirst()
    {
        CardContent before = card(u"a"_s, {u"x"_s}), after = before;
        after.sectionForWriting(u"identity"_s).fields.append({u"version"_s, u"Version"_s, u"2"_s});
        after.sectionForWriting(u"outOfScope"_s).text = u"not this"_s;
        const auto changes = diffCards(before, after);
        QStringList ids;
        for (const auto &change : changes)
            ids.append(change.id);
        QCOMPARE(ids, (QStringList{u"intendedUses"_s, u"outOfScope"_s, u"identity"_s, u"limitations"_s}));
        QCOMPARE(changes[0].change, Change::Same);
        QCOMPARE(changes[1].change, Change::Added);
        QCOMPARE(changes[3].change, Change::Same);
        QCOMPARE(diffCards(after, before)[1].change, Change::Removed);
    }

    void listsArePairedByValueFirst()
    {
        const auto changes = diffCards(card({}, {u"a"_s, u"b"_s, u"c"_s}), card({}, {u"b"_s, u"c"_s, u"d"_s, u"e"_s}));
        const auto *limits = of(changes, u"limitations"_s);
        REQUIRE(limits);
        QCOMPARE(limits->change, Change::Changed);
        QList<Change> kinds;
        for (const auto &field : limits->fields)
            kinds.append(field.change);
        QCOMPARE(kinds, (QList<Change>{Change::Same, Change::Same, Change::Changed, Change::Added}));
        QCOMPARE(limits->fields[2].before, u"a"_s);
        QCOMPARE(limits->fields[2].after, u"d"_s);
    }

    void metricsArePairedByWhatTheyMeasure()
    {
        const auto changes = diffCards(card({}, {}, {metric(u"acc"_s, u"owls"_s, u"0.8"_s), metric(u"acc"_s, {}, u"0.9"_s)}),
                                       card({}, {}, {metric(u"acc"_s, {}, u"0.9"_s), metric(u"acc"_s, u"owls"_s, u"0.7"_s), metric(u"f1"_s, {}, u"0.5"_s)}));
        const auto *results = of(changes, u"evaluationResults"_s);
        REQUIRE(results && results->fields.size() == 3);
        QCOMPARE(results->fields[0].change, Change::Same);
        QCOMPARE(results->fields[1].change, Change::Changed);
        QVERIFY(results->fields[1].before.startsWith(u"acc = 0.8") && results->fields[1].after.startsWith(u"acc = 0.7"));
        QCOMPARE(results->fields[2].change, Change::Added);
    }

    void texts_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("wanted");
        QTest::newRow("same") << u"a\nb"_s << u"a\nb"_s << u"=a|a\n=b|b\n"_s;
        QTest::newRow("nothing") << QString() << QString() << QString();
        QTest::newRow("added") << QString() << u"a"_s << u"+|a\n"_s;
        QTest::newRow("removed") << u"a"_s << QString() << u"-a|\n"_s;
        QTest::newRow("changed") << u"a\nb\nc"_s << u"a\nB\nc"_s << u"=a|a\n~b|B\n=c|c\n"_s;
        QTest::newRow("inserted") << u"a\nc"_s << u"a\nb\nc"_s << u"=a|a\n+|b\n=c|c\n"_s;
        QTest::newRow("moved") << u"a\nb"_s << u"b\na"_s << u"-a|\n=b|b\n+|a\n"_s;
        QTest::newRow("more") << u"a\nb"_s << u"x\ny\nz"_s << u"~a|x\n~b|y\n+|z\n"_s;
    }
    void texts()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        QTEST(shown(diffText(before, after)), "wanted");
    }

    /// Whatever is shown, the two texts can be put together from it again.
    void textsCanBePutTogetherAgain()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 500; ++round) {
            QStringList a, b;
            for (int i = int(random.bounded(8)); i > 0; --i)
                a.append(QString(QChar(u'a' + int(random.bounded(3)))));
            for (int i = int(random.bounded(8)); i > 0; --i)
                b.append(QString(QChar(u'a' + int(random.bounded(3)))));
            QStringList before, after;
            for (const CardTextLine &line : diffText(a.join(u'\n'), b.join(u'\n'))) {
                if (line.change != Change::Added)
                    before.append(line.before);
                if (line.change != Change::Removed)
                    after.append(line.after);
            }
            QCOMPARE(before, a);
            QCOMPARE(after, b);
        }
    }

    void longTextsAreNoTrap()
    {
        const QString a = u"a\nb\n"_s.repeated(100'000), b = u"c\nd\n"_s.repeated(100'000);
        QCOMPARE(diffText(a, a).size(), 200'001);
        QVERIFY(diffText(a, b).size() >= 200'000);
    }

    void whereItCameFromIsNoChange()
    {
        CardContent before = card(u"a"_s, {u"x"_s}), after = before;
        after.sectionForWriting(u"intendedUses"_s).foundUnder = u"Uses"_s;
        after.sectionForWriting(u"limitations"_s).fields.first().source = u"registry"_s;
        for (const auto &change : diffCards(before, after))
            QCOMPARE(change.change, Change::Same);
    }

    void importsOfTheSameFileAreTheSame_data()
    {
        QTest::addColumn<QString>("path");
        for (const QString &path : ownCards() + realCards())
            QTest::newRow(qPrintable(QFileInfo(path).fileName())) << path;
    }
    void importsOfTheSameFileAreTheSame()
    {
        QFETCH(QString, path);
        const auto one = inspectFile(path);
        QVERIFY(one.ok());
        const CardContent &content = *one->card();
        for (const auto &change : diffCards(content, content))
            QCOMPARE(change.change, Change::Same);
        for (const auto &change : diffCards(CardContent(), content))
            QCOMPARE(change.change, Change::Added);
    }
};

QTEST_GUILESS_MAIN(TestCardDiff)
#include "tst_carddiff.moc"
