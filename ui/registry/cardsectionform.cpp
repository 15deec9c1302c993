// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/cardsectionform.h"

#include "formats/cards/cardlabels.h"
#include "formats/markdown.h"
#include "ui/registry/cardgroups.h"
#include "ui/registry/cardlook.h"
#include "ui/registry/cardreader.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/formcell.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/textlabel.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

namespace {

constexpr int previewDelay = 150; // ms
constexpr qsizetype mostRows = 80;
constexpr int rowsInSight = 8;

QString fieldHelp(const CardFieldInfo *info)
{
    return info && *info->help ? QCoreApplication::translate("CardFields", info->help) : QString();
}

} // namespace

CardSectionForm::CardSectionForm(const CardContent::Section &section, const CardContent::Section &base, const QMap<QString, QString> &evaluations,
                                 QWidget *parent)
    : QWidget(parent), m_section(section), m_base(base), m_evaluations(evaluations)
{
    const Theme theme = Theme::current();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, theme.gap(), theme.margin());
    layout->setSpacing(theme.gap());
    layout->addWidget(textPart());
    layout->addWidget(factsPart());
    QStringList done;
    for (const CardGroupInfo &info : cardGroupsOf(section.id)) {
        done.append(QString::fromLatin1(info.kind));
        layout->addWidget(groupPart(done.last(), info.columns));
    }
    for (const CardContent::Group &group : section.groups) {
        if (!done.contains(group.kind)) {
            done.append(group.kind);
            layout->addWidget(groupPart(group.kind, {}));
        }
    }
    layout->addStretch();
    m_previewTimer.setSingleShot(true);
    m_previewTimer.setInterval(previewDelay);
    connect(&m_previewTimer, &QTimer::timeout, this, [this] { m_preview->setText(m_text->toPlainText()); });
    check();
}

QWidget *CardSectionForm::textPart()
{
    const Theme theme = Theme::current();
    auto *panel = new Panel(tr("Text"));
    panel->setSummary(foundWords(m_section, m_evaluations));
    m_text = new QPlainTextEdit(m_section.text);
    m_text->setAccessibleName(tr("Text of %1, Markdown").arg(sectionTitle(m_section.id)));
    m_text->setToolTip(tr("Markdown. HTML is shown as it is written, pictures are not loaded."));
    m_text->setPlaceholderText(tr("What there is to say about this, in Markdown."));
    m_text->setTabChangesFocus(true);
    m_text->setMinimumHeight(theme.px(132));
    m_preview = new CardText(tr("Preview"));
    m_preview->setFocusPolicy(Qt::ClickFocus);
    m_preview->setText(m_section.text);
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *page = new QWidget;
    auto *pageLayout = new QVBoxLayout(page);
    pageLayout->setContentsMargins(0, theme.px(4), 0, 0);
    pageLayout->addWidget(m_preview);
    pageLayout->addStretch();
    scroll->setWidget(page);
    // The panel shows through: a preview is paper, not a page of its own.
    page->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    m_textNote = new TextLabel({}, TextSize::Small, ColorRole::CautionText);
    m_textNote->setWordWrap(true);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(theme.groupGap());
    grid->addWidget(m_text, 0, 0);
    grid->addWidget(scroll, 0, 1);
    grid->addWidget(m_textNote, 1, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    panel->setContent(grid);
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        m_previewTimer.start();
        noteText();
        changed();
    });
    connect(m_preview, &MarkdownView::linkRequested, this, &CardSectionForm::openWebLink);
    noteText();
    return panel;
}

void CardSectionForm::noteText()
{
    const QString typed = m_text->toPlainText();
    QStringList notes;
    if (!typed.trimmed().isEmpty() && meaningfulText(typed).isEmpty())
        notes.append(tr("Counts as missing: it only says that something is to be written."));
    if (hasHiddenText(typed))
        notes.append(tr("It holds characters that cannot be seen; the preview marks them."));
    m_textNote->setText(notes.join(u' '));
    m_textNote->setVisible(!notes.isEmpty());
}

