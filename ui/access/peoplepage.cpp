// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/access/peoplepage.h"

#include "ui/access/persondialog.h"
#include "ui/access/revokedialog.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/sidepanel.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"
#include "ui/workspace/keywords.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>

namespace countersign {

using namespace Qt::StringLiterals;

PeoplePage::PeoplePage(Workspace *workspace, QSettings *settings, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_filter(new FilterBar)
    , m_table(new DataTable(tr("People and their signing keys")))
    , m_model(new KeysModel(this))
{
    m_filter->setFilters({{u"key"_s, tr("Key"), {{u"active"_s, tr("confirmed")}, {u"pending"_s, tr("unconfirmed")}, {u"revoked"_s, tr("revoked")},
                                                 {u"none"_s, tr("none")}}}});
    m_table->setModel(m_model);
    m_table->setColumns({{nullptr, 148},
                         {nullptr, 160, true},
                         {new ChipDelegate, 120},
                         {nullptr, 164},
                         {new RelativeTimeDelegate(workspace->clock()), 68},
                         {nullptr, 112}});
    m_table->rememberColumns(settings, u"access/people"_s);
    m_table->setEmptyState(tr("Nobody matches."));
    m_table->setDataState(DataState::Loading);
    auto *left = new QVBoxLayout;
    left->setSpacing(0);
    left->addWidget(m_filter);
    left->addWidget(m_table, 1);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(left, 1);
    layout->addWidget(makePanel());
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &PeoplePage::reload);
    connect(m_table, &DataTable::currentRowChanged, this, &PeoplePage::showCurrent);
    connect(m_filter, &FilterBar::changed, this, &PeoplePage::applyFilter);
    connect(m_filter, &FilterBar::leaveRequested, m_table, qOverload<>(&QWidget::setFocus));
    connect(m_table, &DataTable::activated, this, &PeoplePage::editPerson);
    connect(m_edit, &QPushButton::clicked, this, &PeoplePage::editPerson);
    connect(m_revoke, &QPushButton::clicked, this, &PeoplePage::revokeKey);
    connect(workspace, &Workspace::personChanged, this, &PeoplePage::showRights);
    connect(workspace->replica(), &Replica::changed, this, [this](const QString &kind) {
        if (kind == "person"_L1 || kind == "signer"_L1)
            m_timer.start(0);
    });
    reload();
}

QWidget *PeoplePage::makePanel()
{
    const Theme theme = Theme::current();
    auto *panel = new SidePanel;
    m_content = new QWidget;
    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.gap());
    m_name = new TextLabel({}, TextSize::Title, ColorRole::Text, QFont::DemiBold);
    m_name->setWordWrap(true);
    m_chip = new Chip;
    auto *head = new QHBoxLayout;
    head->addWidget(m_name, 1);
    head->addWidget(m_chip, 0, Qt::AlignTop);
    m_facts = new FactGrid;
    m_sentence = new TextLabel;
    m_sentence->setWordWrap(true);
    m_numberHead = new TextLabel(tr("Number of the key"), TextSize::Small, ColorRole::TextMuted);
    m_number = new TextLabel({}, TextSize::Title);
    m_number->setMonospace(true);
    m_number->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_keyHead = new TextLabel(tr("Public key"), TextSize::Small, ColorRole::TextMuted);
    m_key = new QPlainTextEdit;
    m_key->setReadOnly(true);
    m_key->setTabChangesFocus(true);
    m_key->setAccessibleName(tr("Public key"));
    m_key->setFont(theme.monospaceFont(TextSize::Small));
    m_key->setWordWrapMode(QTextOption::WrapAnywhere);
    m_key->setFixedHeight(8 * QFontMetrics(m_key->font()).lineSpacing() + theme.px(16));
    m_edit = new QPushButton(tr("Edit roles…"));
    m_revoke = new QPushButton(tr("Revoke the key…"));
    setButtonKind(m_revoke, ButtonKind::Danger);
    column->addLayout(head);
    column->addWidget(m_facts);
    column->addWidget(m_edit);
    column->addWidget(m_sentence);
    column->addWidget(m_numberHead);
    column->addWidget(m_number);
    column->addWidget(m_keyHead);
    column->addWidget(m_key);
    column->addWidget(m_revoke);
    column->addStretch();
    m_empty = new EmptyState;
    m_empty->setText(tr("Choose somebody to see their key in full."));
    panel->body()->addWidget(m_content, 1);
    panel->body()->addWidget(m_empty, 1);
    m_content->hide();
    return panel;
}

