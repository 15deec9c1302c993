// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/plans/reviewsetdata.h"
#include "ui/workspace/workspace.h"

#include <QSet>
#include <QTimer>

class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QVBoxLayout;

namespace countersign {

struct OutboxItem;
class EmptyState;
class QuestionBox;
class TextLabel;

/// Where a rater works: item by item, with the keys. Shows what was drawn and what is asked, and of a blind review
/// nothing else. Answers go through the outbox, so it works without a connection.
class RatingPage : public QWidget
{
    Q_OBJECT
public:
    explicit RatingPage(Workspace *workspace, QWidget *parent = nullptr);
    void open(const QString &set);
    /// Saves what is answered, if it differs from what was, and goes to the next item that is open.
    void saveAndNext();
    void step(int by);
    /// "12 of 50".
    [[nodiscard]] QString progressText() const;
    [[nodiscard]] QWidget *firstQuestion();
    [[nodiscard]] QString message() const;
    [[nodiscard]] int current() const { return m_at; }
    [[nodiscard]] const QList<QuestionBox *> &questions() const { return m_questions; }
    [[nodiscard]] QPlainTextEdit *comment() const { return m_comment; }

signals:
    void done(const QString &sentence);
    void leaveRequested();

private:
    struct Answer
    {
        QJsonObject answers;
        QString comment;
        qint64 revision = 0; ///< of the record; 0 while the server has not taken it
        QString problem;     ///< why it was not taken
    };
    QWidget *makeHead();
    QWidget *makeTexts();
    QWidget *makePanel();
    TextLabel *addText(QVBoxLayout *layout, const QString &title, QPlainTextEdit *text);
    void load();
    void take(const Result<RatingData> &loaded);
    void takeWaiting();
    void fetchItems(const QString &digest);
    void makeQuestions();
    void showItem(int at);
    void showProgress();
    void say(const QString &sentence, bool wrong);
    [[nodiscard]] QJsonObject typed() const;
    [[nodiscard]] bool isOpen() const;
    [[nodiscard]] const OutboxItem *waiting(const QString &item) const;
    void save(const QString &item);
    void answered(const QString &item, const Result<QJsonObject> &answer);

    Workspace *m_workspace;
    QString m_set, m_person;
    std::optional<RatingData> m_data;
    QHash<QString, Answer> m_answers;
    int m_at = 0;
    QStackedWidget *m_stack;
    EmptyState *m_none;
    TextLabel *m_title, *m_count, *m_task, *m_hidden, *m_message;
    QProgressBar *m_progress;
    QPlainTextEdit *m_input, *m_output, *m_expected, *m_comment;
    TextLabel *m_expectedTitle = nullptr;
    QScrollArea *m_scroll;
    QVBoxLayout *m_questionList;
    QList<QuestionBox *> m_questions;
    QPushButton *m_leave, *m_back, *m_next;
    std::stop_source m_job;
    quint64 m_generation = 0;
    bool m_fetched = false;
    QTimer m_timer;
};

} // namespace countersign
