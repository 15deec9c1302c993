// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/waiverdialog.h"

#include "base/clock.h"
#include "ui/registry/words.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QComboBox>
#include <QCompleter>
#include <QDateEdit>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int usualExceptionDays = 30;

QPlainTextEdit *exceptionProse(const QString &text, const QString &hint)
{
    auto *out = new QPlainTextEdit(text);
    out->setPlaceholderText(hint);
    out->setTabChangesFocus(true);
    out->setMinimumHeight(Theme::current().px(64));
    return out;
}

/// What can be chosen is offered while it is typed; anything else can be typed all the same.
void offerWhileTyped(QLineEdit *line, const QStringList &choices)
{
    auto *completer = new QCompleter(choices, line);
    completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    line->setCompleter(completer);
}

} // namespace

WaiverDialog::WaiverDialog(Workspace *workspace, const Waiver &waiver, QWidget *parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_waiver(waiver)
    , m_environment(new QLineEdit(waiver.environment))
    , m_requirement(new QLineEdit(waiver.requirement))
    , m_owner(new QComboBox)
    , m_reason(exceptionProse(waiver.reason, tr("Why the requirement cannot be met now")))
    , m_control(exceptionProse(waiver.compensatingControl, tr("What is done instead until it is met")))
    , m_until(new QDateEdit)
    , m_message(new TextLabel({}, TextSize::Body, ColorRole::NegativeText))
    , m_ask(new QPushButton(tr("Ask for it")))
{
    const Theme theme = Theme::current();
    const QDate today = workspace->clock()->now().toLocalTime().date();
    setWindowTitle(tr("Exception for %1").arg(registry::versionTitle(waiver.version)));
    resize(theme.px(640), theme.px(480));
    m_environment->setPlaceholderText(u"production"_s);
    m_requirement->setPlaceholderText(u"metric:recall-urgent"_s);
    m_until->setMinimumDate(today.addDays(1));
    m_until->setDate(today.addDays(usualExceptionDays));
    m_cells = {new FormCell(u"environment"_s, tr("Into"), m_environment),
               new FormCell(u"requirement"_s, tr("Requirement"), m_requirement, tr("card, or one that begins with metric:, category: or safeguard:. The arrow down lists those of the open request.")),
               new FormCell(u"reason"_s, tr("Reason"), m_reason),
               new FormCell(u"compensatingControl"_s, tr("Compensating control"), m_control),
               new FormCell(u"owner"_s, tr("Answers for it"), m_owner),
               new FormCell(u"expiresAt"_s, tr("Until, including"), m_until)};
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(theme.groupGap());
    grid->setVerticalSpacing(theme.gap());
    grid->addWidget(m_cells[0], 0, 0);
    grid->addWidget(m_cells[1], 0, 1);
    grid->addWidget(m_cells[2], 1, 0, 1, 2);
    grid->addWidget(m_cells[3], 2, 0, 1, 2);
    grid->addWidget(m_cells[4], 3, 0);
    grid->addWidget(m_cells[5], 3, 1);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 2);
    m_message->setWordWrap(true);
    m_message->hide();
    setButtonKind(m_ask, ButtonKind::Primary);
    m_ask->setDefault(true);
    auto *cancel = new QPushButton(tr("Cancel"));
    auto *told = new TextLabel(tr("It counts once somebody grants it who had no part in what it excuses."), TextSize::Small, ColorRole::TextMuted);
    told->setWordWrap(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme.gap());
    buttons->addWidget(told, 1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_ask);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.margin(), theme.margin(), theme.margin(), theme.margin());
    layout->setSpacing(theme.groupGap());
    layout->addLayout(grid);
    layout->addStretch();
    layout->addWidget(m_message);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_ask, &QPushButton::clicked, this, &WaiverDialog::ask);
    connect(m_environment, &QLineEdit::textChanged, this, &WaiverDialog::showRequirements);
    workspace->replica()->read(
        this, [version = waiver.version, now = workspace->clock()->now()](ReadSession &session) { return loadWaiverChoices(session, version, now); },
        [this](const Result<WaiverChoices> &choices) {
            if (choices)
                setChoices(*choices);
            else
                showError(choices.error());
        });
}

void WaiverDialog::setChoices(const WaiverChoices &choices)
{
    m_choices = choices;
    offerWhileTyped(m_environment, choices.requirements.keys());
    if (m_environment->text().isEmpty() && !choices.requirements.isEmpty())
        m_environment->setText(choices.requirements.firstKey());
    for (const auto &[name, display] : choices.people)
        m_owner->addItem(display, name);
    const QString owner = m_waiver.owner.isEmpty() ? m_workspace->person().name : m_waiver.owner;
    m_owner->setCurrentIndex(m_owner->findData(owner));
    showRequirements();
}

void WaiverDialog::showRequirements()
{
    const auto list = m_choices.requirements.value(m_environment->text().trimmed());
    QStringList ids;
    for (const auto &[id, words] : list)
        ids.append(id);
    offerWhileTyped(m_requirement, ids);
    if (m_requirement->text().isEmpty() && !ids.isEmpty())
        m_requirement->setText(ids.first());
}

QJsonObject WaiverDialog::json() const
{
    Waiver out;
    out.version = m_waiver.version;
    out.environment = m_environment->text().trimmed();
    out.requirement = m_requirement->text().trimmed();
    out.reason = m_reason->toPlainText().trimmed();
    out.compensatingControl = m_control->toPlainText().trimmed();
    out.owner = m_owner->currentData().toString();
    out.expiresAt = m_until->date().endOfDay().toUTC();
    QJsonObject json = encode(out);
    for (const FieldInfo &field : shapeOf<Waiver>().fields) {
        if (field.serverSet)
            json.remove(field.name);
    }
    return json;
}

void WaiverDialog::ask()
{
    const QJsonObject body = json();
    if (const auto waiver = decode<Waiver>(body); !waiver)
        return showError(waiver.error());
    showError({});
    Command command;
    command.title = tr("Ask for an exception from %1 for %2").arg(body.value(u"requirement"_s).toString(), registry::versionTitle(m_waiver.version));
    command.path = u"/v1/waivers"_s;
    command.body = body;
    m_ask->setEnabled(false);
    m_workspace->send(command, this, [this](const Result<QJsonObject> &answer) {
        m_ask->setEnabled(true);
        if (!answer)
            return showError(answer.error());
        emit asked();
        accept();
    });
    if (m_workspace->freshness().state == Freshness::State::Offline)
        accept();
}

QString WaiverDialog::message() const
{
    return m_message->text();
}

void WaiverDialog::showError(const Error &error)
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