void PeoplePage::reload()
{
    m_job.request_stop();
    m_job = m_workspace->replica()->read(
        this, [](ReadSession &session) { return loadKeyRows(session); },
        [this](Result<QList<KeyRow>> rows) {
            if (!rows) {
                if (rows.error().code != Error::Code::Cancelled)
                    m_table->setDataState(DataState::Failed, rows.error().text);
                return;
            }
            m_rows = std::move(*rows);
            m_table->setDataState(DataState::Ready);
            applyFilter();
        });
}

void PeoplePage::applyFilter()
{
    const FilterState state = m_filter->state();
    const QString key = state.chosen.value(u"key"_s).value(0);
    const QStringList words = state.words.simplified().toLower().split(u' ', Qt::SkipEmptyParts);
    QList<KeyRow> shown;
    for (const KeyRow &row : std::as_const(m_rows)) {
        if (!key.isEmpty() && key != (row.key ? enumText(row.key->state) : u"none"_s))
            continue;
        const QString text = (row.person.displayName + u' ' + row.person.name + u' ' + roleTitles(row.person.roles) + u' '
                              + (row.key ? row.key->keyId + u' ' + row.key->label : QString())).toLower();
        if (std::all_of(words.begin(), words.end(), [&](const QString &word) { return text.contains(word); }))
            shown.append(row);
    }
    const QString before = m_wanted.isEmpty() ? m_table->currentId() : rowOf(m_wanted);
    m_filter->setResultCount(shown.size(), m_rows.size());
    m_model->setRows(shown);
    if (m_table->selectId(before))
        m_wanted.clear();
    else if (m_model->rowCount() > 0)
        m_table->selectRow(0);
    showCurrent();
}

/// Somebody with keys stands in the list by them, the newest first.
QString PeoplePage::rowOf(const QString &id) const
{
    const auto row = std::find_if(m_rows.cbegin(), m_rows.cend(), [&](const KeyRow &one) { return u"person/"_s + one.person.name == id; });
    return row == m_rows.cend() ? id : row->id();
}

void PeoplePage::select(const QString &id)
{
    m_wanted = id;
    if (m_rows.isEmpty())
        return;
    const QString wanted = rowOf(id);
    if (!m_table->selectId(wanted))
        m_filter->setState({});
    if (m_table->selectId(wanted))
        m_wanted.clear();
}

void PeoplePage::showCurrent()
{
    const KeyRow *row = m_model->at(m_table->currentIndex().row());
    m_content->setVisible(row != nullptr);
    m_empty->setVisible(row == nullptr);
    if (!row)
        return;
    const QDateTime now = m_workspace->clock()->now();
    m_name->setText(visibleText(row->person.displayName));
    m_chip->setVisible(row->key.has_value());
    m_facts->clear();
    m_facts->addFact(tr("Name"), row->person.name);
    m_facts->addFact(tr("Mail"), visibleText(row->person.email));
    m_facts->addFact(tr("Roles"), roleTitles(row->person.roles), roleTitles(row->person.roles));
    m_facts->addFact(tr("Active"), row->person.active ? tr("yes") : tr("no, their sign-offs count no more"));
    for (QWidget *part : std::initializer_list<QWidget *>{m_numberHead, m_number, m_keyHead, m_key})
        part->setVisible(row->key.has_value());
    showRights();
    if (!row->key) {
        m_sentence->setText(tr("Has no signing key: cannot sign anything yet."));
        return;
    }
    const SignerKey &key = *row->key;
    m_chip->setChip(keyChip(key.state));
    m_facts->addFact(tr("Key is called"), visibleText(key.label));
    m_facts->addFact(tr("Enrolled"), exactTime(key.enrolledAt));
    if (key.confirmedAt.isValid())
        m_facts->addFact(tr("Confirmed"), tr("%1, %2").arg(row->confirmedByName, relativeTimeAgo(key.confirmedAt, now)), exactTime(key.confirmedAt));
    if (key.revokedAt.isValid()) {
        m_facts->addFact(tr("Revoked"), tr("%1, %2").arg(row->revokedByName, relativeTimeAgo(key.revokedAt, now)), exactTime(key.revokedAt));
        m_facts->addFact(tr("Because"), visibleText(key.revocationReason), visibleText(key.revocationReason));
    }
    m_number->setText(fingerprint(key.keyId));
    m_key->setPlainText(key.publicKey);
    m_sentence->setText(key.state == SignerKey::Active ? tr("Another person compared this number with the key's owner and said so in the log.")
                        : key.state == SignerKey::Pending
                            ? tr("Nobody has compared this number with the key's owner yet: what it signs does not count. An administrator is asked to in their inbox.")
                            : tr("What it signed before it was revoked stays signed; nothing after counts."));
}