QWidget *CardSectionForm::factsPart()
{
    const Theme theme = Theme::current();
    auto *panel = new Panel(tr("Facts"));
    m_facts = new QWidget;
    auto *grid = new QGridLayout;
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme.groupGap());
    grid->setVerticalSpacing(theme.gap());
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    m_facts->setLayout(grid);
    QStringList ids;
    for (const CardFieldInfo &info : cardFieldsOf(m_section.id))
        ids.append(QString::fromLatin1(info.id));
    for (const CardContent::Field &field : m_section.fields) {
        if (!ids.contains(field.id) && ids.size() < mostRows)
            ids.append(field.id);
    }
    for (const QString &id : std::as_const(ids))
        addRow(m_facts, id, cardFieldInfo(m_section.id, id));
    auto *another = new QPushButton(tr("Add a fact"));
    another->setToolTip(tr("A fact with a name of your own."));
    connect(another, &QPushButton::clicked, this, [this] {
        addOwnFact();
        m_rows.last().name->setFocus();
    });
    auto *layout = new QVBoxLayout;
    layout->addWidget(m_facts);
    layout->addWidget(another, 0, Qt::AlignLeft);
    panel->setContent(layout);
    return panel;
}

void CardSectionForm::addRow(QWidget *into, const QString &id, const CardFieldInfo *info)
{
    QStringList values, base;
    for (const CardContent::Field &field : std::as_const(m_base.fields)) {
        if (field.id == id)
            base.append(field.value);
    }
    QString label = cardLabel(id), source;
    for (const CardContent::Field &field : std::as_const(m_section.fields)) {
        if (field.id != id)
            continue;
        values.append(field.value);
        label = field.label.isEmpty() ? label : field.label;
        source = source.isEmpty() ? sourceWords(field.source, m_evaluations) : source;
    }
    Row row{id, visibleText(label), false, values.join(u'\n'), base.join(u'\n'), nullptr, nullptr};
    row.list = (info && info->kind == CardFieldInfo::Kind::List) || values.size() > 1 || row.before.contains(u'\n');
    QWidget *editor = nullptr;
    if (row.list) {
        auto *lines = new QPlainTextEdit(row.before);
        lines->setTabChangesFocus(true);
        lines->setFixedHeight(Theme::current().px(values.size() > 2 ? 92 : 56));
        connect(lines, &QPlainTextEdit::textChanged, this, &CardSectionForm::changed);
        editor = lines;
    } else if (info && info->kind == CardFieldInfo::Kind::Choice) {
        auto *box = new QComboBox;
        box->setEditable(true);
        box->addItem(QString());
        box->addItems(info->choices);
        box->setCurrentText(row.before);
        connect(box, &QComboBox::currentTextChanged, this, &CardSectionForm::changed);
        editor = box;
    } else {
        auto *line = new QLineEdit(row.before);
        line->setCursorPosition(0);
        connect(line, &QLineEdit::textChanged, this, &CardSectionForm::changed);
        editor = line;
    }
    //: behind a label; %1 says where the value comes from
    const QString shownLabel = source.isEmpty() ? row.label : tr("%1 (%2)").arg(row.label, source);
    row.cell = new FormCell(id, shownLabel, editor, fieldHelp(info));
    // The line inside of an editable list of choices takes the focus, so it needs the name.
    if (auto *box = qobject_cast<QComboBox *>(editor))
        box->lineEdit()->setAccessibleName(row.label);
    auto *grid = static_cast<QGridLayout *>(into->layout());
    const int at = int(m_rows.size());
    grid->addWidget(row.cell, at / 2, at % 2, Qt::AlignTop);
    m_rows.append(row);
}

