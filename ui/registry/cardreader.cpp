// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/cardreader.h"

#include "formats/cards/cardlabels.h"
#include "ui/registry/cardlook.h"
#include "ui/registry/cardnavigator.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/linkbutton.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/sectionheader.h"
#include "ui/widgets/textlabel.h"

#include <QGridLayout>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QWheelEvent>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

namespace {

/// A fact is a label of its own up to here; whoever has more of them reads the source.
constexpr qsizetype mostFactsShown = 120;
constexpr qsizetype mostTextShown = 4000;
constexpr int rowsBeforeScrolling = 12;

TextLabel *wrapped(const QString &text, TextSize size, ColorRole role)
{
    auto *out = new TextLabel(text, size, role);
    out->setWordWrap(true);
    out->setTextInteractionFlags(Qt::TextSelectableByMouse);
    // A word as long as a digest must not push the page wider than the window.
    out->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    return out;
}

bool hasLongWord(const QString &text)
{
    int run = 0;
    for (const QChar c : text) {
        run = c.isSpace() ? 0 : run + 1;
        if (run > 40)
            return true;
    }
    return false;
}

/// A value as a person reads it. A label cannot break a digest or an address; a text view can.
QWidget *valueWidget(const QString &label, const QString &value)
{
    const QString shown = value.left(mostTextShown);
    if (!hasLongWord(shown))
        return wrapped(visibleText(shown), TextSize::Body, ColorRole::Text);
    auto *view = new CardText(label);
    view->setFocusPolicy(Qt::ClickFocus);
    view->setWhole(shown);
    return view;
}

DataTable *groupsTable(CardGroupsModel *model, const QString &title)
{
    auto *table = new DataTable(title);
    model->setParent(table);
    table->setModel(model);
    QList<TableColumn> columns;
    // A column that takes what is left gets nothing where there are many: then the table scrolls sideways instead.
    const bool few = model->columnCount() <= 5;
    for (const QString &column : model->columns()) {
        const bool figure = isFigureColumn(column);
        const int width = column == "interval"_L1 ? 116 : column == "n"_L1 ? 60 : figure ? 72 : column == "source"_L1 ? 200 : few ? 150 : 112;
        columns.append({figure ? new NumberDelegate : nullptr, width, few && columns.isEmpty(), figure ? Qt::AlignRight : Qt::AlignLeft});
    }
    table->setColumns(columns);
    const int rows = std::min(model->rowCount(), rowsBeforeScrolling);
    table->setFitToRows(few && rows == model->rowCount());
    if (!table->fitsRows())
        table->setFixedHeight(Theme::current().rowHeight() * (rows + 1) + Theme::current().px(14));
    return table;
}

} // namespace

CardText::CardText(const QString &name, QWidget *parent)
    : MarkdownView(name, parent)
{
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    document()->setDocumentMargin(0);
}

void CardText::setText(const QString &markdown)
{
    setMarkdownText(markdown);
    document()->setDocumentMargin(0);
    fitHeight();
}

void CardText::setWhole(const QString &text)
{
    setRawText(text);
    document()->setDocumentMargin(0);
    fitHeight();
}

void CardText::resizeEvent(QResizeEvent *event)
{
    MarkdownView::resizeEvent(event);
    fitHeight();
}

void CardText::wheelEvent(QWheelEvent *event)
{
    // The page scrolls, not the section.
    event->ignore();
}

void CardText::fitHeight()
{
    document()->setTextWidth(viewport()->width());
    const int wanted = int(std::ceil(document()->size().height())) + Theme::current().px(2);
    if (wanted != height())
        setFixedHeight(wanted);
}

CardReader::CardReader(QWidget *parent)
    : QWidget(parent), m_navigator(new CardNavigator(tr("Sections of the card"))), m_area(new QScrollArea)
{
    const Theme theme = Theme::current();
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setAccessibleName(tr("Model card"));
    m_area->setFocusPolicy(Qt::StrongFocus);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.groupGap());
    layout->addWidget(m_navigator);
    layout->addWidget(m_area, 1);
    connect(m_navigator, &CardNavigator::chosen, this, &CardReader::goTo);
    connect(m_area->verticalScrollBar(), &QScrollBar::valueChanged, this, &CardReader::follow);
}

void CardReader::show(const CardContent &card, const QMap<QString, QStringList> &asked, const QMap<QString, QString> &evaluations, bool mayEdit)
{
    if (m_built && card == m_card && asked == m_asked && evaluations == m_evaluations && mayEdit == m_mayEdit)
        return;
    m_card = card;
    m_asked = asked;
    m_evaluations = evaluations;
    m_mayEdit = mayEdit;
    m_built = true;
    rebuild();
}

void CardReader::rebuild()
{
    const Theme theme = Theme::current();
    const int position = m_area->verticalScrollBar()->value();
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, theme.gap(), theme.margin());
    layout->setSpacing(theme.gap());
    m_panels.clear();
    QList<CardNavigator::Entry> entries;
    const QStringList order = sectionsInReadingOrder(m_card, m_asked);
    for (const QString &id : order) {
        const CardContent::Section *section = m_card.section(id);
        const QStringList asked = m_asked.value(id);
        entries.append({id, sectionTitle(id), sectionChip(section && section->filled(), asked), askedSentence(asked)});
        m_panels.insert(id, sectionPanel(id));
        layout->addWidget(m_panels.value(id));
    }
    layout->addStretch();
    m_area->setWidget(page);
    m_navigator->setEntries(entries);
    if (m_navigator->current().isEmpty() && !order.isEmpty())
        m_navigator->setCurrent(order.first());
    m_area->verticalScrollBar()->setValue(position);
}