QString PeoplePage::refusal() const
{
    return m_workspace->actor().has(u"administrator"_s) ? QString() : tr("People and their roles are changed by an administrator.");
}

void PeoplePage::showRights()
{
    const KeyRow *row = m_model->at(m_table->currentIndex().row());
    if (!row)
        return;
    const bool known = !row->person.name.startsWith("countersign."_L1);
    m_edit->setVisible(known);
    m_edit->setEnabled(refusal().isEmpty());
    m_edit->setToolTip(refusal().isEmpty() ? tr("Changes name, roles and whether they are active (F2).") : refusal());
    const bool own = row->person.name == m_workspace->person().name;
    m_revoke->setVisible(known && row->key && row->key->state != SignerKey::Revoked);
    m_revoke->setEnabled(own || refusal().isEmpty());
    m_revoke->setToolTip(m_revoke->isEnabled() ? tr("Nothing it signs from then on counts.") : tr("A key is revoked by its owner or an administrator."));
}

void PeoplePage::sendPerson(PersonDialog *dialog, const Command &command)
{
    m_workspace->send(command, dialog, [this, dialog, title = command.title](const Result<QJsonObject> &answer) {
        if (!answer)
            return dialog->setProblem(answer.error().text);
        dialog->accept();
        emit done(tr("Done: %1.").arg(title));
    });
}

void PeoplePage::addPerson()
{
    if (!refusal().isEmpty())
        return;
    auto *dialog = new PersonDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PersonDialog::personGiven, this, [this, dialog](const Person &person) {
        Command command;
        command.title = tr("Add %1").arg(person.displayName);
        command.path = u"/v1/persons"_s;
        command.body = encode(person);
        sendPerson(dialog, command);
    });
    dialog->open();
}

void PeoplePage::editPerson()
{
    const KeyRow *row = m_model->at(m_table->currentIndex().row());
    if (!row || row->revision == 0 || !refusal().isEmpty())
        return;
    auto *dialog = new PersonDialog(row->person, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PersonDialog::personGiven, this, [this, dialog, before = encode(row->person), revision = row->revision](const Person &person) {
        Command command;
        command.title = tr("Change %1").arg(person.displayName);
        command.method = "PATCH";
        command.path = u"/v1/persons/"_s + person.name;
        command.ifMatch = revision;
        command.base = before;
        command.body = encode(person);
        // An edit is a merge patch: what was taken away has to be said.
        for (auto it = before.begin(); it != before.end(); ++it) {
            if (!command.body.contains(it.key()))
                command.body.insert(it.key(), QJsonValue::Null);
        }
        sendPerson(dialog, command);
    });
    dialog->open();
}

void PeoplePage::revokeKey()
{
    const KeyRow *row = m_model->at(m_table->currentIndex().row());
    if (!row || !row->key)
        return;
    auto *dialog = new RevokeDialog(visibleText(row->person.displayName), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, key = row->key->keyId, name = row->person.displayName] {
        Command command;
        command.title = tr("Revoke a key of %1").arg(name);
        command.path = u"/v1/signers/%1/revoke"_s.arg(key);
        command.body = {{u"comment"_s, dialog->reason()}};
        m_workspace->send(command, this, [this, title = command.title](const Result<QJsonObject> &answer) {
            emit done(answer ? tr("Done: %1.").arg(title) : answer.error().text);
        });
    });
    dialog->open();
}

} // namespace countersign
