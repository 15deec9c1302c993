// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/controlstab.h"

#include "documents/controlexport.h"
#include "replica/replica.h"
#include "replica/replicacase.h"
#include "ui/registry/versiontables.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/textlabel.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QSaveFile>
#include <QStackedWidget>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

ChipSpec controlChip(ControlAssessment::State state)
{
    const QString word = controlStateWord(state);
    switch (state) {
    case ControlAssessment::Supported:
        return chipFor(ChipState::Met, word);
    case ControlAssessment::Partly:
        return chipFor(ChipState::Stale, word);
    case ControlAssessment::Gap:
        return chipFor(ChipState::Failed, word);
    case ControlAssessment::NotKeptHere:
        return chipFor(ChipState::Withdrawn, word);
    }
    return {};
}

QStringList titlesOf(const ControlAssessment::Line &line)
{
    QStringList out;
    for (const auto &piece : line.pieces) {
        if (!out.contains(piece.title))
            out.append(piece.title);
    }
    return out;
}

/// The name without what every lawyer knows it is: what fits into a chooser.
QString chooserText(const ControlFramework &framework)
{
    return framework.title.section(u": "_s, 0, 0).section(u" Information technology"_s, 0, 0);
}

FactTableModel::Row rowOf(const ControlAssessment::Line &line)
{
    FactTableModel::Row row;
    row.id = line.control.id;
    const QStringList titles = titlesOf(line);
    const QString first = titles.isEmpty() ? u"—"_s : titles.first();
    row.cells = {{line.control.id, {}, {}, {}, line.control.title},
                 {line.control.title, {}, {}, {}, line.control.asks},
                 {controlStateWord(line.state), {}, controlChip(line.state), {}, {}},
                 {first, titles.size() > 1 ? ControlsTab::tr("and %n more", nullptr, int(titles.size() - 1)) : QString(), {}, {}, titles.join(u'\n')},
                 {line.missing.isEmpty() ? u"—"_s : line.missing, {}, {}, {}, line.missing}};
    row.muted = line.state == ControlAssessment::NotKeptHere;
    return row;
}

TextLabel *wrapped(ColorRole role)
{
    auto *label = new TextLabel({}, TextSize::Body, role);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace

ControlsTab::ControlsTab(QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedWidget)
    , m_empty(new EmptyState)
    , m_framework(new QComboBox)
    , m_export(new QPushButton(tr("Export")))
    , m_coverage(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_table(new DataTable(tr("Controls and what supports them")))
    , m_model(new FactTableModel({tr("Control"), tr("Asks"), tr("State"), tr("Supported by"), tr("Missing")}, this))
    , m_asks(wrapped(ColorRole::Text))
    , m_support(wrapped(ColorRole::TextMuted))
    , m_missing(wrapped(ColorRole::Text))
    , m_note(wrapped(ColorRole::TextMuted))
{
    m_table->setModel(m_model);
    m_table->setColumns({{nullptr, 132}, {nullptr, 190}, {new ChipDelegate, 124}, {new TwoLineDelegate, 250}, {nullptr, 220, true}});
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(m_table, 1);
    layout->addWidget(makeFoot());
    m_empty->setText(tr("The version's evidence is being read."));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(page);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);
    setFocusProxy(m_table);
    connect(m_framework, &QComboBox::currentIndexChanged, this, &ControlsTab::fill);
    connect(m_table, &DataTable::currentRowChanged, this, &ControlsTab::showLine);
}

QWidget *ControlsTab::makeHead()
{
    const Theme theme = Theme::current();
    m_framework->setAccessibleName(tr("Law or standard"));
    m_framework->setToolTip(tr("The law or standard whose controls are shown"));
    for (const ControlFramework &framework : controlFrameworks())
        m_framework->addItem(chooserText(framework), framework.id);
    m_coverage->setElide(Qt::ElideRight);
    m_export->setToolTip(tr("Writes the controls that are shown, with the digests of what supports them"));
    auto *menu = new QMenu(m_export);
    menu->addAction(tr("As CSV…"), this, [this] { askWhereTo(u"csv"_s); });
    menu->addAction(tr("As JSON…"), this, [this] { askWhereTo(u"json"_s); });
    m_export->setMenu(menu);
    auto *head = new QWidget;
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(theme.margin(), 0, theme.margin(), theme.px(6));
    row->setSpacing(theme.gap());
    row->addWidget(m_framework);
    row->addWidget(m_coverage, 1);
    row->addWidget(m_export);
    return head;
}

QWidget *ControlsTab::makeFoot()
{
    const Theme theme = Theme::current();
    auto *foot = new QWidget;
    auto *column = new QVBoxLayout(foot);
    column->setContentsMargins(theme.margin(), theme.gap(), theme.margin(), theme.gap());
    column->setSpacing(theme.px(4));
    for (TextLabel *label : {m_asks, m_support, m_missing, m_note})
        column->addWidget(label);
    return foot;
}

void ControlsTab::show(const VersionData &shown)
{
    if (shown.key != m_version)
        m_stack->setCurrentWidget(m_empty);
    m_version = shown.key;
    m_at = shown.at;
    m_stale = true;
    if (isVisible())
        read();
}

void ControlsTab::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_stale)
        read();
}

