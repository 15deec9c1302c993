// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plans/ratingpage.h"

#include "replica/outbox.h"
#include "ui/plans/questionbox.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/sidepanel.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QPlainTextEdit *readableText(const QString &name)
{
    auto *out = new QPlainTextEdit;
    out->setReadOnly(true);
    out->setTabChangesFocus(true);
    out->setAccessibleName(name);
    out->setFont(Theme::current().font(TextSize::Title));
    out->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    return out;
}

} // namespace

RatingPage::RatingPage(Workspace *workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_stack(new QStackedWidget)
    , m_none(new EmptyState)
{
    auto *page = new QWidget;
    auto *body = new QHBoxLayout;
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(0);
    body->addWidget(makeTexts(), 1);
    body->addWidget(makePanel());
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    column->addLayout(body, 1);
    m_stack->addWidget(page);
    m_stack->addWidget(m_none);
    m_stack->setCurrentWidget(m_none);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connect(m_none, &EmptyState::actionTriggered, this, &RatingPage::leaveRequested);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &RatingPage::load);
    connect(workspace->replica(), &Replica::changed, this, [this](const QString &kind) {
        if (!m_set.isEmpty() && isVisible() && (kind == "reviewset"_L1 || kind == "rating"_L1))
            m_timer.start(0);
    });
    connect(workspace, &Workspace::personChanged, this, [this] {
        if (!m_set.isEmpty())
            open(m_set);
    });
}

QWidget *RatingPage::makeHead()
{
    const Theme theme = Theme::current();
    m_title = new TextLabel({}, TextSize::Title, ColorRole::Text, QFont::DemiBold);
    m_title->setElide(Qt::ElideRight);
    m_count = new TextLabel({}, TextSize::Body, ColorRole::TextMuted);
    m_progress = new QProgressBar;
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(theme.px(160));
    m_progress->setFixedHeight(theme.px(8));
    m_progress->setAccessibleName(tr("Rated so far"));
    m_leave = new QPushButton(tr("Back to the reviews"));
    m_leave->setToolTip(tr("What is rated is kept; go on whenever you like (Esc)."));
    auto *out = new QWidget;
    auto *layout = new QHBoxLayout(out);
    layout->setContentsMargins(theme.margin(), theme.gap(), theme.margin(), theme.gap());
    layout->setSpacing(theme.groupGap());
    layout->addWidget(m_title, 1);
    layout->addWidget(m_count);
    layout->addWidget(m_progress);
    layout->addWidget(m_leave);
    connect(m_leave, &QPushButton::clicked, this, &RatingPage::leaveRequested);
    return out;
}

QWidget *RatingPage::makeTexts()
{
    const Theme theme = Theme::current();
    m_input = readableText(tr("Input"));
    m_output = readableText(tr("Output"));
    m_expected = readableText(tr("Expected"));
    m_task = new TextLabel({}, TextSize::Small, ColorRole::TextMuted);
    m_task->setElide(Qt::ElideRight);
    m_hidden = new TextLabel(tr("Characters that would hide or reorder text are shown as ⟨U+…⟩."), TextSize::Small, ColorRole::CautionText);
    m_hidden->setWordWrap(true);
    auto *out = new QWidget;
    auto *layout = new QVBoxLayout(out);
    layout->setContentsMargins(theme.margin(), 0, theme.margin(), theme.margin());
    layout->setSpacing(theme.px(4));
    layout->addWidget(m_task);
    addText(layout, tr("Input"), m_input);
    addText(layout, tr("Output"), m_output);
    m_expectedTitle = addText(layout, tr("Expected"), m_expected);
    layout->addWidget(m_hidden);
    layout->setStretchFactor(m_input, 3);
    layout->setStretchFactor(m_output, 4);
    layout->setStretchFactor(m_expected, 2);
    return out;
}

TextLabel *RatingPage::addText(QVBoxLayout *layout, const QString &title, QPlainTextEdit *text)
{
    auto *label = new TextLabel(title, TextSize::Body, ColorRole::TextMuted, QFont::DemiBold);
    layout->addSpacing(Theme::current().px(4));
    layout->addWidget(label);
    layout->addWidget(text);
    return label;
}

