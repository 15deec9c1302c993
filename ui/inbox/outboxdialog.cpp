// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inbox/outboxdialog.h"

#include "base/json.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QPlainTextEdit>
#include <QPushButton>

namespace countersign {

using namespace Qt::StringLiterals;

OutboxDialog::OutboxDialog(const OutboxItem &item, QWidget *parent)
    : QDialog(parent)
    , m_command(item.command)
{
    const Theme theme = Theme::current();
    setWindowTitle(tr("Not taken by the server"));
    resize(theme.px(760), theme.px(600));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.margin(), theme.margin(), theme.margin(), theme.margin());
    layout->setSpacing(theme.gap());
    auto *title = new TextLabel(visibleText(item.command.title), TextSize::Title, ColorRole::Text, QFont::DemiBold);
    title->setWordWrap(true);
    auto *problem = new TextLabel(visibleText(item.problem), TextSize::Body, ColorRole::NegativeText);
    problem->setWordWrap(true);
    layout->addWidget(title);
    layout->addWidget(problem);
    if (item.state == OutboxItem::Conflict)
        layout->addWidget(comparison(item));
    for (const FieldError &field : item.fields) {
        auto *line = new TextLabel(u"%1  %2"_s.arg(field.pointer, field.message), TextSize::Body, ColorRole::TextMuted);
        line->setWordWrap(true);
        layout->addWidget(line);
    }
    auto *head = new TextLabel(tr("What is sent"), TextSize::Small, ColorRole::TextMuted);
    layout->addWidget(head);
    m_text = new QPlainTextEdit(QString::fromUtf8(QJsonDocument(item.command.body).toJson(QJsonDocument::Indented)));
    m_text->setAccessibleName(tr("What is sent, as JSON"));
    m_text->setFont(theme.monospaceFont());
    layout->addWidget(m_text, 1);
    m_message = new TextLabel({}, TextSize::Body, ColorRole::NegativeText);
    m_message->setWordWrap(true);
    m_message->hide();
    layout->addWidget(m_message);
    m_send = new QPushButton(item.state == OutboxItem::Conflict ? tr("Send mine over theirs") : tr("Send changed"));
    setButtonKind(m_send, ButtonKind::Primary);
    auto *cancel = new QPushButton(tr("Cancel"));
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_send);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_send, &QPushButton::clicked, this, &OutboxDialog::accept);
    if (item.state == OutboxItem::Conflict) {
        m_command.base = item.theirs;
        m_command.ifMatch = QByteArray::number(item.theirRevision);
    }
    m_text->setFocus();
}

QWidget *OutboxDialog::comparison(const OutboxItem &item) const
{
    const Theme theme = Theme::current();
    auto *content = new QWidget;
    auto *grid = new QGridLayout(content);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme.margin());
    grid->setVerticalSpacing(theme.px(6));
    const QStringList heads{tr("Member"), tr("Before"), tr("Yours"), tr("Theirs")};
    for (int i = 0; i < heads.size(); ++i) {
        grid->addWidget(new TextLabel(heads[i], TextSize::Small, ColorRole::TextMuted), 0, i);
        grid->setColumnStretch(i, i == 0 ? 0 : 1);
    }
    int row = 1;
    for (const ConflictRow &line : conflictRows(item.command.base, item.command.body, item.theirs)) {
        const std::pair<QString, bool> cells[] = {{line.member, false}, {line.base, false}, {line.mine, line.contradicts}, {line.theirs, line.contradicts}};
        for (int i = 0; i < 4; ++i) {
            auto *cell = new TextLabel(cells[i].first.isEmpty() ? u"—"_s : visibleText(cells[i].first), TextSize::Body,
                                       i < 2 ? ColorRole::TextMuted : ColorRole::Text, cells[i].second ? QFont::DemiBold : QFont::Normal);
            cell->setWordWrap(true);
            grid->addWidget(cell, row, i, Qt::AlignTop);
        }
        ++row;
    }
    auto *panel = new Panel(tr("Yours and theirs"));
    panel->setContent(content);
    return panel;
}

void OutboxDialog::accept()
{
    const auto json = parseJson(m_text->toPlainText().toUtf8());
    if (!json || !json->isObject()) {
        m_message->setText(json ? tr("It must be one JSON object.") : json.error().text);
        m_message->show();
        m_text->setFocus();
        return;
    }
    m_command.body = json->toObject();
    QDialog::accept();
}

} // namespace countersign
