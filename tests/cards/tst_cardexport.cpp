// SPDX-License-Identifier: GPL-3.0-or-later
// Import → export → import: what both sides can say comes back, what one cannot is listed; the exports are valid by
// their formats' own schemas, judged by Debian's python3-jsonschema.
#include "cardstest.h"

#include "base/json.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>

using namespace cardstest;

namespace {

const QStringList readable{u"huggingface"_s, u"sagemaker"_s, u"cyclonedx"_s, u"cyclonedx-1.6"_s, u"spdx"_s, u"mct"_s, u"json"_s};

void addRows(const QStringList &formats)
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("format");
    for (const QString &path : ownCards() + realCards()) {
        for (const QString &format : formats)
            QTest::addRow("%s as %s", qPrintable(QFileInfo(path).fileName()), qPrintable(format)) << path << format;
    }
}

/// Whether a loss speaks of "section/field".
bool listed(const QList<CardLoss> &losses, const QString &what)
{
    return std::any_of(losses.begin(), losses.end(), [&](const CardLoss &loss) {
        const QString said = loss.section + u'/' + loss.field;
        return said == what || said.startsWith(what + u'/');
    });
}

/// A card without a name cannot become a component; the tests give it one.
CardFacts named()
{
    CardFacts facts;
    facts.model = u"nameless"_s;
    return facts;
}

CardContent without(CardContent card)
{
    card.warnings.clear();
    card.rawDigest.clear();
    card.rawBytes = 0;
    card.format.clear();
    for (CardContent::Section &section : card.sections)
        section.foundUnder.clear();
    return card;
}

} // namespace

class TestCardExport : public QObject
{
    Q_OBJECT
private slots:
    void roundTrip_data() { addRows(readable); }
    void roundTrip()
    {
        QFETCH(QString, path);
        QFETCH(QString, format);
        const auto before = inspectFile(path);
        QVERIFY2(before.ok(), before.ok() ? "" : qPrintable(before.error().text));
        REQUIRE(before->card());
        const auto out = exportCard(*before->card(), *cardFormatFromName(format), named());
        QVERIFY2(out.ok(), out.ok() ? "" : qPrintable(out.error().text));
        const auto after = inspectBytes(out->bytes);
        QVERIFY2(after.ok(), after.ok() ? "" : qPrintable(after.error().text + u' ' + after.error().fields.value(0).pointer));
        REQUIRE(after->card());
        for (const QString &what : gone(autofill(*before->card(), named()), *after->card()))
            QVERIFY2(listed(out->lost, what), qPrintable(what + u" is gone, and nobody said so"_s));
        for (const CardLoss &loss : out->lost)
            QVERIFY2(!loss.sentence.isEmpty() && cardSectionInfo(loss.section), qPrintable(loss.section + u'/' + loss.field));
        // A second journey adds and takes nothing: what the format made of the card is what it makes of it again.
        const auto again = exportCard(*after->card(), *cardFormatFromName(format), named());
        QVERIFY(again.ok());
        const auto last = inspectBytes(again->bytes);
        QVERIFY(last.ok());
        for (const QString &what : gone(*after->card(), *last->card()) + gone(*last->card(), *after->card()))
            QVERIFY2(listed(again->lost, what), qPrintable(what + u" differs the second time"_s));
    }

    void noSilentGrowth_data() { addRows({u"huggingface"_s, u"cyclonedx"_s, u"spdx"_s, u"sagemaker"_s}); }
    void noSilentGrowth()
    {
        QFETCH(QString, path);
        QFETCH(QString, format);
        const auto before = inspectFile(path);
        const auto out = exportCard(*before->card(), *cardFormatFromName(format), named());
        QVERIFY(out.ok());
        const auto after = inspectBytes(out->bytes);
        QVERIFY(after.ok());
        for (const QString &what : gone(*after->card(), autofill(*before->card(), named())))
            QVERIFY2(what.endsWith(u"/dataset") || what.endsWith(u"/party") || what.endsWith(u"/ancestor") || what.endsWith(u"/evaluation")
                         || what.endsWith(u"/metric") || listed(out->lost, what),
                     qPrintable(what + u" came from nowhere"_s));
    }