QWidget *RatingPage::makePanel()
{
    const Theme theme = Theme::current();
    auto *panel = new SidePanel;
    panel->setFixedWidth(theme.px(372));
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.px(4));
    m_questionList = new QVBoxLayout;
    m_questionList->setSpacing(theme.px(4));
    column->addLayout(m_questionList);
    m_comment = new QPlainTextEdit;
    m_comment->setPlaceholderText(tr("Why, if it needs saying"));
    m_comment->setAccessibleName(tr("Comment"));
    m_comment->setTabChangesFocus(true);
    m_comment->setFixedHeight(theme.px(64));
    column->addWidget(m_comment);
    column->addStretch();
    m_scroll = new QScrollArea;
    m_scroll->setWidget(content);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    m_message = new TextLabel({}, TextSize::Body, ColorRole::TextMuted);
    m_message->setWordWrap(true);
    m_back = new QPushButton(tr("Back"));
    m_back->setToolTip(tr("The item before; its answer can be changed while the review is open (Alt+PgUp)."));
    m_next = new QPushButton(tr("Save and next"));
    m_next->setToolTip(tr("Ctrl+Return"));
    setButtonKind(m_next, ButtonKind::Primary);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme.gap());
    buttons->addWidget(m_back);
    buttons->addWidget(m_next, 1);
    panel->body()->addWidget(m_scroll, 1);
    panel->body()->addWidget(m_message);
    panel->body()->addLayout(buttons);
    connect(m_back, &QPushButton::clicked, this, [this] { step(-1); });
    connect(m_next, &QPushButton::clicked, this, &RatingPage::saveAndNext);
    return panel;
}

void RatingPage::open(const QString &set)
{
    if (set != m_set || m_person != m_workspace->person().name) {
        m_data.reset();
        m_answers.clear();
        m_at = 0;
        m_fetched = false;
        m_none->setText(tr("The items are being read…"));
        m_none->setAction({});
        m_stack->setCurrentWidget(m_none);
    }
    m_set = set;
    m_person = m_workspace->person().name;
    load();
}

void RatingPage::load()
{
    m_job.request_stop();
    const quint64 generation = ++m_generation;
    m_job = m_workspace->replica()->read(
        this, [set = m_set, person = m_person](ReadSession &session) { return loadRating(session, set, person); },
        [this, generation](const Result<RatingData> &loaded) {
            if (generation == m_generation && (loaded || loaded.error().code != Error::Code::Cancelled))
                take(loaded);
        });
}

void RatingPage::take(const Result<RatingData> &loaded)
{
    if (!loaded || !loaded->set.raters.contains(m_person)) {
        m_none->setText(loaded ? tr("You are not among the raters of this review.") : loaded.error().text);
        m_none->setAction(tr("Back to the reviews"));
        m_stack->setCurrentWidget(m_none);
        return;
    }
    if (!loaded->missingItems.isEmpty())
        return fetchItems(loaded->missingItems);
    const bool first = !m_data;
    m_data = *loaded;
    for (auto it = m_data->mine.begin(); it != m_data->mine.end(); ++it) {
        Answer &known = m_answers[it.key()];
        // What was answered here and is still on its way is newer than what the server has.
        if (it->revision > known.revision && (known.answers.isEmpty() || (known.revision == 0 && it->rating.answers == known.answers) || known.revision > 0))
            known = {it->rating.answers, it->rating.comment, it->revision, {}};
    }
    if (!first)
        return showProgress();
    takeWaiting();
    makeQuestions();
    m_title->setText(visibleText(m_data->set.title));
    m_stack->setCurrentIndex(0);
    int at = 0;
    while (at + 1 < m_data->items.size() && m_answers.contains(m_data->items[at].id))
        ++at;
    showItem(at);
}

/// Answers of an earlier run that have not been sent yet.
void RatingPage::takeWaiting()
{
    const Outbox *outbox = m_workspace->outbox();
    for (const OutboxItem &item : outbox ? outbox->items() : QList<OutboxItem>()) {
        const QJsonObject &body = item.command.body;
        const QString prefix = u"/v1/ratings/%1/"_s.arg(m_set);
        if (!outbox->isMine(item) || (body.value(u"reviewSet"_s).toString() != m_set && !item.command.path.startsWith(prefix)))
            continue;
        const QString name = item.command.path.startsWith(prefix) ? item.command.path.mid(prefix.size()).section(u'/', 0, 0) : body.value(u"item"_s).toString();
        Answer &answer = m_answers[name];
        answer.answers = body.value(u"answers"_s).toObject();
        answer.comment = body.value(u"comment"_s).toString();
        answer.problem = item.needsPerson() ? item.problem : QString();
    }
}

