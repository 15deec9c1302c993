// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/cardmapping.h"
#include "formats/markdown.h"
#include "formatstest.h"

#include <QElapsedTimer>

using namespace formatstest;

class TestMarkdown : public QObject
{
    Q_OBJECT
private slots:
    void segments()
    {
        const auto parts = markdownSegments(u"before\n# One #\ntext\n```sh\n# code\n```\n~~~\n## code\n~~~\nTwo\n---\n\n| a |\n|---|\n- item\n---\n"
                                            "#no heading\n   ### **Three** <br/> [x](y)\n"_s);
        QStringList headings;
        for (const auto &part : parts)
            headings.append(QString::number(part.level) + part.heading);
        QCOMPARE(headings, (QStringList{u"0"_s, u"1One"_s, u"2Two"_s, u"3Three x"_s}));
        QCOMPARE(parts.at(0).body, u"before\n"_s);
        QCOMPARE(parts.at(2).line, 10);
    }

    void openFenceHidesTheRest()
    {
        QCOMPARE(markdownSegments(u"# One\n````\n```\n# code\n"_s).size(), 2);
    }

    void placeholders_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("empty");
        for (const QString &text : {u"[More Information Needed]"_s, u"more information needed."_s, u"NOASSERTION"_s, u"TODO"_s, u"TODO: write this"_s, u"TBD"_s,
                                    u"[optional]"_s, u"{{ model_summary | default(\"\", true) }}"_s, u"N/A"_s, u"..."_s, u""_s, u"  \n"_s, u"-"_s,
                                    u"<!-- Provide a summary -->"_s, u"<!-- a\nb -->\n\n[More Information Needed]\n"_s, u"- **Developed by:** [More Information Needed]"_s,
                                    u"### Sub\n\nTBD\n"_s, u"*More information needed*"_s, u"No description available"_s})
            QTest::newRow(qPrintable(text)) << text << true;
        for (const QString &text : {u"More information needed about birds, but it works."_s, u"Todos are lists."_s, u"- **Developed by:** us"_s,
                                    u"Optional parts are optional."_s, u"no"_s, u"0"_s, u"NA is a country code of Namibia"_s})
            QTest::newRow(qPrintable(text)) << text << false;
    }
    void placeholders()
    {
        QFETCH(QString, text);
        QTEST(meaningfulText(text).isEmpty(), "empty");
    }

    void headings_data()
    {
        QTest::addColumn<QString>("heading");
        QTest::addColumn<QStringList>("sections");
        const auto row = [](const QString &heading, const QStringList &sections) { QTest::newRow(qPrintable(heading)) << heading << sections; };
        row(u"Uses"_s, {u"intendedUses"_s});
        row(u"Intended Use"_s, {u"intendedUses"_s});
        row(u"Intended uses & limitations"_s, {u"intendedUses"_s, u"limitations"_s});
        row(u"Out-of-Scope Use"_s, {u"outOfScope"_s});
        row(u"Misuse and Out-of-scope Use"_s, {u"outOfScope"_s});
        row(u"Bias, Risks, and Limitations"_s, {u"limitations"_s, u"fairness"_s, u"safety"_s});
        row(u"Ethical Considerations and Limitations"_s, {u"limitations"_s, u"fairness"_s});
        row(u"Training Data"_s, {u"trainingData"_s});
        row(u"Training Procedure"_s, {u"trainingProcedure"_s});
        row(u"Training Details"_s, {u"trainingProcedure"_s});
        row(u"Evaluation"_s, {u"evaluationResults"_s});
        row(u"Testing Data"_s, {u"evaluationData"_s});
        row(u"Environmental Impact"_s, {u"environmental"_s});
        row(u"License"_s, {u"licence"_s});
        row(u"Model Card Contact"_s, {u"owners"_s});
        row(u"Citation"_s, {u"references"_s});
        row(u"Model Architecture and Objective"_s, {u"architecture"_s});
        row(u"Safety & Security"_s, {u"safety"_s});
        row(u"Privacy"_s, {u"privacy"_s});
        row(u"Explainability"_s, {u"explainability"_s});
        row(u"Model Details"_s, {u"identity"_s});
        row(u"Table of Contents"_s, {});
        row(u"Usage"_s, {});
        row(u"Transformers"_s, {});
        row(QString(), {});
    }
    void headings()
    {
        QFETCH(QString, heading);
        QFETCH(QStringList, sections);
        QStringList got = sectionsForHeading(heading);
        got.sort();
        sections.sort();
        QCOMPARE(got, sections);
    }

    void rulesNameRealSections()
    {
        QSet<QString> known;
        for (const CardSectionInfo &info : cardSections())
            known.insert(info.id);
        QCOMPARE(known.size(), 24);
        QVERIFY(known.contains(u"intendedUses"_s) && known.contains(u"outOfScope"_s));
        for (const FrontMatterField &field : frontMatterFields())
            QVERIFY2(known.contains(field.section), qPrintable(field.section));
        for (const QString &label : {u"Developed by"_s, u"License"_s, u"Repository"_s})
            QVERIFY(known.contains(sectionForLabel(label)));
    }

    /// Texts that would take a careless pattern minutes.
    void longLinesAreNoTrap_data()
    {
        QTest::addColumn<QString>("text");
        const qsizetype size = 300'000;
        QTest::newRow("brackets") << QString(size, u'[');
        QTest::newRow("images") << u"!["_s.repeated(size / 2);
        QTest::newRow("tags") << u"<img "_s.repeated(size / 5);
        QTest::newRow("comments") << u"<!--"_s.repeated(size / 4);
        QTest::newRow("stars") << QString(size, u'*');
        QTest::newRow("dashes") << QString(size, u'-') + u'x';
        QTest::newRow("heading") << u"# "_s + u"[a]("_s.repeated(size / 4);
        QTest::newRow("blanks") << u"# a"_s + QString(size, u' ') + u'x';
        QTest::newRow("on") << u" on"_s.repeated(size / 3);
        QTest::newRow("headings") << u"#\n"_s.repeated(size / 2);
        QTest::newRow("labels") << u"**a:** "_s.repeated(size / 7);
    }
    void longLinesAreNoTrap()
    {
        QFETCH(QString, text);
        QElapsedTimer timer;
        timer.start();
        const auto imported = inspectBytes("# C\n" + text.toUtf8() + '\n', u"huggingface-model-card"_s);
        QVERIFY(imported.ok());
        // Against doing it a tenth at a time: quadratic work would be ten times this, linear work about the same.
        const qint64 whole = timer.restart();
        for (int i = 0; i < 10; ++i)
            QVERIFY(inspectBytes("# C\n" + text.left(text.size() / 10).toUtf8() + '\n', u"huggingface-model-card"_s).ok());
        QVERIFY2(whole <= 5 * timer.elapsed() + 200, qPrintable(u"%1 ms against %2 ms"_s.arg(whole).arg(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(TestMarkdown)
#include "tst_markdown.moc"
