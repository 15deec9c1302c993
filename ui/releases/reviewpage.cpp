// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/releases/reviewpage.h"

#include "ui/releases/requirementsmodel.h"
#include "ui/releases/words.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/diffview.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/intervalplot.h"
#include "ui/widgets/linkbutton.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/sectionheader.h"
#include "ui/widgets/textlabel.h"
#include "ui/workspace/workspace.h"

#include <QAction>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostChanges = 12;

void clear(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

TextLabel *muted(const QString &text)
{
    auto *label = new TextLabel(text, TextSize::Body, ColorRole::TextMuted);
    label->setWordWrap(true);
    return label;
}

DiffView::Verdict verdictOf(Comparison::Verdict verdict)
{
    switch (verdict) {
    case Comparison::Verdict::Better:
        return DiffView::Verdict::Better;
    case Comparison::Verdict::Worse:
        return DiffView::Verdict::Worse;
    case Comparison::Verdict::NoDifference:
        return DiffView::Verdict::NoDifference;
    case Comparison::Verdict::NotComparable:
        return DiffView::Verdict::NotComparable;
    default:
        return DiffView::Verdict::Changed;
    }
}

DiffView::Row rowOf(const Comparison &change)
{
    DiffView::Row row;
    row.label = change.task.isEmpty() ? change.metric : QObject::tr("%1, %2").arg(taskLabel(change.metric), taskLabel(change.task));
    const auto number = [](std::optional<double> value) { return value ? formatFixed(*value) : u"—"_s; };
    row.before = number(change.before);
    row.after = number(change.after);
    row.verdict = verdictOf(change.verdict);
    if (change.difference) {
        row.higherValue = *change.difference > 0;
        if (change.verdict != Comparison::Verdict::NoDifference)
            row.change = formatDifference(*change.difference);
    } else if (change.verdict == Comparison::Verdict::Added) {
        row.change = QObject::tr("new");
    } else if (change.verdict == Comparison::Verdict::Removed) {
        row.change = QObject::tr("not measured");
    } else if (change.verdict == Comparison::Verdict::NotComparable) {
        row.change = change.reason; // what stands between the two; the row is muted, and is read out as not comparable
    }
    return row;
}

ChipSpec severityChip(const QString &severity)
{
    if (severity == "critical"_L1)
        return chipFor(ChipState::Critical);
    if (severity == "high"_L1)
        return chipFor(ChipState::High);
    if (severity == "low"_L1)
        return chipFor(ChipState::Low);
    return chipFor(ChipState::Medium, severity == "medium"_L1 ? QString() : severity);
}

} // namespace

ReviewPage::ReviewPage(QWidget *parent)
    : QWidget(parent)
{
    const Theme theme = Theme::current();
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(theme.px(18), theme.px(16), theme.px(18), theme.px(16));
    column->setSpacing(theme.groupGap());
    m_header = new SectionHeader(SectionHeader::Level::Page);
    m_facts = new FactLine;
    column->addWidget(m_header);
    column->addWidget(m_facts);

    m_model = new RequirementsModel(this);
    m_requirements = new DataTable(tr("Requirements"));
    m_requirements->setModel(m_model);
    m_requirements->setColumns({{nullptr, 240, true},
                                {nullptr, 116},
                                {new NumberDelegate, 80, false, Qt::AlignRight},
                                {new NumberDelegate, 152, false, Qt::AlignRight},
                                {new NumberDelegate, 58, false, Qt::AlignRight},
                                {new ChipDelegate, 96}});
    m_requirements->setFitToRows(true);
    m_requirements->setEmptyState(tr("The policy asks nothing of the evidence."));
    m_requirementsCard = new Panel(tr("Requirements"));
    m_requirementsCard->setContent(m_requirements, true);
    column->addWidget(m_requirementsCard);

    m_groups = new IntervalPlot(tr("Results by group"));
    auto *groups = new QVBoxLayout;
    groups->addWidget(m_groups);
    groups->addStretch();
    m_groupsCard = new Panel;
    m_groupsCard->setContent(groups);
    m_changes = new DiffView(tr("What changed"));
    auto *changesHolder = new QWidget;
    auto *changes = new QVBoxLayout(changesHolder);
    changes->setContentsMargins(0, 0, 0, 0);
    changes->addWidget(m_changes);
    changes->addStretch();
    m_changesCard = new Panel;
    m_changesCard->setContent(changesHolder, true);
    auto *pair = new QHBoxLayout;
    pair->setSpacing(theme.groupGap());
    pair->addWidget(m_groupsCard, 4);
    pair->addWidget(m_changesCard, 5);
    column->addLayout(pair);

    m_failures = new QGridLayout;
    m_failures->setHorizontalSpacing(theme.margin());
    m_failures->setColumnStretch(1, 1);
    m_failuresCard = new Panel(tr("Failure modes"));
    m_failuresCard->setContent(m_failures);
    column->addWidget(m_failuresCard);

    m_decisions = new QVBoxLayout;
    m_decisions->setSpacing(theme.gap());
    m_decisionsCard = new Panel(tr("Decision records"));
    m_decisionsCard->setContent(m_decisions);
    column->addWidget(m_decisionsCard);

    m_evidence = new QGridLayout;
    m_evidence->setHorizontalSpacing(theme.margin());
    m_evidence->setColumnStretch(1, 1);
    m_evidenceCard = new Panel(tr("Evidence that is signed"));
    m_evidenceCard->setContent(m_evidence);
    column->addWidget(m_evidenceCard);
    column->addStretch();

    auto *scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    connect(m_requirements, &DataTable::activated, this, [this](const QModelIndex &index) {
        if (const Requirement *requirement = m_model->at(index.row()); requirement && !requirement->sourceId.isEmpty())
            emit openLink(links::to(u"evaluations"_s, requirement->sourceId));
    });
}

