// SPDX-License-Identifier: GPL-3.0-or-later
#include "cardstest.h"

#include "base/json.h"
#include "formats/cards/cardmaker.h"

#include <QRandomGenerator>

using namespace cardstest;

namespace {

QString value(const CardContent &card, const QString &section, const QString &id)
{
    const auto *in = card.section(section);
    return in ? in->value(id) : QString();
}

QStringList values(const CardContent &card, const QString &section, const QString &id)
{
    QStringList out;
    if (const auto *in = card.section(section)) {
        for (const auto &field : in->fields) {
            if (field.id == id)
                out.append(field.value);
        }
    }
    return out;
}

QList<CardContent::Group> groups(const CardContent &card, const QString &section, const QString &kind)
{
    QList<CardContent::Group> out;
    if (const auto *in = card.section(section)) {
        for (const auto &group : in->groups) {
            if (group.kind == kind)
                out.append(group);
        }
    }
    return out;
}

QString text(const CardContent &card, const QString &section)
{
    const auto *in = card.section(section);
    return in ? in->text : QString();
}

bool warned(const CardContent &card, const QString &code, const QString &pointer = {})
{
    return std::any_of(card.warnings.begin(), card.warnings.end(), [&](const auto &it) { return it.code == code && (pointer.isEmpty() || it.pointer == pointer); });
}

const CardContent &read(const QString &name)
{
    static QHash<QString, CardContent> cards;
    if (!cards.contains(name)) {
        const auto imported = inspectFile(name.startsWith(u'/') ? name : fixture(name));
        if (!imported.ok() || !imported->card())
            qFatal("%s: %s", qPrintable(name), imported.ok() ? "no card" : qPrintable(imported.error().text));
        cards.insert(name, *imported->card());
    }
    return cards[name];
}

} // namespace

class TestCardImport : public QObject
{
    Q_OBJECT
private slots:
    void toolkitOld()
    {
        const CardContent &card = read(u"toolkit_old.json"_s);
        QCOMPARE(card.format, u"model-card-toolkit"_s);
        QCOMPARE(value(card, u"licence"_s, u"license"_s), u"Apache-2.0"_s);
        QCOMPARE(value(card, u"identity"_s, u"version"_s), u"2"_s);
        QCOMPARE(text(card, u"identity"_s), u"One line."_s);
        QCOMPARE(groups(card, u"references"_s, u"citation"_s).value(0).value(u"text"), u"Us, 2020."_s);
        QCOMPARE(values(card, u"references"_s, u"reference"_s), QStringList{u"https://example.org/paper"_s});
        QCOMPARE(values(card, u"intendedUses"_s, u"user"_s), QStringList{u"Ornithologists"_s});
        QCOMPARE(values(card, u"intendedUses"_s, u"use_case"_s), QStringList{u"Counting birds"_s});
        QCOMPARE(values(card, u"limitations"_s, u"tradeoff"_s), QStringList()); // a placeholder
        QCOMPARE(groups(card, u"trainingData"_s, u"dataset"_s).value(0).value(u"name"), u"Birds"_s);
        QCOMPARE(groups(card, u"evaluationData"_s, u"dataset"_s).value(0).value(u"name"), u"More birds"_s);
        QCOMPARE(value(card, u"privacy"_s, u"sensitive"_s), u"true"_s);
        const auto metrics = groups(card, u"evaluationResults"_s, u"metric"_s);
        QCOMPARE(metrics.size(), 2);
        QCOMPARE(groupFacts(metrics[0]), (QStringList{u"type=accuracy"_s, u"value=0.91"_s, u"slice=owls"_s, u"lower=0.9"_s, u"upper=0.92"_s, u"threshold=0.5"_s}));
        QCOMPARE(metrics[1].value(u"value"), u"NaN"_s);
        QVERIFY(warned(card, u"nonFinite"_s, u"/quantitative_analysis/performance_metrics/1/value"_s));
        QCOMPARE(groups(card, u"decisionThresholds"_s, u"threshold"_s).size(), 1);
        const auto graphics = groups(card, u"trainingData"_s, u"graphic"_s);
        QCOMPARE(graphics.size(), 2);
        QCOMPARE(graphics[0].value(u"digest"), u"sha256:ae4b3280e56e2faf83f414a6e3dabe9d5fbe18976544c05fed121accb85b53fc"_s);
        QVERIFY(warned(card, u"graphicUnreadable"_s));
        QVERIFY(warned(card, u"notUnderstood"_s, u"/unheard_of/deep"_s));
        QVERIFY(card.missing.contains(u"humanOversight"_s) && !card.missing.contains(u"decisionThresholds"_s));
    }

