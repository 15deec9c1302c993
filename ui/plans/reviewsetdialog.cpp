// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plans/reviewsetdialog.h"

#include "base/clock.h"
#include "ui/plans/questionform.h"
#include "ui/plans/words.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"
#include "ui/workspace/keywords.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateEdit>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostItems = 1000;
constexpr int usualDays = 14;

} // namespace

ReviewSetDialog::ReviewSetDialog(Workspace *workspace, const QString &source, QWidget *parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_wanted(source)
    , m_told(new TextLabel(tr("The evaluations are being looked through…"), TextSize::Small, ColorRole::TextMuted))
    , m_message(new TextLabel({}, TextSize::Body, ColorRole::NegativeText))
    , m_make(new QPushButton(tr("Draw and ask")))
{
    const Theme theme = Theme::current();
    setWindowTitle(tr("New review"));
    resize(theme.px(840), theme.px(720));
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(theme.margin(), theme.margin(), theme.margin(), theme.gap());
    column->setSpacing(theme.groupGap());
    column->addWidget(makeDrawing());
    column->addWidget(makeQuestions());
    column->addWidget(makeRaters());
    column->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_message->setWordWrap(true);
    m_message->hide();
    setButtonKind(m_make, ButtonKind::Primary);
    m_make->setDefault(true);
    m_make->setEnabled(false);
    auto *cancel = new QPushButton(tr("Cancel"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme.gap());
    buttons->addWidget(m_message, 1);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_make);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(theme.margin(), theme.gap(), theme.margin(), theme.margin());
    foot->addLayout(buttons);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll, 1);
    layout->addLayout(foot);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_make, &QPushButton::clicked, this, &ReviewSetDialog::make);
    addQuestion({u"correct"_s, {}, {}, ReviewQuestion::Ordinal, {tr("wrong"), tr("partly"), tr("right")}, {}, 1, 5});
    workspace->replica()->read(this, loadReviewChoices, [this](const Result<ReviewChoices> &choices) {
        if (choices)
            setChoices(*choices);
        else
            showError(choices.error());
    });
}

FormCell *ReviewSetDialog::cell(const QString &member, const QString &label, QWidget *editor, const QString &help)
{
    auto *out = new FormCell(member, label, editor, help);
    m_cells.append(out);
    return out;
}

QWidget *ReviewSetDialog::makeDrawing()
{
    m_source = new QComboBox;
    m_source->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_source->setMinimumContentsLength(30);
    m_from = new QComboBox;
    m_title = new QLineEdit;
    m_title->setPlaceholderText(tr("Answers of the October run"));
    m_size = new QSpinBox;
    m_size->setRange(1, mostItems);
    m_size->setValue(50);
    m_seed = new QLineEdit(u"1"_s);
    auto *out = new QWidget;
    auto *grid = new QGridLayout(out);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(Theme::current().groupGap());
    grid->setVerticalSpacing(Theme::current().gap());
    grid->addWidget(cell(u"source"_s, tr("Evaluation to draw from"), m_source, tr("Only those are listed that keep samples or examples of failures.")), 0, 0, 1, 3);
    grid->addWidget(m_told, 1, 0, 1, 3);
    grid->addWidget(cell(u"title"_s, tr("Title"), m_title, tr("Raters read it; a blind review should not name the model in it.")), 2, 0, 1, 3);
    grid->addWidget(cell(u"drawnFrom"_s, tr("Drawn from"), m_from), 3, 0);
    grid->addWidget(cell(u"sampleSize"_s, tr("Items at most"), m_size), 3, 1);
    grid->addWidget(cell(u"seed"_s, tr("Seed"), m_seed, tr("The same seed draws the same items.")), 3, 2);
    for (int i = 0; i < 3; ++i)
        grid->setColumnStretch(i, 1);
    m_told->setWordWrap(true);
    connect(m_source, &QComboBox::currentIndexChanged, this, &ReviewSetDialog::showSource);
    return out;
}

