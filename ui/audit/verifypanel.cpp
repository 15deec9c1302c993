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

namespace {

constexpr int shownAfter = 300;      // ms; what is over sooner needs no progress
constexpr int foretoldAfter = 3'000; // ms; what takes longer says how much is left

} // namespace

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
    , m_cancel(new QPushButton(tr("Cancel")))
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
    m_cancel->setToolTip(tr("Ends the verification; what was known before still stands."));
    m_cancel->hide();
    row->addWidget(m_cancel, 0, Qt::AlignVCenter);
    row->addWidget(m_verify, 0, Qt::AlignVCenter);
    auto *panel = new Panel;
    panel->setContent(row);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.gap());
    layout->addWidget(m_banner);
    layout->addWidget(panel);
    connect(m_verify, &QPushButton::clicked, this, &VerifyPanel::verify);
    connect(m_cancel, &QPushButton::clicked, this, &VerifyPanel::cancel);
    connect(&m_tick, &QTimer::timeout, this, &VerifyPanel::tellProgress);
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
    m_stop = std::stop_source();
    m_run = {};
    m_began.start();
    m_phaseBegan.start();
    m_tick.start(shownAfter);
    refresh();
    m_workspace->verifyLog(this, {m_stop.get_token(), [this](const LogProgress &progress) { showProgress(progress); }},
                           [this](const Result<QString> &answer) { finish(answer); });
}

void VerifyPanel::cancel()
{
    m_stop.request_stop();
}

void VerifyPanel::showProgress(const LogProgress &progress)
{
    if (progress.checking != m_run.checking)
        m_phaseBegan.start();
    m_run = progress;
    if (m_progress->isVisible())
        tellProgress();
}

/// After a moment a bar and a way out; when it takes longer, how much is left.
void VerifyPanel::tellProgress()
{
    if (m_state != State::Running)
        return;
    m_progress->setVisible(true);
    m_cancel->setVisible(true);
    m_verify->setVisible(false);
    // The bar counts in thousandths: a log may have more entries than an int.
    m_progress->setRange(0, m_run.of > 0 ? 1000 : 0);
    m_progress->setValue(m_run.of > 0 ? int(1000 * m_run.done / m_run.of) : 0);
    const QString what = m_run.checking ? tr("Checked %1 of %2 entries.") : tr("Fetched %1 of %2 entries.");
    QString sentence = m_run.of > 0 ? what.arg(formatCount(m_run.done), formatCount(m_run.of)) : tr("Reading the log…");
    if (m_began.hasExpired(foretoldAfter) && m_run.done > 0 && m_run.of > m_run.done) {
        const qint64 left = m_phaseBegan.elapsed() * (m_run.of - m_run.done) / m_run.done / 1000 + 1;
        sentence += u' ' + (m_run.checking ? tr("About %n second(s) left.", nullptr, int(left))
                                           : tr("About %n second(s) left until they are checked.", nullptr, int(left)));
    }
    m_sentence->setText(sentence);
}

void VerifyPanel::finished()
{
    m_tick.stop();
    m_cancel->hide();
    m_verify->show();
}

void VerifyPanel::finish(const Result<QString> &answer)
{
    finished();
    // Not having been able to look is no finding: what was known before still stands.
    const bool inconclusive = !answer && answer.error().code != Error::Code::Untrusted && answer.error().code != Error::Code::Corrupt;
    if (inconclusive) {
        m_state = m_before;
        refresh();
        m_sentence->setText(answer.error().code == Error::Code::Cancelled ? tr("Cancelled. What was known before still stands.")
                                                                          : tr("Could not be verified just now: %1").arg(answer.error().text));
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
        if (m_progress->isVisible())
            break; // it says more
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
    if (m_state != State::Running)
        m_progress->setVisible(false);
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