void CardSectionForm::addOwnFact()
{
    const Theme theme = Theme::current();
    Row row;
    row.name = new QLineEdit;
    row.name->setPlaceholderText(tr("Name"));
    row.name->setAccessibleName(tr("Name of the fact"));
    auto *value = new QLineEdit;
    row.cell = new FormCell(u"own%1"_s.arg(m_rows.size()), tr("Value"), value);
    auto *holder = new QWidget;
    auto *layout = new QHBoxLayout(holder);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.gap());
    auto *named = new FormCell(u"name%1"_s.arg(m_rows.size()), tr("Name of the fact"), row.name);
    layout->addWidget(named, 1);
    layout->addWidget(row.cell, 1);
    connect(row.name, &QLineEdit::textChanged, this, &CardSectionForm::changed);
    connect(value, &QLineEdit::textChanged, this, &CardSectionForm::changed);
    const int at = int(m_rows.size());
    static_cast<QGridLayout *>(m_facts->layout())->addWidget(holder, at / 2, at % 2, Qt::AlignTop);
    m_rows.append(row);
}

QWidget *CardSectionForm::groupPart(const QString &kind, const QStringList &columns)
{
    const Theme theme = Theme::current();
    QList<CardContent::Group> groups;
    std::copy_if(m_section.groups.begin(), m_section.groups.end(), std::back_inserter(groups), [&](const auto &group) { return group.kind == kind; });
    m_groupsBefore.insert(kind, groups);
    for (const CardContent::Group &group : std::as_const(m_base.groups)) {
        if (group.kind == kind)
            m_groupsBase[kind].append(group);
    }
    auto *table = new DataTable(kindTitle(kind));
    auto *model = new CardGroupsModel(kind, CardGroupsModel::Use::Write, table);
    model->setGroups(groups, columns, m_evaluations);
    table->setModel(model);
    QList<TableColumn> shown;
    for (const QString &column : model->columns()) {
        const bool figure = isFigureColumn(column);
        const bool few = model->columnCount() <= 5;
        shown.append({figure ? new NumberDelegate : nullptr, figure ? 84 : few ? 150 : 112, few && shown.isEmpty(), figure ? Qt::AlignRight : Qt::AlignLeft});
    }
    table->setColumns(shown);
    table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    table->setSelectionBehavior(QAbstractItemView::SelectItems);
    table->setToolTip(tr("F2 or a double click edits a cell."));
    table->setEmptyState(tr("None yet."));
    const auto fit = [table, model] {
        table->setFixedHeight(Theme::current().rowHeight() * (1 + std::clamp(model->rowCount(), 2, rowsInSight)) + Theme::current().px(14));
    };
    fit();
    auto *add = new QPushButton(tr("Add %1").arg(kindWord(kind)));
    auto *remove = new QPushButton(tr("Remove"));
    add->setToolTip(tr("Adds a row to %1.").arg(kindTitle(kind)));
    remove->setToolTip(tr("Takes the chosen row out of %1.").arg(kindTitle(kind)));
    remove->setAccessibleName(tr("Remove %1").arg(kindWord(kind)));
    remove->setEnabled(false);
    connect(add, &QPushButton::clicked, this, [model, table, fit] {
        model->addGroup();
        fit();
        table->setCurrentIndex(model->index(model->rowCount() - 1, 0));
        table->edit(table->currentIndex());
    });
    connect(remove, &QPushButton::clicked, this, [model, table, fit] {
        model->removeGroup(table->currentIndex().row());
        fit();
    });
    connect(table, &DataTable::currentRowChanged, remove, [remove](const QModelIndex &index) { remove->setEnabled(index.isValid()); });
    connect(model, &CardGroupsModel::edited, this, &CardSectionForm::changed);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme.gap());
    buttons->setContentsMargins(theme.px(10), theme.px(6), theme.px(10), theme.px(2));
    buttons->addWidget(add);
    buttons->addWidget(remove);
    buttons->addStretch();
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(table);
    layout->addLayout(buttons);
    auto *panel = new Panel(kindTitle(kind));
    panel->setContent(content, true);
    m_groups.append({model, table});
    return panel;
}

