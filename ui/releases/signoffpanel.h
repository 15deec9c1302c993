// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/statetable.h"
#include "ui/releases/reviewdata.h"
#include "ui/widgets/sidepanel.h"

class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace countersign {

class Chip;
class SegmentedButtons;
class TextLabel;

/// Always beside the evidence: the stages and who has signed, what is still missing, verdict, comment, Sign. Where the
/// person cannot sign, it says which rule says so and who could.
class SignoffPanel : public SidePanel
{
    Q_OBJECT
public:
    explicit SignoffPanel(QWidget *parent = nullptr);

    void show(const ReviewData &review, const Actor &actor);
    using SidePanel::show;
    /// What was typed for this request before; kept while the program runs and across crashes by the owner.
    void setDraft(const QString &verdict, const QString &comment);
    /// Drops verdict and comment once they were signed.
    void clearDraft();
    [[nodiscard]] QString verdict() const;
    [[nodiscard]] QString comment() const;
    /// The stage the person would sign in; empty when there is none.
    [[nodiscard]] QString stage() const { return m_stage; }
    [[nodiscard]] QString role() const { return m_role; }
    [[nodiscard]] QPushButton *signButton() const { return m_sign; }

signals:
    void signRequested(countersign::Signoff::Verdict verdict);
    void draftChanged();
    /// Withdraw or resubmit, by the state table's verb.
    void verbRequested(const QString &verb);

private:
    void showStages(const ReviewData &review);
    void chooseStage(const ReviewData &review, const Actor &actor);
    void showVerdicts(const ReviewData &review);
    void showVerbs(const ReviewData &review, const Actor &actor);
    void showEarlierRounds(const ReviewData &review);
    void updateSign();
    [[nodiscard]] QString stageText(const ReviewData &review, int index) const;

    Chip *m_count;
    QVBoxLayout *m_stages;
    QWidget *m_form;
    SegmentedButtons *m_verdicts;
    QPlainTextEdit *m_comment;
    TextLabel *m_note;
    QPushButton *m_sign;
    TextLabel *m_cannot;
    QVBoxLayout *m_verbs;
    TextLabel *m_earlier;
    Actor m_actor;
    QString m_stage, m_role;
    QString m_whyNot;
    bool m_filling = false;
};

} // namespace countersign