QWidget *ReviewSetDialog::makeQuestions()
{
    auto *content = new QWidget;
    m_questionList = new QVBoxLayout(content);
    m_questionList->setContentsMargins(0, 0, 0, 0);
    m_questionList->setSpacing(Theme::current().px(4));
    auto *add = new QPushButton(tr("Add a question"));
    add->setToolTip(tr("Asks every rater one more thing about every item."));
    m_questionList->addWidget(cell(u"questions"_s, tr("Every rater answers each of them about every item."), add));
    connect(add, &QPushButton::clicked, this, [this] { addQuestion({})->findChild<QLineEdit *>()->setFocus(); });
    auto *panel = new Panel(tr("What is asked"));
    panel->setContent(content);
    return panel;
}

QWidget *ReviewSetDialog::makeRaters()
{
    const Theme theme = Theme::current();
    m_raters = new QListWidget;
    m_raters->setMinimumHeight(theme.px(150));
    m_raters->setUniformItemSizes(true);
    m_blind = new QCheckBox(tr("Blind: raters see neither the version nor each other’s answers"));
    m_blind->setChecked(true);
    m_hasDue = new QCheckBox(tr("Due"));
    m_due = new QDateEdit(m_workspace->clock()->now().toLocalTime().date().addDays(usualDays));
    m_due->setMinimumDate(m_workspace->clock()->now().toLocalTime().date());
    m_due->setAccessibleName(tr("Due"));
    m_due->setEnabled(false);
    connect(m_hasDue, &QCheckBox::toggled, m_due, &QWidget::setEnabled);
    auto *due = new QHBoxLayout;
    due->setSpacing(theme.gap());
    due->addWidget(m_hasDue);
    due->addWidget(m_due);
    due->addStretch();
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.gap());
    column->addWidget(cell(u"raters"_s, tr("Agreement needs at least two"), m_raters, tr("Space ticks the person.")));
    column->addWidget(m_blind);
    column->addLayout(due);
    auto *panel = new Panel(tr("Who rates"));
    panel->setContent(content);
    return panel;
}

QuestionForm *ReviewSetDialog::addQuestion(const ReviewQuestion &question)
{
    auto *form = new QuestionForm(question);
    m_questions.append(form);
    m_questionList->insertWidget(int(m_questions.size()) - 1, form);
    connect(form, &QuestionForm::removeRequested, this, [this, form] {
        m_questions.removeOne(form);
        form->hide();
        form->deleteLater();
    });
    return form;
}

void ReviewSetDialog::setChoices(const ReviewChoices &choices)
{
    m_choices = choices;
    {
        const QSignalBlocker blocker(m_source);
        for (const auto &source : choices.sources) {
            m_source->addItem(tr("%1: %2, %3").arg(plans::versionTitle(source.version), source.title,
                                                   relativeTimeAgo(source.importedAt, m_workspace->clock()->now())), source.id);
        }
        if (!m_wanted.isEmpty())
            m_source->setCurrentIndex(m_source->findData(m_wanted));
    }
    for (const Person &person : choices.people) {
        auto *item = new QListWidgetItem(u"%1 — %2"_s.arg(visibleText(person.displayName), roleTitles(person.roles)), m_raters);
        item->setData(Qt::UserRole, person.name);
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Unchecked);
    }
    showSource();
}

const ReviewChoices::Source *ReviewSetDialog::source() const
{
    if (!m_choices || m_source->currentIndex() < 0)
        return nullptr;
    return &m_choices->sources[m_source->currentIndex()];
}