void ReviewPage::addButton(QAction *action)
{
    auto *button = new QPushButton(action->text());
    button->setToolTip(action->toolTip());
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    m_header->addAction(button);
}

QWidget *ReviewPage::requirements() const
{
    return m_requirements;
}

void ReviewPage::show(const ReviewData &review)
{
    showHeader(review);
    m_model->setRequirements(review.status.requirements);
    QStringList counts;
    const std::pair<Requirement::State, QString> words[] = {{Requirement::Met, tr("%1 met")},       {Requirement::Waived, tr("%1 waived")},
                                                            {Requirement::Stale, tr("%1 stale")},   {Requirement::Failed, tr("%1 failed")},
                                                            {Requirement::Missing, tr("%1 missing")}};
    for (const auto &[state, word] : words) {
        if (const auto count = review.status.count(state))
            counts.append(word.arg(count));
    }
    m_requirementsCard->setSummary(counts.join(u" · "_s));
    if (m_model->rowCount() > 0 && !m_requirements->currentIndex().isValid())
        m_requirements->selectRow(0);
    showGroups(review);
    showChanges(review);
    showFailures(review);
    showDecisions(review);
    showEvidence(review);
}

void ReviewPage::showHeader(const ReviewData &review)
{
    const Request &request = review.release.request;
    m_header->setTitle(u"%1 → %2"_s.arg(versionTitle(request.version), request.environment));
    m_header->setChip(requestChip(request));
    QList<FactLine::Fact> facts{{tr("Owner"), review.name(review.release.modelOwner), {}},
                                {tr("Criticality"), enumText(review.release.version.criticality), {}}};
    if (!review.release.version.businessDomain.isEmpty())
        facts.append({tr("Domain"), review.release.version.businessDomain, {}});
    facts.append({tr("Policy"), review.policyTitle, tr(", edit %1").arg(review.policyRevision)});
    if (review.production && review.production->version != request.version)
        facts.append({tr("Replaces"), tr("version %1").arg(review.production->version.section(u'/', 1)),
                      tr(", live %1").arg(relativeTime(review.production->since, review.at))});
    else if (review.production)
        facts.append({tr("Live for"), relativeTime(review.production->since, review.at), {}});
    if (request.state == Request::InReview && request.closesAt.isValid())
        facts.append({tr("Closes"), relativeTime(request.closesAt, review.at), {}});
    if (request.state == Request::Approved && request.validUntil.isValid())
        facts.append({tr("Holds until"), request.validUntil.toLocalTime().date().toString(Qt::ISODate), {}});
    m_facts->setFacts(facts);
}

void ReviewPage::showGroups(const ReviewData &review)
{
    m_groupsCard->setVisible(!review.groups.isEmpty());
    if (review.groups.isEmpty())
        return;
    const ReviewData::Group &group = review.groups.first();
    QList<IntervalPlot::Row> rows;
    for (const EvaluationReport::Metric &metric : group.rows) {
        IntervalPlot::Row row;
        row.label = metric.slice.isEmpty() ? taskLabel(metric.task) : metric.slice.first().group;
        row.value = metric.value;
        row.low = metric.interval ? metric.interval->low : std::nan("");
        row.high = metric.interval ? metric.interval->high : std::nan("");
        row.n = metric.n.value_or(-1);
        row.tooSmall = metric.n && *metric.n < 100;
        rows.append(row);
    }
    m_groups->setRows(rows);
    m_groups->setThreshold(group.threshold, group.higherIsBetter);
    m_groupsCard->setTitle(taskLabel(group.title));
    m_groupsCard->setSummary(review.groups.size() > 1 ? tr("1 of %1 suites").arg(review.groups.size()) : QString());
}