    void toolkitProto()
    {
        const CardContent &card = read(u"toolkit_proto.json"_s);
        QCOMPARE(value(card, u"identity"_s, u"model_name"_s), u"Proto"_s);
        QCOMPARE(value(card, u"licence"_s, u"license_text"_s), u"Ask us."_s);
        QCOMPARE(groups(card, u"evaluationResults"_s, u"metric"_s).value(0).value(u"lower"), u"0.4"_s);
        QCOMPARE(groups(card, u"evaluationData"_s, u"dataset"_s).value(0).value(u"description"), u"Held out."_s);
        QCOMPARE(groups(card, u"architecture"_s, u"input"_s).value(0).value(u"value"), u"float"_s);
        QVERIFY(card.warnings.isEmpty());
    }

    void sageMaker()
    {
        const CardContent &card = read(u"sagemaker_describe.json"_s);
        QCOMPARE(card.format, u"sagemaker-model-card"_s);
        QCOMPARE(value(card, u"approval"_s, u"status"_s), u"PendingReview"_s);
        QCOMPARE(value(card, u"identity"_s, u"version"_s), u"7"_s);
        QCOMPARE(value(card, u"safety"_s, u"risk_rating"_s), u"Medium"_s);
        QCOMPARE(text(card, u"intendedUses"_s), u"With a person deciding"_s);
        QVERIFY(value(card, u"limitations"_s, u"efficiency_factors"_s).isEmpty()); // "N/A"
        QCOMPARE(groups(card, u"owners"_s, u"party"_s).size(), 2);
        const auto metrics = groups(card, u"evaluationResults"_s, u"metric"_s);
        QCOMPARE(metrics.size(), 5);
        QCOMPARE(metrics[0].value(u"value"), u"2.5"_s);
        QCOMPARE(metrics[1].value(u"value_type"), u"boolean"_s);
        QCOMPARE(metrics[2].value(u"value_type"), u"string"_s);
        QCOMPARE(metrics[3].value(u"value"), u"[[1,2],[3,4]]"_s);
        QCOMPARE(metrics[4].value(u"x_axis"), u"x"_s);
        QCOMPARE(groups(card, u"fairness"_s, u"metric"_s).value(0).value(u"value"), u"-0.02"_s);
        QCOMPARE(groups(card, u"compliance"_s, u"property"_s).value(0).value(u"value"), u"B-7"_s);
        QCOMPARE(groups(card, u"trainingProcedure"_s, u"user_hyperparameter"_s).size(), 1);
        QCOMPARE(value(card, u"trainingProcedure"_s, u"objective_condition"_s), u"< 3"_s);
        QVERIFY(warned(card, u"notUnderstood"_s, u"/Tags"_s));
        QVERIFY(card.missing.contains(u"outOfScope"_s));
    }

    void cycloneDx()
    {
        const CardContent &card = read(u"cyclonedx_two.json"_s);
        QCOMPARE(card.format, u"cyclonedx-ml-bom"_s);
        QCOMPARE(value(card, u"identity"_s, u"model_name"_s), u"carded"_s);
        QCOMPARE(value(card, u"identity"_s, u"version"_s), u"1.10"_s);
        QVERIFY(warned(card, u"severalModels"_s));
        QCOMPARE(groups(card, u"identity"_s, u"modelInFile"_s).size(), 2);
        QVERIFY(value(card, u"licence"_s, u"copyright"_s).isEmpty()); // NOASSERTION
        QCOMPARE(value(card, u"licence"_s, u"license"_s), u"Apache-2.0"_s);
        const auto data = groups(card, u"trainingData"_s, u"dataset"_s);
        QCOMPARE(data.size(), 2);
        QCOMPARE(data[0].value(u"custodian_email"), u"ada@example.org"_s);
        QCOMPARE(data[0].value(u"sensitive"), u"place"_s);
        QCOMPARE(data[1].value(u"ref"), u"nowhere"_s);
        QVERIFY(warned(card, u"notFound"_s));
        QCOMPARE(groups(card, u"fairness"_s, u"assessment"_s).value(0).value(u"harms"), u"Missed"_s);
        QCOMPARE(groups(card, u"environmental"_s, u"energy"_s).value(0).value(u"co2"), u"0.25"_s);
        QCOMPARE(groups(card, u"environmental"_s, u"energyProvider"_s).value(0).value(u"country"), u"Norway"_s);
        QCOMPARE(groups(card, u"artifacts"_s, u"hash"_s).value(0).value(u"alg"), u"sha256"_s);
        QVERIFY(warned(card, u"leftOut"_s) && warned(card, u"notUnderstood"_s, u"/components/3/modelCard/nonsense/a"_s));
    }

