// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/cardtab.h"

#include "ui/registry/words.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/markdownview.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/sectionheader.h"
#include "ui/widgets/segmentedbuttons.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QStackedWidget>
#include <QTextDocument>
#include <QTextBlock>
#include <QScrollBar>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

namespace {

constexpr int headingRole = Qt::UserRole + 1;
constexpr int fieldsRole = Qt::UserRole + 2;

QString titleOfSection(const QString &id)
{
    for (const CardSectionInfo &section : cardSections()) {
        if (section.id == id)
            return section.title;
    }
    return id;
}

} // namespace

QString withoutFrontMatter(const QString &source)
{
    if (!source.startsWith("---\n"_L1) && !source.startsWith("---\r\n"_L1))
        return source;
    qsizetype at = source.indexOf(u'\n') + 1;
    while (at > 0 && at < source.size()) {
        const qsizetype end = source.indexOf(u'\n', at);
        const QStringView line = QStringView(source).mid(at, end < 0 ? -1 : end - at).trimmed();
        if (line == "---"_L1 || line == "..."_L1)
            return end < 0 ? QString() : source.mid(end + 1);
        if (end < 0)
            break;
        at = end + 1;
    }
    return source;
}

CardTab::CardTab(QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedWidget)
    , m_empty(new EmptyState)
    , m_header(new SectionHeader(SectionHeader::Level::Section, tr("Model card")))
    , m_form(new SegmentedButtons(tr("How the card is shown")))
    , m_sections(new QListWidget)
    , m_view(new MarkdownView(tr("Model card")))
{
    const Theme theme = Theme::current();
    m_form->addSegment(u"read"_s, tr("As it reads"));
    m_form->addSegment(u"raw"_s, tr("Source"), tr("The file as it was imported."));
    m_form->setCurrent(u"read"_s);
    m_header->addAction(m_form);
    m_sections->setAccessibleName(tr("Sections of the card"));
    m_sections->setFrameShape(QFrame::NoFrame);
    m_sections->setFixedWidth(theme.px(196));
    m_sections->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_sections->setTextElideMode(Qt::ElideRight);
    m_view->setFrameShape(QFrame::NoFrame);
    auto *body = new QHBoxLayout;
    body->setSpacing(theme.groupGap());
    body->addWidget(m_sections);
    body->addWidget(m_view, 1);
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(theme.margin(), theme.gap(), theme.margin(), theme.gap());
    layout->addWidget(m_header);
    layout->addLayout(body, 1);
    m_stack->addWidget(page);
    m_stack->addWidget(m_empty);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);
    connect(m_empty, &EmptyState::actionTriggered, this, &CardTab::importRequested);
    connect(m_form, &SegmentedButtons::currentChanged, this, &CardTab::showText);
    connect(m_sections, &QListWidget::currentRowChanged, this, &CardTab::goToSection);
    connect(m_view, &MarkdownView::linkRequested, this, &CardTab::openWebLink);
}

void CardTab::show(const VersionData &shown)
{
    if (!shown.card) {
        m_empty->setText(tr("This version has no model card. Import its README.md; what it says is sorted into sections and what is missing is named."));
        m_empty->setAction(tr("Import card…"));
        m_stack->setCurrentIndex(1);
        return;
    }
    const Card &card = shown.card->body;
    m_header->setChip(cardChip(card.status));
    m_header->setDetail(tr("%1 of %2 sections, %3, %4")
                            .arg(card.sectionCount)
                            .arg(cardSections().size())
                            .arg(shown.name(card.author), relativeTimeAgo(card.importedAt, shown.at)));
    showSections(shown);
    if (!shown.cardSource) {
        m_empty->setText(tr("The card is being fetched from the server."));
        m_empty->setAction({});
        m_stack->setCurrentIndex(1);
        return;
    }
    m_stack->setCurrentIndex(0);
    const QString source = QString::fromUtf8(*shown.cardSource);
    if (source != m_source) {
        m_source = source;
        showText();
    }
}

void CardTab::showSections(const VersionData &shown)
{
    const QSignalBlocker blocker(m_sections);
    m_sections->clear();
    const auto add = [this](const QString &text, ChipState state, const QString &toolTip) {
        auto *item = new QListWidgetItem(text, m_sections);
        const ChipSpec chip = chipFor(state);
        QPixmap mark(QSize(16, 16) * devicePixelRatioF());
        mark.setDevicePixelRatio(devicePixelRatioF());
        mark.fill(Qt::transparent);
        QPainter painter(&mark);
        painter.setRenderHint(QPainter::Antialiasing);
        paintShape(&painter, QRectF(4, 4, 9, 9), chip.shape, Theme::current().color(textRole(chip.tone)));
        painter.end();
        item->setIcon(QIcon(mark));
        item->setToolTip(Qt::convertFromPlainText(toolTip));
        item->setData(Qt::AccessibleTextRole, u"%1, %2"_s.arg(text, chip.text));
        return item;
    };
    for (const QString &id : shown.card->body.missing)
        add(titleOfSection(id), ChipState::Missing, tr("Nothing in the card says this."));
    if (!shown.cardContent)
        return;
    for (const CardContent::Section &section : shown.cardContent->sections) {
        QStringList facts;
        for (const CardContent::Field &field : section.fields)
            facts.append(field.label + u": "_s + field.value.left(200));
        auto *item = add(section.title.isEmpty() ? titleOfSection(section.id) : section.title, ChipState::Met,
                         facts.isEmpty() ? tr("Found under “%1”.").arg(section.foundUnder) : facts.join(u'\n'));
        item->setData(headingRole, section.foundUnder);
        item->setData(fieldsRole, facts);
    }
}

void CardTab::showText()
{
    if (m_form->current() == "raw"_L1)
        m_view->setRawText(m_source);
    else
        m_view->setMarkdownText(withoutFrontMatter(m_source));
    m_view->moveCursor(QTextCursor::Start);
    m_view->verticalScrollBar()->setValue(0);
}

void CardTab::goToSection(int row)
{
    const QListWidgetItem *item = m_sections->item(row);
    const QString heading = item ? item->data(headingRole).toString() : QString();
    if (heading.isEmpty())
        return;
    for (QTextBlock block = m_view->document()->begin(); block.isValid(); block = block.next()) {
        const bool isHeading = block.blockFormat().headingLevel() > 0 || m_form->current() == "raw"_L1;
        if (!isHeading || !block.text().contains(heading, Qt::CaseInsensitive))
            continue;
        QTextCursor cursor(block);
        m_view->setTextCursor(cursor);
        m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->value() + m_view->cursorRect(cursor).top());
        return;
    }
}

} // namespace countersign