void ControlsTab::read()
{
    m_stale = false;
    m_job.request_stop();
    const quint64 generation = ++m_generation;
    if (!m_replica)
        return;
    m_job = m_replica->read(
        this,
        [key = m_version, at = m_at](ReadSession &session) {
            ReplicaCaseSource source(session);
            return gatherControls(source, key, at);
        },
        [this, generation](const Result<GatheredControls> &gathered) {
            if (generation != m_generation)
                return;
            if (gathered.ok())
                return showControls(*gathered);
            if (gathered.error().code == Error::Code::Cancelled)
                return;
            m_empty->setText(gathered.error().text);
            m_stack->setCurrentWidget(m_empty);
            emit settled();
        });
}

void ControlsTab::showControls(const GatheredControls &gathered)
{
    m_assessments.clear();
    for (const ControlFramework &framework : controlFrameworks())
        m_assessments.append(assess(framework, gathered.evidence));
    m_stack->setCurrentIndex(1);
    fill();
    if (!gathered.missingBlobs.isEmpty())
        //: evidence that the server has and this machine does not
        m_coverage->setText(tr("%n report(s) are not on this machine yet and are left out here. ", nullptr, int(gathered.missingBlobs.size())) + m_coverage->text());
    emit settled();
}

const ControlAssessment *ControlsTab::chosen() const
{
    const int at = m_framework->currentIndex();
    return at >= 0 && at < m_assessments.size() ? &m_assessments[at] : nullptr;
}

void ControlsTab::setFramework(const QString &id)
{
    m_framework->setCurrentIndex(m_framework->findData(id));
}

void ControlsTab::fill()
{
    const ControlAssessment *shown = chosen();
    if (!shown)
        return;
    const QString before = m_table->currentId();
    QList<FactTableModel::Row> rows;
    for (const auto &line : shown->lines)
        rows.append(rowOf(line));
    m_model->setRows(rows);
    if (!m_table->selectId(before))
        m_table->selectRow(0);
    m_coverage->setText(tr("%1 of %2 supported, %3 partly, %4 gaps, %5 not kept here")
                            .arg(shown->count(ControlAssessment::Supported)).arg(shown->lines.size()).arg(shown->count(ControlAssessment::Partly))
                            .arg(shown->count(ControlAssessment::Gap)).arg(shown->count(ControlAssessment::NotKeptHere)));
    const ControlFramework &framework = shown->framework;
    //: %1: edition of a law or standard, %2: the date on which the mapping was last checked, %3: no legal advice
    m_note->setText(tr("%1. Mapping as of %2. %3").arg(framework.edition, framework.asOf.toString(Qt::ISODate), noLegalAdvice()));
    m_note->setToolTip(Qt::convertFromPlainText(framework.note + u"\n\n"_s + framework.source));
    showLine();
}

void ControlsTab::showLine()
{
    const ControlAssessment *shown = chosen();
    const int row = m_table->currentIndex().row();
    const bool there = shown && row >= 0 && row < shown->lines.size();
    for (TextLabel *label : {m_asks, m_support, m_missing})
        label->setVisible(there);
    if (!there)
        return;
    const auto &line = shown->lines[row];
    m_asks->setText(u"%1, %2: %3"_s.arg(line.control.id, line.control.title, line.control.asks) + (line.control.remark.isEmpty() ? QString() : u' ' + line.control.remark));
    const QStringList titles = titlesOf(line);
    m_support->setText(titles.isEmpty() ? tr("Nothing supports it here.") : tr("Supported by: %1.").arg(titles.join(u"; "_s)));
    m_missing->setText(line.missing.isEmpty() ? tr("Nothing is missing.") : tr("Missing: %1").arg(line.missing));
}

void ControlsTab::askWhereTo(const QString &ending)
{
    const ControlAssessment *shown = chosen();
    if (!shown)
        return;
    auto *dialog = new QFileDialog(this, tr("Export the controls"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(ending);
    dialog->selectFile(u"%1-%2.%3"_s.arg(shown->framework.id, QString(m_version).replace(u'/', u'-').left(80), ending));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        const Result<void> written = exportTo(path);
        m_coverage->setText(written.ok() ? tr("Written to %1.").arg(path) : written.error().text);
    });
    dialog->open();
}

Result<void> ControlsTab::exportTo(const QString &path) const
{
    const ControlAssessment *shown = chosen();
    if (!shown)
        return {Error::Code::NotFound, tr("There is nothing to write yet.")};
    const QByteArray bytes = path.endsWith(".csv"_L1, Qt::CaseInsensitive) ? controlsCsv({*shown}) : controlsJsonText({*shown});
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return {Error::Code::Internal, tr("The controls could not be written: %1").arg(file.errorString())};
    return {};
}

} // namespace countersign