    void spdx()
    {
        const CardContent &card = read(u"spdx_small.json"_s);
        QCOMPARE(card.format, u"spdx-3-ai"_s);
        QCOMPARE(value(card, u"identity"_s, u"model_name"_s), u"finch"_s);
        QCOMPARE(value(card, u"licence"_s, u"license"_s), u"MIT OR Apache-2.0"_s);
        QCOMPARE(value(card, u"safety"_s, u"risk_rating"_s), u"Serious"_s);
        QCOMPARE(value(card, u"humanOversight"_s, u"autonomy"_s), u"no"_s);
        QVERIFY(value(card, u"privacy"_s, u"sensitive_personal_information"_s).isEmpty()); // noAssertion
        QCOMPARE(values(card, u"intendedUses"_s, u"domain"_s), (QStringList{u"birds"_s, u"pictures"_s}));
        QCOMPARE(groups(card, u"environmental"_s, u"energy"_s).value(0).value(u"unit"), u"MJ"_s);
        for (const QString &section : {u"trainingData"_s, u"evaluationData"_s}) {
            const auto data = groups(card, section, u"dataset"_s);
            QCOMPARE(data.size(), 1);
            QCOMPARE(data[0].value(u"known_bias"), u"Only by day"_s);
            QCOMPARE(data[0].value(u"concluded_license"), u"CC0-1.0"_s);
        }
        QCOMPARE(groups(card, u"owners"_s, u"party"_s).value(0).value(u"email"), u"ada@example.org"_s);
    }

    void modelCardPlusPlus()
    {
        const CardContent &card = read(u"plusplus.md"_s);
        QCOMPARE(value(card, u"architecture"_s, u"language"_s), u"no, en"_s);
        QCOMPARE(value(card, u"fairness"_s, u"measures_taken_to_mitigate_against_unwanted_bias"_s), u"More birds"_s);
        QCOMPARE(value(card, u"explainability"_s, u"intended_task_domain"_s), u"Counting"_s);
        QCOMPARE(value(card, u"explainability"_s, u"technical_limitations_mitigation"_s), u"Night | fog"_s);
        QCOMPARE(value(card, u"privacy"_s, u"generatable_or_reverse_engineerable_personal_data"_s), u"No"_s);
        QVERIFY(value(card, u"privacy"_s, u"was_consent_obtained"_s).isEmpty());
        QCOMPARE(value(card, u"safety"_s, u"model_application_field_s"_s), u"Clubs"_s);
        QVERIFY(text(card, u"monitoring"_s).contains(u"every spring"_s));
        QVERIFY(!card.missing.contains(u"monitoring"_s));
        const auto metrics = groups(card, u"evaluationResults"_s, u"metric"_s);
        QCOMPARE(metrics.size(), 3);
        QCOMPARE(metrics[0].value(u"value"), u"0.90"_s);
        QCOMPARE(metrics[0].value(u"dataset_revision"), u"1.10"_s);
        QCOMPARE(metrics[2].value(u"dataset"), u"Owls"_s);
    }

    void subCardAlone()
    {
        const auto imported = inspectBytes("Field | Response\n:---|:---\nGeneratable or reverse engineerable personal data? | None\n");
        QVERIFY(imported.ok());
        REQUIRE(imported->card());
        QVERIFY(imported->card()->section(u"privacy"));
    }

