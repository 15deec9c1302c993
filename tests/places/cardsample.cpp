// SPDX-License-Identifier: GPL-3.0-or-later
#include "places/cardsample.h"

#include "base/json.h"
#include "formats/cards/cardmaker.h"
#include "places/evidencerecords.h"
#include "places/evidenceworkspace.h"

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

void addMetric(CardMaker &maker, const QString &section, const QString &type, const QString &value, const QString &slice, const QString &low, const QString &high)
{
    maker.addGroup(section, u"metric"_s, {{u"type"_s, type}, {u"value"_s, value}, {u"slice"_s, slice}, {u"lower"_s, low}, {u"upper"_s, high},
                                          {u"dataset"_s, u"claims-holdout-2026-10"_s}, {u"n"_s, u"2310"_s}});
}

void addCommon(CardMaker &maker)
{
    maker.addField(u"identity"_s, u"model_name"_s, u"Claims triage"_s);
    maker.addField(u"identity"_s, u"date"_s, u"2026-10-30"_s);
    maker.addField(u"licence"_s, u"license"_s, u"apache-2.0"_s);
    maker.addField(u"lineage"_s, u"base_model"_s, u"text-encoder-de/3"_s);
    maker.addGroup(u"owners"_s, u"party"_s, {{u"name"_s, u"Claims operations"_s}, {u"role"_s, u"owner"_s}, {u"email"_s, u"claims@halden-mutual.example"_s}});
    maker.addGroup(u"trainingData"_s, u"dataset"_s, {{u"name"_s, u"claims-2024"_s}, {u"license"_s, u"internal"_s}, {u"description"_s, u"Claims of 2024, names removed"_s}});
    maker.addField(u"intendedUses"_s, u"user"_s, u"Claims handlers"_s);
    maker.addField(u"intendedUses"_s, u"user"_s, u"Team leads"_s);
    maker.addText(u"outOfScope"_s, u"- Refusing or paying a claim without a person\n- Any use outside claims"_s, u"Out of scope"_s);
    maker.addText(u"trainingProcedure"_s, u"Fine-tuned for three epochs; see [the method](https://example.org/method)."_s, u"Training procedure"_s);
    maker.addGroup(u"trainingProcedure"_s, u"hyperparameter"_s, {{u"name"_s, u"learning_rate"_s}, {u"value"_s, u"2e-5"_s}});
    maker.addGroup(u"trainingProcedure"_s, u"hyperparameter"_s, {{u"name"_s, u"batch_size"_s}, {u"value"_s, u"64"_s}});
    maker.addGroup(u"fairness"_s, u"assessment"_s, {{u"group_at_risk"_s, u"Claimants who write through somebody else"_s},
                                                    {u"harms"_s, u"Called later than others"_s}, {u"mitigation"_s, u"A person reads every third-person claim"_s}});
}

} // namespace

CardContent fullCard()
{
    CardMaker maker;
    addCommon(maker);
    maker.addField(u"identity"_s, u"version"_s, u"7"_s);
    maker.addText(u"intendedUses"_s, u"Ordering the work of claims handlers; **a person decides every claim**."_s, u"Intended uses"_s);
    maker.addText(u"limitations"_s,
                  u"Claims written in the third person are recognised as urgent less often.\n\n| group | recall |\n|---|---|\n| women | 0.872 |\n| men | 0.949 |\n\n"
                  "<b>not bold</b> ![a picture](https://tracker.example/p.png) and a hidden\u202emark."_s, u"Limitations"_s);
    addMetric(maker, u"evaluationResults"_s, u"recall"_s, u"0.921"_s, {}, u"0.909"_s, u"0.931"_s);
    addMetric(maker, u"evaluationResults"_s, u"recall"_s, u"0.872"_s, u"women"_s, u"0.851"_s, u"0.890"_s);
    addMetric(maker, u"evaluationResults"_s, u"recall"_s, u"0.949"_s, u"men"_s, u"0.935"_s, u"0.960"_s);
    maker.addField(u"safety"_s, u"risk_rating"_s, u"High"_s);
    maker.addField(u"environmental"_s, u"co2_eq_emissions"_s, u"12.4 kg"_s);
    maker.addField(u"artifacts"_s, u"digest"_s, u"sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"_s);
    CardContent out = maker.finish(u"huggingface-card"_s);
    out.sectionForWriting(u"businessContext"_s).fields = {{u"line_of_business"_s, u"Line of business"_s, u"claims"_s, u"registry"_s}};
    out.sectionForWriting(u"evaluationResults"_s).groups.append(
        {u"metric"_s, {{u"type"_s, u"Type"_s, u"precision"_s, u"evaluation %1 · overall precision"_s.arg(sampleId(u"eval"_s, 7))},
                       {u"value"_s, u"Value"_s, u"0.89"_s, u"evaluation %1 · overall precision"_s.arg(sampleId(u"eval"_s, 7))}}});
    out.settle();
    return out;
}

CardContent olderCard()
{
    CardMaker maker;
    addCommon(maker);
    maker.addField(u"identity"_s, u"version"_s, u"6"_s);
    maker.addText(u"intendedUses"_s, u"Ordering the work of claims handlers; a person decides most claims."_s, u"Intended uses"_s);
    maker.addText(u"limitations"_s, u"Claims written in the third person are recognised as urgent less often."_s, u"Limitations"_s);
    addMetric(maker, u"evaluationResults"_s, u"recall"_s, u"0.904"_s, {}, u"0.891"_s, u"0.915"_s);
    maker.addField(u"safety"_s, u"risk_rating"_s, u"Medium"_s);
    maker.addText(u"privacy"_s, u"Names are removed before training."_s, u"Privacy"_s);
    return maker.finish(u"huggingface-card"_s);
}

CardContent sparseCard()
{
    CardMaker maker;
    maker.addField(u"licence"_s, u"license"_s, u"mit"_s);
    maker.addText(u"intendedUses"_s, u"[More Information Needed]"_s, u"Uses"_s);
    return maker.finish(u"huggingface-card"_s);
}

CardContent longCard()
{
    const QString words = u" as agreed by the committee of seven departments after an afternoon in which nobody wanted to be the one who leaves early"_s;
    CardContent out = fullCard();
    for (CardContent::Section &section : out.sections) {
        for (CardContent::Field &field : section.fields) {
            field.label += words;
            field.value += words + QString(90, u'x');
        }
        for (CardContent::Group &group : section.groups) {
            for (CardContent::Field &field : group.fields)
                field.value += words;
        }
        section.text += words;
        section.foundUnder += words;
    }
    return out;
}

Record cardRecord(EvidenceWorkspace &workspace, const QString &id, const QString &version, const CardContent &content, const QString &author, qint64 revision,
                  const QString &status)
{
    const QByteArray bytes = toJson(content.toJson());
    Card card;
    card.version = version;
    card.status = enumFromText<Card::Status>(status).value_or(Card::Draft);
    card.format = content.format;
    card.sectionCount = content.sections.size();
    card.missing = content.missing;
    card.raw = workspace.addBlob("# " + version.toUtf8() + "\n\n" + bytes);
    card.content = workspace.addBlob(bytes);
    card.rawBytes = bytes.size();
    card.fileName = u"README.md"_s;
    card.author = author;
    card.importedAt = workspace.time().now().addSecs(-3600 + revision);
    Record out = recordOf(u"card"_s, id, card);
    out.revision = revision;
    return out;
}

} // namespace countersign::test
