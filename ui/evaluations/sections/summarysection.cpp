// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/sections/summarysection.h"

#include "ui/evaluations/words.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/textlabel.h"
#include "ui/workspace/workspace.h"

#include <QJsonDocument>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

namespace {

constexpr qsizetype longestConfiguration = 200'000;
constexpr qsizetype mostSets = 4;

QString dataText(const EvaluationReport &report)
{
    QStringList names;
    qsizetype more = 0;
    QSet<QString> seen;
    for (const EvaluationReport::Metric &metric : report.results) {
        if (metric.dataset.isEmpty() || seen.contains(metric.dataset))
            continue;
        seen.insert(metric.dataset);
        if (names.size() < mostSets)
            names.append(visibleText(metric.dataset));
        else
            ++more;
    }
    QString out = names.join(u", "_s);
    if (more > 0)
        //: after the names of some data sets
        out += SummarySection::tr(" and %n more", nullptr, int(more));
    if (report.run.limit)
        //: only a part of the sets was used; %1 is the limit
        out += (out.isEmpty() ? QString() : u", "_s) + SummarySection::tr("limited to %1").arg(formatSignificant(*report.run.limit));
    return out;
}

} // namespace

SummarySection::SummarySection(QWidget *parent)
    : ReportSection(u"summary"_s, tr("Summary"), parent)
    , m_left(new FactGrid)
    , m_right(new FactGrid)
    , m_subject(new Chip)
    , m_subjectText(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_who(new TextLabel)
    , m_more(new QPushButton)
    , m_configuration(new QPlainTextEdit)
{
    const Theme theme = Theme::current();
    auto *facts = new QHBoxLayout;
    facts->setSpacing(theme.px(24));
    facts->addWidget(m_left, 1, Qt::AlignTop);
    facts->addWidget(m_right, 1, Qt::AlignTop);
    m_subjectText->setWordWrap(true);
    m_who->setWordWrap(true);
    auto *subject = new QHBoxLayout;
    subject->setSpacing(theme.px(10));
    subject->addWidget(m_subject, 0, Qt::AlignTop);
    subject->addWidget(m_subjectText, 1);
    m_more->setCheckable(true);
    m_configuration->setReadOnly(true);
    m_configuration->setAccessibleName(tr("Configuration of the run"));
    m_configuration->setFont(theme.monospaceFont(TextSize::Small));
    m_configuration->setFixedHeight(theme.px(260));
    m_configuration->setTabChangesFocus(true);
    body()->addLayout(facts);
    body()->addLayout(subject);
    body()->addWidget(m_who);
    body()->addWidget(m_more, 0, Qt::AlignLeft);
    body()->addWidget(m_configuration);
    connect(m_more, &QPushButton::toggled, this, &SummarySection::setConfigurationShown);
    connect(m_left, &FactGrid::linkActivated, this, [this](const QString &target) { emit openLink(QUrl(target)); });
    setConfigurationShown(false);
}

bool SummarySection::showReport(const ReportData &shown)
{
    showLeft(shown);
    showRight(shown);
    showSubject(shown);
    showConfiguration(shown);
    return true;
}

void SummarySection::showLeft(const ReportData &shown)
{
    const Evaluation &record = shown.record;
    const auto stated = [](const QString &text) { return text.isEmpty() ? tr("not stated") : visibleText(text); };
    m_left->clear();
    m_left->addLink(tr("Version"), versionTitle(record.version), links::to(u"registry"_s, record.version).toString());
    m_left->addFact(tr("Tool"), stated((record.tool + u' ' + record.toolVersion).trimmed()));
    m_left->addFact(tr("Format"), stated((record.format + u' ' + record.formatVersion).trimmed()));
    m_left->addFact(tr("Measured"), record.measuredAt.isValid() ? relativeTimeAgo(record.measuredAt, shown.at) : tr("not stated"),
                    record.measuredAt.isValid() ? exactTime(record.measuredAt) : QString());
    if (shown.report) {
        const EvaluationReport::Run &run = shown.report->run;
        const bool took = run.startedAt.isValid() && run.finishedAt.isValid() && run.startedAt < run.finishedAt;
        if (took)
            //: how long a run took
            m_left->addFact(tr("Took"), formatDuration(run.startedAt.msecsTo(run.finishedAt)));
        m_left->addFact(tr("Seed"), run.seed ? QString::number(*run.seed) : tr("not stated"));
    }
}

void SummarySection::showRight(const ReportData &shown)
{
    const Evaluation &record = shown.record;
    m_right->clear();
    //: who imported a file, and when
    m_right->addFact(tr("Imported"), tr("%1 by %2").arg(relativeTimeAgo(record.importedAt, shown.at), shown.importedByName), exactTime(record.importedAt));
    m_right->addFact(tr("File"), u"%1, %2"_s.arg(record.fileName.isEmpty() ? tr("without a name") : visibleText(record.fileName), formatBytes(record.rawBytes)));
    m_right->addDigest(tr("Digest"), record.raw);
    const QString sets = shown.report ? dataText(*shown.report) : QString();
    m_right->addFact(tr("Data"), sets.isEmpty() ? tr("not stated") : sets);
    m_right->addFact(tr("Understood"), record.warningCount == 0 ? tr("everything in the file") : tr("with %n warnings", nullptr, int(record.warningCount)),
                     record.warningCount == 0 ? QString() : tr("They stand at the end of the report."));
}

void SummarySection::showSubject(const ReportData &shown)
{
    m_subject->setVisible(shown.report != nullptr);
    m_subjectText->setVisible(shown.report != nullptr);
    m_who->setVisible(shown.report != nullptr);
    if (!shown.report)
        return;
    switch (shown.subject.state) {
    case SubjectMatch::State::Matches:
        //: what the file says it measured, against the version it was imported for
        m_subject->setChip(chipFor(ChipState::Met, tr("Subject matches")));
        break;
    case SubjectMatch::State::Differs:
        m_subject->setChip(chipFor(ChipState::Failed, tr("Subject differs")));
        break;
    case SubjectMatch::State::NotStated:
        m_subject->setChip(chipFor(ChipState::Missing, tr("Subject not stated")));
        break;
    }
    m_subjectText->setText(visibleText(shown.subject.sentence));
    const EvaluationReport::Subject &subject = shown.report->subject;
    const auto stated = [](const QString &name) { return name.isEmpty() ? tr("not stated") : visibleText(name); };
    //: who says that the results are this model's, and who ran the measurement; often not the same
    m_who->setText(tr("Claimed by %1. Measured by %2.").arg(stated(subject.claimedBy), stated(subject.measuredBy)));
}

void SummarySection::showConfiguration(const ReportData &shown)
{
    const bool has = shown.report && !shown.report->run.configuration.isEmpty();
    m_more->setVisible(shown.report != nullptr);
    m_more->setEnabled(has);
    m_more->setToolTip(has ? QString() : tr("The file says nothing about how the run was configured."));
    if (!has) {
        m_configuration->clear();
        setConfigurationShown(false);
        if (shown.report)
            m_more->setText(tr("No configuration is stated"));
        return;
    }
    const QByteArray json = QJsonDocument(shown.report->run.configuration).toJson(QJsonDocument::Indented);
    QString text = visibleText(QString::fromUtf8(json).left(longestConfiguration));
    if (json.size() > longestConfiguration)
        text += tr("\n… cut here; the whole stands in the raw file.");
    m_configuration->setPlainText(text);
    setConfigurationShown(m_more->isChecked());
}

void SummarySection::setConfigurationShown(bool shown)
{
    m_more->setChecked(shown);
    m_configuration->setVisible(shown);
    m_more->setText(shown ? tr("Hide the configuration") : tr("Show the configuration"));
}

} // namespace countersign