void RatingPage::fetchItems(const QString &digest)
{
    if (m_fetched)
        return;
    m_fetched = true;
    m_workspace->blob(digest, this, [this](const Result<QByteArray> &bytes) {
        if (bytes)
            return load();
        m_fetched = false;
        m_none->setText(tr("The items are not on this machine yet: %1").arg(bytes.error().text));
        m_none->setAction(tr("Back to the reviews"));
    });
}

void RatingPage::makeQuestions()
{
    qDeleteAll(m_questions);
    m_questions.clear();
    QWidget *before = m_leave;
    for (const ReviewQuestion &question : m_data->set.questions) {
        auto *box = new QuestionBox(question);
        m_questions.append(box);
        m_questionList->addWidget(box);
        connect(box, &QuestionBox::answered, this, [this] { say({}, false); });
    }
    // From the questions on: Tab answers, the texts come last.
    for (QWidget *next : QList<QWidget *>(m_questions.begin(), m_questions.end()) + QList<QWidget *>{m_comment, m_back, m_next, m_input, m_output, m_expected}) {
        if (before != m_leave)
            setTabOrder(before, next);
        before = next;
    }
}

QWidget *RatingPage::firstQuestion()
{
    return m_questions.isEmpty() ? static_cast<QWidget *>(m_leave) : m_questions.first();
}

bool RatingPage::isOpen() const
{
    return m_data && m_data->set.status == ReviewSet::Open;
}

void RatingPage::showItem(int at)
{
    if (!m_data || at < 0 || at >= m_data->items.size())
        return;
    m_at = at;
    const ReviewItem &item = m_data->items[at];
    m_task->setText(visibleText(item.task));
    m_task->setVisible(!item.task.isEmpty());
    m_input->setPlainText(visibleText(item.input));
    m_output->setPlainText(visibleText(item.output));
    m_expected->setPlainText(visibleText(item.expected));
    m_expected->setVisible(!item.expected.isEmpty());
    m_expectedTitle->setVisible(!item.expected.isEmpty());
    m_hidden->setVisible(hasHiddenText(item.input) || hasHiddenText(item.output) || hasHiddenText(item.expected));
    const Answer answer = m_answers.value(item.id);
    for (QuestionBox *box : std::as_const(m_questions)) {
        box->setAnswer(answer.answers.value(box->question().id).toString());
        box->setError({});
        box->setReadOnly(!isOpen());
    }
    m_comment->setPlainText(answer.comment);
    m_comment->setReadOnly(!isOpen());
    m_scroll->ensureVisible(0, 0);
    say(answer.problem.isEmpty() ? QString() : tr("This answer was not taken: %1").arg(answer.problem), true);
    showProgress();
    firstQuestion()->setFocus();
}

void RatingPage::showProgress()
{
    const auto rated = std::count_if(m_data->items.begin(), m_data->items.end(), [this](const ReviewItem &item) { return m_answers.contains(item.id); });
    //: %1 is the item that is shown
    m_count->setText(tr("Item %1 of %2, %3 rated").arg(formatCount(m_at + 1), formatCount(m_data->items.size()), formatCount(rated)));
    m_progress->setRange(0, int(m_data->items.size()));
    m_progress->setValue(int(rated));
    m_back->setEnabled(m_at > 0);
    const bool last = rated == m_data->items.size();
    m_next->setText(!isOpen() ? tr("Next") : last ? tr("Save") : tr("Save and next"));
    if (!isOpen())
        say(m_data->set.status == ReviewSet::Closed ? tr("This review is closed; answers do not change any more.") : tr("This review was cancelled."), true);
}

QString RatingPage::progressText() const
{
    return m_data ? tr("%1 of %2").arg(formatCount(m_at + 1), formatCount(m_data->items.size())) : QString();
}

QString RatingPage::message() const
{
    return m_message->text();
}

void RatingPage::say(const QString &sentence, bool wrong)
{
    m_message->setRole(wrong ? ColorRole::NegativeText : ColorRole::TextMuted);
    m_message->setText(sentence);
    m_message->setVisible(!sentence.isEmpty());
}

void RatingPage::step(int by)
{
    if (m_data)
        showItem(std::clamp(m_at + by, 0, int(m_data->items.size()) - 1));
}

