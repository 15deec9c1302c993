// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/failuretree.h"

#include "ui/evaluations/words.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/tableheader.h"

#include <QEvent>
#include <QHeaderView>
#include <QPainter>
#include <QTextDocument>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

namespace {

constexpr qsizetype mostExamples = 50;
enum Column { Mode, Task, Rate, Severity };

} // namespace

FailureTree::FailureTree(QWidget *parent)
    : QTreeWidget(parent)
{
    const Theme theme = Theme::current();
    setAccessibleName(tr("Failures"));
    setHeader(new TableHeader(this));
    setColumnCount(4);
    setHeaderLabels({tr("Failure"), tr("Task"), tr("How often"), tr("Severity")});
    setItemDelegate(new RowDelegate(this));
    setItemDelegateForColumn(Severity, new ChipDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setRootIsDecorated(true);
    setExpandsOnDoubleClick(true);
    setEditTriggers(NoEditTriggers);
    header()->setSectionResizeMode(Mode, QHeaderView::Stretch);
    header()->setStretchLastSection(false);
    setColumnWidth(Task, theme.px(150));
    setColumnWidth(Rate, theme.px(110));
    setColumnWidth(Severity, theme.px(110));
    connect(this, &QTreeWidget::itemExpanded, this, &FailureTree::addExamples);
    applyTheme();
}

void FailureTree::applyTheme()
{
    QPalette colors = Theme::current().palette();
    colors.setColor(QPalette::Base, Theme::current().color(ColorRole::Surface));
    if (viewport()->palette().color(QPalette::Base) != colors.color(QPalette::Base))
        viewport()->setPalette(colors);
}

void FailureTree::changeEvent(QEvent *event)
{
    QTreeWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

/// The ground and the hairline of the row reach to its left edge, below the arrow.
void FailureTree::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    const Theme theme = Theme::current();
    painter->fillRect(rect, theme.color(selectionModel()->isSelected(index) ? ColorRole::Selection : ColorRole::Surface));
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color(ColorRole::Border));
    QTreeWidget::drawBranches(painter, rect, index);
}

void FailureTree::setFailures(const QList<EvaluationReport::Failure> &failures)
{
    clear();
    m_failures = failures;
    QList<QTreeWidgetItem *> items;
    for (qsizetype i = 0; i < failures.size(); ++i) {
        const EvaluationReport::Failure &failure = failures[i];
        auto *item = new QTreeWidgetItem;
        const QString mode = visibleText(failure.mode.isEmpty() ? taskLabel(failure.task) : failure.mode);
        item->setText(Mode, mode);
        item->setToolTip(Mode, Qt::convertFromPlainText(mode));
        item->setText(Task, taskLabel(failure.task));
        item->setText(Rate, failure.of ? tr("%1 of %2").arg(formatCount(failure.count), formatCount(*failure.of)) : formatCount(failure.count));
        item->setData(Severity, ChipRole, QVariant::fromValue(severityChip(failure.severity)));
        item->setData(Severity, Qt::AccessibleTextRole, severityChip(failure.severity).text);
        item->setData(Mode, Qt::UserRole, int(i));
        item->setChildIndicatorPolicy(failure.examples.isEmpty() ? QTreeWidgetItem::DontShowIndicator : QTreeWidgetItem::ShowIndicator);
        items.append(item);
    }
    addTopLevelItems(items);
}

void FailureTree::addExamples(QTreeWidgetItem *item)
{
    if (item->parent() || item->childCount() > 0)
        return;
    const EvaluationReport::Failure failure = m_failures.value(item->data(Mode, Qt::UserRole).toInt());
    const auto add = [](QTreeWidgetItem *parent, const QString &label, const QString &text) {
        if (text.isEmpty())
            return;
        auto *line = new QTreeWidgetItem(parent);
        const QString shown = visibleText(text);
        line->setText(Mode, label + u": "_s + QString(shown).replace(u'\n', u' '));
        line->setToolTip(Mode, Qt::convertFromPlainText(shown.left(4000)));
        line->setFirstColumnSpanned(true);
        line->setData(Mode, MutedRole, label != FailureTree::tr("Answered"));
    };
    for (const EvaluationReport::Example &example : failure.examples.first(std::min(mostExamples, failure.examples.size()))) {
        //: an example of a failure: what the model was given, what it gave back, what was expected
        add(item, tr("Given"), example.input);
        add(item, tr("Answered"), example.output);
        add(item, tr("Expected"), example.expected);
    }
}

} // namespace countersign