QString CardSectionForm::valueOf(const Row &row) const
{
    const QWidget *editor = row.cell->editor();
    if (const auto *line = qobject_cast<const QLineEdit *>(editor))
        return line->text();
    if (const auto *box = qobject_cast<const QComboBox *>(editor))
        return box->currentText();
    return static_cast<const QPlainTextEdit *>(editor)->toPlainText();
}

CardContent::Section CardSectionForm::result() const
{
    CardContent::Section out = m_section;
    if (const QString typed = m_text->toPlainText(); typed != m_section.text) {
        out.text = typed;
        out.foundUnder.clear();
        out.textSource.clear();
    }
    for (const Row &row : m_rows) {
        const QString typed = valueOf(row), id = row.name ? row.name->text().trimmed() : row.id;
        if (typed == row.before || id.isEmpty())
            continue;
        const auto is = [&](const CardContent::Field &field) { return field.id == id; };
        const auto first = std::find_if(out.fields.begin(), out.fields.end(), is);
        qsizetype at = first == out.fields.end() ? out.fields.size() : first - out.fields.begin();
        const QString label = first == out.fields.end() ? cardLabel(id) : first->label;
        out.fields.removeIf(is);
        at = std::min(at, out.fields.size());
        const QStringList values = row.list ? typed.split(u'\n') : QStringList{typed};
        for (const QString &value : values) {
            if (!value.trimmed().isEmpty())
                out.fields.insert(at++, {id, label, value.trimmed()});
        }
    }
    for (const auto &[model, table] : m_groups) {
        if (model->groups() == m_groupsBefore.value(model->kind()))
            continue;
        out.groups.removeIf([kind = model->kind()](const CardContent::Group &group) { return group.kind == kind; });
        for (const CardContent::Group &group : model->groups()) {
            if (!group.fields.isEmpty())
                out.groups.append(group);
        }
    }
    return out;
}

QString CardSectionForm::checkRow(const Row &row)
{
    const QString typed = valueOf(row);
    QString wrong = typed == row.base ? QString() : cardFieldProblem(m_section.id, row.id, typed);
    if (row.name && row.name->text().trimmed().isEmpty() && !typed.trimmed().isEmpty())
        wrong = tr("This needs a name.");
    // Only a note: a placeholder may stand until there is something to say.
    row.cell->setError(wrong.isEmpty() ? placeholderNote(typed) : wrong);
    return wrong;
}

QString CardSectionForm::check()
{
    QString first;
    for (const Row &row : std::as_const(m_rows)) {
        const QString wrong = checkRow(row);
        if (first.isEmpty() && !wrong.isEmpty())
            first = row.label.isEmpty() ? wrong : tr("%1: %2").arg(row.label, wrong);
    }
    for (const auto &[model, table] : std::as_const(m_groups)) {
        const QModelIndex wrong = model->firstProblem();
        // What came with the file is not the person's fault: it may stay.
        if (first.isEmpty() && wrong.isValid() && model->groups() != m_groupsBase.value(model->kind()))
            first = tr("%1, row %2: %3").arg(kindTitle(model->kind())).arg(wrong.row() + 1).arg(model->problem(wrong.row(), wrong.column()));
    }
    return first;
}

void CardSectionForm::focusProblem()
{
    for (const Row &row : std::as_const(m_rows)) {
        if (!checkRow(row).isEmpty())
            return (row.name ? row.name : row.cell->editor())->setFocus();
    }
    for (const auto &[model, table] : std::as_const(m_groups)) {
        if (const QModelIndex wrong = model->firstProblem(); wrong.isValid()) {
            table->setCurrentIndex(wrong);
            return table->setFocus();
        }
    }
}

void CardSectionForm::changed()
{
    check();
    emit edited();
}

QWidget *CardSectionForm::editorOf(const QString &field) const
{
    const auto it = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row &row) { return row.id == field; });
    return it == m_rows.end() ? nullptr : it->cell->editor();
}

DataTable *CardSectionForm::groups(const QString &kind) const
{
    for (const auto &[model, table] : m_groups) {
        if (model->kind() == kind)
            return table;
    }
    return nullptr;
}

} // namespace countersign