    void completeness()
    {
        const CardContent &card = read(u"spdx_small.json"_s);
        QVERIFY(missingSections(card, {u"intendedUses"_s, u"limitations"_s}).isEmpty());
        QCOMPARE(missingSections(card, {u"monitoring"_s, u"owners"_s, u"nonsense"_s}), (QStringList{u"monitoring"_s, u"nonsense"_s}));
        QCOMPARE(missingSections(card, {u"all"_s}), card.missing);
        QVERIFY(missingSections(card, {u"annexIV"_s}).contains(u"riskManagement"_s) && !missingSections(card, {u"annexIV"_s}).contains(u"businessContext"_s));
        QCOMPARE(cardSections().size(), 24);
        QCOMPARE(allCardSections().size(), 29);
    }

    void realFiles_data()
    {
        QTest::addColumn<QString>("path");
        if (realCards().isEmpty())
            QSKIP("the real files are not here (COUNTERSIGN_SHARED)");
        for (const QString &path : realCards())
            QTest::newRow(qPrintable(QFileInfo(path).fileName())) << path;
    }
    void realFiles()
    {
        QFETCH(QString, path);
        const auto imported = inspectFile(path);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        REQUIRE(imported->card());
        const CardContent &card = *imported->card();
        QVERIFY(!card.sections.isEmpty());
        const auto again = CardContent::fromJson(card.toJson());
        QVERIFY(again.ok());
        QCOMPARE(*again, card);
        for (const auto &section : card.sections)
            QVERIFY(section.filled() && !card.missing.contains(section.id) && cardSectionInfo(section.id));
    }