void ReviewSetDialog::showSource()
{
    const auto *chosen = source();
    m_make->setEnabled(chosen != nullptr);
    m_from->clear();
    if (!chosen) {
        m_told->setText(!m_choices->sources.isEmpty() && !m_wanted.isEmpty()
                            ? tr("That evaluation keeps neither samples nor examples of failures; choose another one.")
                            : tr("No evaluation on this machine keeps samples or examples of failures. Import one that does."));
        return;
    }
    if (chosen->samples && chosen->examples)
        m_from->addItem(tr("samples and examples of failures"), u"both"_s);
    if (chosen->samples)
        m_from->addItem(tr("samples"), u"samples"_s);
    if (chosen->examples)
        m_from->addItem(tr("examples of failures"), u"failures"_s);
    m_told->setText(tr("Drawn at random without repetition; where there are fewer than asked for, all of them."));
}

QJsonObject ReviewSetDialog::json() const
{
    QJsonArray questions, raters;
    for (const QuestionForm *form : m_questions)
        questions.append(form->json());
    for (int i = 0; i < m_raters->count(); ++i) {
        if (m_raters->item(i)->checkState() == Qt::Checked)
            raters.append(m_raters->item(i)->data(Qt::UserRole).toString());
    }
    QJsonObject out{{u"title"_s, m_title->text().trimmed()}, {u"sampleSize"_s, m_size->value()}, {u"questions"_s, questions},
                    {u"raters"_s, raters}, {u"blind"_s, m_blind->isChecked()}};
    if (const auto *chosen = source()) {
        out.insert(u"source"_s, chosen->id);
        out.insert(u"version"_s, chosen->version);
        out.insert(u"drawnFrom"_s, m_from->currentData().toString());
    }
    bool number = false;
    const qint64 seed = m_seed->text().trimmed().toLongLong(&number);
    out.insert(u"seed"_s, number ? QJsonValue(seed) : QJsonValue(m_seed->text().trimmed()));
    if (m_hasDue->isChecked())
        out.insert(u"dueAt"_s, toRfc3339(m_due->date().endOfDay().toUTC()));
    return out;
}

void ReviewSetDialog::make()
{
    m_message->hide();
    const QJsonObject body = json();
    const auto set = decode<ReviewSet>(body);
    if (!set)
        return showError(set.error());
    if (const auto problems = reviewSetProblems(*set); !problems.isEmpty())
        return showError(invalidFields(shapeOf<ReviewSet>(), problems));
    showError({});
    Command command;
    command.title = tr("Make the review “%1”").arg(set->title);
    command.path = u"/v1/reviewsets"_s;
    command.body = body;
    m_make->setEnabled(false);
    m_workspace->send(command, this, [this](const Result<QJsonObject> &answer) {
        m_make->setEnabled(true);
        if (!answer)
            return showError(answer.error());
        emit done(tr("The items were drawn; it waits in the raters’ inboxes."));
        accept();
    });
    if (m_workspace->freshness().state == Freshness::State::Offline) {
        emit done(tr("The review waits in the outbox; its items are drawn when there is a connection."));
        accept();
    }
}

QString ReviewSetDialog::message() const
{
    return m_message->text();
}

/// An error without a sentence takes away what was said before.
void ReviewSetDialog::showError(const Error &error)
{
    const auto cells = findChildren<FormCell *>();
    for (FormCell *one : cells)
        one->setError({});
    QStringList sentences;
    for (const FieldError &field : error.fields) {
        QList<FieldError> left{field};
        for (qsizetype i = 0; i < m_questions.size() && !left.isEmpty(); ++i)
            left = showErrors(m_questions[i]->cells(), u"/questions/%1"_s.arg(i), left);
        if (!left.isEmpty())
            left = showErrors(m_cells, {}, left);
        for (const FieldError &other : std::as_const(left))
            sentences.append(other.pointer + u": "_s + other.message);
    }
    m_message->setText(error.fields.isEmpty() ? error.text
                       : sentences.isEmpty()  ? tr("%n field(s) need another look.", nullptr, int(error.fields.size()))
                                              : sentences.join(u' '));
    m_message->setVisible(!m_message->text().isEmpty());
}

} // namespace countersign
