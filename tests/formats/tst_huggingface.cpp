// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clock.h"
#include "formats/yamltree.h"
#include "formatstest.h"

using namespace formatstest;
using State = EvaluationReport::ValueState;

namespace {

Result<Imported> modelIndex(const QByteArray &metrics)
{
    return inspectBytes("---\nmodel-index:\n- name: m\n  results:\n  - task: {type: t}\n    dataset: {type: d, name: D}\n    metrics:\n" + metrics
                            + "---\n# M\n",
                        u"huggingface-model-index"_s);
}

} // namespace

class TestHuggingFace : public QObject
{
    Q_OBJECT
private slots:
    void card()
    {
        const auto imported = inspectFile(fixture(u"card.md"_s));
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        REQUIRE(imported->card());
        const CardContent &card = *imported->card();
        QCOMPARE(card.format, u"huggingface-model-card"_s);
        QCOMPARE(field(card, u"licence"_s, u"license"_s), u"mit"_s);
        QCOMPARE(field(card, u"architecture"_s, u"language"_s), u"no, en"_s);
        QCOMPARE(field(card, u"identity"_s, u"version"_s), u"1.10"_s);
        QCOMPARE(field(card, u"identity"_s, u"released"_s), u"2025-01-02"_s);
        QCOMPARE(field(card, u"identity"_s, u"title"_s), u"Small"_s);
        QCOMPARE(field(card, u"lineage"_s, u"base_model"_s), u"example/base"_s);
        QCOMPARE(field(card, u"trainingData"_s, u"datasets"_s), u"example/quiz, example/sums"_s);
        const auto *uses = section(card, u"intendedUses"_s);
        REQUIRE(uses);
        QVERIFY(uses->text.contains(u"in the classroom"_s) && !uses->text.contains(u"Exams"_s));
        QCOMPARE(uses->foundUnder, u"Direct Use"_s);
        REQUIRE(section(card, u"outOfScope"_s));
        QCOMPARE(section(card, u"outOfScope"_s)->foundUnder, u"Out-of-Scope Use"_s);
        for (const QString &id : {u"limitations"_s, u"fairness"_s, u"safety"_s}) {
            REQUIRE(section(card, id));
            QVERIFY(section(card, id)->text.contains(u"more birds"_s));
        }
        REQUIRE(section(card, u"references"_s));
        QCOMPARE(section(card, u"references"_s)->foundUnder, u"Citation"_s);
        // A placeholder is nothing, so what is left of the training data is the front matter's fact.
        QVERIFY(section(card, u"trainingData"_s)->text.isEmpty());
        QVERIFY(card.missing.contains(u"privacy"_s) && !card.missing.contains(u"trainingData"_s));
        QVERIFY(warned(card.warnings, u"resultsClaimed"_s));
        QCOMPARE(card.missing.size() + card.sections.size(), cardSections().size());
    }

    void templateHoldsNothing()
    {
        const auto imported = inspectFile(fixture(u"card_template.md"_s));
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        const CardContent &card = *imported->card();
        QStringList filled;
        for (const auto &it : card.sections)
            filled.append(it.id);
        QCOMPARE(filled, (QStringList{u"identity"_s, u"lineage"_s, u"environmental"_s}));
        QCOMPARE(field(card, u"lineage"_s, u"finetuned_from_model"_s), u"example/base"_s);
        QVERIFY(card.missing.contains(u"intendedUses"_s) && card.missing.contains(u"owners"_s) && card.missing.contains(u"evaluationResults"_s));
    }

    void windowsLineEnds()
    {
        const auto imported = inspectFile(fixture(u"card_windows.md"_s));
        QVERIFY(imported.ok());
        QCOMPARE(field(*imported->card(), u"licence"_s, u"license"_s), u"mit"_s);
        REQUIRE(section(*imported->card(), u"limitations"_s));
        QCOMPARE(section(*imported->card(), u"limitations"_s)->text, u"Lines end oddly."_s);
    }

