// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/evaluationpage.h"

#include "ui/evaluations/comparisontab.h"
#include "ui/evaluations/failuretree.h"
#include "ui/evaluations/resultsmodel.h"
#include "ui/evaluations/warningsmodel.h"
#include "ui/evaluations/words.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/sectionheader.h"
#include "ui/widgets/segmentedbuttons.h"
#include "ui/widgets/textlabel.h"
#include "ui/workspace/workspace.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

namespace {

QStringList tabIds()
{
    return {u"results"_s, u"warnings"_s, u"failures"_s, u"compare"_s, u"run"_s};
}

constexpr qsizetype longestConfiguration = 200'000;

} // namespace

EvaluationPage::EvaluationPage(QWidget *parent)
    : QWidget(parent)
    , m_header(new SectionHeader(SectionHeader::Level::Page))
    , m_left(new FactGrid)
    , m_right(new FactGrid)
    , m_subject(new Chip)
    , m_subjectText(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_tabs(new SegmentedButtons(tr("Parts of the evaluation")))
    , m_stack(new QStackedWidget)
    , m_warningsTable(new DataTable(tr("Warnings")))
    , m_warnings(new WarningsModel(this))
    , m_failures(new FailureTree)
    , m_noFailures(new EmptyState)
    , m_failureStack(new QStackedWidget)
    , m_compare(new ComparisonTab)
    , m_run(new QPlainTextEdit)
{
    const Theme theme = Theme::current();
    const QStringList names{tr("Results"), tr("Warnings"), tr("Failures"), tr("Compare"), tr("Run")};
    for (int i = 0; i < names.size(); ++i)
        m_tabs->addSegment(tabIds()[i], names[i], u"Alt+%1"_s.arg(i + 1));
    m_tabs->setCurrent(tabIds().first());
    m_subjectText->setElide(Qt::ElideRight);
    m_warningsTable->setModel(m_warnings);
    m_warningsTable->setColumns({{nullptr, 160}, {nullptr, 240, true}, {nullptr, 200}});
    m_warningsTable->setEmptyState(tr("Everything in the file was understood."));
    m_noFailures->setText(tr("The file names no failures. Files that hold samples show them here, with examples."));
    m_failureStack->addWidget(m_failures);
    m_failureStack->addWidget(m_noFailures);
    m_run->setReadOnly(true);
    m_run->setAccessibleName(tr("Configuration of the run"));
    m_run->setFrameShape(QFrame::NoFrame);
    m_run->setFont(theme.monospaceFont(TextSize::Small));
    m_stack->addWidget(makeResults());
    m_stack->addWidget(m_warningsTable);
    m_stack->addWidget(m_failureStack);
    m_stack->addWidget(m_compare);
    m_stack->addWidget(m_run);
    auto *facts = new QHBoxLayout;
    facts->setSpacing(theme.px(24));
    facts->addWidget(m_left, 1, Qt::AlignTop);
    facts->addWidget(m_right, 1, Qt::AlignTop);
    auto *subject = new QHBoxLayout;
    subject->setSpacing(theme.px(10));
    subject->addWidget(m_subject);
    subject->addWidget(m_subjectText, 1);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(theme.margin(), theme.groupGap(), theme.margin(), theme.groupGap());
    head->setSpacing(theme.gap());
    head->addWidget(m_header);
    head->addLayout(facts);
    head->addLayout(subject);
    head->addSpacing(theme.px(4));
    head->addWidget(m_tabs);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_stack, 1);
    connect(m_tabs, &SegmentedButtons::currentChanged, this, [this](const QString &id) { setTab(Tab(tabIds().indexOf(id))); });
    connect(m_left, &FactGrid::linkActivated, this, [this](const QString &target) { emit openLink(QUrl(target)); });
}

QWidget *EvaluationPage::makeResults()
{
    const Theme theme = Theme::current();
    m_words = new QLineEdit;
    m_words->setPlaceholderText(tr("Results"));
    m_words->setAccessibleName(tr("Filter the results by words"));
    m_words->setFixedWidth(theme.px(200));
    m_words->setClearButtonEnabled(true);
    m_count = new TextLabel({}, TextSize::Body, ColorRole::TextMuted);
    m_count->setElide(Qt::ElideRight);
    m_model = new ResultsModel(this);
    m_results = new DataTable(tr("Results"));
    m_results->setModel(m_model);
    m_results->setColumns({{new TwoLineDelegate, 200, true},
                           {nullptr, 96},
                           {new NumberDelegate, 156, false, Qt::AlignRight},
                           {new NumberDelegate, 56, false, Qt::AlignRight},
                           {new NumberDelegate, 76, false, Qt::AlignRight},
                           {new ChipDelegate, 96}});
    auto *head = new QHBoxLayout;
    head->setContentsMargins(theme.margin(), 0, theme.margin(), theme.gap());
    head->setSpacing(theme.groupGap());
    head->addWidget(m_words);
    head->addWidget(m_count, 1);
    auto *out = new QWidget;
    auto *layout = new QVBoxLayout(out);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_results, 1);
    connect(m_words, &QLineEdit::textChanged, m_model, &ResultsModel::setWords);
    connect(m_words, &QLineEdit::returnPressed, m_results, [this] { m_results->setFocus(); });
    connect(m_model, &ResultsModel::filtered, this, &EvaluationPage::showCount);
    return out;
}

