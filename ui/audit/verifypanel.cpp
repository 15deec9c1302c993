// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audit/verifypanel.h"

#include "ui/widgets/banner.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>

namespace countersign {

using namespace Qt::StringLiterals;

VerifyPanel::VerifyPanel(Workspace *workspace, QSettings *settings, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_settings(settings)
    , m_banner(new Banner)
    , m_chip(new Chip)
    , m_facts(new FactLine)
    , m_sentence(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_progress(new QProgressBar)
    , m_verify(new QPushButton(tr("Verify now")))
{
    const Theme theme = Theme::current();
    m_sentence->setElide(Qt::ElideRight);
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(theme.px(4));
    m_progress->setAccessibleName(tr("Verifying the log"));
    m_verify->setToolTip(tr("Reads every entry again and holds it against all that this machine remembers (F9)."));
    setButtonKind(m_verify, ButtonKind::Primary);
    auto *words = new QVBoxLayout;
    words->setSpacing(theme.px(2));
    words->addWidget(m_facts);
    words->addWidget(m_sentence);
    words->addWidget(m_progress);
    auto *row = new QHBoxLayout;
    row->setSpacing(theme.groupGap());
    row->addWidget(m_chip, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    row->addWidget(m_verify, 0, Qt::AlignVCenter);
    auto *panel = new Panel;
    panel->setContent(row);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.gap());
    layout->addWidget(m_banner);
    layout->addWidget(panel);
    connect(m_verify, &QPushButton::clicked, this, &VerifyPanel::verify);
    connect(workspace, &Workspace::freshnessChanged, this, &VerifyPanel::refresh);
    connect(&m_minute, &QTimer::timeout, this, &VerifyPanel::refresh);
    m_minute.start(60'000);
    restore();
    refresh();
}

/// By the log's name: another server's answer says nothing about this one.
QString VerifyPanel::settingsKey() const
{
    return u"audit/verified/"_s + QString(m_origin).replace(u'/', u'_');
}

void VerifyPanel::restore()
{
    m_origin = m_workspace->logView().origin;
    const QVariantList known = m_settings->value(settingsKey()).toList();
    m_state = State::Never;
    if (m_origin.isEmpty() || known.size() != 3)
        return;
    m_state = known[0].toBool() ? State::Holds : State::Failed;
    m_at = known[1].toDateTime();
    m_text = known[2].toString();
}

void VerifyPanel::verify()
{
    if (m_state == State::Running)
        return;
    m_before = m_state;
    m_state = State::Running;
    refresh();
    m_workspace->verifyLog(this, [this](const Result<QString> &answer) { finish(answer); });
}

void VerifyPanel::finish(const Result<QString> &answer)
{
    // Not having been able to look is no finding: what was known before still stands.
    const bool inconclusive = !answer && answer.error().code != Error::Code::Untrusted && answer.error().code != Error::Code::Corrupt;
    if (inconclusive) {
        m_state = m_before;
        refresh();
        m_sentence->setText(tr("Could not be verified just now: %1").arg(answer.error().text));
        return;
    }
    m_state = answer ? State::Holds : State::Failed;
    m_text = answer ? *answer : answer.error().text;
    m_at = m_workspace->clock()->now();
    m_settings->setValue(settingsKey(), QVariantList{m_state == State::Holds, m_at, m_text});
    refresh();
    emit stateChanged();
}

void VerifyPanel::refresh()
{
    const LogView view = m_workspace->logView();
    if (view.origin != m_origin && m_state != State::Running)
        restore();
    const QString hex = QString::fromLatin1(view.root.toHex());
    QList<FactLine::Fact> facts{{tr("Log"), view.origin.isEmpty() ? u"—"_s : view.origin, {}}, {tr("Entries"), formatCount(qint64(view.size)), {}}};
    if (!hex.isEmpty())
        facts.append({tr("Root"), hex.left(4) + u' ' + hex.mid(4, 4) + u' ' + hex.mid(8, 4) + u' ' + hex.mid(12, 4) + u'…', {}});
    if (m_at.isValid() && m_state != State::Never)
        facts.append({m_state == State::Failed ? tr("Checked") : tr("Verified"), relativeTimeAgo(m_at, m_workspace->clock()->now()), {}});
    m_facts->setFacts(facts);
    m_facts->setToolTip(hex);
    const QDateTime at = m_at;
    switch (m_state) {
    case State::Never:
        m_chip->setChip(chipFor(ChipState::Unverified, tr("Not verified yet")));
        m_sentence->setText(tr("Every sync checks that the log only grew. Verifying reads all of it again, entry by entry."));
        break;
    case State::Running:
        m_chip->setChip(chipFor(ChipState::InReview, tr("Verifying")));
        m_sentence->setText(tr("Reading %1 entries again and holding them against what this machine remembers…").arg(formatCount(qint64(view.size))));
        break;
    case State::Holds:
        m_chip->setChip(chipFor(ChipState::Verified));
        m_sentence->setText(m_text);
        break;
    case State::Failed:
        m_chip->setChip(chipFor(ChipState::Untrusted, tr("Does not hold")));
        m_sentence->setText(tr("Found %1. Verify again after anything has been put right.").arg(exactTime(at)));
        break;
    }
    m_sentence->setToolTip(m_state == State::Holds ? m_text.toHtmlEscaped() : QString());
    m_progress->setVisible(m_state == State::Running);
    m_verify->setEnabled(m_state != State::Running && !view.origin.isEmpty());
    const Freshness freshness = m_workspace->freshness();
    if (m_state == State::Failed)
        m_banner->show(Banner::Kind::Error, tr("The log does not hold"),
                       tr("%1 Believe no decision of it until that is explained. Keep this machine as it is: what it remembers is the evidence.").arg(m_text));
    else if (freshness.state == Freshness::State::HistoryRewritten)
        m_banner->show(Banner::Kind::Error, tr("The server shows another history than before"), freshness.detail);
    else
        m_banner->hide();
}

} // namespace countersign