    void frontMatter_data()
    {
        QTest::addColumn<QByteArray>("card");
        QTest::addColumn<QString>("licence");
        QTest::addColumn<QString>("warning");
        const auto row = [](const char *name, const QByteArray &card, const QString &licence, const QString &warning) {
            QTest::newRow(name) << card << licence << warning;
        };
        row("good", "---\nlicense: mit\n---\n# C\n", u"mit"_s, {});
        row("trailing blanks", "---  \nlicense: mit \n---\t\n# C\n", u"mit"_s, {});
        row("quoted", "---\nlicense: \"mit\"\n---\n# C\n", u"mit"_s, {});
        row("none", "# C\n\ntext\n", {}, u"noFrontMatter"_s);
        row("not closed", "---\nlicense: mit\n# C\n", {}, u"frontMatterNotClosed"_s);
        row("misplaced", "# C\n---\nlicense: mit\n---\n", {}, u"frontMatterMisplaced"_s);
        row("broken YAML", "---\nlicense: [mit\n---\n# C\n", {}, u"frontMatterInvalid"_s);
        row("a list", "---\n- mit\n---\n# C\n", {}, u"frontMatterInvalid"_s);
        row("duplicate key", "---\nlicense: mit\nlicense: gpl\n---\n# C\n", {}, u"frontMatterInvalid"_s);
        row("a tag", "---\nlicense: !!python/object:os.system mit\n---\n# C\n", {}, u"frontMatterInvalid"_s);
        row("a reference to itself", "---\na: &a [*a]\nlicense: mit\n---\n# C\n", {}, u"frontMatterInvalid"_s);
        row("placeholder", "---\nlicense: NOASSERTION\n---\n# C\n", {}, {});
        row("empty", "---\n---\n# C\n", {}, {});
    }
    void frontMatter()
    {
        QFETCH(QByteArray, card);
        QFETCH(QString, warning);
        const auto imported = inspectBytes(card);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        REQUIRE(imported->card());
        QTEST(field(*imported->card(), u"licence"_s, u"license"_s), "licence");
        QVERIFY(warning.isEmpty() || warned(imported->card()->warnings, warning));
        QVERIFY(imported->card()->sections.first().id == u"identity");
    }