void EvaluationPage::show(const ReportData &shown)
{
    const Evaluation &record = shown.record;
    m_header->setTitle(record.title.isEmpty() ? record.fileName : record.title);
    m_header->setChip(completenessChip(record.completeness, record.withdrawn));
    m_boundsFrom = shown.boundsFrom;
    showFacts(shown);
    showSubject(shown);
    m_results->setEmptyState(!shown.report ? tr("The report is being fetched from the server.")
                             : m_words->text().isEmpty() ? tr("The file holds no result.")
                                                         : tr("No result has these words."));
    m_model->setLines(shown.lines);
    m_warnings->setWarnings(shown.report ? shown.report->warnings : QList<EvaluationReport::Warning>());
    m_failures->setFailures(shown.report ? shown.report->failures : QList<EvaluationReport::Failure>());
    m_failureStack->setCurrentIndex(shown.report && !shown.report->failures.isEmpty() ? 0 : 1);
    m_compare->setOthers(shown.others, record.version);
    showTabs(shown);
    showRun(shown);
}

void EvaluationPage::showFacts(const ReportData &shown)
{
    const Evaluation &record = shown.record;
    m_left->clear();
    m_left->addLink(tr("Version"), versionTitle(record.version), links::to(u"registry"_s, record.version).toString());
    const QString tool = (record.tool + u' ' + record.toolVersion).trimmed();
    m_left->addFact(tr("Tool"), tool.isEmpty() ? tr("not stated") : tool);
    m_left->addFact(tr("Format"), (record.format + u' ' + record.formatVersion).trimmed());
    m_left->addFact(tr("Measured"), record.measuredAt.isValid() ? relativeTimeAgo(record.measuredAt, shown.at) : tr("not stated"),
                    record.measuredAt.isValid() ? exactTime(record.measuredAt) : QString());
    m_right->clear();
    //: who imported a file, and when
    m_right->addFact(tr("Imported"), tr("%1 by %2").arg(relativeTimeAgo(record.importedAt, shown.at), shown.importedByName), exactTime(record.importedAt));
    m_right->addFact(tr("File"), u"%1, %2"_s.arg(record.fileName.isEmpty() ? tr("without a name") : record.fileName, formatBytes(record.rawBytes)));
    m_right->addDigest(tr("Digest"), record.raw);
    QStringList sets;
    if (shown.report) {
        QStringList names;
        for (const EvaluationReport::Metric &metric : shown.report->results) {
            if (!metric.dataset.isEmpty() && !names.contains(metric.dataset) && names.size() < 4)
                names.append(metric.dataset);
        }
        sets = names;
        if (shown.report->run.limit)
            //: only a part of the sets was used; %1 is the limit
            sets.append(tr("limited to %1").arg(formatSignificant(*shown.report->run.limit)));
    }
    m_right->addFact(tr("Data"), sets.isEmpty() ? tr("not stated") : sets.join(u", "_s));
}

void EvaluationPage::showSubject(const ReportData &shown)
{
    m_subject->setVisible(shown.report != nullptr);
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
    m_subjectText->setText(shown.report ? visibleText(shown.subject.sentence) : QString());
}

void EvaluationPage::showTabs(const ReportData &shown)
{
    const auto label = [this](const QString &id, const QString &text, qint64 count) {
        if (auto *button = m_tabs->findChild<QAbstractButton *>(id))
            button->setText(count > 0 ? u"%1 %2"_s.arg(text, formatCount(count)) : text);
    };
    label(u"results"_s, tr("Results"), shown.record.resultCount);
    label(u"warnings"_s, tr("Warnings"), shown.record.warningCount);
    label(u"failures"_s, tr("Failures"), shown.record.failureCount);
}

void EvaluationPage::showRun(const ReportData &shown)
{
    if (!shown.report || shown.report->run.configuration.isEmpty()) {
        m_run->setPlainText({});
        m_run->setPlaceholderText(tr("The file says nothing about how the run was configured."));
        return;
    }
    const QByteArray json = QJsonDocument(shown.report->run.configuration).toJson(QJsonDocument::Indented);
    QString text = visibleText(QString::fromUtf8(json).left(longestConfiguration));
    if (json.size() > longestConfiguration)
        text += tr("\n… cut here; the whole stands in the raw file.");
    m_run->setPlainText(text);
}

void EvaluationPage::showCount()
{
    QString text = m_model->shown() == m_model->total()
        ? tr("%1 results").arg(formatCount(m_model->total()))
        : tr("%1 of %2 results").arg(formatCount(m_model->shown()), formatCount(m_model->total()));
    if (!m_boundsFrom.isEmpty())
        //: whose thresholds are shown; %1 is a policy and a request
        text += u" · "_s + tr("thresholds of %1").arg(m_boundsFrom);
    m_count->setText(text);
}

void EvaluationPage::setTab(Tab tab)
{
    const int at = std::clamp(int(tab), 0, m_stack->count() - 1);
    m_tabs->setCurrent(tabIds().value(at));
    m_stack->setCurrentIndex(at);
}

EvaluationPage::Tab EvaluationPage::tab() const
{
    return Tab(m_stack->currentIndex());
}

void EvaluationPage::addButton(QAction *action)
{
    auto *button = new QPushButton(action->text());
    const auto follow = [button, action] {
        button->setToolTip(action->toolTip());
        button->setEnabled(action->isEnabled());
    };
    connect(action, &QAction::changed, button, follow);
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    follow();
    m_header->addAction(button);
}

} // namespace countersign
