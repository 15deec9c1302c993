// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/datatable.h"

#include "ui/widgets/delegates.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/style.h"
#include "ui/widgets/tableexport.h"
#include "ui/widgets/tableheader.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QScrollBar>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace countersign {
DataTable::DataTable(const QString &name, QWidget *parent)
    : QTableView(parent)
    , m_empty(new EmptyState(viewport()))
    , m_note(new QLabel(viewport()))
{
    setAccessibleName(name);
    setHorizontalHeader(new TableHeader(this));
    setItemDelegate(new RowDelegate(this));
    setShowGrid(false);
    setWordWrap(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setMouseTracking(true);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setAutoFillBackground(true);
    m_note->hide();
    connect(m_empty, &EmptyState::actionTriggered, this, &DataTable::emptyActionTriggered);
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this](int column, int, int size) {
        if (m_applyingWidths || !m_settings || column >= m_columns.size() || m_columns[column].stretch)
            return;
        m_storedWidths[column] = size;
        QVariantMap map;
        for (auto it = m_storedWidths.cbegin(); it != m_storedWidths.cend(); ++it)
            map.insert(QString::number(it.key()), it.value());
        m_settings->setValue(m_settingsKey, map);
    });
    applyTheme();
    updateOverlay();
}

DataTable::~DataTable() = default;

void DataTable::setModel(QAbstractItemModel *newModel)
{
    if (model())
        model()->disconnect(this);
    QTableView::setModel(newModel);
    if (newModel) {
        connect(newModel, &QAbstractItemModel::rowsInserted, this, &DataTable::rowsChanged);
        connect(newModel, &QAbstractItemModel::rowsRemoved, this, &DataTable::rowsChanged);
        connect(newModel, &QAbstractItemModel::modelReset, this, &DataTable::rowsChanged);
        connect(newModel, &QAbstractItemModel::layoutChanged, this, &DataTable::rowsChanged);
    }
    rowsChanged();
}

void DataTable::setColumns(const QList<TableColumn> &columns)
{
    m_columns = columns;
    auto *header = static_cast<TableHeader *>(horizontalHeader());
    for (int i = 0; i < columns.size(); ++i) {
        const TableColumn &column = columns[i];
        if (column.delegate) {
            if (!column.delegate->parent())
                column.delegate->setParent(this);
            setItemDelegateForColumn(i, column.delegate);
        }
        header->setAlignment(i, column.alignment);
        setColumnHidden(i, column.hidden);
    }
    applyWidths();
}

void DataTable::rememberColumns(QSettings *settings, const QString &key)
{
    m_settings = settings;
    m_settingsKey = key + u"/columns"_s;
    m_storedWidths.clear();
    const QVariantMap stored = settings->value(m_settingsKey).toMap();
    for (auto it = stored.cbegin(); it != stored.cend(); ++it) {
        const int width = it.value().toInt();
        if (width >= 16 && width <= 4000)
            m_storedWidths.insert(it.key().toInt(), width);
    }
    applyWidths();
}

void DataTable::applyWidths()
{
    m_applyingWidths = true;
    const Theme theme = Theme::current();
    for (int i = 0; i < m_columns.size() && i < horizontalHeader()->count(); ++i) {
        const bool stretch = m_columns[i].stretch;
        horizontalHeader()->setSectionResizeMode(i, stretch ? QHeaderView::Stretch : QHeaderView::Interactive);
        if (!stretch)
            setColumnWidth(i, m_storedWidths.value(i, theme.px(m_columns[i].width)));
    }
    m_applyingWidths = false;
}

void DataTable::applyTheme()
{
    const Theme theme = Theme::current();
    verticalHeader()->setMinimumSectionSize(theme.rowHeight());
    verticalHeader()->setDefaultSectionSize(theme.rowHeight());
    horizontalHeader()->setMinimumSectionSize(theme.px(36));
    QPalette colors = theme.palette();
    colors.setColor(QPalette::Base, theme.color(ColorRole::Surface));
    if (viewport()->palette().color(QPalette::Base) != colors.color(QPalette::Base))
        viewport()->setPalette(colors);
    colors.setColor(QPalette::Window, theme.color(ColorRole::CautionFill));
    colors.setColor(QPalette::WindowText, theme.color(ColorRole::CautionText));
    m_note->setPalette(colors);
    m_note->setFont(theme.font(TextSize::Small));
    m_note->setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4));
    applyWidths();
}

void DataTable::setEmptyState(const QString &sentence, const QString &action)
{
    m_emptySentence = sentence;
    m_emptyAction = action;
    updateOverlay();
}

void DataTable::setDataState(DataState state, const QString &sentence)
{
    m_state = state;
    m_stateSentence = sentence;
    updateOverlay();
}

