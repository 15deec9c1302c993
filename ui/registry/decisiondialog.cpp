// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/decisiondialog.h"

#include "ui/registry/words.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>

namespace countersign {

using namespace Qt::StringLiterals;

DecisionDialog::DecisionDialog(Workspace *workspace, const Decision &decision, const QString &supersedes, QWidget *parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_decision(decision)
    , m_title(new QLineEdit(decision.title))
    , m_versions(new QLineEdit(decision.versions.join(u", "_s)))
    , m_status(new QComboBox)
    , m_context(prose(decision.context, tr("What made a decision necessary"), 60))
    , m_options(prose(decision.options, tr("What could have been done"), 60))
    , m_tradeOffs(prose(decision.tradeOffs, tr("What each would have cost, and whom"), 60))
    , m_text(prose(decision.decision, tr("What was decided, and why"), 72))
    , m_consequences(prose(decision.consequences, tr("What follows from it"), 60))
    , m_limits(prose(decision.knownLimits, tr("Where it does not hold"), 60))
    , m_message(new TextLabel({}, TextSize::Body, ColorRole::NegativeText))
    , m_save(new QPushButton(tr("Record the decision")))
{
    const Theme theme = Theme::current();
    setWindowTitle(tr("New decision about %1").arg(decision.model));
    resize(theme.px(760), theme.px(680));
    for (const auto status : {Decision::Accepted, Decision::Proposed})
        m_status->addItem(registry::decisionChip(status).text, enumText(status));
    m_title->setPlaceholderText(tr("Accept a lower precision for a higher recall"));
    m_versions->setPlaceholderText(tr("the model as a whole"));
    m_cells = {new FormCell(u"title"_s, tr("Title"), m_title),
               new FormCell(u"versions"_s, tr("Versions it is about"), m_versions, tr("As model/version, separated by commas; empty for the model as a whole.")),
               new FormCell(u"status"_s, tr("Status"), m_status),
               new FormCell(u"context"_s, tr("Context"), m_context),
               new FormCell(u"options"_s, tr("Options"), m_options),
               new FormCell(u"tradeOffs"_s, tr("Trade-offs"), m_tradeOffs),
               new FormCell(u"decision"_s, tr("Decision"), m_text),
               new FormCell(u"consequences"_s, tr("Consequences"), m_consequences),
               new FormCell(u"knownLimits"_s, tr("Known limits"), m_limits)};
    auto *content = new QWidget;
    auto *grid = new QGridLayout(content);
    grid->setContentsMargins(theme.margin(), theme.margin(), theme.margin(), theme.gap());
    grid->setHorizontalSpacing(theme.groupGap());
    grid->setVerticalSpacing(theme.gap());
    grid->addWidget(m_cells[0], 0, 0, 1, 2);
    grid->addWidget(m_cells[1], 1, 0);
    grid->addWidget(m_cells[2], 1, 1);
    for (int i = 3; i < m_cells.size(); ++i)
        grid->addWidget(m_cells[i], i, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    grid->setRowStretch(int(m_cells.size()), 1);
    auto *scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *told = new TextLabel(supersedes.isEmpty() ? QString() : tr("It takes the place of “%1”, which stays to be read.").arg(visibleText(supersedes)),
                               TextSize::Small, ColorRole::TextMuted);
    told->setWordWrap(true);
    m_message->setWordWrap(true);
    m_message->hide();
    setButtonKind(m_save, ButtonKind::Primary);
    m_save->setDefault(true);
    auto *cancel = new QPushButton(tr("Cancel"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme.gap());
    buttons->addWidget(told, 1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(theme.margin(), theme.gap(), theme.margin(), theme.margin());
    foot->setSpacing(theme.gap());
    foot->addWidget(m_message);
    foot->addLayout(buttons);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll, 1);
    layout->addLayout(foot);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &DecisionDialog::save);
}

QPlainTextEdit *DecisionDialog::prose(const QString &text, const QString &hint, int height)
{
    auto *out = new QPlainTextEdit(text);
    out->setPlaceholderText(hint);
    out->setTabChangesFocus(true);
    out->setFixedHeight(Theme::current().px(height));
    return out;
}

QJsonObject DecisionDialog::json() const
{
    Decision out;
    out.model = m_decision.model;
    out.title = m_title->text().trimmed();
    out.versions = listedIn(m_versions->text());
    out.context = m_context->toPlainText().trimmed();
    out.options = m_options->toPlainText().trimmed();
    out.tradeOffs = m_tradeOffs->toPlainText().trimmed();
    out.decision = m_text->toPlainText().trimmed();
    out.consequences = m_consequences->toPlainText().trimmed();
    out.knownLimits = m_limits->toPlainText().trimmed();
    QJsonObject json = encode(out);
    json.insert(u"status"_s, m_status->currentData().toString());
    json.remove(u"author"_s);
    return json;
}

void DecisionDialog::save()
{
    const QJsonObject body = json();
    const auto decision = decode<Decision>(body);
    if (!decision)
        return showError(decision.error());
    for (qsizetype i = 0; i < decision->versions.size(); ++i) {
        if (!decision->versions[i].startsWith(decision->model + u'/'))
            return showError({Error::Code::Invalid, {}, {}, false, {{u"/versions/%1"_s.arg(i), tr("“%1” is no version of %2.").arg(decision->versions[i], decision->model)}}});
    }
    showError({});
    Command command;
    command.title = tr("Record the decision “%1”").arg(decision->title);
    command.path = u"/v1/decisions"_s;
    command.body = body;
    m_save->setEnabled(false);
    m_workspace->send(command, this, [this](const Result<QJsonObject> &answer) {
        m_save->setEnabled(true);
        if (!answer)
            return showError(answer.error());
        emit recorded(answer->value(u"seq"_s).toInteger());
        accept();
    });
    if (m_workspace->freshness().state == Freshness::State::Offline)
        accept();
}

QString DecisionDialog::message() const
{
    return m_message->text();
}

void DecisionDialog::showError(const Error &error)
{
    for (FormCell *cell : std::as_const(m_cells))
        cell->setError({});
    const QList<FieldError> rest = showErrors(m_cells, {}, error.fields);
    QStringList sentences;
    for (const FieldError &field : rest)
        sentences.append(field.pointer + u": "_s + field.message);
    m_message->setText(error.fields.isEmpty() ? error.text
                       : rest.isEmpty()       ? tr("%n field(s) need another look.", nullptr, int(error.fields.size()))
                                              : sentences.join(u' '));
    m_message->setVisible(!m_message->text().isEmpty());
}

} // namespace countersign