void ReviewPage::showChanges(const ReviewData &review)
{
    const bool compared = review.production && review.production->version != review.release.request.version;
    m_changesCard->setVisible(compared);
    if (!compared)
        return;
    QList<DiffView::Row> rows;
    for (const QString &sentence : review.artifactChanges) {
        DiffView::Row row;
        row.label = tr("Files");
        row.change = sentence;
        rows.append(row);
    }
    if (rows.size() > 1)
        rows = {rows.first()};
    if (!rows.isEmpty() && review.artifactChanges.size() > 1)
        rows.first().change = tr("%n file(s) changed", nullptr, int(review.artifactChanges.size()));
    for (const Comparison &change : review.changes) {
        if (rows.size() >= mostChanges)
            break;
        rows.append(rowOf(change));
    }
    m_changes->setRows(rows);
    m_changesCard->setTitle(tr("What changed since version %1").arg(review.production->version.section(u'/', 1)));
    const auto worse = std::count_if(review.changes.begin(), review.changes.end(),
                                     [](const Comparison &change) { return change.verdict == Comparison::Verdict::Worse; });
    m_changesCard->setSummary(review.missingComparison.isEmpty() ? tr("%1 worse of %2 compared").arg(worse).arg(review.changes.size())
                                                                 : tr("its reports are being fetched…"));
}

void ReviewPage::showFailures(const ReviewData &review)
{
    clear(m_failures);
    m_failuresCard->setVisible(!review.failures.isEmpty());
    m_failuresCard->setSummary(tr("%n known", nullptr, int(review.failures.size())));
    int row = 0;
    for (const ReviewData::KnownFailure &known : review.failures) {
        m_failures->addWidget(new Chip(severityChip(known.failure.severity)), row, 0);
        auto *mode = new TextLabel(known.failure.mode.isEmpty() ? known.failure.task : known.failure.mode);
        mode->setElide(Qt::ElideRight);
        m_failures->addWidget(mode, row, 1);
        const QString rate = known.failure.of ? tr("%1 of %2").arg(formatCount(known.failure.count), formatCount(*known.failure.of))
                                              : formatCount(known.failure.count);
        m_failures->addWidget(new TextLabel(rate), row, 2, Qt::AlignRight);
        m_failures->addWidget(muted(known.evaluation), row, 3);
        ++row;
    }
}

void ReviewPage::showDecisions(const ReviewData &review)
{
    clear(m_decisions);
    m_decisionsCard->setVisible(!review.decisions.isEmpty());
    m_decisionsCard->setSummary(tr("%n on this model", nullptr, int(review.decisions.size())));
    for (const auto &[id, decision] : review.decisions) {
        auto *title = new TextLabel(decision.title, TextSize::Body, ColorRole::Text, QFont::DemiBold);
        title->setElide(Qt::ElideRight);
        m_decisions->addWidget(title);
        m_decisions->addWidget(muted(decision.decision + (decision.consequences.isEmpty() ? QString() : u' ' + decision.consequences) + (decision.knownLimits.isEmpty() ? QString() : u"  "_s + tr("Known limits: %1").arg(decision.knownLimits))));
    }
}

void ReviewPage::showEvidence(const ReviewData &review)
{
    clear(m_evidence);
    const auto &evidence = review.release.request.evidence;
    m_evidenceCard->setSummary(tr("%n piece(s)", nullptr, int(evidence.size())));
    int row = 0;
    for (const EvidenceRef &piece : evidence) {
        const QString kind = piece.kind == EvidenceRef::Card ? tr("Model card") : piece.kind == EvidenceRef::Evaluation ? tr("Evaluation")
                                                                                                                        : enumText(piece.kind);
        m_evidence->addWidget(muted(kind), row, 0);
        auto *link = new LinkButton(piece.title);
        const QUrl target = piece.kind == EvidenceRef::Card ? links::to(u"registry"_s, review.release.request.version)
                                                            : links::to(u"evaluations"_s, piece.id);
        connect(link, &QAbstractButton::clicked, this, [this, target] { emit openLink(target); });
        m_evidence->addWidget(link, row, 1, Qt::AlignLeft);
        auto *digest = new TextLabel(piece.digest.mid(7, 12) + u'…', TextSize::Small, ColorRole::TextMuted);
        digest->setMonospace(true);
        digest->setToolTip(piece.digest);
        m_evidence->addWidget(digest, row, 2, Qt::AlignRight);
        ++row;
    }
    if (row == 0)
        m_evidence->addWidget(muted(tr("Nothing has been imported for this version.")), 0, 0, 1, 3);
}

} // namespace countersign
