// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/releases/signoffpanel.h"

#include "ui/releases/words.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/sectionheader.h"
#include "ui/widgets/segmentedbuttons.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

const QString approve = u"approve"_s;
const QString changes = u"requestChanges"_s;
const QString reject = u"reject"_s;
const QString abstain = u"abstain"_s;
const QString revoke = u"revoke"_s;

void clear(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

TextLabel *wrapped(const QString &text, TextSize size = TextSize::Body)
{
    auto *label = new TextLabel(text, size, ColorRole::TextMuted);
    label->setWordWrap(true);
    return label;
}

ChipSpec chipOf(const StageStatus &stage)
{
    const QString count = QObject::tr("%1 of %2").arg(stage.counted.size()).arg(stage.quorum);
    if (stage.done)
        return chipFor(ChipState::Met, count);
    return chipFor(stage.open ? ChipState::InReview : ChipState::Waiting, count);
}

} // namespace

SignoffPanel::SignoffPanel(QWidget *parent)
    : SidePanel(parent)
{
    const Theme theme = Theme::current();
    auto *header = new SectionHeader(SectionHeader::Level::Section, tr("Sign-off"));
    m_count = new Chip;
    header->addAction(m_count);
    body()->addWidget(header);
    m_stages = new QVBoxLayout;
    m_stages->setSpacing(theme.gap());
    body()->addLayout(m_stages);

    m_form = new QWidget;
    m_form->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto *form = new QVBoxLayout(m_form);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(theme.gap());
    m_verdicts = new SegmentedButtons(tr("Verdict"));
    m_comment = new QPlainTextEdit;
    m_comment->setAccessibleName(tr("Comment"));
    m_comment->setPlaceholderText(tr("Why. It becomes part of the signed decision."));
    m_comment->setTabChangesFocus(true);
    m_comment->setFixedHeight(theme.px(88));
    m_note = wrapped({});
    m_sign = new QPushButton(tr("Sign…"));
    setButtonKind(m_sign, ButtonKind::Primary);
    m_sign->setMinimumHeight(theme.px(34));
    form->addWidget(new TextLabel(tr("Verdict"), TextSize::Small, ColorRole::TextMuted));
    form->addWidget(m_verdicts);
    form->addWidget(new TextLabel(tr("Comment, part of what you sign"), TextSize::Small, ColorRole::TextMuted));
    form->addWidget(m_comment);
    form->addWidget(m_note);
    form->addWidget(m_sign);
    body()->addWidget(m_form);
    m_cannot = wrapped({});
    body()->addWidget(m_cannot);
    m_verbs = new QVBoxLayout;
    m_verbs->setSpacing(theme.gap());
    body()->addLayout(m_verbs);
    body()->addStretch();
    m_earlier = wrapped({});
    body()->addWidget(m_earlier);

    connect(m_verdicts, &SegmentedButtons::currentChanged, this, [this] {
        updateSign();
        emit draftChanged();
    });
    connect(m_comment, &QPlainTextEdit::textChanged, this, [this] {
        updateSign();
        if (!m_filling)
            emit draftChanged();
    });
    connect(m_sign, &QPushButton::clicked, this, [this] {
        if (const auto verdict = enumFromText<Signoff::Verdict>(m_verdicts->current()))
            emit signRequested(*verdict);
    });
}

QString SignoffPanel::verdict() const
{
    return m_verdicts->current();
}

QString SignoffPanel::comment() const
{
    return m_comment->toPlainText();
}

void SignoffPanel::setDraft(const QString &verdict, const QString &comment)
{
    m_filling = true;
    m_verdicts->setCurrent(verdict);
    m_comment->setPlainText(comment);
    m_filling = false;
    updateSign();
}

void SignoffPanel::clearDraft()
{
    setDraft({}, {});
}

void SignoffPanel::show(const ReviewData &review, const Actor &actor)
{
    m_actor = actor;
    showStages(review);
    chooseStage(review, actor);
    showVerdicts(review);
    showVerbs(review, actor);
    showEarlierRounds(review);
    updateSign();
}