    void mustBeSeen_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("section");
        QTest::addColumn<QString>("id"); // a field, "text", or KIND#entry
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<int>("count"); // of groups; 0: not looked at
        const auto row = [](const QString &file, const QString &section, const QString &id, const QString &wanted, int count = 0) {
            QTest::addRow("%s %s %s", qPrintable(file.section(u'/', -1)), qPrintable(section), qPrintable(id)) << file << section << id << wanted << count;
        };
        row(u"hf-model/granite-3b-code/config.json"_s, u"architecture"_s, u"architectures"_s, u"LlamaForCausalLM"_s);
        row(u"hf-model/granite-3b-code/config.json"_s, u"architecture"_s, u"model_type"_s, u"llama"_s);
        row(u"hf-model/granite-3b-code/config.json"_s, u"architecture"_s, u"hidden_size"_s, u"2560"_s);
        row(u"hf-model/granite-3b-code/config.json"_s, u"architecture"_s, u"num_hidden_layers"_s, u"32"_s);
        row(u"hf-model/granite-3b-code/config.json"_s, u"architecture"_s, u"torch_dtype"_s, u"bfloat16"_s);
        row(u"hf-model/granite-3b-code/model.safetensors.index.json"_s, u"artifacts"_s, u"total_size"_s, u"6965007360"_s);
        row(u"hf-model/granite-3b-code/model.safetensors.index.json"_s, u"artifacts"_s, u"tensors"_s, u"514"_s);
        row(u"hf-model/granite-3b-code/model.safetensors.index.json"_s, u"artifacts"_s, u"shards"_s, u"2"_s);
        row(u"mlbom-cyclonedx/HunyuanWorld-Voyager.aibom.json"_s, u"identity"_s, u"model_name"_s, u"HunyuanWorld-Voyager"_s);
        for (const QString &version : {u"1.5"_s, u"1.6"_s, u"1.7"_s}) {
            row(u"mlbom-cyclonedx/valid-machine-learning-%1.json"_s.arg(version), u"identity"_s, u"model_name"_s, u"stable-diffusion"_s);
            row(u"mlbom-cyclonedx/valid-machine-learning-%1.json"_s.arg(version), u"evaluationResults"_s, u"metric#value"_s, u"The value of the performance metric"_s, 1);
        }
        row(u"modelcard-hf/granite-3b-code-instruct-128k.README.md"_s, u"evaluationResults"_s, u"metric#value"_s, u"53.7"_s, 9);
        row(u"modelcard-hf/stella_en_1.5B_v5.README_174KB.md"_s, u"evaluationResults"_s, u"metric#value"_s, u"92.8656716417910"_s, 2457);
        row(u"modelcard-mct/cats_vs_dogs_v0_0_2.json"_s, u"identity"_s, u"model_name"_s, u"Fine-tuned MobileNetV2 Model for Cat vs. Dogs"_s);
        row(u"modelcard-mct/cats_vs_dogs_v0_0_2.json"_s, u"evaluationResults"_s, u"metric#value"_s, u"0.9781249761581421"_s, 3);
        row(u"modelcard-mct/full.json"_s, u"identity"_s, u"model_name"_s, u"name"_s);
        row(u"modelcard-mct/full.json"_s, u"evaluationResults"_s, u"metric#lower"_s, u"0.85"_s, 1);
        row(u"modelcard-mct/train_data.json"_s, u"identity"_s, u"model_name"_s, u"train-only model"_s);
        row(u"modelcard-sagemaker/fraud-xgb-v2.content.json"_s, u"safety"_s, u"risk_rating"_s, u"High"_s);
        row(u"modelcard-sagemaker/fraud-xgb-v2.content.json"_s, u"evaluationResults"_s, u"evaluation#name"_s, u"Clarify bias report"_s, 3);
        row(u"modelcard-sagemaker/fraud-xgb-v2.describe.json"_s, u"approval"_s, u"status"_s, u"Approved"_s);
        row(u"modelcard-sagemaker/translated_clarify_bias.json"_s, u"fairness"_s, u"metric#group"_s, u"post_training_bias_metrics - label Target = 1 and facet Gender=0"_s, 3);
        row(u"modelcard-sagemaker/translated_clarify_explanation.json"_s, u"explainability"_s, u"metric#value"_s, u"0.028630413807559794"_s, 25);
        row(u"spdx3-ai/ai_example01_simplehtr.json"_s, u"identity"_s, u"modelInFile#name"_s, u"word-model"_s, 2);
        row(u"spdx3-ai/ai_example01_simplehtr.json"_s, u"trainingData"_s, u"dataset#name"_s, u"IAMdataset"_s, 1);
        row(u"spdx3-ai/dataset_example01.json"_s, u"trainingData"_s, u"dataset#name"_s, u"Our World in Data CO2 and Greenhouse Gas Emissions dataset"_s, 1);
        row(u"spdx3-ai/dataset_example07.json"_s, u"trainingData"_s, u"dataset#name"_s, u"PressCalib-120"_s, 1);
    }
    void mustBeSeen()
    {
        QFETCH(QString, file);
        QFETCH(QString, section);
        QFETCH(QString, id);
        QFETCH(QString, wanted);
        QFETCH(int, count);
        const QString path = sharedPath(u"formats/dev/"_s + file);
        if (path.isEmpty())
            QSKIP("the real files are not here (COUNTERSIGN_SHARED)");
        const CardContent &card = read(path);
        if (!id.contains(u'#')) {
            QCOMPARE(value(card, section, id), wanted);
            return;
        }
        const auto found = groups(card, section, id.section(u'#', 0, 0));
        QCOMPARE(found.size(), count);
        const QString seen = found.first().value(id.section(u'#', 1));
        QVERIFY2(seen.startsWith(wanted), qPrintable(seen));
    }

    void hostile_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("format");
        QTest::addColumn<int>("code"); // -1: read, with a warning
        const auto row = [](const char *name, const QByteArray &bytes, const QString &format, int code) { QTest::newRow(name) << bytes << format << code; };
        const int invalid = int(Error::Code::Invalid), large = int(Error::Code::TooLarge);
        const QByteArray deep = QByteArray(200, '[') + QByteArray(200, ']');
        for (const QString &format : {u"model-card-toolkit"_s, u"sagemaker-model-card"_s, u"cyclonedx-ml-bom"_s, u"spdx-3-ai"_s, u"huggingface-model-files"_s, u"countersign-card"_s}) {
            const QByteArray name = format.toLatin1();
            row((name + ": cut off").constData(), "{\"a\": [1, ", format, invalid);
            row((name + ": a list").constData(), "[1, 2]", format, invalid);
            row((name + ": null").constData(), "null", format, invalid);
            row((name + ": nothing in it").constData(), "{}", format, invalid);
            row((name + ": two documents").constData(), "{}{}", format, invalid);
            row((name + ": invalid UTF-8").constData(), "{\"a\": \"\xff\"}", format, invalid);
            row((name + ": NUL").constData(), QByteArray("{\"a\": \"\0\"}", 10), format, invalid);
            row((name + ": a key twice").constData(), "{\"bomFormat\": \"CycloneDX\", \"bomFormat\": \"x\"}", format, invalid);
        }
        row("toolkit: deep", "{\"model_details\": " + deep + "}", u"model-card-toolkit"_s, large);
        row("toolkit: wide", "{\"model_details\": {\"x\": [" + QByteArray("1,").repeated(250'000) + "1]}}", u"model-card-toolkit"_s, large);
        row("toolkit: wrong types", "{\"model_details\": {\"name\": [\"a\"], \"owners\": 7, \"version\": \"1\"}, \"considerations\": []}", u"model-card-toolkit"_s, -1);
        row("toolkit: unknown version", "{\"schema_version\": \"9.9\", \"model_details\": {\"name\": \"x\"}}", {}, -1);
        row("sagemaker: content is no JSON", "{\"ModelCardName\": \"x\", \"Content\": \"{broken\"}", {}, invalid);
        row("sagemaker: content in content", "{\"ModelCardName\": \"x\", \"Content\": \"\\\"{}\\\"\"}", {}, invalid);
        row("sagemaker: wrong types", "{\"model_overview\": {\"model_owner\": {\"a\": 1}}, \"evaluation_details\": [[1], 2, {\"metric_groups\": [{\"metric_data\": \"x\"}]}], \"intended_uses\": 3}", {}, -1);
        row("cyclonedx: no model", "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"components\": [{\"type\": \"library\", \"name\": \"x\"}]}", {}, invalid);
        row("cyclonedx: components is an object", "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"components\": {}}", {}, invalid);
        row("cyclonedx: unknown version", "{\"specFormat\": \"CycloneDX\", \"specVersion\": \"2.0\", \"components\": [{\"type\": \"machine-learning-model\", \"name\": \"x\"}]}", {}, -1);
        row("cyclonedx: many components", "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"components\": [" + QByteArray("{\"type\":\"library\",\"name\":\"x\"},").repeated(100'000)
                + "{\"type\":\"machine-learning-model\",\"name\":\"y\"}]}", {}, -1);
        row("cyclonedx: wrong types", "{\"bomFormat\": \"CycloneDX\", \"specVersion\": 1.6, \"components\": [7, {\"type\": \"machine-learning-model\", \"name\": {\"a\": 1}, \"modelCard\": {\"considerations\": [1], "
                                      "\"modelParameters\": {\"datasets\": [[], {\"ref\": {}}, \"nowhere\"]}}}]}", {}, -1);
        row("spdx: neither model nor data", "{\"@context\": \"https://spdx.org/rdf/3.0.1/spdx-context.jsonld\", \"@graph\": [{\"type\": \"Person\"}]}", {}, invalid);
        row("spdx: graph is an object", "{\"@context\": \"https://spdx.org/rdf/3.0.1/spdx-context.jsonld\", \"@graph\": {}}", {}, invalid);
        row("spdx: too many elements", "{\"@context\": \"https://spdx.org/rdf/3.0.1/\", \"@graph\": [" + QByteArray("{\"type\":\"ai_AIPackage\"},").repeated(50'001) + "{}]}", {}, large);
        row("spdx: wrong types", "{\"@context\": \"https://spdx.org/rdf/3.0.1/\", \"@graph\": [7, {\"type\": \"ai_AIPackage\", \"spdxId\": 3, \"name\": \"n\", \"ai_metric\": [[1], {\"key\": {}}], \"suppliedBy\": {\"a\": 1}}]}", {}, -1);
        row("extension: names of no section", "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"components\": [{\"type\": \"machine-learning-model\", \"name\": \"y\", \"modelCard\": {\"properties\": ["
                                              "{\"name\": \"countersign:card/\", \"value\": \"x\"}, {\"name\": \"countersign:card/nowhere/text\", \"value\": \"x\"}, {\"name\": \"countersign:card/safety/group/a\", \"value\": \"x\"},"
                                              "{\"name\": \"countersign:card/safety/derived/00001/x\", \"value\": \"x\"}, {\"name\": \"countersign:card/safety/group-source/00001\", \"value\": \"\"}]}}]}", {}, -1);
    }
    void hostile()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, format);
        QFETCH(int, code);
        const auto imported = inspectBytes(bytes, format);
        if (code < 0) {
            QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
            REQUIRE(imported->card());
            QVERIFY(!imported->card()->warnings.isEmpty());
            return;
        }
        QVERIFY(!imported.ok());
        QCOMPARE(int(imported.error().code), code);
        QVERIFY(imported.error().text.endsWith(u'.') && imported.error().text.size() > 10);
    }

    void placeholdersAreNothing()
    {
        CardContent card;
        card.sectionForWriting(u"limitations"_s).text = u"### Night\n\n[More Information Needed]"_s;
        card.sectionForWriting(u"safety"_s).fields.append({u"risk_rating"_s, u"Risk"_s, u"TBD"_s});
        card.sectionForWriting(u"fairness"_s).groups.append({u"risk"_s, {{u"name"_s, u"Name"_s, u"N/A"_s}}});
        card.sectionForWriting(u"privacy"_s).text = u"None is used."_s;
        card.settle();
        QVERIFY(!card.missing.contains(u"limitations"_s)); // the plain count knows no such words
        const CardContent clean = withoutPlaceholders(card);
        QCOMPARE(clean.sections.size(), 1);
        QVERIFY(clean.missing.contains(u"limitations"_s) && clean.missing.contains(u"safety"_s) && clean.missing.contains(u"fairness"_s));
        const auto read = inspectBytes(toJson(card.toJson()));
        QVERIFY(read.ok());
        QCOMPARE(read->card()->missing, clean.missing);
    }

    /// A thousand damaged files of each kind are refused with a sentence or read, and what is read can be written.
    void damagedFiles_data()
    {
        QTest::addColumn<QString>("path");
        for (const QString &path : ownCards())
            QTest::newRow(qPrintable(QFileInfo(path).fileName())) << path;
    }
    void damagedFiles()
    {
        QFETCH(QString, path);
        const QByteArray whole = bytesOf(path);
        const QString format = inspectFile(path)->format();
        QRandomGenerator random(11);
        CardFacts facts;
        facts.model = u"damaged"_s;
        const QByteArray pieces[]{"{", "}", "[", "]", "\"", ",", ":", "null", "1e999", "NaN", "\\", "{}", "[[]]", "|", "---\n", "<!--", "\xe2\x80\xae", "a"};
        for (int round = 0; round < 1000; ++round) {
            QByteArray bytes = whole;
            for (int k = 1 + int(random.bounded(3)); k > 0; --k) {
                const qsizetype at = qsizetype(random.bounded(quint32(bytes.size())));
                const QByteArray &piece = pieces[random.bounded(quint32(std::size(pieces)))];
                if (random.bounded(2))
                    bytes.replace(at, std::min<qsizetype>(qsizetype(random.bounded(20)), bytes.size() - at), piece);
                else
                    bytes.insert(at, piece);
            }
            const auto imported = inspectBytes(bytes, format);
            if (!imported.ok()) {
                QVERIFY(!imported.error().text.isEmpty());
                continue;
            }
            const CardContent &card = *imported->card();
            QVERIFY(CardContent::fromJson(card.toJson()).ok());
            if (round % 10)
                continue;
            for (const QString &name : cardFormatNames()) {
                const auto out = exportCard(card, *cardFormatFromName(name), facts);
                QVERIFY2(out.ok(), qPrintable(out.ok() ? QString() : out.error().text));
                if (name == u"html")
                    continue;
                const auto back = inspectBytes(out->bytes, name == u"huggingface" ? u"huggingface-model-card"_s : QString());
                QVERIFY2(back.ok(), bytes.constData());
            }
        }
    }

    void encodings_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QString json = QString::fromUtf8(bytesOf(fixture(u"toolkit_proto.json"_s)));
        QByteArray utf16("\xff\xfe", 2);
        for (const QChar c : json)
            utf16 += QByteArray(1, char(c.unicode() & 0xff)) + char(c.unicode() >> 8);
        QTest::newRow("byte order mark") << "\xef\xbb\xbf" + json.toUtf8();
        QTest::newRow("UTF-16") << utf16;
        QTest::newRow("CRLF") << QString(json).replace(u'\n', u"\r\n"_s).toUtf8();
    }
    void encodings()
    {
        QFETCH(QByteArray, bytes);
        const auto imported = inspectBytes(bytes);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        QVERIFY(imported->card() && value(*imported->card(), u"identity"_s, u"model_name"_s) == u"Proto");
    }
};

QTEST_GUILESS_MAIN(TestCardImport)
#include "tst_cardimport.moc"