    void oneFormatToTheOther_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        for (const QString &path : ownCards()) {
            for (const QString &first : {u"huggingface"_s, u"sagemaker"_s, u"cyclonedx"_s, u"spdx"_s}) {
                for (const QString &second : {u"huggingface"_s, u"sagemaker"_s, u"cyclonedx"_s, u"spdx"_s, u"json"_s})
                    QTest::addRow("%s, %s, %s", qPrintable(QFileInfo(path).fileName()), qPrintable(first), qPrintable(second)) << path << first << second;
            }
        }
    }
    void oneFormatToTheOther()
    {
        QFETCH(QString, path);
        QFETCH(QString, first);
        QFETCH(QString, second);
        const CardContent card = autofill(*inspectFile(path)->card(), named());
        const auto one = exportCard(card, *cardFormatFromName(first), named());
        QVERIFY(one.ok());
        const auto between = inspectBytes(one->bytes);
        QVERIFY(between.ok());
        const auto two = exportCard(*between->card(), *cardFormatFromName(second), named());
        QVERIFY(two.ok());
        const auto end = inspectBytes(two->bytes);
        QVERIFY(end.ok());
        for (const QString &what : gone(card, *end->card()))
            QVERIFY2(listed(one->lost, what) || listed(two->lost, what), qPrintable(what));
    }

    void deterministic_data() { addRows(cardFormatNames()); }
    void deterministic()
    {
        QFETCH(QString, path);
        QFETCH(QString, format);
        const auto card = inspectFile(path);
        QVERIFY(card.ok());
        QCOMPARE(exportCard(*card->card(), *cardFormatFromName(format), named())->bytes, exportCard(*card->card(), *cardFormatFromName(format), named())->bytes);
    }

    void schemas_data()
    {
        QTest::addColumn<QString>("schema");
        QTest::addColumn<QString>("format");
        QTest::newRow("CycloneDX 1.6") << u"vectors/cyclonedx/bom-1.6.schema.json"_s << u"cyclonedx-1.6"_s;
        QTest::newRow("CycloneDX 1.7") << u"vectors/cyclonedx/bom-1.7.schema.json"_s << u"cyclonedx"_s;
        QTest::newRow("SageMaker") << u"formats/dev/modelcard-sagemaker/SCHEMA.json"_s << u"sagemaker"_s;
        QTest::newRow("Model Card Toolkit") << u"formats/dev/modelcard-mct/SCHEMA_v0.0.2.json"_s << u"mct"_s;
        QTest::newRow("SPDX, its context") << u"vectors/spdx-ai/spdx-context.jsonld"_s << u"spdx"_s;
    }
    void schemas()
    {
        QFETCH(QString, schema);
        QFETCH(QString, format);
        const QString path = sharedPath(schema);
        if (path.isEmpty())
            QSKIP("the schemas are not here (COUNTERSIGN_SHARED)");
        QTemporaryDir folder;
        QStringList arguments{QStringLiteral(COUNTERSIGN_SOURCE_DIR "/tests/cards/validate.py"), path};
        for (const QString &card : ownCards() + realCards()) {
            const auto out = exportCard(*inspectFile(card)->card(), *cardFormatFromName(format), named());
            QVERIFY(out.ok());
            const QString name = folder.filePath(QString::number(arguments.size()) + u'-' + QFileInfo(card).fileName());
            QFile file(name);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(out->bytes) == out->bytes.size());
            arguments.append(name);
        }
        QProcess python;
        python.setProcessChannelMode(QProcess::MergedChannels);
        python.start(u"/usr/bin/python3"_s, arguments);
        if (!python.waitForStarted() || !python.waitForFinished(240'000))
            QSKIP("python3 could not be run");
        const QByteArray said = python.readAll();
        if (python.exitCode() == 77)
            QSKIP("python3-jsonschema is not installed");
        QVERIFY2(python.exitCode() == 0, said.right(3000).constData());
        QVERIFY(said.contains("files are valid"));
    }

    /// The validator must be able to say no.
    void schemaRefuses()
    {
        const QString path = sharedPath(u"vectors/cyclonedx/bom-1.6.schema.json"_s);
        const QString bad = sharedPath(u"vectors/cyclonedx/invalid-component-type-1.6.json"_s);
        if (path.isEmpty() || bad.isEmpty())
            QSKIP("the schemas are not here (COUNTERSIGN_SHARED)");
        QProcess python;
        python.start(u"/usr/bin/python3"_s, {QStringLiteral(COUNTERSIGN_SOURCE_DIR "/tests/cards/validate.py"), path, bad});
        if (!python.waitForStarted() || !python.waitForFinished(60'000) || python.exitCode() == 77)
            QSKIP("python3-jsonschema is not installed");
        QCOMPARE(python.exitCode(), 1);
    }

    void lengthsAreKeptAndTold()
    {
        CardContent card;
        card.sectionForWriting(u"identity"_s).fields.append({u"model_name"_s, u"Name"_s, u"long"_s});
        card.sectionForWriting(u"identity"_s).text = QString(5000, u'x');
        card.sectionForWriting(u"businessContext"_s).fields.append({u"business_problem"_s, u"Problem"_s, QString(3000, u'y')});
        card.sectionForWriting(u"privacy"_s).text = QString(3000, u'z');
        card.settle();
        const auto out = exportCard(card, CardFormat::SageMaker);
        QVERIFY(out.ok());
        const auto back = inspectBytes(out->bytes);
        QVERIFY(back.ok());
        QCOMPARE(back->card()->section(u"identity")->text.size(), 1024);
        QCOMPARE(back->card()->section(u"businessContext")->value(u"business_problem").size(), 2048);
        QCOMPARE(back->card()->section(u"privacy")->text, QString(3000, u'z')); // in parts
        QStringList shortened;
        for (const CardLoss &loss : out->lost) {
            if (loss.kind == CardLoss::Kind::Shortened)
                shortened.append(loss.section + u'/' + loss.field);
        }
        QCOMPARE(shortened, (QStringList{u"identity/text"_s, u"businessContext/business_problem"_s}));
    }

    void frontMatterMeansWhatItSays_data()
    {
        QTest::addColumn<QString>("text");
        for (const QString &text : {u"no"_s, u"yes"_s, u"on"_s, u"1.10"_s, u"2025-01-02"_s, u"0x1F"_s, u"null"_s, u"~"_s, u"- a"_s, u"a: b"_s, u"# c"_s, u"'q'"_s,
                                    u"\"q\""_s, u"{{x"_s, u"*alias"_s, u"&anchor"_s, u"!!tag x"_s, u"line\nbreak"_s, u"tab\there"_s, u"a # b"_s,
                                    u"bell\u0007"_s, u"é😀\u2028x"_s, u"%x"_s, u"@x"_s, u"back\\slash"_s, u"1e3"_s, u".inf"_s, u"y"_s, u"---\nlicense: mit\n---"_s})
            QTest::newRow(qPrintable(text)) << text;
    }
    void frontMatterMeansWhatItSays()
    {
        QFETCH(QString, text);
        CardContent card;
        card.sectionForWriting(u"licence"_s).fields.append({u"license"_s, u"Licence"_s, text});
        card.sectionForWriting(u"identity"_s).fields = {{u"title"_s, u"Title"_s, u"T"_s}, {u"odd"_s, u"odd"_s, text}};
        card.sectionForWriting(u"safety"_s).fields.append({u"risk_rating"_s, u"Risk"_s, text});
        card.sectionForWriting(u"limitations"_s).text = u"## Intended uses\n\n"_s + text;
        card.settle();
        const auto out = exportCard(card, CardFormat::HuggingFace);
        QVERIFY(out.ok());
        const auto back = inspectBytes(out->bytes, u"huggingface-model-card"_s);
        QVERIFY2(back.ok(), back.ok() ? "" : qPrintable(back.error().text));
        QCOMPARE(gone(card, *back->card()), QStringList());
        QVERIFY(!back->card()->section(u"intendedUses"));
    }

    void textsCannotLeaveTheirBlock()
    {
        CardContent card;
        card.sectionForWriting(u"identity"_s).fields.append({u"title"_s, u"Title"_s, u"T"_s});
        card.sectionForWriting(u"limitations"_s).text = u"a\n<!-- card:end -->\n<!-- card:section safety -->\n<!-- card:text -->\nall is well\n<!-- card:end -->\nb <!-- (card):x"_s;
        card.settle();
        const auto back = inspectBytes(exportCard(card, CardFormat::HuggingFace)->bytes);
        QVERIFY(back.ok());
        QCOMPARE(gone(card, *back->card()), QStringList());
        QVERIFY(!back->card()->section(u"safety"));
    }

    void htmlHoldsNoneOfTheCardsTags_data()
    {
        QTest::addColumn<QString>("path");
        for (const QString &path : ownCards() + realCards())
            QTest::newRow(qPrintable(QFileInfo(path).fileName())) << path;
    }
    void htmlHoldsNoneOfTheCardsTags()
    {
        QFETCH(QString, path);
        CardContent card = *inspectFile(path)->card();
        const QString hostile = u"<script>alert(1)</script><img src=x onerror='a()'><a href=\"javascript:x\">y</a>&lt;b&gt; ]]> --> <style>*{}</style> \u202e"_s;
        for (CardContent::Section &section : card.sections) {
            section.text += hostile;
            section.fields.append({hostile, hostile, hostile, hostile});
            section.groups.append({hostile, {{hostile, hostile, hostile, hostile}}});
        }
        const QString html = QString::fromUtf8(exportCard(card, CardFormat::Html)->bytes);
        static const QRegularExpression tag(u"<[^>]*>"_s),
            ours(u"^<(!DOCTYPE html|/?(html|head|body|title|style|h[1-6]|p|table|tr|th|td|i)|html lang=\"en\"|meta charset=\"utf-8\"/|"
                 "meta http-equiv=\"Content-Security-Policy\" content=\"[^\"]*\"/|br/|th align=\"left\"|i class=\"source\"|table class=\"(facts|groups)\"|"
                 "h[1-6] id=\"[A-Za-z]+\")>$"_s);
        qsizetype count = 0;
        for (auto it = tag.globalMatch(html); it.hasNext(); ++count) {
            const QString found = it.next().captured();
            QVERIFY2(ours.match(found).hasMatch(), qPrintable(found));
        }
        QVERIFY(count > 20);
        QVERIFY(!html.contains(u"<script"_s) && !html.contains(QChar(0x202e)) && !html.contains(u"<img"_s) && !html.contains(u"<a "_s));
        QVERIFY(html.contains(u"&lt;script&gt;"_s));
    }

    void autofillOnlyFillsWhatIsSilent()
    {
        CardFacts facts;
        facts.model = u"triage"_s;
        facts.version = u"1.2"_s;
        facts.licence = u"MIT"_s;
        facts.intendedUse = u"Sorting claims"_s;
        facts.compliance = {u"EU AI Act"_s, u"NYC LL 144"_s};
        facts.files = {{u"model.bin"_s, u"sha256:"_s + QString(64, u'a'), 12}};
        facts.results = {{u"01J0000000000000000000000"_s, u"mmlu"_s, u"acc"_s, u"0.61"_s, u"0.58"_s, u"0.64"_s, u"1000"_s, u"fraction"_s}};
        CardContent card;
        card.sectionForWriting(u"licence"_s).fields.append({u"license"_s, u"Licence"_s, u"apache-2.0"_s});
        card.settle();
        const CardContent filled = autofill(card, facts);
        QCOMPARE(filled.section(u"licence")->fields.size(), 1);
        QCOMPARE(filled.section(u"licence")->value(u"license"), u"apache-2.0"_s);
        QCOMPARE(filled.section(u"licence")->fields.first().source, QString());
        QCOMPARE(filled.section(u"identity")->value(u"model_name"), u"triage"_s);
        QCOMPARE(filled.section(u"identity")->fields.first().source, u"registry"_s);
        QCOMPARE(filled.section(u"evaluationResults")->groups.first().fields.first().source, u"evaluation 01J0000000000000000000000 · mmlu acc"_s);
        QVERIFY(!filled.missing.contains(u"intendedUses"_s) && filled.missing.contains(u"fairness"_s));
        QCOMPARE(autofill(filled, facts), filled);
        // The mark travels.
        for (const QString &format : {u"json"_s, u"huggingface"_s, u"cyclonedx"_s, u"spdx"_s, u"sagemaker"_s}) {
            const auto back = inspectBytes(exportCard(card, *cardFormatFromName(format), facts)->bytes);
            QVERIFY2(back.ok() && back->card(), exportCard(card, *cardFormatFromName(format), facts)->bytes.constData());
            QVERIFY2(gone(filled, *back->card()).isEmpty(), qPrintable(format + u": "_s + gone(filled, *back->card()).join(u' ')));
            QCOMPARE(back->card()->section(u"evaluationResults")->groups.first().fields.first().source,
                     u"evaluation 01J0000000000000000000000 · mmlu acc"_s);
        }
    }

    void namelessCardsAreRefused()
    {
        CardContent card;
        card.sectionForWriting(u"limitations"_s).text = u"many"_s;
        card.settle();
        for (const CardFormat format : {CardFormat::CycloneDx16, CardFormat::CycloneDx17, CardFormat::Spdx3}) {
            const auto out = exportCard(card, format);
            QVERIFY(!out.ok());
            QVERIFY(out.error().code == Error::Code::Invalid && !out.error().fields.isEmpty());
        }
        QVERIFY(exportCard(card, CardFormat::SageMaker).ok());
        QVERIFY(!cardFormatFromName(u"word"_s).ok());
    }

    void normalisedJsonIsTheCardItself_data()
    {
        QTest::addColumn<QString>("path");
        for (const QString &path : ownCards() + realCards())
            QTest::newRow(qPrintable(QFileInfo(path).fileName())) << path;
    }
    void normalisedJsonIsTheCardItself()
    {
        QFETCH(QString, path);
        const CardContent card = *inspectFile(path)->card();
        const auto back = inspectBytes(exportCard(card, CardFormat::Json)->bytes);
        QVERIFY2(back.ok(), back.ok() ? "" : qPrintable(back.error().text));
        QCOMPARE(without(*back->card()), without(card));
    }
};

QTEST_GUILESS_MAIN(TestCardExport)
#include "tst_cardexport.moc"