countersign::Panel *CardReader::sectionPanel(const QString &id)
{
    const CardContent::Section *section = m_card.section(id);
    const bool filled = section && section->filled();
    const QStringList asked = m_asked.value(id);
    auto *panel = new countersign::Panel(sectionTitle(id));
    panel->setSummary(filled ? foundWords(*section, m_evaluations) : askedSentence(asked));
    if (filled && !asked.isEmpty())
        panel->setToolTip(Qt::convertFromPlainText(askedSentence(asked)));
    if (!filled && m_mayEdit) {
        //: link on a missing section of a card: opens it for writing
        auto *write = new LinkButton(tr("Write it"));
        write->setAccessibleName(tr("Write the section %1").arg(sectionTitle(id)));
        write->setToolTip(tr("Opens this section for writing."));
        connect(write, &QAbstractButton::clicked, this, [this, id] { emit editRequested(id); });
        panel->setCorner(write);
    }
    panel->setCorner(new Chip(sectionChip(filled, asked)));
    if (filled)
        panel->setContent(sectionContent(*section), true);
    return panel;
}

QWidget *CardReader::sectionContent(const CardContent::Section &section)
{
    const Theme theme = Theme::current();
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(theme.px(14), theme.px(8), theme.px(14), theme.px(8));
    layout->setSpacing(theme.gap());
    if (!section.text.trimmed().isEmpty()) {
        auto *text = new CardText(sectionTitle(section.id));
        text->setText(section.text);
        connect(text, &MarkdownView::linkRequested, this, &CardReader::openWebLink);
        connect(text, &MarkdownView::linkRefused, this, &CardReader::linkRefused);
        layout->addWidget(text);
    }
    if (!section.fields.isEmpty())
        layout->addWidget(factsOf(section));
    addGroups(layout, section);
    return content;
}

QWidget *CardReader::factsOf(const CardContent::Section &section)
{
    const Theme theme = Theme::current();
    auto *facts = new QWidget;
    auto *grid = new QGridLayout(facts);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme.groupGap());
    grid->setVerticalSpacing(theme.px(4));
    grid->setColumnMinimumWidth(0, theme.px(132));
    grid->setColumnStretch(1, 1);
    int row = 0;
    QString last;
    for (const CardContent::Field &field : section.fields) {
        if (row == mostFactsShown) {
            grid->addWidget(wrapped(tr("%n more fact(s) are in the source.", nullptr, int(section.fields.size() - mostFactsShown)), TextSize::Small,
                                    ColorRole::TextMuted), row, 0, 1, 3);
            break;
        }
        if (field.id != last) {
            auto *label = new TextLabel(visibleText(field.label.isEmpty() ? cardLabel(field.id) : field.label), TextSize::Body, ColorRole::TextMuted);
            label->setElide(Qt::ElideRight);
            label->setFixedWidth(theme.px(132));
            grid->addWidget(label, row, 0, Qt::AlignTop);
        }
        last = field.id;
        grid->addWidget(valueWidget(field.label, field.value), row, 1);
        if (!field.source.isEmpty()) {
            auto *source = new TextLabel(sourceWords(field.source, m_evaluations), TextSize::Small, ColorRole::TextMuted);
            source->setElide(Qt::ElideMiddle);
            source->setMaximumWidth(theme.px(240));
            source->setAlignment(Qt::AlignRight | Qt::AlignTop);
            grid->addWidget(source, row, 2);
        }
        ++row;
    }
    return facts;
}

void CardReader::addGroups(QVBoxLayout *into, const CardContent::Section &section)
{
    QStringList kinds;
    for (const CardContent::Group &group : section.groups) {
        if (!kinds.contains(group.kind))
            kinds.append(group.kind);
    }
    for (const QString &kind : std::as_const(kinds)) {
        QList<CardContent::Group> groups;
        std::copy_if(section.groups.begin(), section.groups.end(), std::back_inserter(groups), [&](const auto &group) { return group.kind == kind; });
        auto *header = new SectionHeader(SectionHeader::Level::Section, kindTitle(kind));
        if (groups.size() > 1)
            header->setDetail(QString::number(groups.size()));
        into->addWidget(header);
        auto *model = new CardGroupsModel(kind, CardGroupsModel::Use::Read);
        model->setGroups(groups, {}, m_evaluations);
        into->addWidget(groupsTable(model, u"%1: %2"_s.arg(sectionTitle(section.id), kindTitle(kind))));
    }
}

void CardReader::goTo(const QString &section)
{
    const QWidget *panel = m_panels.value(section);
    if (!panel)
        return;
    m_area->widget()->layout()->activate();
    {
        // Near the end the page cannot go as far as asked; what was chosen stays chosen all the same.
        const QScopedValueRollback going(m_going, true);
        m_area->verticalScrollBar()->setValue(panel->y());
    }
    m_navigator->setCurrent(section);
}

void CardReader::follow()
{
    if (m_going)
        return;
    const int top = m_area->verticalScrollBar()->value() + Theme::current().px(24);
    QString at;
    int best = -1;
    for (auto it = m_panels.begin(); it != m_panels.end(); ++it) {
        if (it.value()->y() <= top && it.value()->y() > best) {
            best = it.value()->y();
            at = it.key();
        }
    }
    if (!at.isEmpty())
        m_navigator->setCurrent(at);
}

} // namespace countersign
