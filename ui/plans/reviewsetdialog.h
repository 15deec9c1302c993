// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/plans/reviewsetdata.h"
#include "ui/widgets/formcell.h"
#include "ui/workspace/workspace.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QDateEdit;
class QLineEdit;
class QListWidget;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace countersign {

class QuestionForm;
class TextLabel;

/// A review being made: what is drawn, what is asked, and whom.
class ReviewSetDialog : public QDialog
{
    Q_OBJECT
public:
    /// `source` is the evaluation to draw from; empty to choose one.
    ReviewSetDialog(Workspace *workspace, const QString &source, QWidget *parent = nullptr);
    [[nodiscard]] QPushButton *makeButton() const { return m_make; }
    [[nodiscard]] QString message() const;
    QuestionForm *addQuestion(const ReviewQuestion &question);
    /// The whole body as it was typed.
    [[nodiscard]] QJsonObject json() const;

signals:
    void done(const QString &sentence);

private:
    QWidget *makeDrawing();
    QWidget *makeQuestions();
    QWidget *makeRaters();
    FormCell *cell(const QString &member, const QString &label, QWidget *editor, const QString &help = {});
    void setChoices(const ReviewChoices &choices);
    void showSource();
    void make();
    void showError(const Error &error);
    [[nodiscard]] const ReviewChoices::Source *source() const;

    Workspace *m_workspace;
    QString m_wanted;
    std::optional<ReviewChoices> m_choices;
    QComboBox *m_source, *m_from;
    QLineEdit *m_title, *m_seed;
    QSpinBox *m_size;
    QCheckBox *m_blind, *m_hasDue;
    QDateEdit *m_due;
    QListWidget *m_raters;
    QVBoxLayout *m_questionList;
    QList<QuestionForm *> m_questions;
    QList<FormCell *> m_cells;
    TextLabel *m_told, *m_message;
    QPushButton *m_make;
};

} // namespace countersign