QString SignoffPanel::stageText(const ReviewData &review, int index) const
{
    const StageStatus &stage = review.status.stages[index];
    QStringList lines;
    for (qsizetype i = 0; i < stage.counted.size(); ++i) {
        for (const auto &entry : review.release.signoffs) {
            if (entry.id == stage.counted[i])
                lines.append(tr("%1 approved, leaf %2").arg(review.name(entry.signoff.person), formatCount(entry.leaf)));
        }
    }
    if (stage.done)
        return lines.join(u'\n');
    if (!stage.open) {
        lines.append(index > 0 ? tr("Waits for %1.").arg(review.status.stages[index - 1].name) : tr("Closed."));
        return lines.join(u'\n');
    }
    QStringList sentence;
    if (stage.canSign.contains(m_actor.person))
        sentence.append(tr("You can sign."));
    else if (stage.canSign.isEmpty())
        sentence.append(tr("Nobody who could sign is left."));
    QStringList others;
    for (const QString &person : stage.canSign) {
        if (person != m_actor.person)
            others.append(review.name(person));
    }
    if (!others.isEmpty())
        sentence.append(tr("%1 can.").arg(others.mid(0, 3).join(u", "_s)));
    for (auto it = stage.cannotSign.begin(); it != stage.cannotSign.end(); ++it) {
        if (!stage.countedPeople.contains(it.key()))
            sentence.append(it.key() == m_actor.person ? tr("You cannot: %1.").arg(it.value())
                                                       : tr("%1 cannot: %2.").arg(review.name(it.key()), it.value()));
    }
    if (stage.dueAt.isValid())
        sentence.append(stage.dueAt > review.at ? tr("Due in %1.").arg(formatDuration(review.at.msecsTo(stage.dueAt)))
                                              : tr("Overdue since %1.").arg(formatDuration(stage.dueAt.msecsTo(review.at))));
    lines.append(sentence.join(u' '));
    return lines.join(u'\n');
}

void SignoffPanel::showStages(const ReviewData &review)
{
    clear(m_stages);
    qint64 signedCount = 0;
    qint64 needed = 0;
    for (int i = 0; i < review.status.stages.size(); ++i) {
        const StageStatus &stage = review.status.stages[i];
        signedCount += stage.counted.size();
        needed += stage.quorum;
        auto *card = new Panel;
        auto *head = new QHBoxLayout;
        head->addWidget(new TextLabel(u"%1  %2"_s.arg(i + 1).arg(stage.name), TextSize::Body, ColorRole::Text, QFont::DemiBold));
        head->addStretch();
        head->addWidget(new Chip(chipOf(stage)));
        auto *layout = new QVBoxLayout;
        layout->setSpacing(Theme::current().px(4));
        layout->addLayout(head);
        layout->addWidget(wrapped(stageText(review, i)));
        card->setContent(layout);
        card->setHighlighted(stage.open && stage.canSign.contains(m_actor.person) && review.release.request.state == Request::InReview);
        m_stages->addWidget(card);
    }
    m_count->setChip({ChipShape::None, Tone::Neutral, tr("%1 of %2 signed").arg(signedCount).arg(needed)});
}

void SignoffPanel::chooseStage(const ReviewData &review, const Actor &actor)
{
    m_stage.clear();
    m_role.clear();
    m_whyNot.clear();
    const Request &request = review.release.request;
    if (request.state == Request::Approved) {
        for (const StageStatus &stage : review.status.stages) {
            if (stage.countedPeople.contains(actor.person) || (m_stage.isEmpty() && actor.has(stage.role) && stage.role == "risk"_L1)) {
                m_stage = stage.name;
                m_role = stage.role;
            }
        }
        m_whyNot = m_stage.isEmpty() ? tr("Approved. Only those who signed it, or Risk, can revoke it.") : QString();
        return;
    }
    if (request.state != Request::InReview) {
        m_whyNot = tr("This request is closed; nobody can sign it.");
        if (request.state == Request::ChangesRequested)
            m_whyNot = tr("Changes were asked for. Once they are made, its owner opens a new round.");
        return;
    }
    for (const StageStatus &stage : review.status.stages) {
        if (!stage.open)
            continue;
        if (stage.canSign.contains(actor.person)) {
            m_stage = stage.name;
            m_role = stage.role;
        } else if (const auto why = stage.cannotSign.constFind(actor.person); why != stage.cannotSign.constEnd()) {
            m_whyNot = tr("You cannot sign '%1': %2.").arg(stage.name, *why);
        } else {
            m_whyNot = tr("'%1' is for the role %2; you do not have it.").arg(stage.name, roleTitle(stage.role));
        }
    }
}