QJsonObject RatingPage::typed() const
{
    QJsonObject out;
    for (const QuestionBox *box : m_questions) {
        if (const QString answer = box->answer(); !answer.isEmpty())
            out.insert(box->question().id, answer);
    }
    return out;
}

void RatingPage::saveAndNext()
{
    if (!m_data || m_data->items.isEmpty())
        return;
    if (!isOpen())
        return step(1);
    const QString item = m_data->items[m_at].id;
    const QJsonObject answers = typed();
    if (const auto problems = ratingProblems(m_data->set, answers); !problems.isEmpty()) {
        QuestionBox *wrong = nullptr;
        for (QuestionBox *box : std::as_const(m_questions)) {
            const auto problem = std::find_if(problems.begin(), problems.end(), [&](const FieldError &one) { return one.pointer.section(u'/', -1) == box->question().id; });
            box->setError(problem == problems.end() ? QString() : problem->message);
            if (problem != problems.end() && !wrong)
                wrong = box;
        }
        say(wrong ? tr("Every question wants an answer.") : problems.first().message, true);
        if (wrong)
            wrong->setFocus();
        return;
    }
    const Answer before = m_answers.value(item);
    if (before.answers != answers || before.comment != m_comment->toPlainText().trimmed() || !before.problem.isEmpty())
        save(item);
    // On to the next open one; from the end back to what was left out.
    const int count = int(m_data->items.size());
    for (int i = 1; i < count; ++i) {
        const int at = (m_at + i) % count;
        if (!m_answers.contains(m_data->items[at].id))
            return showItem(at);
    }
    showProgress();
    say(tr("You have rated everything. Answers can be changed until the review is closed."), false);
}

const OutboxItem *RatingPage::waiting(const QString &item) const
{
    const Outbox *outbox = m_workspace->outbox();
    for (const OutboxItem &one : outbox ? outbox->items() : QList<OutboxItem>()) {
        const bool here = one.command.path == "/v1/ratings"_L1 && one.command.body.value(u"reviewSet"_s).toString() == m_set
            && one.command.body.value(u"item"_s).toString() == item;
        if (here && outbox->isMine(one) && one.state != OutboxItem::Sending && one.state != OutboxItem::Sent)
            return &one;
    }
    return nullptr;
}

void RatingPage::save(const QString &item)
{
    Answer &answer = m_answers[item];
    const qint64 revision = answer.revision;
    answer.answers = typed();
    answer.comment = m_comment->toPlainText().trimmed();
    answer.problem.clear();
    QJsonObject body{{u"answers"_s, answer.answers}, {u"comment"_s, answer.comment}};
    if (const OutboxItem *held = waiting(item)) {
        // It has not gone out yet: what goes out is what was said last.
        OutboxCommand changed = held->command;
        body.insert(u"reviewSet"_s, m_set);
        body.insert(u"item"_s, item);
        changed.body = body;
        m_workspace->outbox()->edit(held->number, changed);
        return;
    }
    Command command;
    command.title = tr("Rate item %1 of “%2”").arg(m_at + 1).arg(m_data->set.title);
    command.path = u"/v1/ratings"_s;
    if (revision > 0) {
        command.method = "PATCH";
        command.path = u"/v1/ratings/%1/%2/%3"_s.arg(m_set, item, m_person);
        command.ifMatch = revision;
        // A rating that is corrected twice before the copy has the first correction is corrected on top of it.
        answer.revision = revision + 1;
    } else {
        body.insert(u"reviewSet"_s, m_set);
        body.insert(u"item"_s, item);
    }
    command.body = body;
    m_workspace->send(command, this, [this, item, set = m_set](const Result<QJsonObject> &result) {
        if (set == m_set)
            answered(item, result);
    });
}

void RatingPage::answered(const QString &item, const Result<QJsonObject> &answer)
{
    const auto known = m_answers.find(item);
    if (known == m_answers.end())
        return;
    if (answer) {
        known->revision = std::max<qint64>(known->revision, 1);
        return;
    }
    known->problem = answer.error().text;
    const auto at = std::find_if(m_data->items.begin(), m_data->items.end(), [&](const ReviewItem &one) { return one.id == item; });
    say(tr("Item %1 was not taken: %2").arg(at - m_data->items.begin() + 1).arg(answer.error().text), true);
}

} // namespace countersign