void DataTable::setFitToRows(bool fit)
{
    m_fitToRows = fit;
    setVerticalScrollBarPolicy(fit ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    setSizePolicy(QSizePolicy::Expanding, fit ? QSizePolicy::Fixed : QSizePolicy::Expanding);
    updateGeometry();
}

void DataTable::rowsChanged()
{
    setHoveredRow(-1);
    if (m_fitToRows)
        updateGeometry();
    updateOverlay();
}

void DataTable::updateOverlay()
{
    const bool hasRows = model() && model()->rowCount() > 0;
    QString sentence = m_stateSentence;
    if (sentence.isEmpty() && m_state == DataState::Loading) {
        //: Over a table whose rows are being read.
        sentence = tr("Reading…");
    } else if (sentence.isEmpty() && m_state == DataState::Stale) {
        //: Over a table that shows older rows while newer ones are read.
        sentence = tr("Showing what was read before.");
    } else if (sentence.isEmpty() && m_state == DataState::Failed) {
        //: Over a table whose rows could not be read.
        sentence = tr("These rows could not be read.");
    }
    const bool plain = m_state == DataState::Ready;
    m_empty->setText(plain ? m_emptySentence : sentence);
    m_empty->setAction(plain ? m_emptyAction : QString());
    m_empty->setVisible(!hasRows && !(plain && m_emptySentence.isEmpty()));
    m_empty->setGeometry(viewport()->rect());
    m_note->setText(sentence);
    m_note->setVisible(hasRows && !plain);
    m_note->adjustSize();
    const int gap = Theme::current().gap();
    m_note->move(viewport()->width() - m_note->width() - gap, viewport()->height() - m_note->height() - gap);
}

bool DataTable::isFirstColumn(int column) const
{
    const QList<int> columns = visibleColumns();
    return !columns.isEmpty() && columns.first() == column;
}

bool DataTable::isLastColumn(int column) const
{
    const QList<int> columns = visibleColumns();
    return !columns.isEmpty() && columns.last() == column;
}

QList<int> DataTable::visibleColumns() const
{
    QList<int> columns;
    for (int visual = 0; visual < horizontalHeader()->count(); ++visual) {
        const int logical = horizontalHeader()->logicalIndex(visual);
        if (!isColumnHidden(logical))
            columns << logical;
    }
    return columns;
}

QString DataTable::currentId() const
{
    return currentIndex().siblingAtColumn(0).data(IdRole).toString();
}

bool DataTable::selectId(const QString &id)
{
    if (!model() || id.isEmpty() || model()->rowCount() == 0)
        return false;
    const QModelIndexList found = model()->match(model()->index(0, 0), IdRole, id, 1, Qt::MatchExactly);
    if (found.isEmpty())
        return false;
    setCurrentIndex(found.first());
    scrollTo(found.first());
    return true;
}

QString DataTable::selectionAsTsv() const
{
    return selectionModel() ? rowsAsTsv(selectionModel()->selectedRows(), visibleColumns()) : QString();
}

QByteArray DataTable::toCsv() const
{
    return model() ? modelAsCsv(*model(), visibleColumns()) : QByteArray();
}

QSize DataTable::sizeHint() const
{
    if (!m_fitToRows)
        return QTableView::sizeHint();
    const Theme theme = Theme::current();
    const int rows = model() ? model()->rowCount() : 0;
    const int header = horizontalHeader()->isHidden() ? 0 : horizontalHeader()->sizeHint().height();
    const int body = rows > 0 ? rows * theme.rowHeight() - 1 : theme.px(72);
    return {QTableView::sizeHint().width(), header + body};
}

QSize DataTable::minimumSizeHint() const
{
    return m_fitToRows ? QSize(Theme::current().px(120), sizeHint().height()) : QTableView::minimumSizeHint();
}

void DataTable::moveCurrent(int by)
{
    if (!model() || model()->rowCount() == 0)
        return;
    const int from = currentIndex().isValid() ? currentIndex().row() : (by > 0 ? -1 : model()->rowCount());
    const int row = std::clamp(from + by, 0, model()->rowCount() - 1);
    const QList<int> columns = visibleColumns();
    const int column = currentIndex().isValid() ? currentIndex().column() : columns.value(0);
    setCurrentIndex(model()->index(row, column));
}

void DataTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        QApplication::clipboard()->setText(selectionAsTsv());
        return;
    }
    if (event->modifiers() == Qt::NoModifier && (event->key() == Qt::Key_J || event->key() == Qt::Key_K)) {
        moveCurrent(event->key() == Qt::Key_J ? 1 : -1);
        return;
    }
    // Letters belong to the place's own shortcuts; the view's type-ahead search would swallow them.
    if (event->modifiers() == Qt::NoModifier && event->text().size() == 1 && event->text().at(0).isLetterOrNumber()) {
        event->ignore();
        return;
    }
    QTableView::keyPressEvent(event);
}

void DataTable::setHoveredRow(int row)
{
    if (row == m_hoveredRow)
        return;
    const int before = m_hoveredRow;
    m_hoveredRow = row;
    for (const int changed : {before, row}) {
        if (changed >= 0)
            viewport()->update(0, rowViewportPosition(changed), viewport()->width(), rowHeight(changed));
    }
}

void DataTable::mouseMoveEvent(QMouseEvent *event)
{
    setHoveredRow(rowAt(event->position().toPoint().y()));
    QTableView::mouseMoveEvent(event);
}

void DataTable::wheelEvent(QWheelEvent *event)
{
    // A table inside a page must not stop the page from scrolling.
    if (m_fitToRows) {
        event->ignore();
        return;
    }
    QTableView::wheelEvent(event);
    setHoveredRow(rowAt(event->position().toPoint().y()));
}

bool DataTable::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave)
        setHoveredRow(-1);
    return QTableView::viewportEvent(event);
}

void DataTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    updateOverlay();
}

void DataTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        applyTheme();
}

void DataTable::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    // Tabbing into a table must land somewhere that shows.
    if (event->reason() != Qt::MouseFocusReason && !currentIndex().isValid())
        moveCurrent(1);
    viewport()->update();
}

void DataTable::focusOutEvent(QFocusEvent *event)
{
    QTableView::focusOutEvent(event);
    viewport()->update();
}

void DataTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (current.row() != previous.row() || current.isValid() != previous.isValid())
        emit currentRowChanged(current);
}

} // namespace countersign
