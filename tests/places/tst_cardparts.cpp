// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the card's pages that need no window: word differences, proposals, checks, what is kept unsaved.
#include "places/cardsample.h"
#include "ui/registry/carddraftfile.h"
#include "ui/registry/cardfields.h"
#include "ui/registry/cardfillpanel.h"
#include "ui/registry/cardgroups.h"
#include "ui/registry/cardlook.h"
#include "ui/registry/cardwords.h"

#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace countersign::registry;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

QString joined(const QList<CardWordRun> &runs)
{
    QString out;
    for (const CardWordRun &run : runs)
        out += run.changed ? u'[' + run.text + u']' : run.text;
    return out;
}

CardFacts someFacts()
{
    CardFacts out;
    out.model = u"claims-triage"_s;
    out.version = u"7"_s;
    out.licence = u"mit"_s;
    out.baseModel = u"text-encoder-de/3"_s;
    out.results = {{u"01J0EVAL"_s, u"mmlu"_s, u"acc"_s, u"0.61"_s, u"0.60"_s, u"0.62"_s, u"14042"_s, {}}};
    return out;
}

} // namespace

class TestCardParts : public QObject
{
    Q_OBJECT
private slots:
    void wordsThatDifferAreMarked_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("markedBefore");
        QTest::addColumn<QString>("markedAfter");
        QTest::newRow("one word") << u"a person decides most claims"_s << u"a person decides every claim"_s << u"a person decides [most] [claims]"_s
                                  << u"a person decides [every] [claim]"_s;
        QTest::newRow("figure") << u"recall 0.904, n"_s << u"recall 0.921, n"_s << u"recall 0.[904], n"_s << u"recall 0.[921], n"_s;
        QTest::newRow("appended") << u"a b"_s << u"a b c"_s << u"a b"_s << u"a b[ c]"_s;
        QTest::newRow("nothing before") << QString() << u"a"_s << QString() << u"[a]"_s;
        QTest::newRow("nothing after") << u"a"_s << QString() << u"[a]"_s << QString();
        QTest::newRow("same") << u"a b"_s << u"a b"_s << u"a b"_s << u"a b"_s;
        QTest::newRow("too long to be cut") << QString(5000, u'x') << QString(5000, u'y') << u'[' + QString(5000, u'x') + u']'
                                            << u'[' + QString(5000, u'y') + u']';
        QTest::newRow("emoji stay whole") << u"ok \U0001F600"_s << u"ok \U0001F601"_s << u"ok [\U0001F600]"_s << u"ok [\U0001F601]"_s;
    }
    void wordsThatDifferAreMarked()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        const CardWordDiff diff = diffWords(before, after);
        QTEST(joined(diff.before), "markedBefore");
        QTEST(joined(diff.after), "markedAfter");
    }

    void markdownOfAComparisonHoldsWhatDiffersOnly()
    {
        const auto diff = diffCards(olderCard(), fullCard());
        const QString text = cardDiffMarkdown(diff, u"6"_s, u"7"_s);
        QVERIFY(text.contains(u"- Ordering the work of claims handlers; a person decides most claims."_s));
        QVERIFY(text.contains(u"+ Ordering the work of claims handlers; **a person decides every claim**."_s));
        QVERIFY(!text.contains(u"Out of scope"_s));
        const CardDiffCount count = countOf(diff);
        QCOMPARE(count.differing() + count.same, int(diff.size()));
        QVERIFY(count.added > 0 && count.removed == 1 && count.changed > 0 && count.same > 0);
        QVERIFY(cardDiffMarkdown(diffCards(fullCard(), fullCard()), u"7"_s, u"7"_s).contains(u"Nothing differs"_s));
    }

    void usesComeFirst()
    {
        const QStringList order = sectionsInReadingOrder(fullCard(), {});
        QCOMPARE(order.mid(0, 2), (QStringList{u"intendedUses"_s, u"outOfScope"_s}));
        QCOMPARE(order.size(), cardSections().size());
        QVERIFY(sectionsInReadingOrder({}, {{u"cybersecurity"_s, {u"High risk"_s}}}).contains(u"cybersecurity"_s));
    }

    void proposalsAreWhatTheCardDoesNotSay()
    {
        const CardContent card = sparseCard();
        QList<CardProposal> proposals = proposalsFor(card, someFacts());
        QVERIFY(!proposals.isEmpty());
        for (const CardProposal &proposal : std::as_const(proposals)) {
            QVERIFY(!proposal.field.source.isEmpty());
            QVERIFY2(proposal.section != "licence"_L1, "the card has a licence of its own");
        }
        const auto metric = std::find_if(proposals.begin(), proposals.end(), [](const auto &one) { return one.group && one.section == "evaluationResults"_L1; });
        QVERIFY(metric != proposals.end());
        QCOMPARE(sourceWords(metric->field.source, {{u"01J0EVAL"_s, u"MMLU, 5 shots"_s}}), u"evaluation “MMLU, 5 shots” · mmlu acc"_s);
        for (CardProposal &proposal : proposals)
            proposal.accepted = proposal.section == "evaluationResults"_L1;
        const CardContent filled = withProposals(card, proposals);
        QCOMPARE(filled.sections.size(), card.sections.size() + 1);
        QCOMPARE(filled.missing.size(), card.missing.size() - 1);
        QCOMPARE(filled.section(u"evaluationResults")->groups.first().value(u"value"), u"0.61"_s);
    }

    void whatIsWrongIsSaid_data()
    {
        QTest::addColumn<QString>("section");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("wrong");
        QTest::newRow("date") << u"identity"_s << u"date"_s << u"2026-11-21"_s << false;
        QTest::newRow("date and time") << u"identity"_s << u"date"_s << u"2026-11-21T09:00:00Z"_s << false;
        QTest::newRow("no date") << u"identity"_s << u"date"_s << u"last Tuesday"_s << true;
        QTest::newRow("day that is not") << u"identity"_s << u"date"_s << u"2026-02-30"_s << true;
        QTest::newRow("empty") << u"identity"_s << u"date"_s << QString() << false;
        QTest::newRow("placeholder") << u"identity"_s << u"date"_s << u"TBD"_s << false;
        QTest::newRow("link") << u"licence"_s << u"license_link"_s << u"https://example.org/l"_s << false;
        QTest::newRow("mail") << u"licence"_s << u"license_link"_s << u"legal@example.org"_s << false;
        QTest::newRow("script") << u"licence"_s << u"license_link"_s << u"javascript:alert(1)"_s << true;
        QTest::newRow("password") << u"licence"_s << u"license_link"_s << u"https://bank.example@evil.example/"_s << true;
        QTest::newRow("unknown fact") << u"licence"_s << u"mood"_s << u"anything"_s << false;
    }
    void whatIsWrongIsSaid()
    {
        QFETCH(QString, section);
        QFETCH(QString, id);
        QFETCH(QString, value);
        QFETCH(bool, wrong);
        QCOMPARE(!cardFieldProblem(section, id, value).isEmpty(), wrong);
    }

    void figuresMustBeFigures_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("wrong");
        QTest::newRow("number") << u"value"_s << u"0.921"_s << false;
        QTest::newRow("exponent") << u"value"_s << u"9.2e-1"_s << false;
        QTest::newRow("words") << u"value"_s << u"about 0.9"_s << true;
        QTest::newRow("comma") << u"value"_s << u"0,9"_s << true;
        QTest::newRow("infinite") << u"value"_s << u"inf"_s << true;
        QTest::newRow("nan") << u"lower"_s << u"nan"_s << true;
        QTest::newRow("n") << u"n"_s << u"14042"_s << false;
        QTest::newRow("half a person") << u"n"_s << u"0.5"_s << true;
        QTest::newRow("nobody") << u"n"_s << u"0"_s << true;
        QTest::newRow("slice") << u"slice"_s << u"women"_s << false;
        QTest::newRow("digest") << u"digest"_s << u"sha256:12"_s << true;
    }
    void figuresMustBeFigures()
    {
        QFETCH(QString, id);
        QFETCH(QString, value);
        QFETCH(bool, wrong);
        QCOMPARE(!cardEntryProblem(u"metric"_s, id, value).isEmpty(), wrong);
    }

    void groupsReadAsATable()
    {
        CardGroupsModel model(u"metric"_s, CardGroupsModel::Use::Read);
        model.setGroups(fullCard().section(u"evaluationResults")->groups, {}, {});
        QCOMPARE(model.rowCount(), 4);
        const int interval = int(model.columns().indexOf(u"interval"_s)), source = int(model.columns().indexOf(u"source"_s));
        QVERIFY(interval > 0 && source == model.columnCount() - 1);
        QVERIFY(!model.columns().contains(u"lower"_s));
        QCOMPARE(model.index(1, interval).data().toString(), u"0.851 – 0.890"_s);
        QVERIFY(model.index(3, source).data().toString().startsWith(u"evaluation"_s));
        QVERIFY(!model.setData(model.index(0, 0), u"x"_s, Qt::EditRole));
    }

    void groupsAreWrittenCellByCell()
    {
        CardGroupsModel model(u"metric"_s, CardGroupsModel::Use::Write);
        model.setGroups(fullCard().section(u"evaluationResults")->groups, {u"threshold"_s}, {});
        const int value = int(model.columns().indexOf(u"value"_s)), upper = int(model.columns().indexOf(u"upper"_s)), threshold = int(model.columns().indexOf(u"threshold"_s));
        QVERIFY(!model.firstProblem().isValid());
        QVERIFY(model.setData(model.index(3, value), u"0.9"_s, Qt::EditRole));
        QVERIFY2(model.groups().at(3).fields.last().source.isEmpty(), "what a person writes has no other source");
        QVERIFY(model.setData(model.index(0, threshold), u"0.9"_s, Qt::EditRole));
        QCOMPARE(model.groups().at(0).value(u"threshold"), u"0.9"_s);
        QVERIFY(model.setData(model.index(0, upper), u"0.5"_s, Qt::EditRole));
        QCOMPARE(model.firstProblem(), model.index(0, upper));
        QVERIFY(model.setData(model.index(0, upper), QString(), Qt::EditRole));
        QVERIFY(!model.firstProblem().isValid());
        model.addGroup();
        QCOMPARE(model.rowCount(), 5);
        model.removeGroup(7);
        model.removeGroup(4);
        QCOMPARE(model.rowCount(), 4);
    }

    void unsavedCardsComeBack()
    {
        QTemporaryDir folder;
        const UnsavedCards mine(folder.filePath(u"deep/er"_s), u"server\njonas"_s), other(folder.filePath(u"deep/er"_s), u"server\nana"_s);
        QVERIFY(!mine.find(u"a/1"_s));
        const UnsavedCard card{u"a/1"_s, u"01J"_s, 3, u"sha256:00"_s, QDateTime({2026, 11, 21}, {9, 0}, Qt::UTC), fullCard()};
        QVERIFY(mine.keep(card).ok());
        const auto back = mine.find(u"a/1"_s);
        QVERIFY(back);
        QCOMPARE(back->content, card.content);
        QCOMPARE(back->revision, 3);
        QCOMPARE(back->savedAt, card.savedAt);
        QVERIFY2(!other.find(u"a/1"_s), "somebody else's is not mine");
        QVERIFY(!mine.find(u"a/2"_s));
        const QStringList files = QDir(folder.filePath(u"deep/er"_s)).entryList(QDir::Files);
        QCOMPARE(files.size(), 1);
        QFile file(folder.filePath(u"deep/er/"_s + files.first()));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.resize(file.size() / 2));
        file.close();
        QVERIFY2(!mine.find(u"a/1"_s), "half a file is none");
        mine.drop(u"a/1"_s);
        QVERIFY(!QFile::exists(file.fileName()));
    }
    void anUnwritableFolderIsSaid()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"taken"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        QVERIFY(!UnsavedCards(file.fileName(), u"x"_s).keep({u"a/1"_s, {}, 0, {}, {}, {}}).ok());
    }
};

QTEST_GUILESS_MAIN(TestCardParts)
#include "tst_cardparts.moc"
