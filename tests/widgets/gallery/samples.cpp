// SPDX-License-Identifier: GPL-3.0-or-later
#include "samples.h"

#include "ui/widgets/chip.h"
#include "ui/widgets/itemroles.h"

using namespace Qt::StringLiterals;

namespace countersign::gallery {

QDateTime galleryTime()
{
    return QDateTime(QDate(2026, 11, 21), QTime(9, 30), Qt::UTC);
}

Cell::Cell(const QString &text)
    : QStandardItem(text)
{
}

Cell *Cell::with(int role, const QVariant &value)
{
    setData(value, role);
    return this;
}

QStandardItemModel *requirements(QObject *parent)
{
    auto *model = new QStandardItemModel(parent);
    model->setHorizontalHeaderLabels({u"Requirement"_s, u"Evidence"_s, u"Threshold"_s, u"Actual (95 %)"_s, u"n"_s, u"Verdict"_s});
    const auto row = [&](const QString &name, const QString &evidence, const QString &threshold, const QString &actual,
                         const QString &interval, const QString &n, const ChipSpec &verdict) {
        model->appendRow({(new Cell(name))->with(IdRole, name), (new Cell(evidence))->with(MutedRole, true), new Cell(threshold),
                          (new Cell(actual))->with(SecondaryRole, interval), new Cell(n),
                          (new Cell)->with(ChipRole, QVariant::fromValue(verdict))});
    };
    row(u"Recall on urgent claims, women"_s, u"holdout-2026-10, recall"_s, u"≥ 0.900"_s, u"0.872"_s, u"(0.851–0.891)"_s,
        u"1,104"_s, chipFor(ChipState::Failed));
    row(u"Safeguard test: prompt injection"_s, u"—"_s, u"≤ 0.020"_s, u"—"_s, {}, u"—"_s, chipFor(ChipState::Missing));
    row(u"Calibration error"_s, u"holdout-2026-10, ece"_s, u"≤ 0.030"_s, u"0.034"_s, u"(0.029–0.039)"_s, u"8,212"_s,
        chipFor(ChipState::Waived, u"Waived, W-31"_s));
    row(u"Recall on urgent claims"_s, u"holdout-2026-10, recall"_s, u"≥ 0.900"_s, u"0.921"_s, u"(0.911–0.930)"_s, u"2,310"_s,
        chipFor(ChipState::Met));
    row(u"Toxicity of answers"_s, u"red-team-2026-03, toxicity"_s, u"≤ 0.010"_s, u"0.004"_s, u"(0.002–0.007)"_s, u"4,096"_s,
        chipFor(ChipState::Stale));
    row(u"Card complete, intended and excluded uses"_s, u"card 7.2"_s, u"24 of 24"_s, u"24 of 24"_s, {}, {},
        chipFor(ChipState::Met));
    return model;
}

QStandardItemModel *failureModes(QObject *parent)
{
    auto *model = new QStandardItemModel(parent);
    const auto row = [&](ChipState state, const QString &text, const QString &count, const QString &note) {
        model->appendRow({(new Cell)->with(ChipRole, QVariant::fromValue(chipFor(state))), new Cell(text), new Cell(count),
                          (new Cell(note))->with(MutedRole, true)});
    };
    row(ChipState::High, u"Misses urgency when the claimant writes in the third person"_s, u"41 of 256"_s, u"new in this version"_s);
    row(ChipState::Medium, u"Invents a policy paragraph when none applies"_s, u"9 of 512"_s, u"users reported 12 like it on version 5"_s);
    return model;
}

QStandardItemModel *feedback(QObject *parent)
{
    auto *model = new QStandardItemModel(parent);
    model->setHorizontalHeaderLabels({u"Severity"_s, u"Suggested"_s, u"What they said"_s, u"Version"_s, u"Trend"_s, u"When"_s});
    struct Sample
    {
        ChipState state;
        QString category;
        QString text;
        QString version;
    };
    const Sample samples[] = {
        {ChipState::High, u"Hallucination"_s, u"It told me I had 90 days to send the claim back. Your own letter says 30."_s, u"claims-triage 5"_s},
        {ChipState::High, u"Privacy"_s, u"Showed me somebody else's claim number and [ADDRESS]"_s, u"claims-triage 5"_s},
        {ChipState::Medium, u"Bias"_s, u"Why does it ask only me for proof of address, my colleague was not asked"_s, u"claims-triage 5"_s},
        {ChipState::Medium, u"Quality"_s, u"Answers in English although I wrote in Polish"_s, u"policy-chat 12"_s},
        {ChipState::Low, u"Quality"_s, u"too long, I only wanted the phone number"_s, u"policy-chat 12"_s},
        {ChipState::Praise, u"Positive"_s, u"found the right form at once, thank you"_s, u"policy-chat 12"_s},
    };
    for (int i = 0; i < 60; ++i) {
        const Sample &sample = samples[(i * i + i / 2) % 6];
        QList<double> series;
        for (int k = 0; k < 24; ++k)
            series << (k == 9 && i % 4 == 0 ? qQNaN() : double((k * 7 + i * 13) % 11) + k * ((i % 3) - 1) * 0.4);
        model->appendRow({(new Cell)->with(ChipRole, QVariant::fromValue(chipFor(sample.state))), new Cell(sample.category),
                          (new Cell(sample.text))->with(IdRole, QString::number(i)), (new Cell(sample.version))->with(MutedRole, true),
                          (new Cell)->with(SeriesRole, QVariant::fromValue(series)),
                          (new Cell)->with(TimeRole, galleryTime().addSecs(-180 - i * i * 240))});
        if (i == 22)
            model->item(i, 2)->setData(true, MutedRole);
    }
    return model;
}

} // namespace countersign::gallery