void SignoffPanel::showVerdicts(const ReviewData &review)
{
    const bool revoking = review.release.request.state == Request::Approved;
    const QString before = m_verdicts->current();
    auto *fresh = new SegmentedButtons(tr("Verdict"));
    if (revoking) {
        fresh->addSegment(revoke, tr("Revoke approval"));
    } else {
        fresh->addSegment(approve, tr("Approve"));
        fresh->addSegment(changes, tr("Changes"));
        fresh->addSegment(reject, tr("Reject"));
        fresh->addSegment(abstain, tr("Abstain"));
        if (!review.status.requirementsMet)
            fresh->setUnavailable(approve, tr("A requirement is not met: it must be met or waived before anybody can approve."));
    }
    fresh->setCurrent(before);
    delete m_form->layout()->replaceWidget(m_verdicts, fresh);
    m_verdicts->deleteLater();
    m_verdicts = fresh;
    connect(m_verdicts, &SegmentedButtons::currentChanged, this, [this] {
        updateSign();
        emit draftChanged();
    });
    const bool canSign = !m_stage.isEmpty();
    m_form->setVisible(canSign);
    m_cannot->setVisible(!canSign);
    m_cannot->setText(m_whyNot);
    QString note = tr("Signs %n piece(s) of evidence as shown, manifest %1.", nullptr, int(review.release.request.evidence.size()))
                       .arg(review.release.request.manifestDigest.mid(7, 4) + u' ' + review.release.request.manifestDigest.mid(11, 4));
    if (!review.missingReports.isEmpty())
        note = tr("Some of the evidence is not on this machine yet. Wait for it to arrive before you sign.");
    else if (!review.status.requirementsMet && !revoking)
        note += u' ' + tr("Approval is closed while a requirement is not met.");
    m_note->setText(note);
}

void SignoffPanel::showVerbs(const ReviewData &review, const Actor &actor)
{
    clear(m_verbs);
    const Request &request = review.release.request;
    const Participants participants{review.release.modelOwner, review.release.version.author, request.requestedBy};
    const std::pair<QString, QString> words[] = {{u"resubmit"_s, tr("Open a new round")}, {u"withdraw"_s, tr("Withdraw the request")}};
    for (const auto &[verb, text] : words) {
        if (!requestStates().verbs(enumText(request.state)).contains(verb))
            continue;
        const auto allowed = requestStates().next(enumText(request.state), verb, actor, participants);
        if (!allowed)
            continue;
        auto *button = new QPushButton(text);
        connect(button, &QPushButton::clicked, this, [this, v = verb] { emit verbRequested(v); });
        m_verbs->addWidget(button);
    }
}

void SignoffPanel::showEarlierRounds(const ReviewData &review)
{
    const auto &rounds = review.release.request.rounds;
    QString text;
    if (rounds.size() > 1) {
        const auto last = rounds.last();
        const auto earlier = std::count_if(review.release.signoffs.begin(), review.release.signoffs.end(),
                                           [&](const auto &entry) { return entry.signoff.round < last.round; });
        const QString day = QLocale().toString(last.openedAt.toLocalTime().date(), QLocale::ShortFormat);
        //: %2 is a date, %3 what happened: "Policy changed by ana.ferreira"
        text = tr("Round %1 was closed on %2: %3").arg(QString::number(last.round - 1), day, last.reason);
        if (!text.endsWith(u'.'))
            text += u'.';
        if (earlier > 0)
            text += u' ' + tr("%n earlier sign-off(s) no longer count.", nullptr, int(earlier));
    }
    QStringList verdicts;
    for (const auto &entry : review.release.signoffs) {
        if (entry.signoff.round == review.release.request.round && entry.signoff.verdict != Signoff::Approve)
            verdicts.append(tr("%1 %2: %3").arg(review.name(entry.signoff.person), verdictWord(entry.signoff.verdict), entry.signoff.comment));
    }
    if (!verdicts.isEmpty())
        text = verdicts.join(u'\n') + (text.isEmpty() ? QString() : u"\n\n"_s + text);
    m_earlier->setText(text);
    m_earlier->setVisible(!text.isEmpty());
}

void SignoffPanel::updateSign()
{
    const QString verdict = m_verdicts->current();
    QString why;
    if (verdict.isEmpty())
        why = tr("Choose a verdict first.");
    else if (verdict != approve && m_comment->toPlainText().trimmed().isEmpty())
        why = tr("Say why: anything but an approval needs a comment.");
    m_sign->setEnabled(why.isEmpty() && !m_stage.isEmpty());
    m_sign->setToolTip(why.isEmpty() ? tr("Shows once more what is signed, then asks for your key (Ctrl+Return).") : why);
}

} // namespace countersign