    void hostileCards_data()
    {
        QTest::addColumn<QByteArray>("card");
        QTest::addColumn<int>("code");
        QByteArray bomb = "---\na: &a [x,x,x,x,x,x,x,x,x,x]\n";
        for (char c = 'b'; c <= 'i'; ++c) {
            bomb += QByteArray(1, c) + ": &" + QByteArray(1, c) + " [";
            for (int i = 0; i < 10; ++i)
                bomb += QByteArray(i ? "," : "") + '*' + char(c - 1);
            bomb += "]\n";
        }
        const auto row = [](const char *name, const QByteArray &card, Error::Code code) { QTest::newRow(name) << card << int(code); };
        row("alias bomb", bomb + "---\n# C\n", Error::Code::TooLarge);
        row("many aliases", "---\na: &a x\nb: [" + QByteArray("*a,").repeated(200) + "x]\n---\n# C\n", Error::Code::TooLarge);
        row("many nodes", "---\na: [" + QByteArray("x,").repeated(60'000) + "x]\n---\n# C\n", Error::Code::TooLarge);
        row("deep flow", "---\na: " + QByteArray(5000, '[') + QByteArray(5000, ']') + "\n---\n# C\n", Error::Code::TooLarge);
        row("large front matter", "---\na: " + QByteArray(5 * 1024 * 1024, 'x') + "\n---\n# C\n", Error::Code::TooLarge);
        row("invalid UTF-8", "---\na: b\n---\n# C\n\xff", Error::Code::Invalid);
        row("NUL", QByteArray("---\na: b\n---\n# C\n\0", 18), Error::Code::Invalid);
        row("half a character at the end", "# C\n\xe2\x82", Error::Code::Invalid);
    }
    void hostileCards()
    {
        QFETCH(QByteArray, card);
        const auto imported = inspectBytes(card, u"huggingface-model-card"_s);
        QVERIFY(!imported.ok());
        QTEST(int(imported.error().code), "code");
    }

    void markupIsTextAndWarnedOf_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("warning");
        QTest::newRow("script") << "# C <script>alert(1)</script>"_ba << u"activeHtml"_s;
        QTest::newRow("iframe") << "# C\n<iframe src=\"https://example.org\">"_ba << u"activeHtml"_s;
        QTest::newRow("handler") << "# C\n<b onclick=\"x()\">b</b>"_ba << u"activeHtml"_s;
        QTest::newRow("tags") << "# C\n<b>b</b>"_ba << u"html"_s;
        QTest::newRow("remote image") << "# C\n![x](http://198.51.100.7/a.png)"_ba << u"remoteImages"_s;
        QTest::newRow("remote image as HTML") << "# C\n<img alt=x src=//198.51.100.7/a.png>"_ba << u"remoteImages"_s;
        QTest::newRow("javascript") << "# C\n[click](javascript:alert(1))"_ba << u"unsafeLinks"_s;
        QTest::newRow("javascript in capitals") << "# C\n[click]( <JavaScript:alert(1)>)"_ba << u"unsafeLinks"_s;
        QTest::newRow("file") << "# C\n[f](file:///etc/passwd)"_ba << u"unsafeLinks"_s;
        QTest::newRow("data") << "# C\n[d]: data:text/html;base64,PHNjcmlwdD4="_ba << u"unsafeLinks"_s;
        QTest::newRow("autolink") << "# C\n<vbscript:x>"_ba << u"unsafeLinks"_s;
        QTest::newRow("bidi") << "# C\napproved \u202e desrever"_ba << u"bidi"_s;
        QTest::newRow("escape") << "# C\n\x1b[31mred"_ba << u"controlCharacters"_s;
    }
    void markupIsTextAndWarnedOf()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, warning);
        const auto imported = inspectBytes(body);
        QVERIFY(imported.ok());
        REQUIRE(imported->card());
        QVERIFY(warned(imported->card()->warnings, warning));
    }

    void harmlessMarkupIsNotWarnedOf()
    {
        const auto imported = inspectBytes("---\nlicense: mit\n---\n# C\n[a](https://example.org) [b](#c) [d](docs/x.md) <mailto:a@example.org>\n"
                                           "![i](images/x.png)\n```html\n<script>in a listing</script>\n```\n");
        QVERIFY(imported.ok());
        QVERIFY2(imported->card()->warnings.isEmpty(), qPrintable(imported->card()->warnings.value(0).code));
    }

    void claimedResults()
    {
        const auto imported = inspectFile(fixture(u"card.md"_s), u"huggingface-model-index"_s);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        REQUIRE(imported->report());
        const EvaluationReport &report = *imported->report();
        QCOMPARE(report.completeness, EvaluationReport::Completeness::Unknown);
        QCOMPARE(report.subject.model, u"small"_s);
        QCOMPARE(report.subject.measuredBy, u"Leaderboard https://example.org/board"_s);
        QVERIFY(!report.subject.claimedBy.isEmpty());
        QCOMPARE(report.results.size(), 8);
        const auto *accuracy = find(report, u"Quiz (birds)"_s, u"accuracy"_s);
        REQUIRE(accuracy);
        QCOMPARE(accuracy->value, 80.0);
        QCOMPARE(accuracy->valueText, u"80.0"_s);
        QCOMPARE(accuracy->flags, QStringList{u"unitUnknown"_s});
        QCOMPARE(accuracy->unit, QString());
        QCOMPARE(accuracy->suite, u"text-generation"_s);
        QCOMPARE(accuracy->dataset, u"example/quiz:birds:test"_s);
        const auto *pass = find(report, u"Quiz (birds)"_s, u"pass@1"_s);
        REQUIRE(pass);
        QCOMPARE(pass->value, 53.7);
        QCOMPARE(pass->unit, u"percent"_s);
        QCOMPARE(find(report, u"Quiz (birds)"_s, u"f1"_s, u"macro"_s)->value, 0.71);
        QCOMPARE(find(report, u"Quiz (birds)"_s, u"confusion"_s, u"1.0"_s)->value, 3.0);
        QCOMPARE(find(report, u"Quiz (birds)"_s, u"confusion"_s, u"1.1"_s)->valueState, State::Missing);
    }

    void indexValues_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<int>("state");
        QTest::newRow("number") << "0.9"_ba << int(State::Finite);
        QTest::newRow("quoted") << "\"0.9\""_ba << int(State::Finite);
        QTest::newRow("nothing") << ""_ba << int(State::Missing);
        QTest::newRow("nan") << ".nan"_ba << int(State::Nan);
        QTest::newRow("inf") << "-.inf"_ba << int(State::Inf);
        QTest::newRow("overflow") << "1e999"_ba << int(State::Inf);
        QTest::newRow("words") << "about 90"_ba << int(State::Error);
        QTest::newRow("yes") << "yes"_ba << int(State::Error);
        QTest::newRow("octal") << "0o17"_ba << int(State::Error);
        QTest::newRow("decimal comma") << "0,91"_ba << int(State::Error);
        QTest::newRow("underscore") << "1_000"_ba << int(State::Error);
    }
    void indexValues()
    {
        QFETCH(QByteArray, value);
        const auto imported = modelIndex("    - {type: accuracy, value: " + value + "}\n");
        const auto spelled = value == "0,91" ? modelIndex("    - type: accuracy\n      value: 0,91\n") : imported;
        QVERIFY2(spelled.ok(), spelled.ok() ? "" : qPrintable(spelled.error().text));
        QCOMPARE(spelled->report()->results.size(), 1);
        QTEST(int(spelled->report()->results.first().valueState), "state");
    }

    void indexHostile()
    {
        QVERIFY(!modelIndex("    - {type: a, value: {metric_value}}\n").ok());
        QVERIFY(!modelIndex("    - {type: a, value: \"{{ value }}\"}\n").ok());
        QCOMPARE(modelIndex("    - {type: a, value: " + QByteArray(60, '[') + "1" + QByteArray(60, ']') + "}\n").error().code, Error::Code::TooLarge);
        QVERIFY(!inspectBytes("---\nmodel-index: none\n---\n", u"huggingface-model-index"_s).ok());
        QVERIFY(!inspectBytes("---\n[broken\n---\n", u"huggingface-model-index"_s).ok());
        const auto odd = inspectBytes("---\nmodel-index:\n- 7\n- name: [a]\n  results: {x: y}\n- results:\n  - 1\n  - metrics: 3\n---\n", u"huggingface-model-index"_s);
        QVERIFY(odd.ok());
        QVERIFY(warned(odd->report()->warnings, u"noResults"_s));
        const auto high = modelIndex("    - {type: accuracy, value: 180}\n");
        QVERIFY(high.ok() && high->report()->results.first().flags.contains(u"outOfRange"_s));
        const auto nowhere = inspectBytes("---\nmodel-index:\n- name: m\n  results:\n  - metrics:\n    - {type: acc, value: 0.9}\n---\n", u"huggingface-model-index"_s);
        QVERIFY(nowhere.ok() && nowhere->report()->results.first().flags.contains(u"datasetUnknown"_s));
    }

    void evalResults()
    {
        const auto imported = inspectFile(fixture(u"eval_results.yaml"_s));
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        const EvaluationReport &report = *imported->report();
        QCOMPARE(report.format, u"huggingface-eval-results"_s);
        QCOMPARE(report.subject.model, QString());
        QCOMPARE(report.subject.claimedBy, u"Model card example https://example.org/other-model"_s);
        QCOMPARE(report.subject.measuredBy, QString());
        QCOMPARE(toRfc3339(report.run.finishedAt), u"2026-05-23T00:00:00.000Z"_s);
        QCOMPARE(report.results.size(), 2);
        const auto &birds = report.results.first();
        QCOMPARE(birds.task, u"birds"_s);
        QCOMPARE(birds.dataset, u"example/quiz@0123abc"_s);
        QCOMPARE(birds.value, 78.8);
        QCOMPARE(birds.valueText, u"78.80"_s);
        QCOMPARE(birds.filter, u"No tools"_s);
        QCOMPARE(birds.direction, EvaluationReport::Direction::Unknown);
        QVERIFY(birds.flags.contains(u"unitUnknown"_s) && birds.flags.contains(u"metricUnknown"_s));
        QVERIFY(warned(report.warnings, u"subjectUnknown"_s) && warned(report.warnings, u"claimedNotMeasured"_s));
    }

    void evalResultsHostile_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<int>("code"); // -1: accepted
        const auto row = [](const char *name, const QByteArray &yaml, int code) { QTest::newRow(name) << yaml << code; };
        const int invalid = int(Error::Code::Invalid), large = int(Error::Code::TooLarge), unsupported = int(Error::Code::Unsupported);
        row("template", "- dataset:\n    id: a/b\n    task_id: {task_id}\n  value: {metric_value}\n", invalid);
        row("template as text", "- dataset:\n    id: a/b\n  value: \"{metric_value}\"\n", invalid);
        row("duplicate key", "- dataset: {id: a}\n  value: 1\n  value: 2\n", invalid);
        row("tag", "- dataset: {id: a}\n  value: !!float 1\n", unsupported);
        row("deep", "- dataset: {id: a}\n  value: " + QByteArray(500, '[') + "\n", large);
        row("aliases", "- dataset: &a {id: a}\n  value: [" + QByteArray("*a,").repeated(150) + "1]\n", large);
        row("cut", "- dataset: {id: a\n  value: 1\n", invalid);
        row("invalid UTF-8", "- dataset: {id: \"\xff\"}\n  value: 1\n", invalid);
        row("no dataset", "- dataset:\n  value: 1\n", -1);
        row("entries of every kind", "- dataset: {id: a}\n  value: 1\n- 7\n- [x]\n-\n", -1);
        row("value is a map", "- dataset: {id: a}\n  value: {a: 1, b: {c: x}}\n", -1);
        row("bidi", "- dataset: {id: \"\u202ea\"}\n  value: 1\n", -1);
        row("bad date", "- dataset: {id: a}\n  value: 1\n  date: '99999-99-99'\n", -1);
    }
    void evalResultsHostile()
    {
        QFETCH(QByteArray, yaml);
        QFETCH(int, code);
        const auto imported = inspectBytes(yaml);
        QCOMPARE(imported.ok() ? -1 : int(imported.error().code), code);
        QVERIFY(!imported.ok() || !imported->report()->results.isEmpty());
    }

    void yamlKeepsText()
    {
        const auto yaml = parseYaml("a: no\nb: 1.10\nc: 012\nd: 2025-01-02\ne: ~\nf: 'x'\ng: on\nh: <<\n<<: merged\ni:\n");
        QVERIFY(yaml.ok());
        for (const auto &[key, text] : {std::pair(u"a"_s, u"no"_s), {u"b"_s, u"1.10"_s}, {u"c"_s, u"012"_s}, {u"d"_s, u"2025-01-02"_s}, {u"g"_s, u"on"_s},
                                        {u"<<"_s, u"merged"_s}})
            QCOMPARE((*yaml)[key].text, text);
        QVERIFY((*yaml)[u"f"].quoted && !(*yaml)[u"a"].quoted);
        QVERIFY((*yaml)[u"i"].isNull() && (*yaml)[u"no such"].isNull());
        QCOMPARE((*parseYaml("a: &x [1, 2]\nb: *x\n"))[u"b"].texts(), (QStringList{u"1"_s, u"2"_s}));
        QVERIFY(parseYaml("").ok());
        QCOMPARE(parseYaml("a: b\nc: [", {}, 10).error().text.left(12), u"YAML, line 1"_s);
    }
};

QTEST_GUILESS_MAIN(TestHuggingFace)
#include "tst_huggingface.moc"
